"""The school that takes anything, and what its forms would send."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.web.browser import Forms, merged
from tests.web.doors import DOORS, MAY, kind
from tests.web.school import School, opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from jinja2 import BytecodeCache

Fields = list[tuple[str, str]]


@pytest.fixture(scope="module")
def school(compiled: BytecodeCache, other_url: str) -> Iterator[School]:
    """The school, for all cases at once: they leave it as it was."""
    with opened(compiled, other_url) as school:
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


def somebody(endpoint: str, method: str) -> str:
    """Who may: Ms Hill, if she does."""
    may = MAY[kind(endpoint, method)]
    return min(may, default="stranger", key=lambda name: (name != "hill", name))


def good_at(school: School, forms: dict[str, Fields], endpoint: str, url: str) -> Fields:
    """What the forms of pages send to an address, and what else there must be in it."""
    return [*forms.get(url, []), *school.forms.get(endpoint, {}).items()]
