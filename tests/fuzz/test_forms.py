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
from tests.fuzz.conftest import Fields, good_at, somebody, taking
from tests.web.doors import DOORS
from tests.web.pages import faults

if TYPE_CHECKING:
    from tests.web.school import School

EACH = 24
"""Cases at each address."""

PLAIN = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("endpoint", taking())
def test_a_form_may_say_anything(school: School, forms: dict[str, Fields], endpoint: str) -> None:
    rule = next(school.app.url_map.iter_rules(endpoint))
    if "POST" not in (rule.methods or ()):
        return
    url = school.url(endpoint, rule.arguments)
    who = somebody(endpoint, "POST")
    good = good_at(school, forms, endpoint, url)
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
