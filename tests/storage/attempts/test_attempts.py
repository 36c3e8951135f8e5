"""An attempt from its start to its score."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from itertools import count, product
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from quiz.assessment import roster, scoring, timing, types
from quiz.assessment.model import Feedback
from quiz.assessment.scoring import Answer
from quiz.assessment.timing import Facts, State
from quiz.storage import asking, assignments, attempts, codes, reading, tables, writing
from quiz.storage.attempts import (
    AttemptClosed,
    Conflict,
    NoAttemptsLeft,
    NotOpen,
    Receipt,
    sittings,
)
from quiz.storage.students import personal
from tests.storage.conftest import Load, Page, choice

if TYPE_CHECKING:
    from flask import Flask

    from quiz.assessment.model import Item
    from quiz.assessment.scoring import ItemScore
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from tests.conftest import Clock

Given = Callable[..., "Assignment"]


def receipt(outcome: Receipt | Conflict) -> Receipt:
    assert isinstance(outcome, Receipt)
    return outcome


def conflict(outcome: Receipt | Conflict) -> Conflict:
    assert isinstance(outcome, Conflict)
    return outcome


def responses() -> int:
    with reading() as session:
        return session.scalar(select(func.count()).select_from(tables.Response)) or 0


class TestStart:
    def test_the_private_link_leads_back_however_it_is_typed(
        self, given: Given, clock: Clock
    ) -> None:
        attempt, token = attempts.start(given(), name="Lena", now=clock.now)

        assert attempts.find(token) == attempt
        assert attempts.find(f" {token.upper().replace('-', ' ')} ") == attempt
        assert attempts.find(token[:-1]) is None
        assert attempts.find("") is None

    def test_the_token_itself_is_not_kept(self, given: Given, clock: Clock) -> None:
        _, token = attempts.start(given(), name="Lena", now=clock.now)

        with reading() as session:
            row = session.scalars(select(tables.Attempt)).one()
            kept = [str(getattr(row, column.name)) for column in row.__table__.columns]

        assert not any(codes.plain(token) in codes.plain(value) for value in kept)

    def test_a_name_is_trimmed_and_composed(self, given: Given, clock: Clock) -> None:
        attempt, _ = attempts.start(given(), name="  Zoe\u0308  \t Blum ", now=clock.now)

        assert attempt.name == "Zoë Blum"

    @pytest.mark.parametrize("name", ["", "  ", "\x00", "x" * 81])
    def test_no_name_or_a_very_long_one_is_refused(
        self, given: Given, clock: Clock, name: str
    ) -> None:
        with pytest.raises(roster.BadName):
            attempts.start(given(), name=name, now=clock.now)

    def test_a_second_attempt_is_the_same_students(self, given: Given, clock: Clock) -> None:
        assignment = given(attempts=2)
        first, _ = attempts.start(assignment, name="Lena", now=clock.now)
        second, _ = attempts.start(
            assignment, name="Lena", now=clock.now, student_id=first.student_id
        )

        assert (first.number, second.number) == (1, 2)
        assert second.student_id == first.student_id
        assert attempts.used(assignment, first.student_id) == 2
        with pytest.raises(NoAttemptsLeft):
            attempts.start(assignment, name="Lena", now=clock.now, student_id=first.student_id)

    def test_another_student_of_the_same_name_has_attempts_of_her_own(
        self, given: Given, clock: Clock
    ) -> None:
        assignment = given(attempts=1)
        one, _ = attempts.start(assignment, name="Lena", now=clock.now)
        other, _ = attempts.start(assignment, name="Lena", now=clock.now)

        assert one.student_id != other.student_id

    def test_a_form_that_is_sent_twice_begins_one_attempt(self, given: Given, clock: Clock) -> None:
        assignment, token = given(attempts=1), codes.new_token()

        def begin() -> tuple[Attempt, str]:
            return attempts.start(assignment, name="Lena", now=clock.now, token=token)

        first, link = begin()
        assert begin() == (first, link)
        assert link == token

        attempts.submit(first, now=clock.now)
        assert begin()[1] != token, "what was handed in is over"

    def test_both_may_come_at_once(self, app: Flask, given: Given, clock: Clock) -> None:
        assignment, token = given(attempts=1), codes.new_token()

        def begin(_: int) -> int:
            with app.app_context():
                return attempts.start(assignment, name="Lena", now=clock.now, token=token)[0].id

        with ThreadPoolExecutor(4) as pool:
            assert len(set(pool.map(begin, range(8)))) == 1

    def test_only_between_opening_and_close(self, given: Given, clock: Clock) -> None:
        assignment = given(
            opens=clock.now + timedelta(hours=1), closes=clock.now + timedelta(hours=2)
        )
        with pytest.raises(NotOpen):
            attempts.start(assignment, name="Lena", now=clock.now)

        attempts.start(assignment, name="Lena", now=clock.passes(hours=1))
        with pytest.raises(NotOpen):
            attempts.start(assignment, name="Marek", now=clock.passes(hours=1))

    def test_only_where_asked_are_choices_shuffled_and_then_for_each_otherwise(
        self, given: Given, clock: Clock
    ) -> None:
        plain, _ = attempts.start(given(), name="Lena", now=clock.now)
        shuffled = given(shuffle=True)
        seeds = {attempts.start(shuffled, name="Lena", now=clock.now)[0].seed for _ in range(3)}

        assert plain.seed == ""
        assert len(seeds) == 3

    def test_one_that_is_begun_keeps_its_version(
        self, load: Load, clock: Clock, harbour_practice: Assignment
    ) -> None:
        before, token = attempts.start(harbour_practice, name="Lena", now=clock.now)
        load(harbour_practice_text().replace("At midnight", "At noon"))
        again = attempts.find(token)
        after, _ = attempts.start(harbour_practice, name="Marek", now=clock.now)

        assert again is not None
        assert again.version == before.version
        assert after.version.number == before.version.number + 1


def harbour_practice_text() -> str:
    from tests.conftest import HARBOUR

    return HARBOUR


@pytest.fixture
def harbour_practice(load: Load) -> Assignment:
    from quiz.storage.assignments import opening

    load()
    found = assignments.by_code(opening.practice_sets()[0].code)
    assert found is not None
    return found


class TestSave:
    def test_each_answer_is_a_row_more_and_the_newest_counts(
        self, lena: Attempt, clock: Clock
    ) -> None:
        page = Page(lena, "laptop")
        one = receipt(page.saves(choice("at-nine"), now=clock.now))
        two = receipt(page.saves(choice("at-ten"), now=clock.passes(seconds=9)))

        assert (one.revision, two.revision) == (1, 2)
        assert responses() == 2
        assert attempts.answers(lena)["leaves"].answer == choice("at-ten")
        kept = attempts.revision(lena, "leaves", 1)
        assert kept is not None
        assert kept.answer == choice("at-nine")
        assert kept.received_at == clock.now - timedelta(seconds=9)
        assert attempts.revision(lena, "leaves", 3) is None

    def test_what_was_sent_is_kept_exactly(self, lena: Attempt, clock: Clock) -> None:
        sent = Answer({"1": ("  Lysénko \u0000\n",), "x": ()}, cited=("s-2", "s-1"), flag=True)
        Page(lena, "laptop").saves(sent, item="steers", now=clock.now)

        assert attempts.answers(lena)["steers"].answer == sent

    def test_sent_again_it_gets_the_first_receipt(self, lena: Attempt, clock: Clock) -> None:
        page = Page(lena, "laptop")
        first = receipt(page.saves(choice("at-nine"), now=clock.now))
        again = receipt(page.saves(choice("at-nine"), now=clock.passes(minutes=1), number=1))

        assert again == replace(first, repeated=True)
        assert responses() == 1

    def test_one_that_was_overtaken_on_the_way_does_not_undo_the_later(
        self, lena: Attempt, clock: Clock
    ) -> None:
        page = Page(lena, "laptop")
        page.saves(choice("at-ten"), now=clock.now, number=2)
        late = receipt(page.saves(choice("at-nine"), now=clock.now, number=1))

        assert late.repeated
        assert attempts.answers(lena)["leaves"].answer == choice("at-ten")

    def test_another_page_that_has_not_seen_the_newest_is_told_of_it(
        self, lena: Attempt, clock: Clock
    ) -> None:
        laptop, phone = Page(lena, "laptop"), Page(lena, "phone")
        laptop.saves(choice("at-nine"), now=clock.now)
        refused = conflict(phone.saves(choice("at-ten"), now=clock.now))

        assert refused.newest.answer == choice("at-nine")
        assert responses() == 1

        phone.seen = refused.newest.revision
        assert receipt(phone.saves(choice("at-ten"), now=clock.now)).revision == 2

    def test_a_page_never_conflicts_with_itself_nor_on_another_question(
        self, lena: Attempt, clock: Clock
    ) -> None:
        laptop, phone = Page(lena, "laptop"), Page(lena, "phone")
        laptop.saves(choice("at-nine"), now=clock.now)
        laptop.seen = 0

        receipt(laptop.saves(choice("at-ten"), now=clock.now))
        receipt(phone.saves(Answer({"1": ("Lysenko",)}), item="steers", now=clock.now))

    def test_after_the_end_it_is_kept_but_does_not_count(self, lena: Attempt, clock: Clock) -> None:
        page = Page(lena, "laptop")
        page.saves(choice("at-nine"), now=clock.now)
        late = receipt(page.saves(choice("at-ten"), now=clock.passes(minutes=40)))

        assert late.late
        assert attempts.answers(lena)["leaves"].answer == choice("at-nine")
        kept = attempts.revision(lena, "leaves", 2)
        assert kept is not None
        assert kept.late

    def test_so_it_is_when_the_service_has_submitted_meanwhile(
        self, lena: Attempt, clock: Clock
    ) -> None:
        attempts.submit_ended(clock.passes(minutes=41))
        late = receipt(Page(lena, "laptop").saves(choice("at-ten"), now=clock.now))

        assert late.late
        assert attempts.result(lena).points == 0

    def test_after_the_student_has_submitted_it_is_refused(
        self, lena: Attempt, clock: Clock
    ) -> None:
        page = Page(lena, "laptop")
        first = receipt(page.saves(choice("at-nine"), now=clock.now))
        attempts.submit(lena, now=clock.now)

        with pytest.raises(AttemptClosed):
            page.saves(choice("at-ten"), now=clock.now)
        assert responses() == 1
        again = receipt(page.saves(choice("at-nine"), now=clock.now, number=1))
        assert again == replace(first, repeated=True), "its receipt was lost; it is kept"

    def test_extra_time_given_meanwhile_counts_at_once(self, lena: Attempt, clock: Clock) -> None:
        with writing() as session:
            session.get_one(tables.Student, lena.student_id).factor = 1.5

        in_time = receipt(
            Page(lena, "laptop").saves(choice("at-ten"), now=clock.passes(minutes=59))
        )
        assert not in_time.late

    def test_an_unknown_question_and_a_flood_are_refused(self, lena: Attempt, clock: Clock) -> None:
        page = Page(lena, "laptop")

        with pytest.raises(attempts.UnknownItem):
            page.saves(choice("at-ten"), item="nowhere", now=clock.now)
        with pytest.raises(attempts.TooLong):
            page.saves(Answer({"": ("x" * 100_001,)}), item="advice", now=clock.now)
        receipt(page.saves(Answer({"": ("ї" * 49_000,)}), item="advice", now=clock.now))


class TestTogether:
    """Many at once: no revision is lost, none is given twice."""

    def test_threads_that_save_the_same_question(
        self, app: Flask, lena: Attempt, clock: Clock
    ) -> None:
        def typing(writer: int) -> list[int]:
            page = Page(lena, f"page-{writer}")
            page.seen = 1_000_000  # it has seen everything: nothing to ask
            with app.app_context():
                saved = [page.saves(choice("at-ten"), now=clock.now) for _ in range(15)]
            return [receipt(outcome).revision for outcome in saved]

        with ThreadPoolExecutor(4) as pool:
            revisions = sorted(n for given in pool.map(typing, range(4)) for n in given)

        assert revisions == list(range(1, 61))
        assert responses() == 60

    def test_an_answer_that_races_the_submission_is_scored_or_refused(
        self, app: Flask, lena: Attempt, clock: Clock
    ) -> None:
        def keep_saving() -> int:
            page = Page(lena, "laptop")
            with app.app_context():
                for n in count(1):
                    try:
                        page.saves(choice("at-ten"), now=clock.now)
                    except AttemptClosed:
                        return n - 1
            raise AssertionError

        def hand_in() -> None:
            with app.app_context():
                while not responses():
                    pass
                attempts.submit(lena, now=clock.now)

        with ThreadPoolExecutor(2) as pool:
            saved, _ = pool.submit(keep_saving), pool.submit(hand_in).result()

        with reading() as session:
            score = session.scalars(select(tables.Score).where(tables.Score.item == "leaves")).one()
        assert score.revision == saved.result() == responses()
        assert score.points == 1


class TestSubmit:
    def test_the_scores_name_what_they_were_computed_from(
        self, lena: Attempt, clock: Clock
    ) -> None:
        page = Page(lena, "laptop")
        page.saves(choice("at-nine"), now=clock.now)
        page.saves(choice("at-ten"), now=clock.now)
        attempts.submit(lena, now=clock.passes(minutes=5))

        with reading() as session:
            scores = {row.item: row for row in session.scalars(select(tables.Score))}

        assert set(scores) == {item.id for item in lena.version.questions.items}
        right, blank, essay = scores["leaves"], scores["order"], scores["advice"]
        assert (right.points, right.max, right.revision) == (1, 1, 2)
        assert (blank.points, blank.revision) == (0, None)
        assert (essay.pending, essay.points) == (True, None)
        assert {row.key_version_id for row in scores.values()} == {lena.version.id}
        assert {row.why for row in scores.values()} == {"submitted"}

    def test_a_perfect_attempt_has_all_points_but_the_pending(
        self, lena: Attempt, clock: Clock
    ) -> None:
        for item in lena.version.questions.items:
            model = Answer(types.of(item).model(item))
            Page(lena, "laptop").saves(model, item=item.id, now=clock.now)
        total = attempts.result(attempts.submit(lena, now=clock.now))

        assert total.points == total.max > 0
        assert total.pending_max == 2

    def test_submitting_twice_changes_nothing(self, lena: Attempt, clock: Clock) -> None:
        first = attempts.submit(lena, now=clock.passes(minutes=5))
        second = attempts.submit(lena, now=clock.passes(minutes=5))

        assert first.submitted_at == second.submitted_at == clock.now - timedelta(minutes=5)
        assert second.state(clock.now) is State.SUBMITTED

    def test_time_hands_in_at_the_end_and_not_when_it_is_noticed(
        self, lena: Attempt, clock: Clock
    ) -> None:
        assert attempts.submit_ended(clock.passes(minutes=39)) == 0
        assert attempts.submit_ended(clock.passes(minutes=30)) == 1
        assert attempts.submit_ended(clock.now) == 0

        handed_in = attempts.submit(lena, now=clock.now)
        assert handed_in.submitted_at == lena.end == lena.started_at + timedelta(minutes=40)

    def test_time_hands_in_only_what_is_over_by_now(self, lena: Attempt, clock: Clock) -> None:
        """Extra time that came while the attempt was looked at counts."""
        clock.passes(minutes=41)
        with writing() as session:
            session.get_one(tables.Student, lena.student_id).factor = 1.5

        assert lena.state(clock.now) is State.ENDED
        assert attempts.submit_if_ended(lena, now=clock.now).submitted_at is None
        handed_in = attempts.submit_if_ended(lena, now=clock.passes(minutes=20))
        assert handed_in.submitted_at == lena.started_at + timedelta(minutes=60)

    def test_an_extension_keeps_an_attempt_open(self, given: Given, clock: Clock) -> None:
        closes = clock.now + timedelta(minutes=30)
        lena, _ = attempts.start(given(closes=closes), name="Lena", now=clock.now)
        marek, _ = attempts.start(lena.assignment, name="Marek", now=clock.now)
        with writing() as session:
            session.add(
                tables.Extension(
                    assignment_id=lena.assignment.id,
                    student_id=lena.student_id,
                    closes=closes + timedelta(minutes=30),
                )
            )

        assert attempts.submit_ended(clock.passes(minutes=31)) == 1
        assert attempts.submit(marek, now=clock.now).submitted_at == closes
        assert not receipt(Page(lena, "laptop").saves(choice("at-ten"), now=clock.now)).late

    def test_all_whose_time_is_over_are_handed_in_whatever_ends_it(
        self, given: Given, clock: Clock
    ) -> None:
        """Each of them alone, and all together: limit, close, extension, and being reopened."""
        past, ahead = clock.now - timedelta(minutes=5), clock.now + timedelta(minutes=5)
        ends, over = (None, past, ahead), set()
        for minutes, closes in product((None, 9), ends):
            assignment = given(minutes=minutes)
            limit = None if minutes is None else timedelta(minutes=minutes)
            for extension, reopened in product(ends, ends):
                began = clock.now - timedelta(minutes=10)
                attempt, _ = attempts.start(assignment, name="Lena", now=began)
                facts = Facts(began, None, limit, closes, extension, 1.0, reopened)
                if timing.state(facts, clock.now) is State.ENDED:
                    over.add(attempt.id)
                with writing() as session:
                    session.get_one(tables.Attempt, attempt.id).reopened_until = reopened
                    if extension:
                        session.add(
                            tables.Extension(
                                assignment_id=assignment.id,
                                student_id=attempt.student_id,
                                closes=extension,
                            )
                        )
            with writing() as session:
                session.get_one(tables.Assignment, assignment.id).closes = closes

        assert attempts.submit_ended(clock.now) == len(over)
        with reading() as session:
            handed_in = tables.Attempt.submitted_at.is_not(None)
            assert set(session.scalars(select(tables.Attempt.id).where(handed_in))) == over
        assert 0 < len(over) < 54

    def test_more_are_handed_in_than_are_looked_at_in_one_transaction(
        self, given: Given, clock: Clock
    ) -> None:
        """A school whose server was away when all their time ended, and some still write."""
        assignment = given(minutes=20)
        open_still, over = sittings.MOST_LOOKED_AT, 5
        with writing() as session:
            began = [clock.now] * open_still + [clock.now - timedelta(minutes=30)] * over
            people = [tables.Student(name="Lena", created_at=clock.now) for _ in began]
            session.add_all(people)
            session.flush()
            for student, started_at in zip(people, began, strict=True):
                session.add(
                    tables.Attempt(
                        token_hash=codes.hashed(codes.new_token()),
                        assignment_id=assignment.id,
                        version_id=assignment.version.id,
                        student_id=student.id,
                        number=1,
                        seed="",
                        started_at=started_at,
                    )
                )

        assert attempts.submit_ended(clock.now) == over
        assert attempts.submit_ended(clock.now) == 0

    def test_one_that_another_process_has_handed_in_meanwhile_is_not_counted(
        self, lena: Attempt, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = clock.passes(minutes=41)
        with asking() as line:
            seen = sittings.unfinished(line, now, 0)
        assert attempts.submit_ended(now) == 1
        monkeypatch.setattr(sittings, "unfinished", lambda *_: seen)
        assert seen

        assert attempts.submit_ended(now) == 0

    def test_one_that_cannot_be_scored_does_not_hold_up_the_others(
        self,
        lena: Attempt,
        clock: Clock,
        monkeypatch: pytest.MonkeyPatch,
        caplog: pytest.LogCaptureFixture,
    ) -> None:
        marek, _ = attempts.start(lena.assignment, name="Marek", now=clock.now)
        Page(lena, "laptop").saves(choice("at-ten"), now=clock.now)
        real = scoring.score_item

        def score(item: Item, answer: Answer | None = None) -> ItemScore:
            if answer is not None:
                raise ArithmeticError("a bug")
            return real(item, answer)

        monkeypatch.setattr(scoring, "score_item", score)

        assert attempts.submit_ended(clock.passes(minutes=41)) == 1
        assert marek.id != lena.id
        assert "cannot be submitted" in caplog.text
        monkeypatch.undo()
        assert attempts.submit_ended(clock.now) == 1

    def test_nothing_is_told_by_the_policy_of_the_assignment(self, given: Given) -> None:
        assert given(feedback=Feedback.SCORE).feedback is Feedback.SCORE
        assert given().feedback is Feedback.EVIDENCE, "as the set's frame says"


def test_whoever_saw_an_attempt_that_is_erased_touches_no_other_that_has_its_number(
    lena: Attempt, clock: Clock
) -> None:
    """An older backup was restored, and the number given again; Lena's page is still open."""
    seen = replace(lena, started_at=lena.started_at - timedelta(minutes=5))

    with pytest.raises(attempts.Erased):
        attempts.submit(seen, now=clock.now)
    with pytest.raises(attempts.Erased):
        Page(seen, "laptop").saves(choice("at-ten"), now=clock.now)

    assert attempts.submit_if_ended(lena, now=clock.now).submitted_at is None
    assert responses() == 0


def test_a_clock_that_is_set_back_and_on_loses_no_answer_that_has_a_receipt(
    lena: Attempt, clock: Clock
) -> None:
    """What was answered last is told by its revision, and what came before the start is in time."""
    laptop = Page(lena, "laptop")
    assert receipt(laptop.saves(choice("at-nine"), now=clock.passes(minutes=1))).revision == 1
    back = receipt(laptop.saves(choice("at-ten"), now=clock.passes(hours=-1)))
    assert (back.revision, back.late) == (2, False)
    assert attempts.answers(lena)["leaves"].answer == choice("at-ten")

    ahead = receipt(laptop.saves(choice("at-nine"), now=clock.passes(days=1)))
    assert (ahead.revision, ahead.late) == (3, True), "kept, for the teacher to count"
    handed_in = attempts.submit(lena, now=clock.passes(hours=-23))
    assert handed_in.submitted_at == clock.now
    assert attempts.result(handed_in).items["leaves"].fraction == 1


def test_asking_for_a_hint_is_remembered_once(lena: Attempt, clock: Clock) -> None:
    attempts.ask_hint(lena, "leaves", now=clock.now)
    attempts.ask_hint(lena, "leaves", now=clock.passes(minutes=1))

    assert attempts.hints(lena) == {"leaves"}
    with pytest.raises(attempts.UnknownItem):
        attempts.ask_hint(lena, "nowhere", now=clock.now)


def test_somebody_who_was_erased_may_begin_again_as_somebody_new(
    given: Callable[..., Assignment], clock: Clock
) -> None:
    """Her browser still remembers who she was."""
    made = given(attempts=1)
    first, _ = attempts.start(made, name="Amira", now=clock.now)
    attempts.start(made, name="Lena", now=clock.now)
    personal.erase(None, first.student_id, "Amira")
    again, _ = attempts.start(made, name="Amira", now=clock.now, student_id=first.student_id)
    assert again.number == 1
    assert again.student_id != first.student_id
