"""A school with everybody in it, for the test of who may open which door."""

from __future__ import annotations

import re
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from quiz.storage import accounts, sets
from quiz.storage.accounts import links
from quiz.storage.sets import drafts
from tests.conftest import HARBOUR, SETTINGS, Clock, hash_quickly, making
from tests.web.browser import Browser
from tests.web.conftest import PASSWORD, joins
from tests.web.remembered import remembered

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from flask import Flask
    from jinja2 import BytecodeCache
    from werkzeug.test import TestResponse

    from quiz.storage.accounts import Account
    from tests.web.remembered import Remembered

Values = dict[str, Any]

TEACHERS = {
    "vale": ("Ms Vale", "admin"),
    "hill": ("Ms Hill", "teacher"),
    "dole": ("Ms Dole", "teacher"),
    "kent": ("Mr Kent", "teacher"),
    "sand": ("Ms Sand", "teacher"),
    "reed": ("Mr Reed", "teacher"),
}
VALUES: Values = {
    "item": "leaves",
    "student.sentences.show.item": "reason",
    "version": "000000000000",
    "filename": "no.css",
    "set_id": "harbour",
    "passage": "the-night-ferry",
    "type_name": "choice",
    "number": 1,
    "attempt": 1,
    "kind": "extended",
    "class_id": 1,
    "student_id": 1,
    "teacher_id": 1,
    "table": "answers",
    "account.links.first.token": "zzzz",
    "teacher.marking.mark.attempt": 2,
    "teacher.classes.part.teacher_id": 5,
    "teacher.classes.put_back.class_id": 3,
    "teacher.shelf.put_back.set_id": "harbour-2",
}
"""What stands in addresses; with an endpoint before it: in those of that endpoint."""

FORMS: dict[str, Values] = {
    "teacher.merging.merge": {"other": "2"},
    "teacher.students.place": {"class": "1"},
}
"""What a form must say so that there is something to be done; else only its token is sent."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody's browser as it was left: its session, and the token of its forms."""

    cookie: str
    token: str


@dataclass
class School:
    """The school as it is before anybody tries a door; each try leaves it as it was."""

    app: Flask
    stored: Remembered
    now: datetime
    people: dict[str, Person] = field(default_factory=dict)
    values: Values = field(default_factory=dict)
    """As `VALUES`, with what chance made."""
    forms: dict[str, Values] = field(default_factory=lambda: dict(FORMS))
    """As `FORMS`, with what chance made."""

    def settle(self) -> None:
        """Remember the school as it is by now."""
        self._said: tuple[object, str] = (None, "")
        self.stored.settle()
        self.digest = self.digested()

    def restore(self) -> None:
        """Make everything as it was."""
        self.stored.restore()

    def digested(self) -> str:
        """Say all that is stored in one word; failures that are counted do not count."""
        changes = self.stored.changes()
        if changes != self._said[0]:
            self._said = changes, self.stored.digest()
        return self._said[1]

    def url(self, endpoint: str, arguments: set[str], **others: str) -> str:
        """Give an address at which there is something for those who may open it.

        ``others`` stand in it instead.
        """
        known = self.values
        values = {name: known.get(f"{endpoint}.{name}", known.get(name)) for name in arguments}
        values |= others
        with self.app.test_request_context():
            return self.app.url_for(endpoint, **values)

    def tries(
        self, who: str, endpoint: str, method: str, url: str, *, token: bool = True
    ) -> TestResponse:
        """Knock at a door, as the browser of somebody that has done nothing since."""
        person, client = self.people[who], self.app.test_client()
        client.set_cookie("session", person.cookie)
        form = self.forms.get(endpoint, {}) | ({"csrf_token": person.token} if token else {})
        data = form if method == "POST" else None
        return client.open(url, method=method, data=data, buffered=True)


@contextmanager
def opened(compiled: BytecodeCache, url: str) -> Iterator[School]:
    """Found a school in the database `other_url`, at a time that stands still."""
    with (
        pytest.MonkeyPatch.context() as patch,
        making(compiled) as make,
        closing(remembered(url)) as stored,
    ):
        now = Clock().now
        patch.setattr("quiz.web.clock.now", lambda: now)
        hash_quickly(patch)
        yield founded(make(url, **SETTINGS), stored, now)


def founded(app: Flask, stored: Remembered, now: datetime) -> School:
    """Found the school: see `tests/web/doors.py` for who is in it and what is whose."""
    school = School(app, stored, now)
    browsers = {key: _teacher(school, key) for key in TEACHERS}
    browsers |= {key: Browser(app.test_client()) for key in ("amira", "ben", "stranger")}
    with app.app_context():
        drafts.create(_account(school, "hill"), HARBOUR, now)
        quay = HARBOUR.replace("id: harbour", "id: quay")
        assert not sets.load(quay, origin="a file", name="quay", now=now).refused
    _makes_a_set(browsers["hill"])
    codes = _makes_classes(browsers)
    _gives_and_answers(school, browsers, codes)
    browsers["hill"].opens("/reports/tokens").sends({"label": "Statistics"}, having="label")
    _fills_the_bin(school, browsers["hill"], browsers["amira"])
    _makes_links(school)
    for key, browser in browsers.items():
        token = browser.opens("/").form("csrf_token").values["csrf_token"]
        cookie = browser.client.get_cookie("session")
        assert cookie is not None
        school.people[key] = Person(cookie.value, token)
    school.settle()
    return school


def _teacher(school: School, key: str) -> Browser:
    name, role = TEACHERS[key]
    email = f"{key}@school.example"
    with school.app.app_context():
        token = links.invite(None, role, school.now)  # type: ignore[arg-type]
        links.use_link(token, email=email, name=name, password=PASSWORD, now=school.now)
    found = Browser(school.app.test_client()).opens("/account/sign-in")
    return found.sends({"email": email, "password": PASSWORD}, having="email")


def _makes_a_set(hill: Browser) -> None:
    for key, right in (("dole", "write"), ("kent", "read")):
        form = {"email": f"{key}@school.example", "right": right}
        hill.opens("/teach/sets/harbour/settings").sends(form, having="right")
    hill.opens("/teach/sets/harbour/publish").sends(having="note")


def _makes_classes(browsers: dict[str, Browser]) -> list[str]:
    """Two classes of a student each (and one more to merge with); the personal codes."""
    codes = []
    for key, name, students in (("hill", "10B", "Amira\nAmira K."), ("reed", "10C", "Ben")):
        browser = browsers[key].opens("/teach/classes").sends({"name": name}, having="name")
        browser.sends({"names": students}, having="names")
        slips = browser.opens(f"{browser.url.split('?')[0].rstrip('/')}/slips").page
        codes.append(re.findall(r"\b[2-9A-Z]{5}-[2-9A-Z]{5}\b", slips)[0])
    browsers["hill"].opens("/teach/classes/1/settings")
    browsers["hill"].sends({"email": "sand@school.example"}, having="email")
    return codes


def _gives_and_answers(school: School, browsers: dict[str, Browser], codes: list[str]) -> None:
    """One attempt of Amira's is going on, one is handed in; somebody practises by a link."""
    hill, amira = browsers["hill"], browsers["amira"]
    for key, code in zip(("amira", "ben"), codes, strict=True):
        browsers[key].opens("/me").sends({"personal": code}, having="personal")
    given, going = _gives(hill, amira)
    other, done = _gives(hill, amira)
    amira.sends(to=f"{done}/submit")
    later = (school.now + timedelta(hours=2)).strftime("%Y-%m-%dT%H:%M")
    hill.opens(f"/teach/assignments/{given}/acts/extended")
    hill.sends({"until": later, "why": "A storm"}, having="why")
    group = re.search(r'name="group" value="([^"]+)"', hill.opens(_answers_of(other)).page)
    jonas = Browser(school.app.test_client()).opens("/")
    practice = re.search(r'"(/join/[^"]+)"', jonas.page)
    assert group is not None
    assert practice is not None
    school.values = VALUES | {
        "code": given,
        "token": going.rpartition("/")[2],
        "student.results.dispute.token": done.rpartition("/")[2],
        "student.attempts.hint.token": joins(jonas, practice[1], "Jonas").rpartition("/")[2],
    }
    for door in ("marking.mark", "marking.pile", "marking.names", "marking.blanks"):
        school.values |= {f"teacher.{door}.code": other, f"teacher.{door}.item": "advice"}
    school.values["reports.students.show.code"] = other
    for act in ("accept", "refuse", "bring_back", "give"):
        school.values[f"teacher.answers.{act}.code"] = other
        school.forms[f"teacher.answers.{act}"] = {"group": group[1]}


RULES = {"class_id": "1", "release": "submit"}


def _gives(hill: Browser, amira: Browser) -> tuple[str, str]:
    """Ms Hill gives the harbour to her class, and Amira begins; the code, Amira's address."""
    hill.opens("/teach/sets/harbour/give").sends(RULES, having="release")
    code = hill.url.rsplit("/", 1)[1]
    address = amira.opens(f"/join/{code}").sends(having="writer").url
    amira.sends({"a.steers.1": "Somebody else", "a.advice": "I would wait."}, having="writer")
    return code, address


def _fills_the_bin(school: School, hill: Browser, amira: Browser) -> None:
    """A set, a class and an assignment that were put away."""
    hill.opens("/teach/sets/harbour/").sends(to="/teach/sets/harbour/copy")
    hill.opens("/teach/").sends(to="/teach/sets/harbour-2/remove")
    hill.opens("/teach/classes").sends({"name": "9B"}, having="name")
    hill.opens("/teach/classes").sends(to="/teach/classes/3/remove")
    code, _ = _gives(hill, amira)
    hill.opens("/teach/assignments").sends(to=f"/teach/assignments/{code}/remove")
    school.values["teacher.assignments.put_back.code"] = code


def _answers_of(code: str) -> str:
    return f"/teach/assignments/{code}/answers"


def _account(school: School, key: str) -> Account:
    found = accounts.sign_in(f"{key}@school.example", PASSWORD, school.now)
    assert found is not None
    return found


def _makes_links(school: School) -> None:
    with school.app.app_context():
        invite = links.invite(None, "teacher", school.now)
        reset = links.reset("reed@school.example", school.now)
    school.values |= {"account.links.invite.token": invite, "account.links.reset.token": reset}
