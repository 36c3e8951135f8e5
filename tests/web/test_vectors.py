"""Known ways to smuggle in a script, through every door by which words come in."""

from __future__ import annotations

import io
import re
from typing import TYPE_CHECKING

import pytest

from quiz.assessment import cleaning
from quiz.web import filters
from tests.web.conftest import joins
from tests.web.pages import Faults, faults
from tests.web.vectors import HTML, MARKDOWN, VECTORS

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.web.browser import Browser
    from tests.web.conftest import Begin

SOME = 18
"""Vectors on one page."""

SHORT = [vector for vector in VECTORS if len(vector) <= 75 and "\t" not in vector]
"""Those that fit into a name."""

SET = """---
id: harbour
title: 'The ferry {quoted}'
language: en
---

# The ferry {one}

The night ferry leaves at ten.

{all}

## When does it leave? {one} {{#leaves}}

- [ ] At nine {one}

  Feedback: {one}
- [x] At ten {two}

> The night ferry leaves at ten.

Explanation: It is said. {one}

Hint: Look. {two}

## Who? {two} {{#who evidence=none}}

Answer: Petro {one} | {two}

## Match. {one} {{#sides evidence=none}}

| Side {one} | Wish |
| --- | --- |
| The council {two} | a quay {one} |
| The fishermen | none {two} |

## Put in order. {{#order evidence=none}}

1. The report {one}
2. The vote {two}

## Complete. {{#complete evidence=none}}

The quay is {one} [[old]] and the {two} report [[late | ~early]].

## What would you do? {two} {{#advice evidence=none}}

Rubric:

- 1: {one}
- 0: nothing

Sample answer: {two}
"""


UNPUBLISHED = {"""[x](https://a.example '"><script>alert(1)</script>')"""}
"""The first of those whose set has errors, as its pages say: nobody else is shown it."""


def groups() -> list[list[str]]:
    """All vectors, some at a time."""
    return [VECTORS[i : i + SOME] for i in range(0, len(VECTORS), SOME)]


def written(vectors: list[str]) -> str:
    """A set that says these wherever words may stand; what breaks its shape stands in the passage."""
    tame = [v.replace("|", "/").replace("[[", "[").replace("\t", " ") for v in vectors]
    one, two = tame[0], tame[-1]
    return SET.format(one=one, two=two, quoted=one.replace("'", "''"), all="\n\n".join(vectors))


def safe(browser: Browser, *addresses: str) -> None:
    """Open pages; none of them has anything in it that is not ours."""
    assert browser.response is not None
    assert faults(browser.response) == [], browser.url
    for address in addresses:
        browser.opens(address)
        assert browser.status == 200, address
        assert browser.response is not None
        assert faults(browser.response) == [], address


def test_the_eye_that_looks_for_scripts_sees_them() -> None:
    """Or nothing below would mean anything: most vectors are faults where nobody cleans them."""
    seen = [vector for vector in HTML if Faults(vector).found]
    assert len(seen) >= 70
    assert Faults('<p>Words, <a href="https://a.example/x">a link</a> & more</p>').found == []


def test_no_vector_gets_through_the_filters() -> None:
    """Inline, as a block, in the middle of words, cleaned as a page or as a text before."""
    found = []
    for vector in VECTORS:
        sources = [vector, f"Words {vector} words", f"- {vector}\n\n| {vector} |"]
        sources.append(cleaning.clean(f"<p>Words. {vector}</p><p>More.</p>", "html").markdown)
        for kind in ("text", "markdown"):
            text = f"Words.\n\n{vector}\n\nMore."
            sources.append(cleaning.clean(text, kind).markdown)
        for source in sources:
            found += Faults(str(filters.inline(source))).found
            found += Faults(str(filters.block(source))).found
    assert found == []


@pytest.mark.parametrize("vectors", groups(), ids=lambda group: group[0])
def test_a_set_that_says_them_everywhere_runs_no_script_on_any_page(
    hill: Browser, begun: Begin, amira: Browser, vectors: list[str]
) -> None:
    begun(written(vectors))
    teach = "/teach/sets/harbour"
    pages: tuple[str, ...] = (
        "/",
        "/source",
        "/questions/leaves",
        "/questions/sides",
        "/questions/complete",
    )
    pages += ("/passage/the-ferry", "/settings", "/try", "/print", "/print/key", "/publish")
    for page in pages:
        hill.opens(teach + page)
        assert hill.status in {200, 404}, page
        safe(hill)
    if 'name="note"' not in hill.page:
        assert vectors[0] in UNPUBLISHED, "it can be published, unless it has errors"
        return
    hill.sends(having="note")
    safe(hill)
    hill.opens(f"{teach}/give")
    hill.sends({"feedback": "evidence", "release": "submit"}, having="release")
    code = hill.url.rsplit("/", 1)[1]
    url = joins(
        amira, f"/join/{code}", next(v for v in [*vectors, "Amira"] if v in [*SHORT, "Amira"])
    )
    safe(amira)
    amira.sends({"a.who.1": vectors[0], "a.advice": "\n".join(vectors)}, having="writer")
    safe(amira, f"/join/{code}", url, f"{url}/review")
    amira.sends(to=f"{url}/submit")
    safe(amira)
    given = f"/teach/assignments/{code}"
    safe(hill, given, f"{given}/live", f"{given}/marking", f"{given}/marking/advice")
    safe(hill, f"{given}/answers", f"{given}/rescoring", f"{given}/acts/extended", "/teach/")


def test_a_paste_and_an_upload_run_no_script(hill: Browser) -> None:
    """On the page that asks what is to become of it, and on the one of the set."""
    text = "\n\n".join(
        f"A paragraph of the article says {vector} and goes on." for vector in VECTORS
    )
    page = "".join(
        f"<p>A paragraph of the article says {vector} and goes on.</p>" for vector in HTML
    )
    for form in ({"text": text}, {"text": "x", "html": page}):
        hill.opens("/teach/new").sends(form, having="text", go="clean")
        safe(hill)
        hill.sends({"title": VECTORS[0]}, having="source", go="create")
        assert hill.url.startswith("/teach/sets/"), hill.page
        safe(hill, f"{hill.url}source")
    for name, data in (("a.html", page), ("a.md", text), ("<svg onload=alert(1)>.txt", text)):
        form = hill.opens("/teach/new").form("text").values.to_dict() | {"go": "clean"}
        sent = form | {"file": (io.BytesIO(data.encode()), name)}
        response = hill.client.post("/teach/new", data=sent)
        assert faults(response) == [], name


def test_names_classes_and_notes_run_no_script(hill: Browser) -> None:
    """A class called so, students called so, and what a teacher keeps of them."""
    for vector in (HTML[0], HTML[12], HTML[18]):
        hill.opens("/teach/classes").sends({"name": vector}, having="name")
        safe(hill)
        hill.sends({"names": "\n".join(v for v in SHORT if ";" not in v)}, having="names")
        safe(hill)
    safe(hill, "/teach/classes", "/teach/classes/1", "/teach/classes/1/slips")
    hill.opens("/teach/classes/1").sends({"names": HTML[14]}, having="names")
    students = re.findall(r"/teach/students/\d+", hill.opens("/teach/classes/1").page)
    assert students
    hill.opens(students[0]).sends({"note": HTML[1]}, having="note")
    safe(hill, students[0], f"{students[0]}/merge", f"{students[0]}/erase")


def test_comments_reasons_and_accounts_run_no_script(
    hill: Browser, amira: Browser, begun: Begin, hire: Callable[..., Browser]
) -> None:
    """What one writes is read by somebody else."""
    begun()
    hill.opens("/teach/sets/harbour/publish").sends({"note": HTML[0]}, having="note")
    safe(hill, "/teach/sets/harbour/versions")
    hill.opens("/teach/sets/harbour/give")
    hill.sends({"feedback": "evidence", "release": "submit"}, having="release")
    given = hill.url
    url = joins(amira, f"/join/{given.rsplit('/', 1)[1]}")
    amira.sends({"a.steers.1": HTML[12], "a.advice": HTML[18]}, having="writer")
    amira.sends(to=f"{url}/submit")
    amira.sends({"reason": "\n".join(VECTORS)[:1000]}, having="reason")
    safe(amira, f"{url}/result")
    hill.opens(f"{given}/marking/advice").sends(
        {"comment": HTML[0], "level": "1"}, having="comment"
    )
    safe(hill, f"{given}/marking/advice", f"{given}/answers")
    hill.sends({"word": HTML[16]}, having="word", go="refuse")
    safe(hill, f"{given}/answers")
    safe(amira, f"{url}/result")
    hill.opens(f"{given}/acts/closed").sends({"why": HTML[3]}, having="why")
    safe(hill, given)
    vale = hire(HTML[0], "vale@school.example", "admin")
    safe(vale, "/teach/", "/account/", "/account/people/")


def test_an_address_that_is_none_is_shown_as_words(amira: Browser) -> None:
    for vector in (*HTML[:30], *MARKDOWN[:5]):
        for path in (f"/{vector.replace('/', '_')}", f"/join/{vector[:20].replace('/', '_')}"):
            response = amira.client.get(path, query_string={"next": vector, "q": vector})
            assert faults(response) == [], path
