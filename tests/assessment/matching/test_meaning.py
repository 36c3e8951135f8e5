"""Whom an answer means among the names of the passage."""

from __future__ import annotations

from quiz.assessment.matching.meaning import meaning, nobody, rivals, stands_for
from quiz.assessment.matching.names import register


def test_the_rivals_of_a_name_are_the_others() -> None:
    """Not its spellings, its last name, or the same name behind a title."""
    names = register(
        [["Igor Kostyukov", "Kostiukov"]],
        [],
        ["So President Igor Kostyukov, Kostyukov and Kyrylo Budanov met Ivan Kostyukov."],
        "en",
    )
    found = [n.spellings for n in rivals(["Igor Kostyukov"], names)]
    assert found == [("Kyrylo Budanov",), ("Ivan Kostyukov",)]


def test_a_last_name_is_known_with_its_particle() -> None:
    """Leyen and von der Leyen both stand for her; der Leyen does not."""
    within = meaning(("Ursula von der Leyen",), nobody("en"))
    (meant,) = within.forms
    for text in ["Leyen", "von der Leyen", "Mrs von der Leyen"]:
        assert stands_for(text, meant, within)
    assert not stands_for("der Leyen", meant, within)
    assert not stands_for("Ursula", meant, within)


def test_a_full_name_must_be_one_that_the_passage_has() -> None:
    """Whoever is not in the passage is not meant by a last name that is accepted."""
    names = register([], [], ["So Donald Trump came."], "en")
    within = meaning(("Trump",), names)
    (meant,) = within.forms
    assert stands_for("Donald Trump", meant, within)
    assert not stands_for("Melania Trump", meant, within)
