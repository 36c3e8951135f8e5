"""Choosing sentences on a page of its own, without scripts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.web.conftest import joins
from tests.web.student.test_attempts import kept, picked, sentence

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser


def test_a_citation_is_kept_beside_the_answer(app: Flask, amira: Browser, practice: str) -> None:
    """Going to the sentences and back changes the citation and nothing else."""
    url = joins(amira, practice)
    amira.sends(
        {"a.steers.1": "Petro Lysenko", "f.steers": "1"}, having="writer", go="sentences:steers"
    )
    chosen = sentence(amira, "steered")
    amira.sends({"sentence": chosen}, having="sentence")
    answer = kept(app, url)["steers"].answer
    assert answer.cited == (chosen,)
    assert answer.raw == {"1": ("Petro Lysenko",)}
    assert answer.flag
    assert "has steered it" in picked(amira)


def test_what_was_chosen_is_ticked_and_can_be_taken_back(
    app: Flask, amira: Browser, practice: str
) -> None:
    """The checkboxes show the answer; unticking all is no answer."""
    url = joins(amira, practice)
    amira.opens(f"{url}/sentences/reason")
    chosen = sentence(amira, "sinking")
    amira.sends({"sentence": chosen}, having="sentence").opens(f"{url}/sentences/reason")
    assert amira.form("sentence").values.getlist("sentence") == [chosen]
    amira.sends({"sentence": []}, having="sentence")
    assert kept(app, url)["reason"].answer.raw == {}


def test_too_many_sentences_are_told_and_stay_ticked(
    app: Flask, amira: Browser, practice: str
) -> None:
    """Nothing is kept until there are as many as were asked for."""
    url = joins(amira, practice)
    amira.opens(f"{url}/sentences/reason")
    two = [sentence(amira, "sinking"), sentence(amira, "steered")]
    amira.sends({"sentence": two}, having="sentence")
    assert amira.status == 422
    assert set(amira.form("sentence").values.getlist("sentence")) == set(two)
    assert "reason" not in kept(app, url)
    amira.sends({"sentence": two[0]}, having="sentence")
    assert kept(app, url)["reason"].answer.raw == {"": (two[0],)}


def test_a_question_that_asks_for_no_sentences_has_no_such_page(
    amira: Browser, practice: str
) -> None:
    """The address of another question, or of none, leads nowhere."""
    url = joins(amira, practice)
    assert amira.opens(f"{url}/sentences/leaves").status == 404
    assert amira.opens(f"{url}/sentences/paris").status == 404


def test_an_answer_from_elsewhere_is_not_overwritten(
    app: Flask, amira: Browser, practice: str
) -> None:
    """The page was made before another tab chose: both are shown."""
    url = joins(amira, practice)
    amira.opens(f"{url}/sentences/reason")
    old, sinking = amira.response, sentence(amira, "sinking")
    amira.opens(f"{url}/sentences/reason")
    amira.sends({"sentence": sentence(amira, "steered")}, having="sentence")
    amira.response = old
    amira.sends({"sentence": sinking}, having="sentence", to=f"{url}/sentences/reason")
    assert amira.status == 409
    amira.sends({"keep.reason": "mine"}, having="keep.reason", go="save")
    assert kept(app, url)["reason"].answer.raw == {"": (sinking,)}
