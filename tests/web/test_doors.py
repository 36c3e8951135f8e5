"""Every door of the service, tried by somebody who has no key to it."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from quiz.assessment.roster import Row
from quiz.storage import accounts, classes, students, tables, writing
from tests.conftest import HARBOUR
from tests.web import school
from tests.web.conftest import PASSWORD, Assign, Begin, joins
from tests.web.doors import open_to

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock
    from tests.web.browser import Browser

OPEN = open_to("anybody")
"""What anybody may open; whatever else there is must be locked."""

SIGNED_IN = open_to("an account")
"""What each teacher may open: there is nothing of anybody else's behind it."""

OF_AN_ATTEMPT = {"reports.students.show"}
"""What is there only once a student has begun, which nobody has in these stories."""

VALUES = school.VALUES | {"token": "zzzz-zzzz-zzzz", "code": "ZZZZ-ZZZZ", "table": "students"}

Doors = list[tuple[str, str, str]]


@pytest.fixture
def doors(app: Flask) -> Doors:
    """Each address of the URL map with each of its methods: endpoint, method, address."""

    def found() -> Iterator[tuple[str, str, str]]:
        for rule in app.url_map.iter_rules():
            with app.test_request_context():
                values: dict[str, Any] = {name: VALUES[name] for name in rule.arguments}
                url = app.url_for(rule.endpoint, **values)
            for method in sorted((rule.methods or set()) & {"GET", "POST"}):
                yield rule.endpoint, method, url

    return list(found())


@pytest.fixture
def taught(app: Flask, clock: Clock, hill: Browser) -> str:
    """Ms Hill has a class, 10B, in which is Amira; her personal code."""
    return enrols(app, clock, "10B", "Amira")


def enrols(app: Flask, clock: Clock, name: str, student: str) -> str:
    """Make a class of Ms Hill's of one student; give the code."""
    with app.app_context():
        account = accounts.sign_in("hill@school.example", PASSWORD, clock.now)
        assert account is not None
        made = classes.create(account, name, "", clock.now)
        students.enrol(account, made, [Row(1, student)], clock.now)
        return classes.members(account, made)[0].code


def tries(browser: Browser, method: str, url: str) -> int:
    """Knock at a door, with a good token; give the status."""
    data = None
    if method == "POST":
        data = {"csrf_token": browser.opens("/").form("csrf_token").values["csrf_token"]}
    return browser.client.open(url, method=method, data=data, buffered=True).status_code


def coded(url: str, code: str) -> str:
    """Put the code of an assignment that is there into an address."""
    return url.replace(VALUES["code"], code)


def kept(endpoint: str) -> bool:
    """Whether a door is a teacher's."""
    return endpoint.startswith(("teacher.", "account.settings.", "account.people.", "reports."))


def locked(endpoint: str, method: str) -> int:
    """What somebody is told at a teacher's door; a program is told that it needs a token."""
    if endpoint.startswith("reports.program."):
        return 401
    return 302 if method == "GET" else 401


def test_a_stranger_finds_every_door_locked(
    doors: Doors, amira: Browser, stranger: Browser, practice: str
) -> None:
    """With links and codes that are none: a teacher's door leads to the way in, others nowhere."""
    joins(amira, practice)
    tried = 0
    for endpoint, method, url in doors:
        if endpoint in OPEN:
            continue
        status = locked(endpoint, method) if kept(endpoint) else 404
        assert tries(stranger, method, url) == status, (method, url)
        tried += 1
    assert tried >= 50


def test_a_student_finds_every_door_of_a_teacher_locked(
    doors: Doors, amira: Browser, practice: str
) -> None:
    """An attempt of one's own opens nothing there, for a set that is open practice neither."""
    joins(amira, practice)
    for endpoint, method, url in doors:
        if kept(endpoint):
            assert tries(amira, method, url) in {302, 401}, (method, url)


def test_another_teacher_finds_nothing_behind_any_door_of_a_set_or_a_class(
    doors: Doors, reed: Browser, begun: Begin, given: Assign, taught: str
) -> None:
    """Nor behind an admin's or an assignment's: as if none of them were there."""
    begun()
    code = given(HARBOUR.replace("id: harbour", "id: quay")).code
    for endpoint, method, url in doors:
        if kept(endpoint) and endpoint not in SIGNED_IN:
            assert tries(reed, method, coded(url, code)) == 404, (method, url)


def test_who_may_read_finds_every_door_locked_that_changes_something(
    doors: Doors, hill: Browser, reed: Browser, begun: Begin
) -> None:
    """Looking, trying, printing, copying: and no more."""
    begun()
    hill.opens("/teach/sets/harbour/settings").sends(
        {"email": "reed@school.example"}, having="email"
    )
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    before = hill.client.get("/teach/sets/harbour.md").text
    opened = {
        endpoint
        for endpoint, method, url in doors
        if kept(endpoint) and endpoint not in SIGNED_IN and tries(reed, method, url) != 404
    }
    assert opened == {
        *("teacher.write.show", "teacher.source.show", "teacher.source.download"),
        *("teacher.trial.show", "teacher.paper.show", "teacher.paper.key"),
        *("teacher.history.show", "teacher.history.version", "teacher.shelf.copy"),
        "teacher.giving.show",
    }
    assert hill.client.get("/teach/sets/harbour.md").text == before


def test_the_owner_finds_every_door_open(
    doors: Doors, hill: Browser, begun: Begin, taught: str
) -> None:
    """So that a lock which is always shut does not pass for a good one."""
    code = gives(hill, begun)
    for endpoint, method, url in doors:
        if kept(endpoint) and method == "GET" and endpoint not in OF_AN_ATTEMPT:
            address = coded(url, code)
            assert tries(hill, method, address) in {200, 302}, (method, address)


def gives(hill: Browser, begun: Begin, **rules: str) -> str:
    """Ms Hill gives the harbour to students; the code."""
    begun()
    hill.opens("/teach/sets/harbour/publish").sends(having="note")
    hill.opens("/teach/sets/harbour/give").sends(rules, having="release")
    return hill.url.rsplit("/", 1)[1]


def test_another_teacher_and_a_student_find_nothing_behind_any_door_of_an_assignment(
    doors: Doors, hill: Browser, reed: Browser, amira: Browser, begun: Begin
) -> None:
    """The code lets a student join and nothing more; it tells another teacher nothing at all."""
    code = gives(hill, begun)
    joins(amira, f"/join/{code}")
    tried = 0
    for endpoint, method, url in doors:
        if kept(endpoint) and VALUES["code"] in url:
            address = coded(url, code)
            assert tries(reed, method, address) == 404, (method, address)
            assert tries(amira, method, address) in {302, 401}, (method, address)
            tried += 1
    assert tried >= 10


def test_the_second_teacher_of_a_class_gets_in(
    app: Flask, doors: Doors, hill: Browser, reed: Browser, begun: Begin
) -> None:
    """What was given to a class is all its teachers'; the set itself stays its owner's."""
    with app.app_context():
        class_id = a_class(hill="hill@school.example", also="reed@school.example")
    code = gives(hill, begun, class_id=str(class_id))
    for endpoint, method, url in doors:
        if endpoint in OF_AN_ATTEMPT:
            continue
        if kept(endpoint) and VALUES["code"] in url and method == "GET":
            if endpoint == "reports.students.show":  # there is no student yet
                continue
            address = coded(url, code)
            assert tries(reed, method, address) == 200, address


def a_class(hill: str, also: str) -> int:
    """A class of two teachers, by their e-mail addresses; its id."""
    with writing() as session:
        found = select(tables.Account.id)
        owner = session.scalars(found.where(tables.Account.email == hill)).one()
        other = session.scalars(found.where(tables.Account.email == also)).one()
        row = tables.Class(name="7b", owner_id=owner, created_at=datetime(2026, 1, 1, tzinfo=UTC))
        session.add(row)
        session.flush()
        session.add(tables.ClassTeacher(class_id=row.id, account_id=other))
        return row.id


def test_a_second_teacher_of_a_class_finds_its_doors_open_but_the_owners(
    doors: Doors, hill: Browser, reed: Browser, taught: str
) -> None:
    """Putting it into the bin and letting in a third are the owner's."""
    hill.opens("/teach/classes/1/settings").sends({"email": "reed@school.example"}, having="email")
    shut = {
        endpoint
        for endpoint, method, url in doors
        if "/classes/1" in url and "part" not in url and tries(reed, method, url) == 404
    }
    assert shut == {"teacher.classes.share", "teacher.classes.remove", "teacher.classes.put_back"}


def test_an_attempts_number_opens_nothing_to_a_stranger_or_to_another_student(
    app: Flask,
    clock: Clock,
    amira: Browser,
    ben: Browser,
    stranger: Browser,
    given: Assign,
    taught: str,
) -> None:
    """A stranger is asked for a code; a student of another class finds nothing there."""
    assignment = given()
    address = f"/join/{assignment.code}"
    with app.app_context(), writing() as session:
        session.get_one(tables.Assignment, assignment.id).class_id = 1
    amira.opens("/me").sends({"personal": taught}, having="personal")
    link = amira.opens(address).sends(having="writer").url
    other = enrols(app, clock, "10C", "Ben")
    ben.opens("/me").sends({"personal": other}, having="personal")
    assert tries(amira, "GET", link) == 200
    tried = 0
    for rule in app.url_map.iter_rules():
        if "token" not in rule.arguments or not rule.endpoint.startswith("student."):
            continue
        with app.test_request_context():
            values: dict[str, Any] = {n: VALUES[n] for n in rule.arguments} | {
                "token": link.rpartition("/")[2]
            }
            url = app.url_for(rule.endpoint, **values)
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            assert tries(ben, method, url) == 404, (method, url)
            assert tries(stranger, method, url) == (302 if method == "GET" else 401), (method, url)
            tried += 1
    assert tried >= 8


def test_a_page_is_named_as_its_module_and_its_template(app: Flask) -> None:
    """Endpoint = module = function, so a name leads to the file."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "file":
            continue
        view = app.view_functions[rule.endpoint]
        assert f"{view.__module__}.{view.__name__}" == f"quiz.web.{rule.endpoint}"
