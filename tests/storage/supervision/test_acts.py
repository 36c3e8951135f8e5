"""What is decided while it runs: a class of thirty, three with extra time, from start to close."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import func, select

from quiz.assessment.rules import Rules
from quiz.assessment.timing import State
from quiz.storage import attempts, reading, tables, writing
from quiz.storage.accounts import NoRight
from quiz.storage.assignments import giving
from quiz.storage.assignments.giving import Offer
from quiz.storage.supervision import acts, monitor, standings
from quiz.storage.supervision.acts import Deed, Impossible
from quiz.storage.upkeep import purging
from tests.storage.conftest import Load, Page, choice

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from quiz.storage.supervision.standings import Standing
    from tests.conftest import Clock

EXTRA = {"Amira": 1.5, "Jonas": 2.0, "Lena": 1.25}
NAMES = (*EXTRA, *(f"Student {n:02}" for n in range(27)))

Give = Callable[..., "Assignment"]


@pytest.fixture
def students(hill: Account, clock: Clock) -> dict[str, int]:
    """The class of thirty, by name."""
    with writing() as session:
        group = tables.Class(name="7b", owner_id=hill.id, created_at=clock.now)
        rows = [
            tables.Student(name=name, factor=EXTRA.get(name, 1.0), created_at=clock.now)
            for name in NAMES
        ]
        session.add_all([group, *rows])
        session.flush()
        for row in rows:
            session.add(
                tables.Membership(class_id=group.id, student_id=row.id, joined_at=clock.now)
            )
        return {row.name: row.id for row in rows}


@pytest.fixture
def give(hill: Account, students: dict[str, int], load: Load, clock: Clock) -> Give:
    """Give the harbour to the class, for forty minutes until ten."""
    load()
    with reading() as session:
        class_id = session.scalars(select(tables.Class.id)).one()

    def made(**rules: object) -> Assignment:
        usual = {"limit": timedelta(minutes=40), "closes": clock.now + timedelta(hours=1)}
        said = Rules(**(usual | rules))  # type: ignore[arg-type]
        return giving.give(hill, "harbour", Offer(1, class_id, said), clock.now)

    return made


def begins(given: Assignment, students: dict[str, int], name: str, now: datetime) -> Attempt:
    return attempts.start(given, name=name, now=now, student_id=students[name])[0]


def of(hill: Account, given: Assignment, name: str) -> Standing:
    """How a student stands."""
    return next(s for s in standings.of(hill, given.code)[1] if s.name == name)


def test_a_class_of_thirty_from_the_start_to_the_close(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given, nine = give(), clock.now
    tries = {name: begins(given, students, name, nine) for name in NAMES[:-1]}
    for attempt in tries.values():
        Page(attempt, "a page").saves(choice("at-ten"), now=nine)
    ends = {name: of(hill, given, name).end for name in NAMES}
    assert ends["Amira"] == nine + timedelta(minutes=60)
    assert ends["Jonas"] == nine + timedelta(minutes=80)
    assert ends["Lena"] == nine + timedelta(minutes=50)
    assert ends["Student 00"] == nine + timedelta(minutes=40)
    assert ends["Student 26"] == nine + timedelta(minutes=60)  # not begun: the close

    one, other = students["Student 01"], students["Student 02"]
    until = nine + timedelta(minutes=55)
    acts.do(hill, given.code, Deed("extended", "The bus was late.", (one,), until), clock.now)
    attempts.submit(tries["Student 02"], now=clock.passes(minutes=5))
    acts.do(hill, given.code, Deed("reopened", "By mistake.", (other,), until), clock.now)
    assert of(hill, given, "Student 02").counted is None

    clock.passes(minutes=40)  # a quarter to ten: forty minutes are over
    assert attempts.submit_ended(clock.now) == 24
    working = {s.name for s in standings.of(hill, given.code)[1] if s.working}
    assert working == {*EXTRA, "Student 01", "Student 02"}

    acts.do(hill, given.code, Deed("closed", "The lesson is over."), clock.now)
    assert {s.name for s in standings.of(hill, given.code)[1] if s.working} == {
        *("Amira", "Jonas", "Lena"),
        *("Student 01", "Student 02"),
    }
    assert of(hill, given, "Amira").end == nine + timedelta(minutes=60)  # it is her own
    assert not begins_now(given, students, "Student 26", clock.now)

    clock.passes(hours=2)
    assert attempts.submit_ended(clock.now) == 5
    points = {
        s.name: s.counted.points if s.counted else None for s in standings.of(hill, given.code)[1]
    }
    assert dict.fromkeys(NAMES[:-1], 1.0) | {"Student 26": None} == points
    kinds = [(act.kind, act.names, act.why, act.by) for act in acts.log(hill, given.code)]
    assert kinds == [
        ("closed", (), "The lesson is over.", "Ms Hill"),
        ("reopened", ("Student 02",), "By mistake.", "Ms Hill"),
        ("extended", ("Student 01",), "The bus was late.", "Ms Hill"),
    ]


def begins_now(given: Assignment, students: dict[str, int], name: str, now: datetime) -> bool:
    try:
        begins(given, students, name, now)
    except attempts.NotOpen:
        return False
    return True


def test_who_has_extra_time_or_an_extension_may_start_later_than_others(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give()
    later = clock.now + timedelta(hours=3)
    acts.do(
        hill, given.code, Deed("extended", "Dentist.", (students["Student 05"],), later), clock.now
    )
    clock.passes(minutes=70)
    assert begins_now(given, students, "Jonas", clock.now)
    assert begins_now(given, students, "Student 05", clock.now)
    assert not begins_now(given, students, "Student 06", clock.now)


def test_an_excuse_leaves_a_question_out_and_is_taken_back_by_a_further_act(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give()
    attempt = begins(given, students, "Lena", clock.now)
    attempts.submit(attempt, now=clock.now)
    before = of(hill, given, "Lena").counted
    who = (students["Lena"],)
    acts.do(hill, given.code, Deed("excused", "Not taught yet.", who, item="steers"), clock.now)
    excused = of(hill, given, "Lena").counted
    assert before is not None
    assert excused is not None
    assert (before.max, excused.max) == (8.0, 7.0)

    [act] = acts.log(hill, given.code)
    assert act.undoable
    acts.undo(hill, given.code, act.id, "It was taught.", clock.passes(minutes=1))
    assert of(hill, given, "Lena").counted == before
    assert [a.kind for a in acts.log(hill, given.code)] == ["unexcused", "excused"]
    with pytest.raises(Impossible):
        acts.undo(hill, given.code, act.id, "Twice.", clock.now)


def test_a_late_answer_counts_for_whom_it_is_decided(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give()
    lena, tom = (begins(given, students, n, clock.now) for n in ("Student 03", "Student 04"))
    clock.passes(minutes=41)
    for attempt in (lena, tom):
        Page(attempt, "a page").saves(choice("at-ten"), now=clock.now)
    attempts.submit_ended(clock.now)
    count = acts.do(
        hill,
        given.code,
        Deed("late-counted", "The net was down.", (students["Student 03"],)),
        clock.now,
    )
    points = [
        getattr(of(hill, given, n).counted, "points", None) for n in ("Student 03", "Student 04")
    ]
    assert (count, points) == (1, [1.0, 0.0])
    assert acts.do(hill, given.code, Deed("late-counted", "For all."), clock.now) == 1
    acts.do(hill, given.code, Deed("late-ignored", "No.", None), clock.passes(seconds=1))
    assert getattr(of(hill, given, "Student 03").counted, "points", None) == 0.0


def test_a_reopening_is_taken_back_and_the_score_is_there_again(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give()
    attempt = begins(given, students, "Lena", clock.now)
    Page(attempt, "a page").saves(choice("at-ten"), now=clock.now)
    attempts.submit(attempt, now=clock.passes(minutes=1))
    before = of(hill, given, "Lena").counted
    until = clock.now + timedelta(minutes=10)
    acts.do(hill, given.code, Deed("reopened", "Oh.", (students["Lena"],), until), clock.now)
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Score)) == 0
    [act] = acts.log(hill, given.code)
    acts.undo(hill, given.code, act.id, "No.", clock.passes(minutes=1))
    assert of(hill, given, "Lena").counted == before


def test_what_was_about_an_attempt_that_is_erased_cannot_be_taken_back(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    """Lena is still in the class, so the act is still on the page; her attempt was purged."""
    given = give(closes=None)
    attempt = begins(given, students, "Lena", clock.now)
    attempts.submit(attempt, now=clock.passes(minutes=1))
    until = clock.now + timedelta(minutes=10)
    acts.do(hill, given.code, Deed("reopened", "Oh.", (students["Lena"],), until), clock.now)
    [act] = acts.log(hill, given.code)
    assert purging.purge(clock.passes(days=365)).attempts == 1
    with pytest.raises(Impossible, match="erased"):
        acts.undo(hill, given.code, act.id, "No.", clock.now)


def test_what_an_act_on_the_close_changed_is_put_back(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give()
    until = clock.now + timedelta(hours=2)
    acts.do(hill, given.code, Deed("extended", "Rain.", None, until), clock.now)
    acts.do(hill, given.code, Deed("closed", "Sun."), clock.passes(minutes=1))
    closed, extended = acts.log(hill, given.code)
    assert (closed.undoable, extended.undoable) == (True, False)
    acts.undo(hill, given.code, closed.id, "Rain again.", clock.passes(minutes=1))
    assert standings.of(hill, given.code)[0].closes == until


def test_a_student_without_a_limit_to_her_extension_works_until_then(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given = give(limit=None)
    lena = begins(given, students, "Lena", clock.now)
    until = clock.now + timedelta(hours=2)
    acts.do(
        hill, given.code, Deed("extended", "Reads slowly.", (students["Lena"],), until), clock.now
    )
    with reading():
        found = of(hill, given, "Lena")
    assert found.end == until
    assert lena.state(clock.now) is State.OPEN


@pytest.mark.parametrize("kind", ["extended", "closed", "excused", "released", "nonsense"])
def test_another_teacher_decides_nothing(
    brandt: Account, give: Give, clock: Clock, kind: str
) -> None:
    given = give()
    with pytest.raises(NoRight):
        acts.do(brandt, given.code, Deed(kind, "Why not?"), clock.now)
    for asked in (monitor.stamp, monitor.seats):
        with pytest.raises(NoRight):
            asked(brandt, given.code, clock.now)


def test_the_stamp_changes_with_what_the_page_shows_and_with_nothing_else(
    hill: Account, students: dict[str, int], give: Give, clock: Clock
) -> None:
    given, other = give(), give()

    def stamp() -> str:
        return monitor.stamp(hill, given.code, clock.now)

    seen = [stamp()]
    begins(other, students, "Lena", clock.now)
    assert stamp() == seen[-1]
    attempt = begins(given, students, "Lena", clock.now)
    seen.append(stamp())
    Page(attempt, "a page").saves(choice("at-ten"), now=clock.now)
    seen.append(stamp())
    attempts.submit(attempt, now=clock.now)
    seen.append(stamp())
    acts.do(hill, given.code, Deed("closed", "Over."), clock.now)
    seen.append(stamp())
    clock.passes(minutes=1)
    seen.append(stamp())
    assert len(set(seen)) == len(seen)
