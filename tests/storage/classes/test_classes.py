"""Classes: who teaches them, who is in them, what becomes of a student's record."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from quiz.assessment import roster
from quiz.storage import assignments, attempts, classes, reading, students, tables, writing
from quiz.storage.accounts import NoRight
from quiz.storage.students import merging, personal, tasks
from quiz.storage.supervision import standings
from tests.storage.conftest import Page, choice

if TYPE_CHECKING:
    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Enrol = Callable[..., list[int]]
Give = Callable[..., "Assignment"]


@pytest.fixture
def tenth(hill: Account, clock: Clock) -> int:
    """Ms Hill's class 10B."""
    return classes.create(hill, "10B", "2026/27", clock.now)


@pytest.fixture
def enrol(hill: Account, tenth: int, clock: Clock) -> Enrol:
    """Put names into 10B; give the students' ids."""

    def put(text: str, class_id: int = tenth) -> list[int]:
        return students.enrol(hill, class_id, roster.read(text).rows, clock.now)

    return put


@pytest.fixture
def to_class(given: Give, hill: Account, tenth: int) -> Give:
    """Ms Hill gives the harbour to 10B."""

    def give(class_id: int = tenth, **rules: Any) -> Assignment:
        made = given(**rules)
        with writing() as session:
            row = session.get_one(tables.Assignment, made.id)
            row.class_id, row.owner_id = class_id, hill.id
        found = assignments.of_class(hill, class_id)
        return next(one for one in found if one.id == made.id)

    return give


def starts(student: int, assignment: Assignment, clock: Clock) -> attempts.Attempt:
    return attempts.start(assignment, name="", student_id=student, now=clock.now)[0]


def test_each_student_gets_a_code_of_her_own_that_finds_her(
    enrol: Enrol, hill: Account, tenth: int
) -> None:
    ids = enrol("\n".join(f"Student {n}" for n in range(500)))
    found = classes.members(hill, tenth)
    assert len({member.code for member in found}) == len(ids) == 500
    typed = f" {found[0].code.lower().replace('-', ' ')} "
    assert students.by_code(typed) == students.find(hill, found[0].id)
    assert students.by_code("") is None


def test_a_new_code_or_none_ends_the_one_before(enrol: Enrol, hill: Account, tenth: int) -> None:
    (amira,) = enrol("Amira")
    old = students.find(hill, amira).code
    students.new_code(hill, amira)
    new = students.find(hill, amira).code
    assert students.by_code(old) is None
    assert students.by_code(new) is not None
    students.revoke_code(hill, amira)
    assert students.by_code(new) is None
    assert students.by_id(amira) is None
    assert students.new_codes(hill, tenth) == 1


def test_a_code_on_a_list_brings_a_student_along_but_only_one_of_ones_own(
    enrol: Enrol, hill: Account, brandt: Account, tenth: int, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    code = students.find(hill, amira).code
    club = classes.create(hill, "Reading club", "", clock.now)
    assert enrol(f"name;code\nAmira O.;{code}\nJonas;", club)[0] == amira
    assert [place.name for place in students.places(hill, amira)] == ["10B", "Reading club"]
    theirs = classes.create(brandt, "9A", "", clock.now)
    rows = roster.read(f"name;code\nJonas;\nAmira;{code}").rows
    with pytest.raises(students.UnknownCodes) as refused:
        students.enrol(brandt, theirs, rows, clock.now)
    assert refused.value.lines == [3]
    assert classes.members(brandt, theirs) == []


def test_a_class_is_its_teachers_and_nobody_elses(
    enrol: Enrol, hill: Account, brandt: Account, tenth: int, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    doors: list[Callable[[], object]] = [
        lambda: classes.find(brandt, tenth),
        lambda: classes.members(brandt, tenth),
        lambda: classes.copy(brandt, tenth, "mine", "", [amira], clock.now),
        lambda: classes.put_out(brandt, tenth, amira, clock.now),
        lambda: students.find(brandt, amira),
        lambda: students.new_code(brandt, amira),
        lambda: students.change(brandt, amira, name="x", factor=1, note=""),
        lambda: merging.candidates(brandt, amira),
        lambda: personal.export(brandt, amira),
        lambda: personal.erase(brandt, amira, "Amira"),
    ]
    for door in doors:
        with pytest.raises(NoRight):
            door()
    classes.share(hill, tenth, "brandt@school.example")
    assert [teacher.name for teacher in classes.teachers(brandt, tenth)] == ["Ms Hill", "Mr Brandt"]
    students.change(brandt, amira, name="Amira Osei", factor=1.5, note="")
    with pytest.raises(NoRight):
        classes.remove(brandt, tenth, clock.now)
    with pytest.raises(NoRight):
        classes.part(brandt, tenth, hill.id)
    classes.part(brandt, tenth, brandt.id)
    assert classes.mine(brandt) == []


def test_what_is_kept_of_a_student_of_two_teachers_is_neithers_alone(
    enrol: Enrol, hill: Account, brandt: Account, tenth: int, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    classes.share(hill, tenth, "brandt@school.example")
    classes.copy(brandt, tenth, "9A", "", [amira], clock.now)
    assert not students.whole(hill, amira)
    with pytest.raises(NoRight):
        personal.erase(hill, amira, "Amira")
    assert students.whole(brandt, amira)


def test_a_copy_has_those_who_were_chosen_with_their_codes(
    enrol: Enrol, hill: Account, tenth: int, clock: Clock
) -> None:
    amira, jonas = enrol("Amira\nJonas")
    made = classes.copy(hill, tenth, "11B", "2027/28", [amira, 9999], clock.now)
    (member,) = classes.members(hill, made)
    assert (member.id, member.code) == (amira, students.find(hill, amira).code)
    assert {m.id for m in classes.members(hill, tenth)} == {amira, jonas}


def test_who_is_put_out_starts_nothing_and_keeps_what_was_begun(
    enrol: Enrol, to_class: Give, hill: Account, tenth: int, clock: Clock
) -> None:
    amira, jonas = enrol("Amira\nJonas")
    assignment = to_class()
    attempt = starts(amira, assignment, clock)
    for student in (amira, jonas):
        classes.put_out(hill, tenth, student, clock.now)
    for who in (amira, None):
        with pytest.raises(attempts.NotInClass):
            attempts.start(assignment, name="Amira", student_id=who, now=clock.now)
    assert [task.going for task in tasks.of(amira, clock.now)] == [attempt]
    assert tasks.of(jonas, clock.now) == []
    classes.take_in(hill, tenth, jonas)
    assert starts(jonas, assignment, clock).number == 1


def test_moved_she_is_in_the_new_class_and_in_the_bin_of_the_old(
    enrol: Enrol, hill: Account, tenth: int, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    other = classes.create(hill, "10C", "", clock.now)
    students.put_in(hill, amira, other, clock.now, out_of=tenth)
    places = {place.id: place.removed_at for place in students.places(hill, amira)}
    assert places == {tenth: clock.now, other: None}


def test_extra_time_counts_at_once(
    enrol: Enrol, to_class: Give, hill: Account, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    attempt = starts(amira, to_class(minutes=40, closes=clock.now + timedelta(hours=1)), clock)
    assert attempt.end == clock.now + timedelta(minutes=40)
    students.change(hill, amira, name="Amira", factor=1.5, note="reads slowly")
    (task,) = tasks.of(amira, clock.now)
    assert task.end == clock.now + timedelta(minutes=60)
    assert task.closes == clock.now + timedelta(minutes=80)


def test_points_are_told_when_they_are_released(enrol: Enrol, to_class: Give, clock: Clock) -> None:
    (amira,) = enrol("Amira")
    assignment = to_class()
    with writing() as session:
        session.get_one(tables.Assignment, assignment.id).release = "teacher"
    attempts.submit(starts(amira, assignment, clock), now=clock.now)
    assert tasks.of(amira, clock.now)[0].tries[0].max is None
    with writing() as session:
        session.get_one(tables.Assignment, assignment.id).released_at = clock.now
    assert tasks.of(amira, clock.now)[0].tries[0].max is not None


def test_two_entries_of_one_child_become_one_and_nothing_is_lost(
    enrol: Enrol, to_class: Give, hill: Account, tenth: int, clock: Clock
) -> None:
    amira, double = enrol("Amira\nAmira O.")
    assignment = to_class()
    for student in (double, amira, double):
        attempt = starts(student, assignment, clock)
        Page(attempt, "tablet").saves(choice("at-ten"), now=clock.now)
        attempts.submit(attempt, now=clock.passes(minutes=5))
    with writing() as session:
        who = {"assignment_id": assignment.id, "student_id": double}
        session.add(tables.Extension(**who, closes=clock.now))
        session.add(tables.Excuse(**who, item="leaves"))
        session.add(
            tables.Act(**who, kind="excused", by_id=hill.id, at=clock.now, why="ill", detail={})
        )
    students.change(hill, double, name="Amira O.", factor=2, note="reads slowly")
    kept, lost = students.find(hill, amira).code, students.find(hill, double).code
    seen = merging.preview(hill, amira, double)
    assert (seen.attempts, seen.factor, seen.code, seen.lost_code) == (3, 2, kept, lost)
    assert seen.renumbered == ("The night ferry",)
    merging.merge(hill, amira, double, clock.now)
    (task,) = tasks.of(amira, clock.now)
    assert [t.attempt.number for t in task.tries] == [1, 2, 3]
    assert all("leaves" in attempts.answers(t.attempt) for t in task.tries)
    assert len({t.max for t in task.tries}) == 1, "the excuse counts for all three"
    assert students.by_code(lost) is None
    assert [member.id for member in classes.members(hill, tenth)] == [amira]
    found = personal.export(hill, amira)
    assert [len(found[name]) for name in ("extension", "excuse", "act")] == [1, 1, 1]


def test_merging_knows_every_table_that_refers_to_a_student() -> None:
    to = tables.Student.__table__.c.id
    referring = {
        table.name
        for table in tables.Base.metadata.sorted_tables
        for key in table.foreign_keys
        if key.column is to
    }
    assert referring == merging.MOVED


def test_all_that_is_kept_of_a_student_is_exported_then_erased(
    enrol: Enrol, to_class: Give, hill: Account, clock: Clock
) -> None:
    amira, jonas = enrol("Amira\nJonas")
    assignment = to_class()
    for student in (amira, jonas):
        attempt = starts(student, assignment, clock)
        page = Page(attempt, "tablet")
        page.saves(choice("at-nine"), now=clock.now)
        page.saves(choice("at-ten"), now=clock.now)
        attempts.submit(attempt, now=clock.now)
    found = json.loads(json.dumps(personal.export(hill, amira)))
    (attempt,) = found["attempts"]
    assert [answer["raw"] for answer in attempt["response"]] != []
    assert len(attempt["response"]) == 2
    assert {score["item"] for score in attempt["score"]} >= {"leaves"}
    assert "token_hash" not in json.dumps(found)
    with pytest.raises(personal.WrongName):
        personal.erase(hill, amira, "Jonas")
    personal.erase(hill, amira, " amira ")
    with pytest.raises(NoRight):
        students.find(hill, amira)
    with reading() as session:
        left = session.query(tables.Attempt.student_id).all()
        answers = session.query(tables.Response).count()
    assert [id for (id,) in left] == [jonas]
    assert answers == 2


def test_an_attempt_is_its_students_only(enrol: Enrol, to_class: Give, clock: Clock) -> None:
    amira, jonas = enrol("Amira\nJonas")
    attempt = starts(amira, to_class(), clock)
    assert attempts.own(amira, attempt.id) == attempt
    assert attempts.own(jonas, attempt.id) is None
    assert attempts.own(amira, attempt.id + 1) is None


def test_a_binned_class_shows_its_students_nothing(
    enrol: Enrol, to_class: Give, hill: Account, tenth: int, clock: Clock
) -> None:
    (amira,) = enrol("Amira")
    assignment = to_class()
    classes.remove(hill, tenth, clock.now)
    assert tasks.of(amira, clock.now) == []
    assert not attempts.belongs(assignment, amira)
    assert [one.id for one in classes.bin(hill)] == [tenth]
    classes.put_back(hill, tenth)
    assert attempts.belongs(assignment, amira)


def test_two_who_give_the_same_name_are_told_apart_where_the_teacher_looks(
    given: Give, admin: Account, clock: Clock
) -> None:
    assignment = given()
    for _ in range(2):
        attempts.start(assignment, name="Amira", now=clock.now)
    found = standings.of(admin, assignment.code)[1]
    assert [standing.name for standing in found] == ["Amira", "Amira (2)"]


def test_who_taught_a_class_once_keeps_what_she_gave_and_not_the_codes(
    enrol: Enrol, hill: Account, brandt: Account, tenth: int, to_class: Give, clock: Clock
) -> None:
    """A code opens all that Amira was ever given: it is for those who teach her now."""
    (amira,) = enrol("Amira")
    classes.share(hill, tenth, "brandt@school.example")
    code = students.find(brandt, amira).code
    made = to_class()
    with writing() as session:
        session.get_one(tables.Assignment, made.id).owner_id = brandt.id
    starts(amira, made, clock)
    theirs = classes.create(brandt, "9A", "", clock.now)
    classes.part(hill, tenth, brandt.id)
    found = students.find(brandt, amira)
    assert (found.name, found.code, found.note) == ("Amira", "", "")
    rows = roster.read(f"name;code\nAmira;{code}").rows
    for door in (
        lambda: students.new_code(brandt, amira),
        lambda: students.revoke_code(brandt, amira),
        lambda: students.change(brandt, amira, name="x", factor=1, note=""),
        lambda: students.put_in(brandt, amira, theirs, clock.now),
        lambda: students.enrol(brandt, theirs, rows, clock.now),
    ):
        with pytest.raises(LookupError):
            door()
    assert students.find(hill, amira).code == code
