"""The results of an assignment: sums made in the database, against the scores of all persons."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from quiz.assessment.statistics import matrix, thirds
from quiz.storage import attempts, reading, rescoring, results, tables
from quiz.storage.accounts import NoRight
from quiz.storage.rescoring.decisions import Drop
from quiz.storage.results import exports, grid, looking
from tests.assessment.statistics.plain import scores_of
from tests.classroom import sit
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.assessment.statistics.figures import Analysis
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def recomputed(account: Account, code: str) -> Analysis:
    """The figures from the exported matrix, with numpy: the other road."""
    header, most, *rows = exports.rows(account, code, "scores")
    return matrix.analyse(scores_of([row[1:] for row in rows], most[1:], header[1:]))


def same(one: Analysis, other: Analysis) -> None:
    test, theirs = one.test, other.test
    for name in ("persons", "mean", "median", "sd", "skewness", "alpha", "alpha_persons", "sem"):
        assert getattr(test, name) == pytest.approx(getattr(theirs, name)), name
    assert [i.id for i in one.items] == [i.id for i in other.items]
    for item, other_item in zip(one.items, other.items, strict=True):
        for name in ("n", "facility", "interval", "sd", "item_rest_r", "item_total_r"):
            assert getattr(item, name) == pytest.approx(getattr(other_item, name)), (item.id, name)
        assert item.alpha_if_deleted == pytest.approx(other_item.alpha_if_deleted)


@pytest.mark.parametrize("many", [10_000, 5], ids=["all at once", "as for very many"])
def test_the_sums_give_the_figures_of_the_matrix(
    given: Given, clock: Clock, admin: Account, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(results, "MANY", many)
    monkeypatch.setattr(results, "SAMPLE", many)
    made = given()
    sit(made, clock, 24)
    found = results.of(admin, made.code)
    assert found.n == found.submitted == 24
    assert (found.sampled is not None) == (many == 5)
    same(found.analysis, recomputed(admin, made.code))


def test_what_was_dropped_is_left_out_and_the_rest_adds_up(
    given: Given, clock: Clock, admin: Account
) -> None:
    made = given()
    sit(made, clock, 12)
    before = results.of(admin, made.code)
    rescoring.apply(admin, made.code, Drop("leaves"), why="It was unfair.", now=clock.now)
    found = results.of(admin, made.code)
    assert found.stamp != before.stamp
    assert [q.item.id for q in found.questions if q.dropped] == ["leaves"]
    assert found.analysis.item("leaves") is None
    same(found.analysis, recomputed(admin, made.code))


def test_a_report_is_right_while_students_still_hand_in(
    given: Given, clock: Clock, admin: Account
) -> None:
    """And is not made again where nothing has changed."""
    made = given()
    assert results.of(admin, made.code).n == 0
    sit(made, clock, 3)
    first = results.of(admin, made.code)
    assert first.n == 3
    assert results.of(admin, made.code) is first
    sit(made, clock, 1)
    assert results.of(admin, made.code).n == 4


def test_only_the_attempt_that_counts_is_in_it(given: Given, clock: Clock, admin: Account) -> None:
    made = given(counts="last")
    lena, _ = attempts.start(made, name="Lena", now=clock.now)
    Page(lena, "p").saves(choice("at-nine"), now=clock.now)
    attempts.submit(lena, now=clock.passes(minutes=1))
    again, _ = attempts.start(made, name="Lena", now=clock.now, student_id=lena.student_id)
    attempts.submit(again, now=clock.passes(minutes=1))
    found = results.of(admin, made.code)
    assert (found.n, found.submitted) == (1, 1)
    question = found.question("leaves")
    assert question is not None
    assert question.tally.all.x == 0


def test_choices_by_thirds_are_those_of_the_persons(
    given: Given, clock: Clock, admin: Account
) -> None:
    made = given()
    sit(made, clock, 24)
    _, closely = looking.question(admin, made.code, "leaves")
    with reading() as session:
        score, attempt = tables.Score, tables.Attempt
        rows = session.execute(
            select(score.answer, attempt.points)
            .join(attempt, attempt.id == score.attempt_id)
            .where(score.item == "leaves", score.reached)
        ).all()
    place = thirds.thirds([points or 0.0 for _, points in rows])
    table = closely.question.choices
    assert table is not None
    for figures in table.choices:
        counts = [0, 0, 0]
        for (answer, _), third in zip(rows, place, strict=True):
            counts[third] += answer == figures.id
        assert [figures.thirds.low, figures.thirds.middle, figures.thirds.high] == counts
    assert sum(c.count for c in table.choices) + table.blank.count == len(rows)


def test_answers_are_never_cut_short_and_have_their_words(
    given: Given, clock: Clock, admin: Account
) -> None:
    made = given()
    lena, _ = attempts.start(made, name="Lena", now=clock.now)
    Page(lena, "p").saves(choice("at-ten"), now=clock.now)
    attempts.submit(lena, now=clock.passes(minutes=1))
    header, *rows = exports.rows(admin, made.code, "answers")
    first = dict(zip(header, rows[0], strict=True))
    assert first["answer"] == "at-ten"
    assert first["answer_text"] != "at-ten"


def test_a_student_over_time(given: Given, clock: Clock, admin: Account, brandt: Account) -> None:
    made = given()
    sit(made, clock, 12)
    _, rows = grid.page(admin, made.code, 1)
    course = grid.course(admin, rows[0].student_id)
    (one,) = course.tries
    assert (one.points, one.counts) == (rows[0].points, True)
    assert one.band is None or one.band.low <= (one.share or 0) <= one.band.high
    with pytest.raises(NoRight):
        grid.course(brandt, rows[0].student_id)
