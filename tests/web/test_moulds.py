"""Pages that are made once and filled in: each reader's words, and nobody else's."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import TYPE_CHECKING

import pytest
from flask import session
from jinja2 import DictLoader
from jinja2.exceptions import UndefinedError
from markupsafe import Markup

from quiz.web import moulds

if TYPE_CHECKING:
    from flask import Flask

Read = Callable[..., str]

TEMPLATES = {
    "plain": "{{ made() }} {{ shown }}: {{ own.name }} <a href='/x/{{ own.name }}'>",
    "form": "{{ csrf_token() }} {{ here }}",
    "links": "{{ preferences.theme }} {{ url_for('student.home.show') }}",
    "curious": "{{ 'Hello' if own.name == 'Amira' }}",
    "greedy": "{{ own.code }}",
}


@pytest.fixture
def read(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Read a page as somebody would."""
    made = count(1)
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    monkeypatch.setitem(app.jinja_env.globals, "made", lambda: next(made))

    def reads(
        template: str, shown: object = "", *, path: str = "/", root: str = "", **own: str
    ) -> str:
        headers = {"Cookie": own.pop("cookie", "")}
        below = {"SCRIPT_NAME": root}
        with app.test_request_context(path, headers=headers, environ_overrides=below):
            session["csrf_token"] = own.pop("session", "")
            return moulds.page(template, shown, **own)

    return reads


def test_a_page_is_made_once_for_all_to_whom_it_shows_the_same(read: Read) -> None:
    assert [read("plain", 1, name="Amira"), read("plain", 1, name="Ben")] == [
        "1 1: Amira <a href='/x/Amira'>",
        "1 1: Ben <a href='/x/Ben'>",
    ]
    assert read("plain", 2, name="Amira").startswith("2 2: ")


def test_what_is_filled_in_is_escaped_unless_it_is_markup(read: Read) -> None:
    assert ": &lt;i&gt; <a" in read("plain", name="<i>")
    assert ": <i> <a" in read("plain", name=Markup("<i>"))


def test_words_cannot_take_the_place_of_other_words(read: Read) -> None:
    """What looks like a mark comes from nobody but us: its sign is by chance."""
    words = read("plain", name="own-name-")
    assert ": own-name- <a" in words


def test_token_and_address_are_each_readers_own(read: Read) -> None:
    first, address = read("form", path="/?a=1", session="amira").split()
    other, elsewhere = read("form", path="/?a=%3C2%3E", session="ben").split()
    assert first != other
    assert (address, elsewhere) == ("/?a=1", "/?a=%3C2%3E")
    assert read("form", session="amira").startswith(first)


def test_how_one_reads_and_where_the_service_lies_make_other_pages(read: Read) -> None:
    assert read("links") == "auto /"
    assert read("links", cookie="preferences=3.wide.dark") == "dark /"
    assert read("links", root="/quiz") == "auto /quiz/"


def test_a_template_cannot_ask_what_it_was_not_shown(read: Read) -> None:
    """A mark is no name: what depends on it must be in what is shown. Nor is there more to see."""
    assert read("curious", name="Amira") == ""
    with pytest.raises(UndefinedError):
        read("greedy", name="Amira")


def test_a_piece_is_made_once_too_and_knows_nothing_of_its_reader(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = count(1)
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEMPLATES))
    monkeypatch.setitem(app.jinja_env.globals, "made", lambda: next(made))
    with app.test_request_context():
        pieces = [moulds.piece("plain", 1, name=name) for name in ("Amira", "<i>")]
        with pytest.raises(UndefinedError):
            moulds.piece("links", 1)

    assert pieces == ["1 1: Amira <a href='/x/Amira'>", "1 1: &lt;i&gt; <a href='/x/&lt;i&gt;'>"]
