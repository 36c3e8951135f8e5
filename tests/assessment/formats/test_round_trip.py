"""``read(write(set)) == set``, and no bytes at all that end in a traceback."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment.check import check
from quiz.assessment.formats import markdown
from quiz.assessment.types import all_types

QUESTIONS = sorted((Path(__file__).parents[3] / "questions").glob("*.md"))
EXAMPLES = [(t.name, e.source) for t in all_types() for e in t.examples()]

# Words that Markdown, our own marks or other scripts could make something else of.
WORDS = st.sampled_from(
    [
        "ferry",
        "fog",
        "river",
        "2014.",
        "1.",
        "-",
        "+",
        "*",
        "**",
        "_",
        "__",
        "`",
        "#",
        "##",
        ">",
        "[x]",
        "[[",
        "]]",
        "{#a}",
        "{b}",
        "|",
        "\\",
        "\\|",
        "&",
        "&amp;",
        "<",
        "<b>",
        "~",
        "~~",
        ":",
        "Answer:",
        "Hint:",
        "\\Answer:",
        "http://a.b",
        "[a](b)",
        "été",
        "Буданов",
        "مرحبا",
        "東京",
        "“quoted”",
        "…",
        "’",
        "—",
        "50%",
        "$5",
        "a|b",
        "e.g.",
        "U.S.",
        "“Yes?”",
        "3.5",
        "end.",
        "Mr.",
        "What?",
        "Now!",
    ]
)
PLAIN = st.sampled_from(
    [
        "ferry",
        "fog",
        "river",
        "bank",
        "pilot",
        "nine",
        "été",
        "Буданов",
        "東京",
        "York",
        "Hull",
        "Leeds",
    ]
)


def line(words: st.SearchStrategy[str] = WORDS, least: int = 1) -> st.SearchStrategy[str]:
    return st.lists(words, min_size=least, max_size=6).map(" ".join)


@st.composite
def passages(draw: st.DrawFn) -> str:
    kinds = ["{}", "{}", "### {}", "- {}", "> {}", "1. {}", "| {} | b |\n| --- | --- |\n| c | d |"]
    blocks = [
        draw(st.sampled_from(kinds)).format(draw(line())) for _ in range(draw(st.integers(1, 4)))
    ]
    return f"# {draw(line(PLAIN))}\n\nA first sentence stands here.\n\n" + "\n\n".join(blocks)


@st.composite
def answer_parts(draw: st.DrawFn) -> str:
    texts = draw(st.lists(line(), min_size=2, max_size=4))
    kind = draw(
        st.sampled_from(["choice", "many", "answer", "gap", "match", "order", "select", "rubric"])
    )
    if kind in {"choice", "many"}:
        marks = ["x", "x" if kind == "many" else " "] + [" "] * len(texts)
        note = "\n\n  " + draw(line(PLAIN)) if draw(st.booleans()) else ""
        return "\n".join(f"- [{m}] {t}{note}" for m, t in zip(marks, texts, strict=False))
    if kind == "answer":
        return "\n".join(f"Answer: {t} | {draw(line())}" for t in texts)
    if kind == "gap":
        return f"{draw(line(PLAIN))} [[{draw(line())} | {draw(line())}]] and [[a | ~{draw(line(PLAIN))}]]."
    if kind == "match":
        return "| a | b |\n| --- | --- |\n" + "\n".join(
            f"| {t} | {draw(line(PLAIN))} |" for t in texts
        )
    if kind == "order":
        return "\n".join(f"{n}. {t}" for n, t in enumerate(texts, 1))
    if kind == "select":
        return "Select: up to 2\n\n> A first sentence"
    return "Rubric:\n\n- 2: " + draw(line(PLAIN)) + "\n- 0: " + draw(line(PLAIN))


@st.composite
def questions(draw: st.DrawFn) -> str:
    parts = [
        f"## {draw(line())} {{{draw(st.sampled_from(['', 'skill=infer', 'points=2.5', 'ok=W205']))}}}"
    ]
    parts += draw(st.lists(line(), max_size=2))
    parts.append(draw(answer_parts()))
    parts += ["> A first sentence stands here."] if draw(st.booleans()) else []
    parts += [
        f"{label}: {draw(line())}"
        for label in draw(st.sets(st.sampled_from(["Hint", "Explanation"])))
    ]
    return "\n\n".join(parts)


@st.composite
def documents(draw: st.DrawFn) -> str:
    title = draw(line())
    frame = f'---\ntitle: "{title.replace(chr(92), "/").replace(chr(34), "")}"\nnames: [A B | C]\n---\n\n'
    parts = [draw(passages()), *draw(st.lists(questions(), min_size=1, max_size=4))]
    return frame + "\n\n".join(parts) + "\n"


def assert_round_trip(source: str) -> None:
    first = markdown.read(source, "set").set
    assert first is not None
    written = markdown.write(first)
    second = markdown.read(written, "set")

    assert second.errors == ()
    assert second.set == first
    assert markdown.write(first) == markdown.write(second.set)


@pytest.mark.parametrize("path", QUESTIONS, ids=lambda p: p.name)
def test_a_shipped_set_is_written_and_read_back_the_same(path: Path) -> None:
    assert_round_trip(path.read_text(encoding="utf-8"))


@pytest.mark.parametrize(("name", "source"), EXAMPLES)
def test_an_example_is_written_and_read_back_the_same(name: str, source: str) -> None:
    assert_round_trip(source)


def test_an_option_of_several_rows_is_written_with_its_id_once() -> None:
    """Behind each of its cells, the id would be given twice (E104)."""
    assert_round_trip("## M\n\n| a | b |\n| --- | --- |\n| A | X {#ex} |\n| B | X |\n| C | Y |\n")


@given(documents())
def test_a_set_without_errors_is_written_and_read_back_the_same(source: str) -> None:
    reading = markdown.read(source, "set")

    if not reading.errors:
        assert_round_trip(source)


@given(documents(), st.data())
def test_a_damaged_document_ends_in_findings(source: str, data: st.DataObject) -> None:
    """Lines cut out, doubled and exchanged: all that happens to a file between two people."""
    lines = source.split("\n")
    for _ in range(data.draw(st.integers(1, 4))):
        at, to = (data.draw(st.integers(0, len(lines) - 1)) for _ in range(2))
        lines[at : at + data.draw(st.integers(0, 2))] = [lines[to]]
    found = check(markdown.read("\n".join(lines), "set"))

    assert all(1 <= f.place.line <= len(lines) + 1 and f.place.column >= 1 for f in found)


@given(st.binary(max_size=300) | st.text(max_size=300))
def test_any_bytes_end_in_findings(source: bytes | str) -> None:
    assert check(markdown.read(source, "set")) != ()


HOSTILE = {
    "ten megabytes": b"a" * 10_000_000,
    "lists a thousand deep on one line": "# T\n\n" + "- " * 1000 + "x",
    "lists three hundred deep": "# T\n\n" + "\n".join("  " * i + "- x" for i in range(300)),
    "quotations a thousand deep": "## Q\n\n" + ">" * 1000 + " x",
    "brackets": "# T\n\n" + ("[" * 1900 + "\n\n") * 100,
    "emphasis": "# T\n\n" + "*a **b " * 2500,
    "ticks": "# T\n\n" + " ".join("`" * i for i in range(1, 190)),
    "gaps never closed": "## Q\n\n" + "[[" * 9000,
    "five thousand headings": "## Q\n" * 5_000,
    "a nested frame": "---\nid: " + "[" * 20_000 + "\n---\n",
    "a frame with an alias bomb": "---\na: &a [x, x]\nb: [*a, *a]\n---\n",
    "stops": "# T\n\n" + ("." * 19_000 + "\n\n") * 2,
    "spaces in a heading": "## Q" + " " * 900_000 + "x",
    "quotation marks in braces": "## Q {" + '"' * 100_000 + "}",
    "fragments": "# T\n\n" + "x y " * 3000 + "\n\n## Q?\n\nAnswer: a\n\n> " + "x … " * 900,
    "answers": "## Q\n\n" + "Answer: a\n" * 2_000,
    "forms": "## Q\n\nAnswer: " + "a|" * 100_000,
}


@pytest.mark.parametrize("source", HOSTILE.values(), ids=HOSTILE.keys())
def test_a_hostile_document_ends_in_findings(source: str | bytes) -> None:
    """Each of these took minutes, or the stack, of an earlier draft of the reader."""
    assert any(f.is_error for f in check(markdown.read(source, "set")))
