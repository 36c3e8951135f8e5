"""Words that give an answer away are found: in the key, in the passage, in another stem."""

from __future__ import annotations

from tests.assessment.check.pages import choice, codes, document, found, typed

COUNCIL = "> In March the council will vote."
BRIDGE = "> Engineers promised that the\n> crossing would take four minutes instead of forty"


def test_a_rare_word_of_the_stem_that_only_the_key_repeats() -> None:
    stem = "What did the engineers promise?"
    fault = choice("q", stem, "A new inn", "*A promised four minutes", "A bigger ferry")
    mended = choice("q", stem, "A new inn", "*A crossing of minutes", "A bigger ferry")
    [finding] = found(document(fault.replace("> Captain", "> Captain")))
    assert (finding.code, finding.words) == ("W207", "promise")
    assert codes(document(mended)) == []


def test_a_word_that_a_distractor_repeats_too_is_no_clue() -> None:
    stem = "What did the engineers promise?"
    shared = choice("q", stem, "A promised inn", "*A promised speed", "A bigger ferry")
    assert codes(document(shared)) == []


def test_a_common_word_of_the_passage_is_no_clue() -> None:
    stem = "What does the text say of the ferry?"
    question = choice("q", stem, "It is new", "*A small ferry", "It is fast")
    assert codes(document(question)) == []


def test_a_name_among_names_is_an_answer_and_no_clue() -> None:
    stem = "Who is on the side of Nyberg?"
    names = choice("q", stem, "Solberg's guests", "*Nyberg's guests", "Ingrid's choir")
    assert codes(document(names)) == []


def test_a_key_that_copies_six_words_of_the_passage() -> None:
    stem = "What is to come in spring?"
    copied = "*In March the council will vote"
    fault = choice("q", stem, "A new ferry comes to the fjord", copied, evidence=COUNCIL)
    also = choice("q", stem, "It carries twelve cars, the post, and", copied, evidence=COUNCIL)
    own = choice("q", stem, "A new ferry comes to the fjord", "*A vote", evidence=COUNCIL)
    assert codes(document(fault)) == ["W208"]
    assert codes(document(also)) == []
    assert codes(document(own)) == []


def test_an_answer_that_another_stem_gives_away() -> None:
    owner = typed("owner", "Who owns the only inn?", "Tor Nyberg", "the\n> owner of the only inn")
    giver = choice(
        "fear",
        "What does Tor Nyberg, who owns the inn on his own, fear?",
        "Storms",
        "*Early leavers",
        evidence="> fears that guests will drive home in the evening.",
    )
    findings = found(document(owner, giver))
    assert [(f.code, f.item) for f in findings] == [("W209", "fear")]
    assert "`owner`" in findings[0].message
    mended = giver.replace("Tor Nyberg, who owns the inn on his own,", "the innkeeper")
    assert codes(document(owner, mended)) == []


def test_a_name_that_turns_up_in_another_context_gives_nothing_away() -> None:
    owner = typed("owner", "Who owns the only inn?", "Tor Nyberg", "the\n> owner of the only inn")
    other = choice(
        "fear",
        "What is the fear of Tor Nyberg?",
        "Storms",
        "*Early leavers",
        evidence="> fears that guests will drive home in the evening.",
    )
    assert codes(document(owner, other)) == []
