"""Templates that are kept as they are compiled: the next start need not compile them."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest
from jinja2 import DictLoader, Environment

from quiz.web import compiled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flask import Flask

    Start = Callable[[], Environment]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where compiled templates are kept."""
    made = tmp_path / "kept"
    made.mkdir()
    return made


@pytest.fixture
def start(folder: Path) -> Start:
    """Begin anew, with nothing in mind but what is in the folder."""

    def starts() -> Environment:
        pages = DictLoader({"page": "Hello {{ name }}"})
        return Environment(
            loader=pages,
            autoescape=True,
            bytecode_cache=compiled.Compiled(str(folder), "%s.cache"),
        )

    return starts


def read(environment: Environment) -> str:
    return environment.get_template("page").render(name="Amira")


def refuse(*_given: object, **_named: object) -> str:
    raise AssertionError("it was compiled again")


def test_a_template_is_compiled_once_for_all_starts(
    start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert read(start()) == "Hello Amira"
    monkeypatch.setattr(Environment, "_compile", refuse)

    assert read(start()) == "Hello Amira"


@pytest.mark.parametrize("length", [0, 1, 12, 40, -1])
def test_a_file_that_was_torn_is_made_again(start: Start, folder: Path, length: int) -> None:
    read(start())
    (kept,) = folder.iterdir()
    whole = kept.read_bytes()
    kept.write_bytes(whole[:length])

    assert read(start()) == "Hello Amira"
    assert kept.read_bytes() == whole


def test_where_nothing_can_be_kept_pages_are_shown_all_the_same(start: Start, folder: Path) -> None:
    shutil.rmtree(folder)

    assert read(start()) == "Hello Amira"


def test_the_app_keeps_them_where_python_keeps_its_own(
    app: Flask, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("sys.pycache_prefix", str(tmp_path))
    monkeypatch.setattr("sys.dont_write_bytecode", False)
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", None)
    compiled.init_app(app)
    monkeypatch.setattr(app.jinja_env, "cache", {})
    app.test_client().get("/")

    assert any(path.name.startswith("templates-") for path in tmp_path.rglob("*.cache"))


def test_python_told_to_keep_nothing_keeps_no_templates_either(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.dont_write_bytecode", True)
    monkeypatch.setattr(app.jinja_env, "bytecode_cache", None)
    compiled.init_app(app)

    assert app.jinja_env.bytecode_cache is None
