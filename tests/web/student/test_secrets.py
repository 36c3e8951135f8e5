"""Nothing of the key, the evidence, the explanations or the feedback leaves before release."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import update

from quiz.storage import assignments, sets, tables, writing
from tests.conftest import SETTINGS, Clock, making, url_of
from tests.web.browser import Browser
from tests.web.conftest import joins
from tests.web.student.test_attempts import Script

if TYPE_CHECKING:
    from flask import Flask
    from jinja2 import BytecodeCache

SENTINEL = "wombat"

SET = """---
id: harbour
title: The night ferry
language: en
---

# The night ferry

The night ferry leaves the old harbour at ten. It carries forty lorries. Petro Lysenko has
steered it for nineteen years.

The council says that the old quay is sinking. A third report is due next year.

## When does it leave? {{#leaves skill=locate cite=yes}}

- [{x}] At nine

  Feedback of nine: {secret}.
- [{y}] At ten

  Feedback of ten: {secret}.

> {quote}

Explanation: {secret}

Hint: {secret}

## How many lorries does it carry? {{#lorries skill=locate}}

Answer: {number}

> It carries forty lorries.

## Who steers it? {{#steers skill=locate}}

Answer: {name}

> Petro Lysenko has steered it for nineteen years.

## Match. {{#sides evidence=none}}

| Side | Wish |
| --- | --- |
| The council | {one} |
| The fishermen | {two} |

## Put in order. {{#order evidence=none}}

1. {first}
2. {second}
3. A third

## Complete. {{#complete evidence=none}}

The quay is [[{typed}]] and the report [[{right} | ~{wrong}]].

## Which sentence? {{#reason}}

Select: 1

> {quote}

## What would you do? {{#advice evidence=none}}

Rubric:

- {levels}: {secret}
- 0: nothing

Sample answer: {secret} {secret}
"""

THIS = {
    "x": "x",
    "y": " ",
    "secret": f"{SENTINEL} here",
    "quote": "The night ferry leaves the old harbour at ten.",
    "number": "40",
    "name": "Petro Lysenko",
    "one": "a new quay",
    "two": "the old quay",
    "first": "The report",
    "second": "The vote",
    "typed": f"{SENTINEL} typed",
    "right": "late",
    "wrong": "early",
    "levels": "1",
}
THAT = THIS | {
    "x": " ",
    "y": "x",
    "secret": f"a quite different {SENTINEL}, longer by far",
    "quote": "The council says that the old quay is sinking.",
    "number": "1234.5",
    "name": f"{SENTINEL} | Somebody Else Altogether",
    "one": "the old quay",
    "two": "a new quay",
    "first": "The vote",
    "second": "The report",
    "typed": f"{SENTINEL}, much longer than the other | and more",
    "right": "early",
    "wrong": "late",
}

RANDOM = (
    r'(?<=name="csrf_token" value=")[^"]+',
    r'(?<=name="writer" value=")[^"]+',
    r"\b[2-9a-z]{4}-[2-9a-z]{4}-[2-9a-z]{4}\b",
    r"\b[2-9A-Z]{4}-[2-9A-Z]{4}(-[2-9A-Z]{4})?\b",
)


RULES: list[dict[str, Any]] = [
    {},
    {"by_question": True},
    {"by_question": True, "shuffle": False, "release": "close"},
    {"release": "teacher"},
]
"""One page and a page a question; shown at once, after the close, when the teacher says so."""


def walk(app: Flask, source: str, clock: Clock, rules: dict[str, Any]) -> list[str]:
    """Go through an attempt as Amira does; give every page and fragment that she is sent.

    The last is the result. Where it is not released at once, the page before the last is what she
    is told until then.
    """
    with app.app_context():
        loaded = sets.load(source, origin="a file", name="harbour", now=clock.now)
        assert not loaded.refused, loaded.findings
        closes = clock.now + timedelta(hours=1) if rules.get("release") == "close" else None
        made = assignments.create("harbour", now=clock.now, closes=closes, **rules)
        code = made.code
    amira = Browser(app.test_client())
    pages = [amira.opens(f"/join/{code}").page]
    url = joins(amira, f"/join/{code}")
    pages.append(amira.page)
    for item, answer in (
        ("leaves", {"a__leaves": "at-nine"}),
        ("steers", {"a__steers__1": "Petro Lysenko"}),
        ("lorries", {"a__lorries__1": "40"}),
        ("order", {"a__order__the_vote": "1"}),
    ):
        script = Script(amira.opens(f"{url}?q={item}"))
        pages += [amira.page, script.saves(item, None, **answer).text]
    for path in (
        "",
        "?q=complete",
        "?q=advice",
        "/sentences/leaves",
        "/sentences/reason",
        "/review",
    ):
        pages.append(amira.opens(url + path).page)
    amira.sends(to=f"{url}/submit")
    pages.append(amira.page)
    if rules.get("release"):
        pages.append(amira.opens(f"/join/{code}").page)
        with later(clock, hours=2), app.app_context():
            if rules["release"] == "teacher":
                with writing() as session:
                    session.execute(update(tables.Assignment).values(released_at=clock.now))
            pages.append(amira.opens(f"{url}/result").page)
    return [normal(page) for page in pages]


def normal(page: str) -> str:
    """Put the same word in the place of what chance made."""
    for pattern in RANDOM:
        page = re.sub(pattern, "…", page)
    return page


@contextmanager
def later(clock: Clock, **units: float) -> Iterator[None]:
    """Let time pass, for a while."""
    before = clock.now
    clock.passes(**units)
    yield
    clock.now = before


@pytest.fixture(scope="module", params=RULES, ids=lambda rules: ",".join(rules) or "plain")
def walks(
    request: pytest.FixtureRequest, compiled: BytecodeCache, newest_file: Path
) -> tuple[list[str], list[str]]:
    """The same walk through two sets that differ only in what must stay secret."""
    clock, found = Clock(), []
    with (
        TemporaryDirectory(dir=newest_file.parent) as folder,
        pytest.MonkeyPatch.context() as patch,
        making(compiled) as make,
    ):
        patch.setattr("quiz.web.clock.now", lambda: clock.now)
        for name, words in (("this", THIS), ("that", THAT)):
            file = Path(folder) / f"{name}.sqlite"
            shutil.copyfile(newest_file, file)
            app = make(url_of(file), **SETTINGS)
            found.append(walk(app, SET.format(**words), clock, request.param))
    return found[0], found[1]


def test_two_sets_that_differ_only_in_their_keys_give_the_same_bytes(
    walks: tuple[list[str], list[str]],
) -> None:
    """From the landing page to the review, and in every receipt; the results do differ."""
    this, that = walks
    assert this[:-1] == that[:-1]
    assert this[-1] != that[-1]


def test_no_secret_word_is_on_any_page_before_release(
    walks: tuple[list[str], list[str]],
) -> None:
    """Sentinel words of explanations, feedback, hints, samples, rubrics and typed keys."""
    for pages in walks:
        assert not [page for page in pages[:-1] if SENTINEL in page.lower()]
        assert SENTINEL in pages[-1].lower()
