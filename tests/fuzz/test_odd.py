"""What no page of ours sends, in every field at once; PostgreSQL refuses some of what SQLite keeps."""

from __future__ import annotations

from io import BytesIO
from typing import TYPE_CHECKING, NamedTuple

import pytest
from werkzeug.datastructures import MultiDict
from werkzeug.routing import UnicodeConverter

from tests.fuzz.cases import no_hang
from tests.fuzz.conftest import Fields, good_at, somebody, taking
from tests.web.pages import faults

if TYPE_CHECKING:
    from collections.abc import Iterator

    from werkzeug.test import TestResponse

    from tests.web.school import School

DATABASE = "both"

ODD = ["\0", "\u202e", "9" * 2_000, "\U0001f600\u00b2\r\n%s"]
"""What every field at once may hold: no number, no text, no letter that can be seen."""

NAMES = ["a\0b", "\u00b2", "9" * 300]
"""What may stand in an address."""


class Door(NamedTuple):
    """An address that takes a form, somebody who may send it, and what the form would send."""

    url: str
    who: str
    good: Fields


@pytest.fixture(scope="module")
def doors(school: School, forms: dict[str, Fields]) -> list[Door]:
    """All of them."""
    found = []
    for endpoint in taking():
        rule = next(school.app.url_map.iter_rules(endpoint))
        if "POST" in (rule.methods or ()):
            url = school.url(endpoint, rule.arguments)
            good = good_at(school, forms, endpoint, url)
            found.append(Door(url, somebody(endpoint, "POST"), good))
    return found


def sends(school: School, door: Door, fields: MultiDict[str, object]) -> TestResponse:
    """Send a form with a token that is good, as who has done nothing since."""
    person, client = school.people[door.who], school.app.test_client()
    client.set_cookie("session", person.cookie)
    fields["csrf_token"] = person.token
    with no_hang():
        return client.post(door.url, data=fields)


@pytest.mark.parametrize("odd", ODD)
def test_every_field_of_every_form_may_be_odd_at_once(
    school: School, doors: list[Door], odd: str
) -> None:
    """One thing that breaks a form is found here, whatever else is wrong with it."""
    wrong = []
    for door in doors:
        status = sends(school, door, MultiDict((name, odd) for name, _ in door.good)).status_code
        wrong += [(door.url, status)] * (status >= 500)
        if school.digested() != school.digest:
            school.restore()
    assert wrong == []


def test_a_form_with_nul_in_every_word_is_the_form_without(
    school: School, doors: list[Door]
) -> None:
    wrong = []
    for door in doors:
        statuses = []
        for nul in ("\0", ""):
            words = [(name, f"{value or 'a'}{nul}") for name, value in door.good]
            statuses.append(sends(school, door, MultiDict(words)).status_code)
            if school.digested() != school.digest:
                school.restore()
        wrong += [(door.url, statuses)] * (statuses[0] != statuses[1] or statuses[0] >= 500)
    assert wrong == []


def test_answers_with_nul_can_be_watched_handed_in_and_read(
    school: School, doors: list[Door]
) -> None:
    """PostgreSQL keeps it in JSON, and fails when the words are taken out again."""
    room = next(d for d in doors if d.url == school.url("student.attempts.show", {"token"}))
    words = [(n, f"{v or 'a'}\0" if n.startswith("a.") else v) for n, v in room.good]
    sends(school, room, MultiDict([*words, ("go", "save")]))
    assert school.digested() != school.digest, "they are kept"
    for endpoint in ("teacher.live.show", "teacher.live.seats"):
        url = school.url(endpoint, {"code"})
        assert school.tries("hill", endpoint, "GET", url).status_code == 200
    url = school.url("student.attempts.submit", {"token"})
    assert school.tries("amira", "student.attempts.submit", "POST", url).status_code == 302
    result = school.url("student.results.show", {"token"})
    assert school.tries("amira", "student.results.show", "GET", result).status_code == 200
    for endpoint in ("reports.glance.show", "reports.exports.book", "teacher.answers.show"):
        url = school.url(endpoint, {"code"})
        assert school.tries("hill", endpoint, "GET", url).status_code == 200
    school.restore()


def test_a_file_is_taken_where_one_is_asked_for_and_nowhere_else(
    school: School, doors: list[Door]
) -> None:
    """Whoever reads a field expects words, and finds something that has none."""
    wrong = []
    for door in doors:
        for called in ("a.txt", ""):
            names = {name for name, _ in door.good} - {"csrf_token", "file"}
            files = MultiDict[str, object]((n, (BytesIO(b"a"), called)) for n in names)
            if names:
                response = sends(school, door, files)
                wrong += [(door.url, response.status_code)] * (response.status_code != 400)
    assert wrong == []
    assert school.digested() == school.digest


@pytest.mark.parametrize("name", NAMES)
def test_whatever_stands_in_an_address_is_there_or_not(school: School, name: str) -> None:
    wrong = []
    for endpoint, method, url in addresses(school, name):
        person, client = school.people[somebody(endpoint, method)], school.app.test_client()
        client.set_cookie("session", person.cookie)
        sent = {"csrf_token": person.token, "text": "x", "word": "x"} if method == "POST" else None
        query = {"student": name, "q": name}
        with no_hang():
            response = client.open(url, method=method, data=sent, query_string=query)
        wrong += [(method, url)] * (response.status_code >= 500 or faults(response) != [])
        if school.digested() != school.digest:
            school.restore()
    assert wrong == []


def addresses(school: School, name: str) -> Iterator[tuple[str, str, str]]:
    """Each with this in one of its places: endpoint, method, address; and as it is, for its query."""
    for rule in school.app.url_map.iter_rules():
        places = [n for n, c in rule._converters.items() if type(c) is UnicodeConverter]  # noqa: SLF001
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            for place in places:
                url = school.url(rule.endpoint, rule.arguments, **{place: name})
                yield rule.endpoint, method, url
            yield rule.endpoint, method, school.url(rule.endpoint, rule.arguments)
