"""From a pasted article to a set."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from tests.web.browser import Browser

ARTICLE = """The night ferry

The night ferry leaves the old harbour at ten. It carries forty lorries.

Petro LysenkoCaptain for nineteen years, has seen it all. The council wants a new quay.

Source link

Leave a Reply

Your email address will not be published. Required fields are marked *
"""


def pastes(browser: Browser, text: str = ARTICLE) -> Browser:
    return browser.opens("/teach/new").sends({"text": text}, having="text", go="clean")


def test_the_places_in_doubt_are_marked_in_the_text(hill: Browser) -> None:
    """And nothing of the text is taken for HTML."""
    hill.opens("/teach/new")
    text = "Igor Kostyukov came. With Kostyukovdialogue was *possible*.\n\nFar & <b>wide</b>."
    hill.sends({"text": text}, having="text", go="clean")

    assert "<mark>Kostyukovdialogue</mark>" in hill.page
    assert "&amp; &lt;b&gt;wide" in hill.page


def test_an_article_becomes_a_set_after_one_look(hill: Browser) -> None:
    """What is left over from its page goes, and that is said before anything is kept."""
    pastes(hill)
    assert "Leave a Reply" in hill.page.split("What was left out")[1]
    hill.sends({"title": "The ferry", "level": "B1"}, having="source", go="create")
    assert hill.url == "/teach/sets/the-ferry/"
    assert "forty lorries" in hill.page
    assert "Leave a Reply" not in hill.page
    source = hill.client.get("/teach/sets/the-ferry.md").text
    assert "title: The ferry" in source
    assert "level: B1" in source


def test_a_proposal_is_accepted_or_refused_by_its_checkbox(hill: Browser) -> None:
    """Glued words are mended where the tick is left, and stay where it is taken away."""
    mended = pastes(hill).sends(having="source", go="create").page
    assert "LysenkoCaptain" not in mended
    kept = pastes(hill).sends({"accept": None}, having="source", go="create").page
    assert "LysenkoCaptain" in kept


def test_nothing_pasted_is_asked_for(hill: Browser) -> None:
    """An empty form says what to do."""
    assert "Paste an article, or choose a file." in pastes(hill, "  ").page
    assert hill.status == 422


def test_a_page_of_notices_only_is_refused_and_kept(hill: Browser) -> None:
    """What was pasted still stands in its field."""
    pastes(hill, "Source link\n\nLeave a Reply\n")
    assert hill.status == 422
    assert "No text was left" in hill.page
    assert "Leave a Reply" in hill.form("text").values["text"]


def test_two_megabytes_are_refused_with_their_size_and_kept(hill: Browser) -> None:
    """A clear word, and nothing lost."""
    pastes(hill, "The ferry leaves. " * 111_112)
    assert hill.status == 422
    assert "2,000,0" in hill.page
    assert len(hill.form("text").values["text"]) > 1_999_000


def upload(browser: Browser, name: str, content: bytes) -> Browser:
    values = browser.opens("/teach/new").form("text").values.to_dict()
    data = values | {"go": "clean", "file": (io.BytesIO(content), name)}
    answer = browser.client.post("/teach/new", data=data, follow_redirects=True)
    browser.response, browser.url = answer, answer.request.path
    return browser


def test_a_text_file_is_an_article_too(hill: Browser) -> None:
    """The file is looked over as what is pasted is."""
    assert "Look it over" in upload(hill, "ferry.txt", ARTICLE.encode()).page


@pytest.mark.parametrize("content", [b"PK\x03\x04" + bytes(range(256)) * 40, b"\x00\xff\xfe" * 500])
def test_a_file_that_is_no_text_is_refused_at_its_field(hill: Browser, content: bytes) -> None:
    """A Word document that was called .txt, say."""
    upload(hill, "ferry.txt", content)
    assert hill.status == 422
    assert 'id="file-error"' in hill.page


def test_a_whole_set_is_taken_as_it_is(hill: Browser) -> None:
    """A .md that has a frame and questions is a set, and not an article."""
    source = "---\nid: fog\ntitle: Fog\n---\n\n# Fog\n\nFog lay on the river.\n\n## Where?\n\nAnswer: river\n"
    upload(hill, "fog.md", source.encode())
    assert hill.url == "/teach/sets/fog/"
    assert hill.client.get("/teach/sets/fog.md").text == source


def test_one_may_begin_with_an_empty_page(hill: Browser) -> None:
    """For those who write the passage themselves."""
    hill.opens("/teach/new").sends(having="text", go="empty")
    assert "Add a question" in hill.page
