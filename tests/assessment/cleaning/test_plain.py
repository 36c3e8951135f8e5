"""Plain text keeps its words and gains no markup; its lines are joined where they were wrapped."""

from __future__ import annotations

import textwrap

import pytest

from quiz.assessment.cleaning import clean
from quiz.assessment.formats.markdown import read
from tests.assessment.cleaning.pastes import PARAGRAPHS


def parts(source: str, kind: str = "text") -> list[str]:
    return clean(source, kind).markdown.split("\n\n")


def paragraphs(markdown: str) -> list[tuple[str, str]]:
    found = read(f"# T\n\n{markdown}\n").set
    assert found is not None
    return [(p.kind, p.text) for p in found.passages[0].paragraphs]


@pytest.mark.parametrize(
    ("width", "between"), [(60, "\n\n"), (72, "\n\n"), (100, "\n\n"), (60, "\n"), (100, "\n")]
)
def test_hard_wrapped_lines_are_joined(width: int, between: str) -> None:
    whole = [PARAGRAPHS[0], PARAGRAPHS[3], PARAGRAPHS[4]]
    wrapped = between.join(textwrap.fill(p, width) for p in whole)

    assert parts(wrapped) == whole


def test_lines_that_are_paragraphs_stay_apart() -> None:
    talk = ["“Who is there?” she asked.", "“It is only the postman.”", "She opened the door."]

    assert parts("\n".join(talk)) == talk


def test_a_word_broken_at_a_line_end_is_whole_where_the_text_has_it_whole() -> None:
    lines = (
        "The fishermen met in the hall of the old school, and the fisher-\n"
        "men of the other shore came as well, with well-\n"
        "known songs and a barrel of the dark beer of the is-\n"
        "land."
    )

    assert "the fishermen of the other" in clean(lines).markdown
    assert "well-known songs" in clean(lines).markdown


@pytest.mark.parametrize(
    "line",
    [
        "2014. Crimea was annexed in that year, and nothing was done about it.",
        "1. Nobody speaks about it.",
        "# is the sign of a number in America.",
        "### is three of them.",
        "> is greater than nothing.",
        "- said the man.",
        "+ and - are signs.",
        "[x] means that it is done.",
        "The *stars* and _lines_ of `code` stay.",
        "A [link](https://example.org) and ![a picture](x.png) are text.",
        "<b>Bold</b> & <script>alert(1)</script> &amp; &lt; are text.",
        "--- is a long line.",
        "===",
        "| a | b |",
        "``` is a fence.",
        "~~~ is another.",
        "A backslash \\ and two \\\\ and \\* one before a star.",
        "{#id} and [[gap | ~no]] mean nothing here.",
        "Answer: is no label.",
        "![",
    ],
)
def test_signs_of_markdown_in_plain_text_are_text(line: str) -> None:
    body = f"{PARAGRAPHS[3]}\n\n{line}\n\n{PARAGRAPHS[4]}"

    assert paragraphs(clean(body).markdown)[1:-1] == [("text", line)]


def test_a_short_line_between_paragraphs_is_a_subheading_even_if_it_ends_in_a_sign() -> None:
    body = f"{PARAGRAPHS[3]}\n\nBoats in C#\n\n{PARAGRAPHS[4]}"

    assert paragraphs(clean(body).markdown)[1] == ("heading", "Boats in C#")


@pytest.mark.parametrize(
    "text",
    [
        "Dear Ms Hill\n\nI write to you about the harbour, for nobody answers.\n\nYours\n\nBo Lind",
        "Milk\n\nBread\n\nSix eggs\n\nA pound of butter",
    ],
)
def test_the_lines_of_letters_and_lists_are_no_subheadings(text: str) -> None:
    assert "#" not in clean(text).markdown


def test_the_first_line_above_an_article_is_its_title() -> None:
    cleaned = clean(f"Quarrel in the harbour\nBy Ada Lind | 3 May 2026\n\n{PARAGRAPHS[0]}")

    assert (cleaned.title, cleaned.markdown) == ("Quarrel in the harbour", PARAGRAPHS[0])
    assert [r.text for r in cleaned.removed] == ["By Ada Lind | 3 May 2026"]


def test_bullets_become_a_list() -> None:
    assert parts(f"{PARAGRAPHS[3]}\n• a boat\n• a net")[1] == "- a boat\n- a net"


def test_unseen_characters_go_and_spaces_are_spaces() -> None:
    text = "The\u00a0har\u00adbour of Halle\u200bvik is\tclosed.\x00\ufeff It\u2028\u2028Rains."

    assert parts(text) == ["The harbour of Hallevik is closed. It", "Rains."]


@pytest.mark.parametrize(
    ("language", "furniture"),
    [
        ("en", ["Share on Facebook", "5 min read", "Read more: The last ferry", "3 Comments"]),
        ("de", ["Anzeige", "Zur Startseite", "Alle akzeptieren", "Schreibe einen Kommentar"]),
        ("fr", ["Publicité", "Partager sur Facebook", "Tout accepter", "Laisser un commentaire"]),
        ("es", ["Publicidad", "Compartir en Twitter", "Aceptar todo", "Deja una respuesta"]),
    ],
)
def test_furniture_goes_in_four_languages(language: str, furniture: list[str]) -> None:
    body = [PARAGRAPHS[0], *furniture[:3], PARAGRAPHS[3], furniture[3], "Name *", "Website"]
    cleaned = clean("\n\n".join(body), language=language)

    assert cleaned.markdown.split("\n\n") == [PARAGRAPHS[0], PARAGRAPHS[3]]
    assert "\n".join(r.text for r in cleaned.removed).split("\n") == [
        *furniture,
        "Name *",
        "Website",
    ]


@pytest.mark.parametrize(
    "caption",
    [
        "The ferry on Monday. Photo: Ada Lind",
        "The mayor speaks to the fishermen (Photo by Bo Ek)",
        "The old basin, filled with stones. /AFP",
        "© Ada Lind / Getty Images",
        "Der Hafen am Montag. Foto: Ada Lind",
        "Le port lundi. Crédit photo : Ada Lind",
    ],
)
def test_captions_within_a_text_are_set_apart_where_they_name_their_maker(caption: str) -> None:
    cleaned = clean(f"{PARAGRAPHS[0]}\n\n{caption}\n\n{PARAGRAPHS[3]}")

    assert cleaned.captions == (caption,)
    assert cleaned.markdown.split("\n\n") == [PARAGRAPHS[0], PARAGRAPHS[3]]


@pytest.mark.parametrize(
    "sentence",
    [
        "She shared the news with us, and in the end everybody was related to somebody.",
        "By Thursday nobody in Hallevik had bought a single cookie, and nobody agreed why.",
        "The photo shows nothing of this, she told AFP. He was not to be seen in it. Nor was she.",
    ],
)
def test_sentences_that_only_sound_like_furniture_stay(sentence: str) -> None:
    cleaned = clean(f"{PARAGRAPHS[0]}\n\n{sentence}\n\n{PARAGRAPHS[3]}")

    assert cleaned.markdown.split("\n\n")[1] == sentence


def test_a_paragraph_too_long_for_a_passage_is_parted_between_sentences() -> None:
    found = parts(" ".join([PARAGRAPHS[3]] * 200))

    assert len(found) > 2
    assert all(p.endswith((".", ".  ")) and len(p) < 10_000 for p in found)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "Today Ilya Zelensky spoke. In the evening Ilya Zelenskyy slept.",
            ("Ilya Zelensky", "Ilya Zelenskyy"),
        ),
        (
            "There Kirilo Budánov spoke. Then Kirilo Budanov left.",
            ("Kirilo Budánov", "Kirilo Budanov"),
        ),
        (
            "It was Igor Kostiukov. They say that Kostyukov is calm.",
            ("Igor Kostiukov", "Kostyukov"),
        ),
        (
            "It was Johan Lindqvist. They say that Lindkvist is calm.",
            ("Johan Lindqvist", "Lindkvist"),
        ),
        (
            "There Volodímir Marchuk spoke. Then Volodymyr Marchuk left.",
            ("Volodímir Marchuk", "Volodymyr Marchuk"),
        ),
    ],
)
def test_two_spellings_of_one_name_are_offered(text: str, names: tuple[str, ...]) -> None:
    assert clean(text).names == (names,)


@pytest.mark.parametrize(
    "text",
    [
        "There Anna Petrov spoke. Then Boris Petrow left.",
        "He saw Russia and the Russians. They saw Slovenia and Slovakia.",
        "Then Ada Lind spoke. They say that Lind is calm.",
    ],
)
def test_two_people_are_not_taken_for_one(text: str) -> None:
    assert clean(text).names == ()
