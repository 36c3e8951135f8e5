"""Every route and method, tried by everybody of a school: the table is `tests/web/doors.py`.

One walk, in which each try finds the school as it was. Who gets in is as the table says; who does
not changes nothing; whoever only looks changes nothing either; and no answer, whatever its status,
has a script, a style, a version or a trace in it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage import assignments
from tests.web.doors import DOORS, EVERYBODY, MAY, STUDENTS, kind
from tests.web.pages import faults
from tests.web.school import School, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import BytecodeCache
    from werkzeug.test import TestResponse


@pytest.fixture(scope="module")
def school(compiled: BytecodeCache, other_url: str) -> Iterator[School]:
    """Everybody, and what they have made; each story leaves it as it was."""
    with opened(compiled, other_url) as school:
        yield school


def doors(school: School) -> Iterator[tuple[str, str, str]]:
    """Each address with each of its methods: endpoint, method, address."""
    for rule in sorted(school.app.url_map.iter_rules(), key=lambda rule: rule.endpoint):
        for method in sorted((rule.methods or set()) & {"GET", "POST"}):
            yield rule.endpoint, method, school.url(rule.endpoint, rule.arguments)


def test_every_route_has_a_row_and_every_row_a_route(school: School) -> None:
    """A route that is not in the table fails here: say who may open it."""
    routes = {rule.endpoint for rule in school.app.url_map.iter_rules()}
    assert {name.split(" ")[0] for name in DOORS} == routes
    assert set(DOORS.values()) <= set(MAY)
    methods = {method for rule in school.app.url_map.iter_rules() for method in rule.methods or ()}
    assert methods == {"GET", "HEAD", "OPTIONS", "POST"}, "the walks try no other"


def test_everybody_gets_through_the_doors_that_are_theirs_and_through_no_others(
    school: School,
) -> None:
    wrong: list[tuple[object, ...]] = []
    for endpoint, method, url in doors(school):
        may = MAY[kind(endpoint, method)]
        for who in sorted(EVERYBODY):
            response = school.tries(who, endpoint, method, url)
            if who in may:
                as_said = not shut(endpoint, response)
            else:
                as_said = answered(response) == locked(endpoint, method, who)
            wrong += [(who, method, url, answered(response))] * (not as_said)
            wrong += [(who, method, url, fault) for fault in faults(response)]
            if school.digested() != school.digest:
                wrong += [(who, method, url, "changed")] * (who not in may or method == "GET")
                school.restore()
    assert wrong == []


def test_to_ask_without_wanting_the_page_opens_what_the_page_does_and_tells_nothing(
    school: School,
) -> None:
    """HEAD is answered as GET is, without a body; OPTIONS with methods, where the door is open."""
    wrong: list[tuple[object, ...]] = []
    for endpoint, method, url in doors(school):
        options = school.tries("stranger", endpoint, "OPTIONS", url)
        nothing = shut(endpoint, options) or options.data == b""
        wrong += [("OPTIONS", url, answered(options))] * (not nothing)
        for who in sorted(EVERYBODY) if method == "GET" else ():
            head = school.tries(who, endpoint, "HEAD", url)
            asked = answered(school.tries(who, endpoint, "GET", url))
            as_asked = answered(head) == asked and head.data == b""
            wrong += [(who, url, answered(head), asked)] * (not as_asked)
    assert school.digested() == school.digest
    assert wrong == []


def answered(response: TestResponse) -> str:
    """Say an answer in short: its status, and where it leads if that is to a way in."""
    leads = {"/account/sign-in": " sign-in", "/me": " code"}
    return str(response.status_code) + leads.get((response.location or "").split("?")[0], "")


def shut(endpoint: str, response: TestResponse) -> bool:
    """Whether somebody was not let in."""
    way_in = endpoint.startswith(("account.session.", "student.me."))
    return answered(response) in {"401", "403", "404"} or (
        answered(response) in {"302 sign-in", "302 code"} and not way_in
    )


def locked(endpoint: str, method: str, who: str) -> str:
    """What one is told who may not: the way in, or that there is nothing, and never more."""
    if endpoint == "account.links.first":
        return "404"
    if endpoint.startswith("student."):
        return "404" if who in STUDENTS else "302 code" if method == "GET" else "401"
    if who in STUDENTS | {"stranger"} and endpoint.startswith("reports.program."):
        return "401"  # a program is told that it needs a token
    if who in STUDENTS | {"stranger"}:
        return "302 sign-in" if method == "GET" else "401"
    return "404"


OWN, INNER = {"class_id", "code"}, {"student_id", "teacher_id", "attempt", "number"}


def test_a_number_of_somebody_elses_opens_nothing_behind_ones_own_door(school: School) -> None:
    """Mr Reed's class and assignment in the address, and Ms Hill's student, attempt, act in it."""
    with school.app.app_context():
        own = assignments.create("quay", now=school.now, class_id=2)
    school.settle()
    wrong, tried = [], 0
    for rule in school.app.url_map.iter_rules():
        if not (rule.arguments & OWN and rule.arguments & INNER):
            continue
        values = {
            n: school.values.get(f"{rule.endpoint}.{n}", school.values.get(n))
            for n in rule.arguments
        }
        values |= {"class_id": 2, "code": own.code}
        with school.app.test_request_context():
            url = school.app.url_for(rule.endpoint, **{n: values[n] for n in rule.arguments})
        for method in (rule.methods or set()) & {"GET", "POST"}:
            status = school.tries("reed", rule.endpoint, method, url).status_code
            told = status == 404 or (method == "POST" and status in {302, 422})
            wrong += [(method, url, status)] * (not told or school.digested() != school.digest)
            school.restore()
            tried += 1
    assert wrong == []
    assert tried >= 7


def test_no_form_is_taken_without_its_token_and_nothing_changes(school: School) -> None:
    """Sent by who may, from a page of somebody else's, to every address that takes a form."""
    wrong: list[tuple[object, ...]] = []
    tried = 0
    for endpoint, method, url in doors(school):
        if method == "POST":
            who = min(MAY[kind(endpoint, method)], default="stranger")
            response = school.tries(who, endpoint, method, url, token=False)
            wrong += [(endpoint, response.status_code)] * (response.status_code != 400)
            wrong += [(endpoint, fault) for fault in faults(response)]
            wrong += [(endpoint, "changed")] * (school.digested() != school.digest)
            tried += 1
    assert wrong == []
    assert tried >= 60


def test_no_answer_to_a_broken_request_says_more_than_it_should(school: School) -> None:
    """Methods that are none, addresses with anything in them, bodies that are no form."""
    client = school.app.test_client()
    for path in ("/nowhere", "/%00", "/join/%ff", "/attempts/..%2f..", "/static/0/../config.py"):
        for method in ("GET", "POST", "PUT", "DELETE", "TRACE", "PROPFIND"):
            response = client.open(path, method=method, data=b"\xff", content_type="text/html")
            assert 400 <= response.status_code < 500, (method, path)
            assert faults(response) == [], (method, path)


def test_an_answer_that_is_still_on_its_way_lends_its_account_to_nobody(school: School) -> None:
    """A file is sent bit by bit; whoever comes meanwhile is who she is."""
    client = school.app.test_client()
    client.set_cookie("session", school.people["hill"].cookie)
    begun = client.get(school.url("reports.exports.table", {"code", "table"}))
    assert begun.status_code == 200
    assert school.app.test_client().get("/teach/").status_code == 302
    begun.close()
