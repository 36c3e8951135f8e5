"""Answers to one version of a set, scored by the key of another."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from quiz.assessment import fitting, types
from quiz.assessment.formats import markdown
from quiz.assessment.model import QuestionSet
from quiz.assessment.scoring import LONGEST_SAID, Answer, ItemScore, score_attempt
from tests.conftest import HARBOUR


def read(text: str) -> QuestionSet:
    found = markdown.read(text).set
    assert found is not None
    return found


SHOWN = read(HARBOUR)


def fraction(key: str, item: str, raw: Mapping[str, tuple[str, ...]]) -> float | None:
    assert key != HARBOUR, "the key differs"
    return fitting.scorer(SHOWN, read(key))({item: Answer(raw)}).items[item].fraction


def test_a_versions_own_key_gives_what_scoring_gives() -> None:
    answers = {item.id: Answer(types.of(item).model(item)) for item in SHOWN.items}

    assert fitting.scorer(SHOWN, SHOWN)(answers) == score_attempt(SHOWN, answers)
    assert fitting.scorer(SHOWN, read(HARBOUR))(answers) == score_attempt(SHOWN, answers)


def test_what_others_answered_alike_is_scored_once_and_what_is_long_each_time() -> None:
    """The oldest is forgotten where there are more than are kept."""
    score = fitting.scorer(SHOWN, SHOWN, 3)

    def scored(item: str, *answers: Answer) -> list[ItemScore]:
        totals = [score({item: answer}) for answer in answers]
        assert totals == [score_attempt(SHOWN, {item: answer}) for answer in answers]
        return [total.items[item] for total in totals]

    ten, cited = Answer({"": ("at-ten",)}), Answer({"1": ("Petro Lysenko",)}, cited=("s1",))
    first, flagged, other = scored(
        "leaves", ten, Answer({"": ("at-ten",)}, flag=True), Answer({"": ("at-nine",)})
    )
    assert flagged is first
    assert other is not first
    one, another = scored("steers", cited, Answer(cited.raw))
    assert another is not one
    assert scored("steers", cited)[0] is one
    assert scored("leaves", ten)[0] is not first

    long = Answer({"": ("word " * LONGEST_SAID,)})
    one, another = scored("advice", long, long)
    assert another is not one


@pytest.mark.parametrize(
    ("old", "new", "item", "raw", "wanted"),
    [
        # a choice moved, added, removed
        ("- [ ] At midnight", "- [ ] At midnight\n- [ ] At noon", "leaves", ("at-ten",), 1),
        ("- [ ] At nine\n", "", "leaves", ("at-nine",), 0),
        ("- [ ] At nine\n", "", "leaves", ("at-ten",), 1),
        ("At ten\n", "At ten sharp {#at-ten}\n", "leaves", ("at-ten",), 1),
    ],
)
def test_a_choice_added_removed_or_moved_is_no_obstacle(
    old: str, new: str, item: str, raw: tuple[str, ...], wanted: float
) -> None:
    assert fraction(HARBOUR.replace(old, new), item, {"": raw}) == wanted


def test_of_several_choices_only_the_one_that_is_gone_is_lost() -> None:
    many = "\n- [x] One\n- [x] Two\n- [ ] Three\n- [ ] Four\n"
    source = "---\nid: m\n---\n\n## Which? {#which evidence=none}\n" + many
    shown, key = read(source), read(source.replace("- [ ] Four\n", ""))
    answers = {"which": Answer({"": ("one", "two", "four")})}

    assert score_attempt(shown, answers).items["which"].fraction != 1
    assert fitting.scorer(shown, key)(answers).items["which"].fraction == 1


def test_rows_options_entries_lines_and_gaps_may_come_and_go() -> None:
    pairs = {"the-council": ("a-new-quay",), "the-fishermen": ("the-old-quay",)}
    less = HARBOUR.replace("| The fishermen | the old quay |\n", "")
    more = HARBOUR.replace("| The fishermen |", "| The market | fish |\n| The fishermen |")
    assert fraction(less, "sides", pairs) == 1
    assert fraction(more, "sides", pairs) == pytest.approx(2 / 3)

    order = ["the-first-measurement", "the-second-measurement", "the-vote-of-the-council"]
    places = {entry: (str(n),) for n, entry in enumerate(order, 1)}
    less = HARBOUR.replace("2. The second measurement\n3.", "2.")
    more = HARBOUR.replace("3. The vote", "3. A storm\n4. The vote")
    assert fraction(less, "order", places) == 1
    assert fraction(more, "order", places) == pytest.approx(3 / 4)
    half = {entry: places[entry] for entry in order[:2]}
    assert fraction(more, "order", half) == 0, "an order that is not complete is none"

    lines = HARBOUR.replace("Answer: Petro Lysenko", "Answer: Petro\nAnswer: Lysenko")
    assert fraction(lines, "steers", {"1": ("Lysenko",)}) == 0.5
    one = fitting.scorer(read(lines), SHOWN)(
        {"steers": Answer({"1": ("Petro Lysenko",), "2": ("x",)})}
    )
    assert one.items["steers"].fraction == 1

    gap = HARBOUR.replace("[[market | ~station | ~school]]", "market")
    assert fraction(gap, "complete", {"1": ("two",), "2": ("school",)}) == 1
    other = HARBOUR.replace("~school", "~shop")
    assert fraction(other, "complete", {"1": ("two",), "2": ("school",)}) == 0.5


def test_a_sentence_that_the_key_knows_no_more_is_left_out() -> None:
    key = next(iter(SHOWN.items[5].key_sentences))
    raw = {"": (key,)}
    assert fraction(HARBOUR.replace("A third report is due next year.", "No."), "reason", raw) == 1


def test_questions_that_the_key_lacks_or_has_besides_or_asks_otherwise() -> None:
    """What was shown counts: by its own key where the other has none for it."""
    without = HARBOUR.replace("## Who steers the ferry? {#steers", "## Who? {#who")
    total = fitting.scorer(SHOWN, read(without))({"steers": Answer({"1": ("Petro Lysenko",)})})
    assert list(total.items) == [item.id for item in SHOWN.items]
    assert total.items["steers"].fraction == 1

    typed = HARBOUR.replace(
        "- [ ] At nine\n- [x] At ten\n\n    It leaves the old harbour then.\n- [ ] At midnight",
        "Answer: ten",
    )
    assert fraction(typed, "leaves", {"": ("at-ten",)}) == 1
    assert fraction(typed, "advice", {"": ("Do not.",)}) is None, "a person marks it"
