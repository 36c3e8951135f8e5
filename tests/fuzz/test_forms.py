"""Every address that takes a form takes anything: no fault of ours, and what is refused changes nothing.

The school of `tests/web/school.py` is there, and each case finds it as it was. What is sent is
what the forms of its pages would send, with some fields changed, put in or left out, or with some
bytes of the whole turned over; the token is good, and it comes from somebody who may.
"""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.fuzz.cases import QUESTIONS, SEEDS, cases, mutated, no_hang, text_like
from tests.web.browser import Forms, merged
from tests.web.doors import DOORS, MAY, kind
from tests.web.pages import faults
from tests.web.school import School, opened

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from jinja2 import BytecodeCache

EACH = 24
"""Cases at each address."""

PLAIN = "application/x-www-form-urlencoded"

Fields = list[tuple[str, str]]


@pytest.fixture(scope="module")
def school(compiled: BytecodeCache, newest_file: Path) -> Iterator[School]:
    """The school, for all cases at once: they leave it as it was."""
    with opened(compiled, newest_file) as school:
        yield school


@pytest.fixture(scope="module")
def forms(school: School) -> dict[str, Fields]:
    """What each form of each page would send, by the path that it goes to."""
    found: dict[str, Fields] = {}
    for rule in school.app.url_map.iter_rules():
        if "GET" not in (rule.methods or ()) or rule.endpoint == "file":
            continue
        url = school.url(rule.endpoint, rule.arguments)
        for who in sorted(MAY[kind(rule.endpoint, "GET")] & {"amira", "hill", "vale"}):
            response = school.tries(who, rule.endpoint, "GET", url)
            for form in (
                merged(Forms(response.text).forms) if response.mimetype == "text/html" else ()
            ):
                names = [(name, "") for name in form.known if name not in form.values]
                fields = [*form.values.items(multi=True), *names]
                found.setdefault((form.action or url).split("?")[0], fields)
    return found


def taking() -> list[str]:
    """Endpoints that take a form: all that have a row of their own, but for what only looks."""
    return sorted({name.split(" ")[0] for name in DOORS})


@pytest.mark.parametrize("endpoint", taking())
def test_a_form_may_say_anything(school: School, forms: dict[str, Fields], endpoint: str) -> None:
    rule = next(school.app.url_map.iter_rules(endpoint))
    if "POST" not in (rule.methods or ()):
        return
    url = school.url(endpoint, rule.arguments)
    who = min(
        MAY[kind(endpoint, "POST")], default="stranger", key=lambda name: (name != "hill", name)
    )
    good = [*forms.get(url, []), *school.forms.get(endpoint, {}).items()]
    names = sorted({name for fields in forms.values() for name, _ in fields} - {"csrf_token"})
    words = st.one_of(
        st.sampled_from(["", "0", "1", "2", "yes", "create", "save", "apply", "accept", "refuse"]),
        text_like(
            [*QUESTIONS, *(value for _, value in good if value), "a@b.example", "2026-03-02T10:00"]
        ),
    )
    changes = st.dictionaries(
        st.sampled_from([*(name for name, _ in good), *names]), words, max_size=4
    )
    left_out = st.sets(st.sampled_from([name for name, _ in good] or [""]), max_size=2)

    @cases(EACH)
    @given(changes, left_out, st.booleans(), SEEDS)
    def sends(changed: dict[str, str], gone: set[str], bytewise: bool, seed: int) -> None:
        fields = [(n, v) for n, v in good if n not in changed and n not in gone | {"csrf_token"}]
        sent = [*fields, *((n, v.encode("utf-8", "surrogatepass")) for n, v in changed.items())]
        body = urlencode(sent).encode()
        if bytewise and seed % 3 == 0:
            body = mutated(body, seed)
        person, client = school.people[who], school.app.test_client()
        client.set_cookie("session", person.cookie)
        body += b"&" + urlencode({"csrf_token": person.token}).encode()
        with no_hang():
            response = client.post(url, data=body, content_type=PLAIN)
        assert response.status_code < 500
        assert faults(response) == []
        if school.digested() != school.digest:
            school.restore()
            assert response.status_code < 400, "it was refused, and something is stored"

    sends()


# Werkzeug lets go of the file of a torn upload without closing it; it is in memory only.
@pytest.mark.filterwarnings("ignore:Unclosed file", "ignore:Exception ignored in")
def test_a_body_may_be_anything(school: School) -> None:
    """Uploads that are torn, forms that are none, under whatever name."""
    person = school.people["hill"]
    part = 'Content-Disposition: form-data; name="{}"{}\r\n\r\n{}\r\n'
    parts = ["--x\r\n" + part.format("csrf_token", "", person.token)]
    roster = part.format("file", '; filename="a.csv"', "name;extra time\nLena;25 %")
    parts += ["--x\r\n" + roster, "--x\r\n" + part.format("text", "", QUESTIONS[0][:600])]
    whole = ("".join(parts) + "--x--\r\n").encode()
    urls = ("/teach/new", "/teach/classes/1/names", "/teach/sets/harbour/add-passage")
    kinds = [PLAIN, "multipart/form-data; boundary=x", "multipart/form-data", "text/plain", ""]

    @cases(300)
    @given(SEEDS, st.sampled_from(urls), st.sampled_from([kinds[1], *kinds]))
    def sends(seed: int, url: str, content_type: str) -> None:
        client = school.app.test_client()
        client.set_cookie("session", person.cookie)
        with no_hang():
            response = client.post(url, data=mutated(whole, seed), content_type=content_type)
        assert response.status_code < 500
        if school.digested() != school.digest:
            school.restore()
            assert response.status_code < 400

    sends()
    gc.collect()


@cases(400)
@given(st.sampled_from(sorted(DOORS)), text_like(["1", "harbour", "K7RM-482P", "leaves", "choice"]), SEEDS)  # fmt: skip
def test_an_address_may_be_anything(school: School, name: str, words: str, seed: int) -> None:
    """What stands in it, and the questions behind it."""
    endpoint, _, _ = name.partition(" ")
    rule = next(school.app.url_map.iter_rules(endpoint))
    if "GET" not in (rule.methods or ()):
        return
    url = school.url(endpoint, rule.arguments)
    shown = words.encode("utf-8", "surrogatepass")
    query = urlencode({"q": shown, "next": shown, "student": shown, "other": shown, "base": shown})
    if seed % 2:
        head, _, _ = url.rpartition("/")
        url = f"{head}/{urlencode({'': shown})[1:]}"
    person, client = school.people["hill"], school.app.test_client()
    client.set_cookie("session", person.cookie)
    with no_hang():
        response = client.get(url, query_string=query)
    assert response.status_code < 500
    assert faults(response) == []
    assert school.digested() == school.digest


ODD = ["\0", "\u202e", "9" * 2_000, "\U0001f600\u00b2\r\n%s"]
"""What every field at once may hold: no number, no text, no letter that can be seen."""


@pytest.mark.parametrize("odd", ODD)
def test_every_field_of_every_form_may_be_odd_at_once(
    school: School, forms: dict[str, Fields], odd: str
) -> None:
    """One thing that breaks a form is found here, whatever else is wrong with it."""
    wrong = []
    for endpoint in taking():
        rule = next(school.app.url_map.iter_rules(endpoint))
        if "POST" not in (rule.methods or ()):
            continue
        url = school.url(endpoint, rule.arguments)
        may = MAY[kind(endpoint, "POST")]
        person = school.people[
            min(may, default="stranger", key=lambda name: (name != "hill", name))
        ]
        good = [*forms.get(url, []), *school.forms.get(endpoint, {}).items()]
        client = school.app.test_client()
        client.set_cookie("session", person.cookie)
        sent = dict.fromkeys((name for name, _ in good), odd) | {"csrf_token": person.token}
        with no_hang():
            status = client.post(url, data=sent).status_code
        wrong += [(url, status)] * (status >= 500)
        if school.digested() != school.digest:
            school.restore()
    assert wrong == []
