"""Pieces of pages that are kept: rendered once for each key, and never for another."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import pytest

from quiz.web import locale

if TYPE_CHECKING:
    from flask import Flask

Render = Callable[..., str]


@pytest.fixture
def render(app: Flask) -> Render:
    """Render a piece that tells how often its inside was rendered."""
    numbers = count(1)
    template = app.jinja_env.from_string(
        '{% kept "piece", key, part %}<b>{{ key }}{{ part }} {{ number() }}</b>{% endkept %}'
    )

    def rendered(key: object, part: object = "") -> str:
        with app.test_request_context("/"):
            return template.render(key=key, part=part, number=lambda: next(numbers))

    return rendered


def test_it_is_rendered_once_for_each_key(render: Render) -> None:
    assert [render(1), render(2), render(1), render(1, "x")] == [
        "<b>1 1</b>",
        "<b>2 2</b>",
        "<b>1 1</b>",
        "<b>1x 3</b>",
    ]


def test_without_a_key_it_is_rendered_each_time(render: Render) -> None:
    assert [render(None), render(None)] == ["<b>None 1</b>", "<b>None 2</b>"]


def test_each_language_has_its_own(render: Render, monkeypatch: pytest.MonkeyPatch) -> None:
    render(1)
    monkeypatch.setattr(locale, "language", lambda: "uk")

    assert render(1) == "<b>1 2</b>"


def test_what_is_inside_is_escaped_as_everywhere(render: Render) -> None:
    assert render("<i>") == "<b>&lt;i&gt; 1</b>"
