"""Publishing, the history, and a passage that is corrected afterwards."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.conftest import HARBOUR
from tests.web.conftest import Begin, Hire

if TYPE_CHECKING:
    from tests.web.browser import Browser

HOME = "/teach/sets/harbour/"
PASSAGE = HOME + "passage/the-night-ferry"


def publishes(browser: Browser, note: str = "") -> Browser:
    return browser.opens(HOME + "publish").sends({"note": note}, having="note")


def source(browser: Browser) -> str:
    return browser.client.get("/teach/sets/harbour.md").text


def corrects(browser: Browser, old: str, new: str) -> Browser:
    text = browser.opens(PASSAGE).form("seen").values["text"]
    assert old in text
    return browser.sends({"text": text.replace(old, new)}, having="seen", go="done")


def test_publishing_freezes_a_version_with_its_note(
    hill: Browser, stranger: Browser, begun: Begin
) -> None:
    """And open practice is open from then on."""
    begun()
    assert "The night ferry" not in stranger.opens("/").page
    publishes(hill, "For 9b")
    assert "Version 1 is published." in hill.page
    assert "The night ferry" in stranger.opens("/").page
    assert "For 9b" in hill.opens(HOME + "versions").page


def test_errors_stand_in_the_way(hill: Browser, begun: Begin) -> None:
    """They are listed, and there is no button."""
    begun(HARBOUR + "\n## And this?\n\nNothing.\n")
    hill.opens(HOME + "publish")
    assert "1 error stands in the way" in hill.page
    assert 'name="note"' not in hill.page


def test_what_was_changed_since_one_looked_is_not_published_unseen(
    hill: Browser, begun: Begin, browser_of: Hire
) -> None:
    """The page comes back with what is there now."""
    begun()
    other = browser_of("hill@school.example")
    hill.opens(HOME + "publish")
    other.opens(HOME + "questions/leaves").sends(
        {"stem": "At what time?"}, having="seen", go="done"
    )
    hill.sends({"note": "mine"}, having="note")
    assert hill.status == 409
    assert "changed since you looked" in hill.page
    assert hill.form("note").values["note"] == "mine"
    hill.sends(having="note")
    assert "Version 1 is published." in hill.page


def test_the_history_tells_what_a_version_changed_and_brings_it_back(
    hill: Browser, begun: Begin
) -> None:
    """Stem and key, readably; restoring can be undone."""
    begun()
    publishes(hill)
    hill.opens(HOME + "questions/leaves").sends(
        {"stem": "When does it sail?"}, having="seen", go="done"
    )
    publishes(hill)
    page = hill.opens(HOME + "versions/2").page
    assert "<ins>" in page
    assert "sail" in page
    hill.opens(HOME + "versions/1").sends(to=HOME + "versions/1/restore")
    assert source(hill) == HARBOUR
    hill.sends(having="revision")
    assert "When does it sail?" in source(hill)


def test_an_earlier_draft_comes_back_from_what_was_saved_lately(
    hill: Browser, begun: Begin
) -> None:
    """Each save is a step that one can go back to."""
    begun()
    hill.opens(HOME + "questions/leaves").sends({"stem": "Oh no?"}, having="seen", go="done")
    hill.opens(HOME + "versions").sends(having="revision")
    assert source(hill) == HARBOUR


def test_evidence_whose_words_still_stand_needs_nobody(hill: Browser, begun: Begin) -> None:
    """A mended comma elsewhere leaves every quote."""
    begun()
    publishes(hill)
    corrects(hill, "twice as many cars", "three times as many cars")
    assert "Settle" not in hill.opens(HOME + "publish").page
    publishes(hill)
    assert "Version 2 is published." in hill.page


def test_evidence_that_is_gone_is_settled_before_the_next_version(
    hill: Browser, begun: Begin
) -> None:
    """Beside the nearest words; one choice for each, then it can be published."""
    begun()
    publishes(hill)
    corrects(
        hill,
        "Petro Lysenko has steered it for nineteen",
        "Petro Lysenko has steered her for twenty",
    )
    assert "no longer in the passage" in hill.page
    assert "/teach/sets/harbour/correction" in hill.page
    hill.opens(HOME + "publish")
    assert "Settle it" in hill.page
    hill.opens(HOME + "correction").sends({"settle.0": "nearest"}, having="settle.0")
    assert "> Petro Lysenko has steered her for twenty years." in source(hill)
    publishes(hill)
    assert "Version 2 is published." in hill.page


def test_evidence_may_be_settled_by_another_sentence_or_by_none(
    hill: Browser, begun: Begin
) -> None:
    """And what is left undecided stays as it is."""
    begun()
    publishes(hill)
    corrects(hill, "Petro Lysenko has steered it for nineteen years.", "An old man steers it.")
    hill.opens(HOME + "correction").sends({}, having="settle.0")
    assert "Petro Lysenko has steered it" in source(hill)
    chosen = {"settle.0": "other", "other.0": "An old man steers it."}
    hill.opens(HOME + "correction").sends(chosen, having="settle.0")
    assert "> An old man steers it." in source(hill)


def test_two_tabs_on_the_passage_are_asked_which_is_to_stand(
    hill: Browser, begun: Begin, browser_of: Hire
) -> None:
    """The passage is a part like any other."""
    begun()
    other = browser_of("hill@school.example")
    text = hill.opens(PASSAGE).form("seen").values["text"]
    corrects(other, "forty lorries", "fifty lorries")
    hill.sends({"text": text.replace("forty lorries", "sixty lorries")}, having="seen", go="done")
    assert hill.status == 409
    assert "fifty lorries" in hill.page
    hill.sends(having="text")
    assert "sixty lorries" in source(hill)


def test_a_passage_needs_a_text(hill: Browser, begun: Begin) -> None:
    """Told at the field."""
    begun()
    hill.opens(PASSAGE).sends({"text": " "}, having="seen", go="done")
    assert hill.status == 422
    assert "A passage needs a text" in hill.page
    assert source(hill) == HARBOUR


def test_a_form_of_the_passage_that_nobody_touched_changes_nothing(
    hill: Browser, begun: Begin
) -> None:
    """Title and text are as they were."""
    begun()
    hill.opens(PASSAGE).sends(having="seen", go="save")
    assert source(hill) == HARBOUR


def test_another_passage_goes_behind_the_questions(hill: Browser, begun: Begin) -> None:
    """By the same way as the first: pasted, cleaned, looked over."""
    begun()
    hill.opens(HOME + "add-passage").sends(
        {"text": "The day ferry leaves at noon. It is slow."}, having="text", go="clean"
    )
    hill.sends({"title": "The day ferry"}, having="source", go="create")
    assert source(hill).endswith("# The day ferry\n\nThe day ferry leaves at noon. It is slow.\n")
