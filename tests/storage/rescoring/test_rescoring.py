"""Rescoring: a difference, applied as it was seen, and taken back, on the database as it is."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from quiz.assessment import scoring
from quiz.assessment.editing.keys import Form
from quiz.assessment.formats import markdown
from quiz.assessment.scoring import Answer
from quiz.storage import attempts, marks, reading, rescoring, tables, writing
from quiz.storage.assignments import opening
from quiz.storage.attempts import grounds, responses, scores
from quiz.storage.rescoring import Applied, Plan, rescored
from quiz.storage.rescoring.decisions import (
    Accept,
    Again,
    Decision,
    Drop,
    Full,
    Impossible,
    Keys,
    TakeBack,
)
from quiz.storage.sets import drafts, versions
from tests.conftest import HARBOUR, Clock
from tests.storage.conftest import Load, Page, choice, outcome

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt

Sits = Callable[..., "Attempt"]

PILOT = Accept((Form("steers", "1", "the pilot"),))
"""Accept what Jonas typed."""


@pytest.fixture
def paper(given: Callable[..., Assignment]) -> Assignment:
    """The harbour, given to a class."""
    return given()


@pytest.fixture
def sits(paper: Assignment, clock: Clock) -> Sits:
    """Somebody answers some questions and hands in."""

    def sit(name: str, **answers: Answer) -> Attempt:
        attempt, _ = attempts.start(paper, name=name, now=clock.now)
        for item, answer in answers.items():
            Page(attempt, "laptop").saves(answer, item=item, now=clock.now)
        return attempts.submit(attempt, now=clock.passes(minutes=1))

    return sit


@pytest.fixture
def three(sits: Sits) -> tuple[Attempt, Attempt, Attempt]:
    """Amira knows it, Jonas says it otherwise, Lena says nothing."""
    return (
        sits("Amira", leaves=choice("at-ten"), steers=Answer({"1": ("Petro Lysenko",)})),
        sits("Jonas", leaves=choice("at-nine"), steers=Answer({"1": ("The Pilot",)})),
        sits("Lena"),
    )


def applied(outcome: Applied | Plan) -> Applied:
    assert isinstance(outcome, Applied), outcome
    return outcome


def stored() -> list[tuple[Any, ...]]:
    """All that is stored of scores, but when, why and how often they were computed."""
    rows, of = tables.Score, tables.Attempt
    told = (rows.item, rows.fraction, rows.points, rows.max, rows.basis, rows.pending, rows.rung)
    with reading() as session:
        scores = select(rows.attempt_id, rows.key_version_id, *told, rows.revision, rows.answer)
        sums = select(of.id, of.points, of.max, of.pending_max)
        found = [*session.execute(scores), *session.execute(sums)]
        return sorted((tuple(row) for row in found), key=repr)


def points(attempt: Attempt) -> float:
    with reading() as session:
        found = session.get_one(tables.Attempt, attempt.id).points
        assert found is not None
        return found


class TestForms:
    def test_a_form_is_first_a_difference_then_applied_then_taken_back(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        amira, jonas, lena = three
        before = stored()

        plan = rescoring.plan(admin, paper.code, PILOT)

        assert stored() == before, "a plan writes nothing"
        assert [(c.name, c.before.points, c.after.points) for c in plan.changes] == [
            ("Jonas", 0, 1)
        ]
        assert (plan.gaining, plan.losing, plan.papers, plan.items) == (1, 0, 3, ("steers",))
        assert plan.mean_before is not None
        assert plan.mean_after is not None
        assert plan.mean_after > plan.mean_before

        done = applied(
            rescoring.apply(
                admin, paper.code, PILOT, why="he is one", now=clock.now, seen=plan.seen
            )
        )

        assert points(jonas) == 1
        assert attempts.result(jonas).items["steers"].points == 1
        assert attempts.result(lena).points == 0
        assert done.made is not None
        with reading() as session:
            named = session.scalars(select(tables.Score.key_version_id).distinct()).all()
        assert named == [done.made.version_id], "each score names the key in force"
        [note] = outcome(jonas, clock).notes
        assert (note.before.points, note.after.points, note.why) == (0, 1, "he is one")
        assert outcome(amira, clock).notes == ()

        [entry] = rescored.history(admin, paper.code)
        assert (entry.kind, entry.by, entry.changed, entry.last) == ("key", "Mr Osei", 1, True)
        applied(rescoring.apply(admin, paper.code, TakeBack(entry.id), why="", now=clock.now))
        assert stored() == before
        [note] = outcome(jonas, clock).notes
        assert note.taken_back_at == clock.now

    def test_running_it_twice_changes_nothing(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        assert three
        applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))
        once = stored()

        again = applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))
        anew = applied(rescoring.apply(admin, paper.code, Again(), why="", now=clock.now))

        assert again.plan.nothing
        assert again.made is None
        assert anew.plan.changes == ()
        assert stored() == once
        assert len(rescored.history(admin, paper.code)) == 1

    def test_what_was_seen_is_what_is_applied_or_it_is_shown_again(
        self,
        admin: Account,
        paper: Assignment,
        three: tuple[Attempt, ...],
        sits: Sits,
        clock: Clock,
    ) -> None:
        assert three
        seen = rescoring.plan(admin, paper.code, PILOT).seen
        sits("Marek", steers=Answer({"1": ("the pilot",)}))
        before = stored()

        shown = rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now, seen=seen)

        assert isinstance(shown, Plan)
        assert {change.name for change in shown.changes} == {"Jonas", "Marek"}
        assert stored() == before

    def test_what_is_handed_in_later_is_scored_by_the_new_key(
        self, admin: Account, paper: Assignment, sits: Sits, clock: Clock
    ) -> None:
        applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))

        assert points(sits("Marek", steers=Answer({"1": ("the pilot",)}))) == 1


class TestAdjustments:
    def test_a_dropped_question_counts_for_nobody_until_it_is_taken_back(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        amira, jonas, _ = three
        before = stored()
        whole = attempts.result(amira).max

        plan = rescoring.plan(admin, paper.code, Drop("leaves"))
        assert {c.name: c.gain > 0 for c in plan.changes} == {
            "Amira": False, "Jonas": False, "Lena": False
        }  # fmt: skip
        assert plan.losing == 1, "only Amira had the point"
        applied(rescoring.apply(admin, paper.code, Drop("leaves"), why="misprint", now=clock.now))

        assert (attempts.result(amira).points, attempts.result(amira).max) == (1, whole - 1)
        assert points(jonas) == 0
        [entry] = rescored.history(admin, paper.code)
        assert (entry.kind, entry.item) == ("drop", "leaves")
        applied(rescoring.apply(admin, paper.code, TakeBack(entry.id), why="", now=clock.now))
        assert stored() == before

    def test_points_for_all_are_given_to_blank_answers_and_to_texts_nobody_marked(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        _, _, lena = three
        applied(rescoring.apply(admin, paper.code, Full("advice"), why="", now=clock.now))

        result = attempts.result(lena)
        assert (result.points, result.pending_max) == (2, 0)
        applied(rescoring.apply(admin, paper.code, Drop("advice"), why="", now=clock.now))
        with pytest.raises(Impossible) as error:
            rescoring.plan(admin, paper.code, Full("advice"))
        assert error.value.why == "dropped"

    def test_a_mark_by_a_person_is_never_overwritten(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        _, jonas, _ = three
        marks.mark(
            admin, paper.code, jonas.id, "steers", 0.5, "half", seen="", revision=1, now=clock.now
        )
        plan = rescoring.plan(admin, paper.code, PILOT)
        assert (plan.changes, plan.marked) == ((), 1)

        applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))
        applied(rescoring.apply(admin, paper.code, Drop("steers"), why="", now=clock.now))
        applied(rescoring.apply(admin, paper.code, Full("leaves"), why="", now=clock.now))

        scores = attempts.result(jonas).items
        assert scores["steers"].points == 0.5
        assert scores["leaves"].points == 1

    def test_there_must_be_such_a_question_and_such_a_rescoring(
        self, admin: Account, paper: Assignment
    ) -> None:
        cases: list[tuple[Decision, str]] = [
            (Drop("nowhere"), "item"),
            (TakeBack(7), "gone"),
            (TakeBack(2**40), "gone"),
            (Keys(""), "unreadable"),
            (Keys(HARBOUR.replace("id: harbour", "id: quay")), "another"),
        ]
        for decision, why in cases:
            with pytest.raises(Impossible) as error:
                rescoring.plan(admin, paper.code, decision)
            assert error.value.why == why


class TestVersions:
    def test_a_key_of_the_newest_version_mends_the_set_and_its_draft(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        assert three
        done = applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))

        newest = versions.newest("harbour")
        assert newest is not None
        assert done.made is not None
        assert (done.made.number, done.made.shown, done.made.draft) == (2, True, True)
        assert newest.id == done.made.version_id
        draft = drafts.find(admin, "harbour")
        assert draft is not None
        assert "Answer: Petro Lysenko | the pilot" in draft.text
        assert not draft.changed

        [entry] = rescored.history(admin, paper.code)
        applied(rescoring.apply(admin, paper.code, TakeBack(entry.id), why="", now=clock.now))
        newest, draft = versions.newest("harbour"), drafts.find(admin, "harbour")
        assert newest is not None
        assert newest.number == 1, "a key that was taken back is shown to nobody"
        assert draft is not None
        assert draft.text == HARBOUR

    def test_where_the_set_has_moved_on_its_newest_version_stays_what_it_was(
        self,
        admin: Account,
        paper: Assignment,
        three: tuple[Attempt, ...],
        edited: Callable[[str], None],
        load: Load,
        clock: Clock,
    ) -> None:
        _, jonas, _ = three
        edited(HARBOUR.replace("Who steers the ferry?", "Who is at the helm?"))

        done = applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))

        newest = versions.newest("harbour")
        assert newest is not None
        assert done.made is not None
        assert (newest.number, done.made.number, done.made.shown) == (2, 3, False)
        assert points(jonas) == 1
        draft = drafts.find(admin, "harbour")
        assert draft is not None
        assert "Who is at the helm?" in draft.text
        assert "Answer: Petro Lysenko | the pilot" in draft.text
        assert (draft.published, draft.changed) == (2, True)
        edited(draft.text.replace("helm", "wheel"))
        newest = versions.newest("harbour")
        assert newest is not None
        assert newest.number == 4, "numbers are not used twice"
        assert load(HARBOUR).number == 4, "its file is as it was"

    def test_a_draft_whose_question_has_another_key_by_now_is_left_and_said(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        assert three
        draft = drafts.find(admin, "harbour")
        assert draft is not None
        own = HARBOUR.replace("Answer: Petro Lysenko", "Answer: Ines Moreau").replace(
            "> Petro Lysenko has steered", "> It carries forty lorries"
        )
        drafts.save(admin, "harbour", own, base=draft.revision, now=clock.now)

        done = applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))

        assert done.made is not None
        assert done.made.left == ("steers",)
        draft = drafts.find(admin, "harbour")
        assert draft is not None
        assert draft.text == own

    def test_a_key_repaired_by_hand_takes_what_is_right_and_not_what_is_asked(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        amira, jonas, _ = three
        repaired = (
            HARBOUR.replace("- [ ] At nine", "- [x] At nine")
            .replace("- [x] At ten", "- [ ] At ten")
            .replace("When does the night ferry leave?", "When does the ferry sail?")
            .replace("- [ ] At midnight", "- [ ] At noon")
        )

        applied(rescoring.apply(admin, paper.code, Keys(repaired), why="misread", now=clock.now))

        assert (points(amira), points(jonas)) == (1, 1), "one had the other question right"
        with reading() as session:
            key = session.scalars(select(tables.Version).order_by(tables.Version.id.desc())).first()
        assert key is not None
        assert "When does the night ferry leave?" in key.source
        assert "- [x] At nine" in key.source
        assert "At noon" not in key.source

    def test_the_earlier_of_two_keys_is_taken_back_after_the_later(
        self, admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
    ) -> None:
        assert three
        before = stored()
        more = Accept((Form("steers", "1", "somebody"),))
        applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))
        applied(rescoring.apply(admin, paper.code, more, why="", now=clock.now))
        later, earlier = rescored.history(admin, paper.code)

        assert (later.last, earlier.last) == (True, False)
        with pytest.raises(Impossible):
            rescoring.plan(admin, paper.code, TakeBack(earlier.id))
        for done in (later, earlier):
            applied(rescoring.apply(admin, paper.code, TakeBack(done.id), why="", now=clock.now))
        assert stored() == before


def test_every_score_is_what_quiz_score_gives_for_the_stored_answers(
    admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
) -> None:
    applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))
    newest = versions.source("harbour")
    assert newest is not None
    found = markdown.read(newest).set
    assert found is not None

    for attempt in three:
        given = {item: kept.answer for item, kept in attempts.answers(attempt).items()}
        expected = scoring.score_attempt(found, given)
        with reading() as session:
            rows = tables.Score
            query = select(rows.item, rows.points).where(rows.attempt_id == attempt.id)
            assert {row.item: row.points for row in session.execute(query)} == {
                item: score.points for item, score in expected.items.items()
            }
        assert points(attempt) == expected.points


def test_a_submission_that_saw_the_old_key_is_scored_by_the_one_in_force(
    admin: Account, paper: Assignment, clock: Clock
) -> None:
    """The value of the assignment that a page holds may be older than the rescoring."""
    attempt, _ = attempts.start(paper, name="Marek", now=clock.now)
    Page(attempt, "laptop").saves(Answer({"1": ("the pilot",)}), item="steers", now=clock.now)
    applied(rescoring.apply(admin, paper.code, PILOT, why="", now=clock.now))

    assert points(attempts.submit(attempt, now=clock.now)) == 1


def test_many_attempts_at_once_come_to_what_each_comes_to_by_itself(
    admin: Account, paper: Assignment, three: tuple[Attempt, ...], sits: Sits, clock: Clock
) -> None:
    """With marks, excuses, adjustments, late answers that count and those that do not."""
    amira, jonas, lena = three
    for name in ("Marek", "Nadia"):
        attempt, _ = attempts.start(paper, name=name, now=clock.now)
        Page(attempt, "laptop").saves(choice("at-nine"), now=clock.now)
        attempts.submit(attempt, now=clock.now)
        with writing() as session:
            row = session.get_one(tables.Attempt, attempt.id)
            row.late_counts = name == "Nadia"
            late = Answer({"": ("at-ten",)})
            session.add(
                tables.Response(
                    attempt_id=attempt.id, item="leaves", revision=2, writer="late", number=1,
                    raw=scoring.to_json(late), received_at=clock.now, late=True,
                )
            )  # fmt: skip
    sits("Omar", sides=Answer({"the-council": ("a-new-quay",)}), advice=Answer({"": ("No.",)}))
    with writing() as session:
        for student, item in ((amira.student_id, "leaves"), (lena.student_id, "")):
            session.add(tables.Excuse(assignment_id=paper.id, student_id=student, item=item))
    known = {"seen": "", "revision": 1, "now": clock.now}
    marks.mark(admin, paper.code, jonas.id, "steers", 0.5, "", **known)  # type: ignore[arg-type]
    for decision in (PILOT, Drop("order"), Full("reason"), Again()):
        applied(rescoring.apply(admin, paper.code, decision, why="", now=clock.now))

    found = {}
    with reading() as session:
        for row in session.scalars(select(tables.Attempt)):
            found[row.id] = (row.points, row.max, row.pending_max)
            given = responses.given(session, row.id)
            total = scores.settled(session, grounds.of(session, row.id), given)
            assert found[row.id] == (total.points, total.max, total.pending_max)
            of = select(tables.Score).where(tables.Score.attempt_id == row.id)
            for score in session.scalars(of):
                wanted = scores.row(total.items[score.item])
                assert {name: getattr(score, name) for name in wanted} == wanted
    assert len(set(found.values())) >= 5, "they differ, or nothing is compared"


def test_practice_has_no_one_key_but_a_question_can_be_dropped(
    admin: Account, load: Load, clock: Clock
) -> None:
    load()
    code = opening.practice_sets(clock.now)[0].code
    with pytest.raises(Impossible) as error:
        rescoring.plan(None, code, PILOT)
    assert error.value.why == "practice"
    applied(rescoring.apply(None, code, Again(), why="", now=clock.now))
    assert admin


def test_a_reopened_answer_is_scored_anew_and_nothing_is_told_of_what_was(
    admin: Account, paper: Assignment, three: tuple[Attempt, ...], clock: Clock
) -> None:
    """An attempt that is open again has no score, and a rescoring leaves it alone."""
    _, jonas, _ = three
    with writing() as session:
        row = session.get_one(tables.Attempt, jonas.id)
        row.submitted_at = row.submitted_by = None
        row.points = row.max = row.pending_max = None
    assert rescoring.plan(admin, paper.code, PILOT).changes == ()
