"""Somebody is erased, and her number is somebody else's: her old browser is nobody's.

The database gives no number of a student twice by itself (`tests/storage/test_numbers.py`), but it
does where an older backup is restored: then it knows nothing of those who came after.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, TypeVar

import pytest
from sqlalchemy import delete, select, text

from quiz.assessment import roster
from quiz.storage import accounts, attempts, classes, db, reading, students, tables, writing
from quiz.storage.students import personal
from tests.conftest import Clock
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Assign, Hire, joins

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.accounts import Account
    from quiz.storage.attempts import Attempt

Value = TypeVar("Value")


class Told:
    """Asks storage in an application's context, and leaves the browsers theirs."""

    def __init__(self, app: Flask) -> None:
        self.app = app

    def __call__(self, function: Callable[..., Value], *given: object, **more: object) -> Value:
        """Give what the function does."""
        with self.app.app_context():
            return function(*given, **more)


@pytest.fixture
def told(app: Flask) -> Told:
    return Told(app)


def restored(*kinds: type[tables.Base]) -> None:
    """Let the next row get the number of the last that went, as in a database restored."""
    with writing() as session:
        for name in (kind.__tablename__ for kind in kinds):
            session.execute(
                text(
                    f"UPDATE sqlite_sequence SET seq = (SELECT coalesce(max(id), 0) FROM {name})"
                    f" WHERE name = '{name}'"
                    if db.engine.dialect.name == "sqlite"
                    else f"SELECT setval(pg_get_serial_sequence('{name}', 'id'),"
                    f" coalesce(max(id), 0) + 1, false) FROM {name}"
                )
            )


def only_student() -> tuple[int, str, str]:
    """Number, name and note of the one student that there is."""
    with reading() as session:
        row = session.scalars(select(tables.Student)).one()
        return row.id, row.name, row.note


def erased(name: str) -> int:
    """Erase the one student there is, for good; give the number that she had."""
    number = only_student()[0]
    personal.erase(None, number, name)
    restored(tables.Student, tables.Attempt)
    return number


def signed_in(email: str, clock: Clock) -> Account:
    found = accounts.sign_in(email, PASSWORD, clock.now)
    assert found is not None
    return found


def enrolled(name: str, clock: Clock) -> str:
    """Put somebody into Ms Hill's class 10B; give the personal code."""
    hers = signed_in("hill@school.example", clock)
    mine = classes.mine(hers)
    made = mine[0].id if mine else classes.create(hers, "10B", "", clock.now)
    students.enrol(hers, made, roster.read(name).rows, clock.now)
    return next(m.code for m in classes.members(hers, made) if m.name == name)


def behind(link: str) -> Attempt:
    """The attempt that a private link leads to."""
    found = attempts.find(link.rsplit("/", maxsplit=1)[-1])
    assert found is not None
    return found


def gives_more_time(student: int) -> None:
    with writing() as session:
        session.get_one(tables.Student, student).factor = 2.0


def test_who_came_with_a_name_is_not_the_next_one_with_her_number(
    amira: Browser, ben: Browser, given: Assign, clock: Clock, told: Told
) -> None:
    """She may begin as somebody new; what Jonas has used up, and his extra time, are his."""
    made = given(attempts=1, minutes=40)
    link = joins(amira, f"/join/{made.code}")
    page = amira.form("a.leaves")
    hers = told(erased, "Amira")
    clock.passes(minutes=5)
    his = told(behind, joins(ben, f"/join/{made.code}", "Jonas"))
    told(gives_more_time, his.student_id)
    assert (his.student_id, his.name) == (hers, "Jonas")

    amira.posts(link, {**page.values, "a.leaves": "at-ten", "go": "save"})
    assert amira.status == 404
    sent = {**page.values, "a.leaves": "at-ten", "item": "leaves", "number": "1"}
    assert amira.posts(f"{link}/save", sent).status == 404
    assert amira.opens(link).status == 404
    landing = amira.opens(f"/join/{made.code}").page
    assert "Jonas" not in landing
    assert "40 min" in landing
    assert "80 min" not in landing
    again = told(behind, joins(amira, f"/join/{made.code}"))
    assert (again.name, again.number) == ("Amira", 1)
    assert again.student_id != hers
    assert told(attempts.answers, his) == {}


def test_who_came_with_a_code_is_nobody_once_her_number_is_anothers(
    amira: Browser, ben: Browser, hill: Browser, given: Assign, clock: Clock, told: Told
) -> None:
    amira.opens("/me").sends({"personal": told(enrolled, "Amira", clock)}, having="personal")
    assert "<h1>Amira</h1>" in amira.page
    page = amira.form("csrf_token")
    hers = told(erased, "Amira")
    clock.passes(minutes=5)
    ben.opens("/me").sends({"personal": told(enrolled, "Jonas", clock)}, having="personal")
    assert told(only_student)[0] == hers
    begins = {"name": "Jonas", "now": clock.now, "student_id": hers}
    his, token = told(attempts.start, given(), **begins)

    assert "Jonas" not in amira.opens("/me").page
    assert "personal" in amira.form("personal").known
    assert amira.opens(f"/attempts/{his.id}").url == "/me", "where a code is asked for"
    sent = {**page.values, "a.leaves": "at-ten", "seen.leaves": "0", "item": "leaves"}
    for address in ("", "/save", "/submit", "/again"):
        assert amira.posts(f"/attempts/{his.id}{address}", sent).status == 401, address
    assert told(attempts.answers, his) == {}
    assert ben.opens(f"/attempts/{his.id}").status == 200
    assert told(behind, token).submitted_at is None


def dismissed(account: int) -> None:
    """Take an account away: nothing in the program does, but a backup of before has none."""
    with writing() as session:
        session.execute(delete(tables.Account).where(tables.Account.id == account))
    if db.engine.dialect.name == "postgresql":
        restored(tables.Account)


@pytest.mark.parametrize("leaves", [False, True])
def test_an_account_that_is_gone_leaves_no_session_for_the_next_with_its_number(
    reed: Browser, hire: Hire, clock: Clock, told: Told, *, leaves: bool
) -> None:
    """Whether or not the next one signs out everywhere, as often as Mr Reed did."""
    his = told(signed_in, "reed@school.example", clock)
    page = reed.opens("/account/").form("csrf_token")
    told(dismissed, his.id)
    hire("Ms Dole", "dole@school.example")
    hers = told(signed_in, "dole@school.example", clock)
    assert hers.id == his.id
    if leaves:
        told(accounts.sign_out_everywhere, hers)

    assert reed.opens("/teach/").url == "/account/sign-in"
    assert "Dole" not in reed.page
    assert reed.opens("/account/").url == "/account/sign-in"
    assert reed.posts("/teach/classes", page.values).status == 401
    assert reed.posts("/account/", page.values).status == 401


def test_a_teachers_page_of_a_student_who_was_erased_changes_nobody(
    hill: Browser, clock: Clock, told: Told
) -> None:
    """It was left open; the number in its address is nobody's, and stays so."""
    told(enrolled, "Amira", clock)
    number = told(only_student)[0]
    form = hill.opens(f"/teach/students/{number}").form("factor")
    told(personal.erase, None, number, "Amira")
    told(enrolled, "Jonas", clock)

    hill.posts(form.action or hill.url, {**form.values, "name": "Amira", "note": "hers"})
    assert hill.status == 404
    assert told(only_student)[1:] == ("Jonas", "")
