"""The evidence table, the heat of sentences, and points by skill."""

from __future__ import annotations

import pytest

from quiz.assessment.scoring import Support, support_of
from quiz.assessment.statistics.evidence import EvidenceTable, Heat, heat_map
from quiz.assessment.statistics.skills import SkillFigures, by_skill


def test_an_answer_is_in_one_of_four_cells_or_in_none() -> None:
    """Right is all of it; supported is what cites half of the evidence or more."""
    answers = [(1, 1), (1, 0.5), (1, 0.2), (0, 0.9), (0.5, 0), (0, 0), (None, 1), (1, None)]
    right = [Support.SUPPORTED, Support.SUPPORTED, Support.UNSUPPORTED]
    wrong = [Support.MISREAD, Support.ELSEWHERE, Support.ELSEWHERE]

    assert [support_of(*answer) for answer in answers] == [*right, *wrong, None, None]


def test_the_table_counts_what_was_asked_and_the_right_ones_without_support() -> None:
    table = EvidenceTable(supported=2, unsupported=1, misread=1, elsewhere=2)

    assert (table.n, table.right) == (6, 3)
    assert table.luck == pytest.approx(1 / 3)
    assert EvidenceTable(misread=1).luck is None


def test_a_sentence_is_counted_once_an_answer_for_all_and_for_the_wrong() -> None:
    found = heat_map([(["s1", "s2", "s1"], True), (["s1"], False), ([], False)])

    assert (found.n, found.wrong) == (3, 2)
    assert found.sentences == {"s1": Heat(2, 1), "s2": Heat(1, 0)}


def test_points_by_skill_in_the_order_of_the_set() -> None:
    found = by_skill([("locate", 2, 4), ("infer", 1, 1), ("", 5, 5), ("locate", 1, 2)])

    assert found == [SkillFigures("locate", 2, 3, 6), SkillFigures("infer", 1, 1, 1)]
    assert [f.share for f in found] == [0.5, 1]
    assert SkillFigures("vocabulary", 0, 0, 0).share is None
