"""Ms Hill copies an article off a page, whole, and pastes it."""

from __future__ import annotations

import pytest

from quiz.assessment.cleaning import Cleaned, accept, clean
from quiz.assessment.formats.markdown import read
from tests.assessment.cleaning.pastes import (
    ARTICLE,
    CAPTION,
    HEADS,
    LEFT,
    MENDS,
    PAGE,
    PARAGRAPHS,
)

WAYS = {
    "blank lines": ("text", ARTICLE),
    "single line ends": ("text", ARTICLE.replace("\n\n", "\n")),
    "from Windows": ("text", ARTICLE.replace("\n", "\r\n")),
    "a clipboard": ("html", "".join(f"<p>{p}</p>" for p in ARTICLE.split("\n\n"))),
    "a Markdown file": ("markdown", ARTICLE),
}


@pytest.fixture(params=WAYS)
def cleaned(request: pytest.FixtureRequest) -> Cleaned:
    kind, source = WAYS[request.param]
    return clean(source, kind)


def test_the_article_becomes_its_paragraphs_and_two_subheadings(cleaned: Cleaned) -> None:
    parts = cleaned.markdown.split("\n\n")

    assert [p for p in parts if p.startswith("#")] == [f"### {head}" for head in HEADS]
    assert [p for p in parts if not p.startswith("#")] == list(PARAGRAPHS)


def test_caption_and_furniture_are_set_apart(cleaned: Cleaned) -> None:
    assert cleaned.captions == (CAPTION,)
    assert "\n".join(r.text for r in cleaned.removed) == "\n".join(LEFT)
    assert all(r.why for r in cleaned.removed)


def test_each_glued_word_is_proposed_and_no_other(cleaned: Cleaned) -> None:
    lines = cleaned.markdown.split("\n")

    assert {p.words: p.mend for p in cleaned.proposals} == MENDS
    for proposal in cleaned.proposals:
        assert lines[proposal.line - 1].startswith(proposal.words, proposal.column - 1)


def test_the_two_spellings_of_a_name_are_offered_as_one_line(cleaned: Cleaned) -> None:
    assert cleaned.names == (("Igor Petrovski", "Igor Petrovsky"),)


def test_each_mend_is_accepted_or_refused_by_itself(cleaned: Cleaned) -> None:
    for chosen in cleaned.proposals:
        mended = accept(cleaned.markdown, [chosen])
        assert chosen.mend in mended
        assert all(p.words in mended for p in cleaned.proposals if p != chosen)


def test_all_mends_together_leave_nothing_to_propose(cleaned: Cleaned) -> None:
    mended = accept(cleaned.markdown, cleaned.proposals)

    assert clean(mended, "markdown").proposals == ()
    assert clean(mended, "markdown").markdown == mended


def test_a_mend_whose_words_have_changed_since_is_left_alone(cleaned: Cleaned) -> None:
    edited = cleaned.markdown.replace("Bergstromagreed", "Bergstrom consented")

    assert accept(edited, [p for p in cleaned.proposals if p.words == "Bergstromagreed"]) == edited


def test_a_saved_page_becomes_its_article() -> None:
    cleaned = clean(PAGE, "html")

    assert cleaned.title == "Quarrel in the harbour"
    assert cleaned.language == "en"
    assert cleaned.captions == ("The quay on Monday.",)
    assert cleaned.markdown.split("\n\n") == [
        PARAGRAPHS[0],
        f"{PARAGRAPHS[3]} It is *their* harbour, and **nobody else’s**.",
        f"### {HEADS[0]}",
        PARAGRAPHS[4],
        "- half of the berths\n- all of the **quay**",
        "> Not a stone more.",
    ]


def test_what_a_saved_page_had_around_its_article_is_listed() -> None:
    removed = clean(PAGE, "html").removed
    gone = {line: r.why for r in removed for line in r.text.split("\n")}

    assert gone["By Ada Lind"] == "the author's line"
    assert gone["3 May 2026"] == "the date"
    assert gone["We use cookies to make this site better."] == "a cookie notice"
    assert gone["Storm over Storsund"] == "links to other pages"
    assert gone["Bo says: I was there, and it was otherwise."] == "comments"
    assert gone["Ten recipes for herring."] == "beside the article"
    assert not any("Not for readers" in line or "color" in line for line in gone)


def test_the_cleaned_page_is_a_passage_without_a_finding_of_its_own() -> None:
    for kind, source in (*WAYS.values(), ("html", PAGE)):
        document = f"# The harbour\n\n{clean(source, kind).markdown}\n"
        assert [f.code for f in read(document).findings] == ["E128"]  # it has no question yet


def test_a_page_pasted_as_its_source_is_read_as_a_page() -> None:
    assert clean(PAGE, "text").markdown == clean(PAGE, "html").markdown
