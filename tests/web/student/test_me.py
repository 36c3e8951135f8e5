"""A student of a class: the personal code, what there is to do, going on on another device."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from quiz.assessment import roster
from quiz.storage import accounts, classes, students, tables, writing
from quiz.storage.accounts import throttles
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, Assign

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Names = Callable[..., dict[str, str]]


@pytest.fixture
def teacher(app: Flask, hill: Browser, clock: Clock) -> Account:
    with app.app_context():
        account = accounts.sign_in("hill@school.example", PASSWORD, clock.now)
    assert account is not None
    return account


@pytest.fixture
def named(app: Flask, teacher: Account, clock: Clock) -> Names:
    """Make a class of these names; give their codes."""

    def make(*names: str, name: str = "10B") -> dict[str, str]:
        with app.app_context():
            made = classes.create(teacher, name, "", clock.now)
            students.enrol(teacher, made, roster.read("\n".join(names)).rows, clock.now)
            return {m.name: m.code for m in classes.members(teacher, made)}

    return make


@pytest.fixture
def to_class(app: Flask, given: Assign, teacher: Account) -> Assign:
    """Give the harbour to the class that was made first."""

    def give(**rules: Any) -> Assignment:
        made = given(**rules)
        with app.app_context(), writing() as session:
            row = session.get_one(tables.Assignment, made.id)
            row.class_id, row.owner_id = 1, teacher.id
        return made

    return give


def comes(browser: Browser, code: str) -> Browser:
    return browser.opens("/me").sends({"personal": code}, having="personal")


def test_the_code_opens_what_there_is_to_do_from_the_front_page_too(
    amira: Browser, ben: Browser, named: Names, to_class: Assign, clock: Clock
) -> None:
    codes = named("Amira", "Ben")
    to_class(closes=clock.now + timedelta(hours=2))
    page = comes(amira, f" {codes['Amira'].lower()} ").page
    assert "The night ferry" in page
    assert "Open now" in page
    ben.opens("/").sends({"code": codes["Ben"].replace("-", " ")}, having="code")
    assert ben.url == "/me"
    assert "<h1>Ben</h1>" in ben.page
    assert codes["Ben"] not in ben.url


def test_the_code_is_asked_for_at_the_door_and_no_name_is_shown_before_it(
    amira: Browser, named: Names, to_class: Assign
) -> None:
    codes = named("Amira", "Jonas")
    address = f"/join/{to_class().code}"
    page = amira.opens(address).page
    assert "Amira" not in page
    assert 'name="name"' not in page
    amira.sends({"personal": "AAAAA-AAAAA"}, having="personal")
    assert amira.status == 404
    amira.sends({"personal": codes["Amira"]}, having="personal")
    assert "You are here as Amira." in amira.page
    assert "Jonas" not in amira.page
    amira.sends(having="writer")
    assert re.fullmatch(r"/attempts/\d+", amira.url)


def test_an_attempt_goes_on_on_another_device_and_both_go_on_saving(
    app: Flask, amira: Browser, browser: Callable[[], Browser], named: Names, to_class: Assign
) -> None:
    code = named("Amira")["Amira"]
    address = f"/join/{to_class().code}"
    comes(amira, code).opens(address).sends(having="writer")
    link = amira.url
    amira.sends({"a.leaves": "at-ten"}, having="a.leaves", go="save")
    tablet = comes(browser(), code)
    assert f'href="{link}"' in tablet.page, "Continue"
    assert f'href="{link}"' in tablet.opens(address).page
    tablet.opens(link)
    assert tablet.form("a.leaves").values["a.leaves"] == "at-ten"
    tablet.sends({"a.leaves": "at-nine"}, having="a.leaves", go="save")
    amira.opens(link)
    assert amira.form("a.leaves").values["a.leaves"] == "at-nine"
    amira.sends({"a.leaves": "at-ten"}, having="a.leaves", go="save")
    amira.opens(f"{link}/review").sends(to=f"{link}/submit")
    assert amira.url == f"{link}/result"
    page = tablet.opens("/me").page
    assert "points" in page
    assert f'href="{link}/result"' in page


def test_who_leaves_a_shared_device_leaves_no_way_in(
    amira: Browser, ben: Browser, named: Names, to_class: Assign
) -> None:
    codes = named("Amira", "Ben")
    code = to_class().code
    comes(amira, codes["Amira"]).opens(f"/join/{code}").sends(having="writer")
    link = amira.url
    comes(ben, codes["Ben"])
    assert ben.opens(link).status == 404
    token = amira.form("csrf_token").values["csrf_token"]
    amira.opens("/me").sends(to="/me/leave")
    assert amira.opens(link).url == "/me"
    assert "Amira" not in amira.page
    sent = amira.client.post(
        link, data={"csrf_token": token, "a.leaves": "at-ten", "seen.leaves": "0"}
    )
    assert sent.status_code in {400, 401}
    token = amira.form("csrf_token").values["csrf_token"]
    sent = amira.client.post(
        link, data={"csrf_token": token, "a.leaves": "at-ten", "seen.leaves": "0"}
    )
    assert sent.status_code == 401
    assert "at-ten" in sent.text, "what was sent is handed back"
    assert 'href="/me"' in sent.text


def test_a_code_that_is_taken_away_shuts_every_browser_that_came_with_it(
    app: Flask, amira: Browser, teacher: Account, named: Names, to_class: Assign
) -> None:
    code = named("Amira")["Amira"]
    comes(amira, code)
    with app.app_context():
        students.new_code(teacher, 1)
    assert "Type the personal code" in amira.opens("/me").page
    assert comes(amira, code).status == 404


def test_a_student_of_another_class_is_told_kindly(
    app: Flask,
    amira: Browser,
    ben: Browser,
    teacher: Account,
    named: Names,
    to_class: Assign,
    clock: Clock,
) -> None:
    codes = named("Amira")
    other = named("Ben", name="10C")
    code = to_class().code
    comes(ben, other["Ben"])
    assert "The night ferry" not in ben.page
    page = ben.opens(f"/join/{code}").page
    assert "for another class than yours" in page
    assert ben.sends(having="csrf_token", to=f"/join/{code}").status == 409
    comes(amira, codes["Amira"])
    with app.app_context():
        classes.put_out(teacher, 1, 1, clock.now)
    assert "no longer in it" in amira.opens(f"/join/{code}").page


def test_extra_time_is_in_every_end_that_is_shown(
    app: Flask, amira: Browser, teacher: Account, named: Names, to_class: Assign, clock: Clock
) -> None:
    code = named("Amira")["Amira"]
    to_class(minutes=40, attempts=2, closes=clock.now + timedelta(minutes=60))
    with app.app_context():
        students.change(teacher, 1, name="Amira", factor=1.5, note="for teachers only")
    page = comes(amira, code).page
    closes = clock.now + timedelta(minutes=80)
    assert f'datetime="{closes.isoformat(timespec="seconds")}"' in page
    assert "1 h from the start" in page
    assert "2 attempts left" in page
    assert "for teachers only" not in page


def test_guessing_codes_ends(
    stranger: Browser, amira: Browser, named: Names, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(throttles, "LIMIT", 3)
    code = named("Amira")["Amira"]
    assert [comes(stranger, f"BBBBB-BBBB{n}").status for n in range(2, 6)] == [404, 404, 404, 429]
    assert comes(amira, code).status == 429
    assert comes(amira, " ").status == 422


def test_who_is_excused_is_told_and_who_is_too_late_reads_no_end(
    hill: Browser, amira: Browser, ben: Browser, named: Names, to_class: Assign, clock: Clock
) -> None:
    codes = named("Amira", "Ben")
    code = to_class(closes=clock.now + timedelta(hours=1)).code
    hill.opens(f"/teach/assignments/{code}/acts/excused?student=1")
    hill.sends({"why": "She was ill."}, having="why")
    assert "you are excused from it" in comes(amira, codes["Amira"]).page
    assert "You are excused from this" in amira.opens(f"/join/{code}").page
    assert "excused" not in comes(ben, codes["Ben"]).page
    assert "If you start now" in ben.opens(f"/join/{code}").page
    assert "excused" not in ben.page
    clock.passes(hours=2)
    assert "If you start now" not in ben.opens(f"/join/{code}").page


def test_who_comes_back_by_the_slip_after_handing_in_finds_the_result(
    amira: Browser, ben: Browser, named: Names, to_class: Assign, clock: Clock
) -> None:
    codes = named("Amira", "Ben")
    code = to_class(closes=clock.now + timedelta(hours=1)).code
    comes(amira, codes["Amira"])
    amira.opens(f"/join/{code}").sends(having="writer")
    url = amira.url
    assert "You have handed this in" not in amira.opens(f"/join/{code}").page
    amira.opens(f"{url}/review").sends(to=f"{url}/submit")
    clock.passes(hours=2)
    page = amira.opens(f"/join/{code}").page
    assert "You have handed this in." in page
    assert f'href="{url}/result"' in page
    assert "ask your teacher" not in page
    comes(ben, codes["Ben"])
    assert "If you should still take part" in ben.opens(f"/join/{code}").page
