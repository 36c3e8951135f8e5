"""Every door of the service, tried by somebody who has no key to it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from tests.web.conftest import joins

if TYPE_CHECKING:
    from flask import Flask

    from tests.web.browser import Browser

OPEN = {"student.home.show", "student.home.join", "student.preferences.show", "file"}
"""What anybody may open; whatever else there is must be locked."""

VALUES = {
    "token": "zzzz-zzzz-zzzz",
    "code": "ZZZZ-ZZZZ",
    "item": "leaves",
    "version": "000000000000",
    "filename": "no.css",
}


def test_a_stranger_finds_every_door_locked(
    app: Flask, amira: Browser, stranger: Browser, practice: str
) -> None:
    """Each address of the URL map, by each of its methods, with links and codes that are none."""
    joins(amira, practice)
    token = stranger.opens("/").form("csrf_token").values["csrf_token"]
    tried = 0
    for rule in app.url_map.iter_rules():
        if rule.endpoint in OPEN:
            continue
        with app.test_request_context():
            values: dict[str, Any] = {name: VALUES[name] for name in rule.arguments}
            url = app.url_for(rule.endpoint, **values)
        for method in (rule.methods or set()) & {"GET", "POST"}:
            data = {"csrf_token": token} if method == "POST" else None
            answer = stranger.client.open(url, method=method, data=data)
            assert answer.status_code == 404, (method, url)
            tried += 1
    assert tried >= 10


def test_a_page_is_named_as_its_module_and_its_template(app: Flask) -> None:
    """Endpoint = module = function, so a name leads to the file."""
    for rule in app.url_map.iter_rules():
        if rule.endpoint == "file":
            continue
        view = app.view_functions[rule.endpoint]
        assert f"{view.__module__}.{view.__name__}" == f"quiz.web.{rule.endpoint}"
