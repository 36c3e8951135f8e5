"""Whatever is pasted: the passage reads without an error, and no word is lost on the way."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st

from quiz.assessment.cleaning import Cleaned, accept, clean, read_upload
from quiz.assessment.cleaning.characters import tidy
from quiz.assessment.formats.markdown import read

OFTEN = settings(max_examples=3 * settings().max_examples)
"""There is more to be met than in other texts."""

ODD = "#>*_`-+=~|[]()<>&!\\{}\"'.:;,\n\t •\u00a0\u200b\ufeff\x00\u2028^$/0123456789"
ODD_TEXT = st.text(st.sampled_from(ODD + "abAB éß") | st.characters(), max_size=200)
WORDS = st.sampled_from(
    [
        "harbour",
        "Lindholm",
        "LindholmSecretary",
        "Share",
        "Source",
        "link",
        "By",
        "1.",
        "2014.",
        "-",
        "#",
        "##",
        "```",
        "---",
        "|",
        "[x]",
        "![a](b)",
        "<b>",
        "&amp;",
        "*em*",
        "Photo:",
        "talks.The",
        "Answer:",
        "> quote",
        "***",
        "Kostiukov",
        "Kostyukov",
        "C#",
        "\\",
        "{#id}",
        "cookies",
        "•",
    ]
)
LINES = st.lists(st.lists(WORDS, min_size=0, max_size=14).map(" ".join), max_size=12)
PLAIN = ODD_TEXT | LINES.map("\n".join) | LINES.map("\n\n".join)

TAGS = [
    "p",
    "div",
    "b",
    "em",
    "i",
    "span",
    "h1",
    "h2",
    "ul",
    "ol",
    "li",
    "table",
    "tr",
    "td",
    "pre",
    "blockquote",
    "a",
    "article",
    "main",
    "nav",
    "aside",
    "form",
    "sup",
    "figcaption",
    "strong",
    "section class='share'",
    "div id='cookie'",
    "ol start='7'",
    "a href='x'",
    "footer",
    "dl",
    "dd",
]


def escaped(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;")


def element(inner: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    whole = st.builds(
        lambda tag, parts: f"<{tag}>{''.join(parts)}</{tag.split()[0]}>",
        st.sampled_from(TAGS),
        st.lists(inner, max_size=5),
    )
    return whole | st.sampled_from(["<br>", "<hr>", "<img src=x>"])


PAGES = st.recursive(PLAIN.map(escaped), element, max_leaves=20)
BROKEN = st.lists(
    st.sampled_from([*(f"<{t}>" for t in TAGS), *(f"</{t.split()[0]}>" for t in TAGS)])
    | st.sampled_from(["<!--", "-->", "<![a", "<a b='", "<a ", "<script>", "<", "&#0;", "&#xD800;"])
    | PLAIN,
    max_size=25,
).map("".join)


def letters(text: str) -> Counter[str]:
    """The letters and digits of a text, folded: what must not be lost, wherever spaces are."""
    text = unicodedata.normalize("NFKC", tidy(text))
    return Counter(c for c in text if c.isalnum())


def shown(cleaned: Cleaned) -> str:
    """All that cleaning gives back, as a reader sees it."""
    passage = read(f"# T\n\n{cleaned.markdown}\n").set
    assert passage is not None
    texts = [p.text for p in passage.passages[0].paragraphs] if cleaned.markdown else []
    removed = [r.text for r in cleaned.removed]
    return "\n".join([*texts, cleaned.title, *removed, *cleaned.captions])


def numbers_of_lists(markdown: str) -> str:
    return "\n".join(re.findall(r"^ *(\d+)\. ", markdown, re.MULTILINE))


def assert_reads(cleaned: Cleaned) -> None:
    """The Markdown is a passage without an error, the mends stand where they say they do."""
    document = f"---\ntitle: T\n---\n\n# T\n\n{cleaned.markdown}\n\n## Q? {{#q}}\n\nAnswer: a\n"
    reading = read(document)
    empty = not cleaned.markdown
    assert [f for f in reading.errors if not (empty and f.code == "E128")] == []
    assert reading.set is not None
    assert len(reading.set.passages) == len(reading.set.items) == 1
    lines = cleaned.markdown.split("\n")
    for proposal in cleaned.proposals:
        assert lines[proposal.line - 1].startswith(proposal.words, proposal.column - 1)
    mended = accept(cleaned.markdown, cleaned.proposals)
    assert letters(mended) == letters(cleaned.markdown)
    assert len(mended.split("\n")) == len(lines)


@OFTEN
@given(PLAIN)
def test_no_word_of_plain_text_is_lost(text: str) -> None:
    cleaned = clean(text)

    assert_reads(cleaned)
    assert letters(shown(cleaned)) == letters(text)


@OFTEN
@given(st.lists(PAGES, max_size=4))
def test_no_word_of_a_page_is_lost(pages: list[str]) -> None:
    page = "".join(pages)
    visible = re.sub(r"<[^>]*>", "", page)
    seen = visible.replace("&lt;", "<").replace("&amp;", "&")
    cleaned = clean(page, "html")

    assert_reads(cleaned)
    lost = letters(seen) - letters(shown(cleaned))
    gained = letters(shown(cleaned)) - letters(seen)
    assert not lost
    assert all(c.isdigit() for c in gained)  # the numbers of a list are its own


@OFTEN
@given(BROKEN, st.sampled_from(["html", "markdown", "text"]))
def test_whatever_the_markup_the_passage_reads_without_an_error(text: str, kind: str) -> None:
    assert_reads(clean(text, kind))


@OFTEN
@given(st.lists(WORDS, max_size=60).map(" ".join) | LINES.map("\n\n".join))
def test_what_was_cleaned_is_clean(text: str) -> None:
    cleaned = clean(text)

    again = clean(accept(cleaned.markdown, cleaned.proposals), "markdown")
    assert_reads(again)


@OFTEN
@given(st.text(max_size=20), st.binary(max_size=300))
def test_any_upload_is_a_text_or_told_in_words(name: str, data: bytes) -> None:
    found = read_upload(name, data)

    if isinstance(found, str):
        assert found.endswith(".")
    else:
        assert_reads(clean(*found))
