"""Cookies by name."""

from __future__ import annotations

import pytest
from werkzeug.http import parse_cookie

from quiz.web import cookies


@pytest.mark.parametrize(
    "sent",
    [
        "",
        "session=abc.d-e_f.g",
        "theme=dark; session=abc; more=1",
        "session=one; session=two",
        "sessions=a;session=b",
        "session",
        " session = spaced ;x",
        "a=session=b; session==c",
    ],
)
def test_a_cookie_is_found_as_the_library_finds_it(sent: str) -> None:
    assert cookies.found(sent, "session") == parse_cookie(sent).get("session", "")
