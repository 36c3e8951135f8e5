"""Keys that take one more form, or another version's word on what is right."""

from __future__ import annotations

from functools import cache

import pytest

from quiz.assessment import types
from quiz.assessment.editing import keys
from quiz.assessment.editing.keys import Form, NotAccepted
from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet
from quiz.assessment.scoring import Answer, score_item
from tests.conftest import HARBOUR

FAR = HARBOUR.replace("[[two | 2]]", "[[far | long]]")


@cache
def read(text: str) -> QuestionSet:
    found = markdown.read(text)
    assert found.set is not None
    assert not found.errors, found.errors
    return found.set


def changed_lines(before: str, after: str) -> list[str]:
    return [line for line in after.split("\n") if line not in before.split("\n")]


class TestAccept:
    @pytest.mark.parametrize(
        "text", ["the pilot", "Peter | Piotr", "L*", r"a\b", "[[x]]", "~no", "{#id}", "50 %"]
    )
    def test_what_is_accepted_counts_and_nothing_else_is_changed(self, text: str) -> None:
        for item, line in (("steers", "1"), ("complete", "1")):
            found = keys.accept(FAR, [Form(item, line, text)])

            assert found.changed == (item,)
            assert len(changed_lines(FAR, found.text)) == 1
            known = read(found.text).item(item)
            assert known is not None
            assert score_item(known, Answer({line: (text,)})).score.parts[line].fraction == 1
            assert score_item(known, Answer({line: ("Somebody",)})).fraction == 0

    def test_what_counts_already_changes_nothing(self) -> None:
        found = keys.accept(HARBOUR, [Form("steers", "1", "petro lysenko")])

        assert (found.text, found.changed) == (HARBOUR, ())
        once = keys.accept(HARBOUR, [Form("steers", "1", "the pilot")])
        assert keys.accept(once.text, [Form("steers", "1", "The Pilot!")]).changed == ()

    def test_a_key_of_numbers_takes_numbers_only(self) -> None:
        """Else "two" would no longer be met by 2."""
        assert keys.accept(HARBOUR, [Form("complete", "1", "three")]).changed == ("complete",)
        with pytest.raises(NotAccepted) as error:
            keys.accept(HARBOUR, [Form("complete", "1", "a few")])
        assert error.value.why == "number"

    @pytest.mark.parametrize(("item", "line"), [("nowhere", "1"), ("steers", "2"), ("leaves", "1")])
    def test_a_line_that_is_not_typed_takes_nothing(self, item: str, line: str) -> None:
        with pytest.raises(NotAccepted) as error:
            keys.accept(HARBOUR, [Form(item, line, "x")])
        assert error.value.why == "gone"


class TestTaken:
    def test_each_kind_of_key_is_taken_and_what_is_asked_stays(self) -> None:
        other = (
            HARBOUR.replace("- [ ] At nine", "- [x] At nine")
            .replace("- [x] At ten", "- [ ] At ten, I think {#at-ten}")
            .replace("Answer: Petro Lysenko", "Answer: Petro Lysenko | the pilot")
            .replace("| The council | a new quay |", "| The council | the old quay |")
            .replace("| The fishermen | the old quay |", "| The fishermen | a new quay |")
            .replace("1. The first measurement", "1. The second measurement")
            .replace("2. The second measurement", "2. The first measurement")
            .replace("[[market | ~station | ~school]]", "[[station | ~market | ~school]]")
            .replace("> The council says that the old quay", "> A third report is due next year.\n\n> The council says that the old quay")
            .replace("Select: 1", "Select: 2")
            .replace("- 1: advice without one", "- 1: any advice")
        )  # fmt: skip
        found = keys.taken(HARBOUR, read(other))

        assert found.changed == ("leaves", "steers", "sides", "order", "complete", "reason")
        assert found.left == ()
        now, theirs = read(found.text), read(other)
        for item in now.items:
            before, meant = read(HARBOUR).item(item.id), theirs.item(item.id)
            assert before is not None
            assert meant is not None
            own = types.of(item)
            assert own.interaction(item, "") == own.interaction(before, "")
            if item.id != "reason":
                assert own.solution(item).accepted == own.solution(meant).accepted
        assert "Select: 1" in found.text
        assert "- 1: advice without one" in found.text

    def test_where_one_could_be_chosen_two_right_ones_are_worth_all(self) -> None:
        both = read(HARBOUR.replace("- [ ] At nine", "- [x] At nine"))
        item = read(keys.taken(HARBOUR, both).text).item("leaves")

        assert item is not None
        for option, fraction in (("at-nine", 1), ("at-ten", 1), ("at-midnight", 0)):
            assert score_item(item, Answer({"": (option,)})).fraction == fraction
        assert types.of(item).solution(item).accepted[""] == ("at-nine", "at-ten")

    def test_evidence_that_the_passage_here_has_not_is_left_out(self) -> None:
        corrected = (
            HARBOUR.replace("Petro Lysenko has steered it", "Petro Lysenko has sailed it")
            .replace("> Petro Lysenko has steered it", "> Petro Lysenko has sailed it")
            .replace("Answer: Petro Lysenko", "Answer: Petro Lysenko | the captain")
        )
        found = keys.taken(HARBOUR, read(corrected))

        assert found.changed == ("steers",)
        assert changed_lines(HARBOUR, found.text) == ["Answer: Petro Lysenko | the captain"]

    def test_a_question_that_is_asked_otherwise_is_left_and_said(self) -> None:
        lines = HARBOUR.replace("Answer: Petro Lysenko", "Answer: Petro\nAnswer: Lysenko")
        found = keys.taken(HARBOUR, read(lines))

        assert (found.text, found.left) == (HARBOUR, ("steers",))


class TestCarried:
    def test_a_draft_takes_the_key_where_it_had_the_old_one(self) -> None:
        draft = HARBOUR.replace("Who steers the ferry?", "Who is at the helm?").replace(
            "- [x] At ten", "- [x] Ten sharp {#at-ten}"
        )
        key = keys.accept(HARBOUR, [Form("steers", "1", "the pilot")]).text

        found = keys.carried(draft, read(HARBOUR), read(key))

        assert changed_lines(draft, found.text) == ["Answer: Petro Lysenko | the pilot"]
        assert found.left == ()
        assert keys.carried(found.text, read(HARBOUR), read(key)).text == found.text

    def test_a_draft_with_another_key_or_without_the_question_is_left(self) -> None:
        key = keys.accept(HARBOUR, [Form("steers", "1", "the pilot")]).text
        own = HARBOUR.replace("Answer: Petro Lysenko", "Answer: Petro Lysenko | P. L.")
        gone = HARBOUR.replace("{#steers ", "{#helm ")

        for draft in (own, gone):
            found = keys.carried(draft, read(HARBOUR), read(key))
            assert (found.text, found.left) == (draft, ("steers",))
