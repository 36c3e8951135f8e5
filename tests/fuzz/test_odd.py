"""What no form expects, in every field at once; PostgreSQL refuses some of what SQLite keeps."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.fuzz.cases import no_hang
from tests.fuzz.conftest import Fields, taking
from tests.web.doors import MAY, kind

if TYPE_CHECKING:
    from tests.web.school import School

DATABASE = "both"

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
