"""Each setting once, with a sentence. All come from the environment, as ``QUIZ_…``."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

HERE = Path(__file__).resolve().parent

SHORTEST_SECRET = 32
"""Characters; ours has 64."""


class BadSetting(ValueError):
    """A setting that cannot be used; the message says which, what was seen and what to write."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting: its variable, its key in ``app.config``, its default and what it is for."""

    name: str
    key: str
    default: str
    sentence: str
    read: Callable[[str], Any]


def folder(name: str) -> Path:
    """Find ``templates``, ``static`` or ``questions``: in the package (a wheel), else beside it."""
    inside = HERE / name
    return inside if inside.is_dir() else HERE.parent / name


def from_environment(environ: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Read all settings into keys of ``app.config``. Raises BadSetting."""
    environ = os.environ if environ is None else environ
    return {setting.key: _value(setting, environ) for setting in SETTINGS}


def rows() -> list[tuple[str, str, str]]:
    """Give name, default and sentence of each setting, for the manual."""
    return [(setting.name, setting.default, setting.sentence) for setting in SETTINGS]


def data_folder(environ: Mapping[str, str] | None = None) -> Path:
    """Give the user's own data folder: the database never lies among installed programs."""
    environ = os.environ if environ is None else environ
    home = environ.get("XDG_DATA_HOME") or environ.get("LOCALAPPDATA")
    return (Path(home) if home else Path.home() / ".local" / "share") / "quiz"


def _value(setting: Setting, environ: Mapping[str, str]) -> Any:  # noqa: ANN401 - as it is read
    words = environ.get(setting.name, "").strip()
    if not words and setting.key == "SQLALCHEMY_DATABASE_URI":
        return f"sqlite:///{(data_folder(environ) / 'quiz.sqlite').as_posix()}"
    try:
        return setting.read(words or setting.default)
    except ValueError as error:
        shown = "secret" if setting.key == "SECRET_KEY" else repr(words)  # it may be logged
        message = f"{setting.name} is {shown}, but {error}."
        raise BadSetting(message) from None


def _text(words: str) -> str | None:
    return words or None


def _secret(words: str) -> str | None:
    """Whoever guesses it signs in as anybody."""
    if words and len(words) < SHORTEST_SECRET:
        raise ValueError(f"it must have {SHORTEST_SECRET} characters, best of chance, or be empty")
    return words or None


_NUMBERS = re.compile(r"[?&](prepare_threshold|connect_timeout|tcp_user_timeout)=([^&]*)")
"""What the URL of a PostgreSQL may say to the driver in numbers."""


def _database(words: str) -> str:
    """Name the driver that we use; hosting panels give ``postgres://``."""
    for prefix in ("postgres://", "postgresql://"):
        if words.startswith(prefix):
            return _database("postgresql+psycopg://" + words.removeprefix(prefix))
    for name, value in _NUMBERS.findall(words):
        if not value.isdecimal():
            raise ValueError(f"{name} in it must be a whole number")
    if not words.startswith(("sqlite://", "postgresql+psycopg://")):
        raise ValueError(
            "it must be a URL such as sqlite:////srv/quiz.sqlite or postgresql://quiz@db/quiz"
        )
    path = words.removeprefix("sqlite:///")
    if path in {words, "", ":memory:"}:
        return words
    return f"sqlite:///{Path(path).absolute().as_posix()}"


def _address(words: str) -> str | None:
    if words and not words.startswith(("http://", "https://")):
        raise ValueError("it must be an address such as https://school.example/quiz")
    return words.rstrip("/") or None


def _one_of(*known: str) -> Callable[[str], str]:
    def read(words: str) -> str:
        found = {word.lower(): word for word in known}.get(words.lower())
        if found is None:
            raise ValueError(f"it must be {' or '.join(known)}")
        return found

    return read


def _switch(words: str) -> bool:
    if words.lower() not in {"yes", "no"}:
        raise ValueError("it must be yes or no")
    return words.lower() == "yes"


def _number(least: int, most: int) -> Callable[[str], int]:
    def read(words: str) -> int:
        if not words.isascii() or not words.isdigit() or not least <= int(words) <= most:
            raise ValueError(f"it must be a whole number from {least} to {most}")
        return int(words)

    return read


def _folders(words: str) -> tuple[str, ...]:
    return tuple(part for part in words.split(os.pathsep) if part)


def _zone(words: str) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        ZoneInfo(words)
    except (ZoneInfoNotFoundError, ValueError):
        raise ValueError("it must name a time zone such as Europe/Kyiv") from None
    return words


SETTINGS = (
    Setting(
        "QUIZ_DATABASE_URL",
        "SQLALCHEMY_DATABASE_URI",
        "quiz.sqlite in the user's data folder",
        "Where everything is kept: a URL of SQLite (sqlite:////srv/quiz.sqlite) or PostgreSQL.",
        _database,
    ),
    Setting(
        "QUIZ_SECRET_KEY",
        "SECRET_KEY",
        "",
        "Signs cookies and forms, 32 characters or more; empty: made once, kept in the database.",
        _secret,
    ),
    Setting(
        "QUIZ_SYNCHRONOUS",
        "QUIZ_SYNCHRONOUS",
        "FULL",
        "SQLite only: FULL keeps each answer through a power cut, NORMAL through a crash.",
        _one_of("FULL", "NORMAL"),
    ),
    Setting(
        "QUIZ_QUESTIONS",
        "QUIZ_QUESTIONS",
        "",
        f"Folders of question sets to load beside the shipped ones, parted by {os.pathsep!r}.",
        _folders,
    ),
    Setting(
        "QUIZ_HOST",
        "QUIZ_HOST",
        "127.0.0.1",
        "The address that quiz serve listens on; 0.0.0.0 lets the whole network in.",
        _text,
    ),
    Setting(
        "QUIZ_PORT",
        "QUIZ_PORT",
        "8000",
        "The port that quiz serve listens on.",
        _number(1, 65535),
    ),
    Setting(
        "QUIZ_WORKERS",
        "QUIZ_WORKERS",
        "0",
        "Processes that answer requests; 0: one a processor, on SQLite two at most.",
        _number(0, 256),
    ),
    Setting(
        "QUIZ_THREADS",
        "QUIZ_THREADS",
        "0",
        "Threads in each process; 0: four, on SQLite two, which most pages of students do without.",
        _number(0, 64),
    ),
    Setting(
        "QUIZ_PROXIES",
        "QUIZ_PROXIES",
        "0",
        "How many proxies stand before it; their X-Forwarded-… are believed.",
        _number(0, 10),
    ),
    Setting(
        "QUIZ_ADDRESS",
        "QUIZ_ADDRESS",
        "",
        "The address that people open, where it is not host and port; for links that are printed.",
        _address,
    ),
    Setting(
        "QUIZ_LOG",
        "QUIZ_LOG",
        "plain",
        "plain tells what goes wrong, in words; json each request too, all as lines of JSON.",
        _one_of("plain", "json"),
    ),
    Setting(
        "QUIZ_METRICS_PORT",
        "QUIZ_METRICS_PORT",
        "0",
        "The port that quiz serve shows figures for Prometheus on; 0: none are counted.",
        _number(0, 65535),
    ),
    Setting(
        "QUIZ_METRICS_HOST",
        "QUIZ_METRICS_HOST",
        "127.0.0.1",
        "The address of that port; keep it off the network of students.",
        _text,
    ),
    Setting(
        "QUIZ_SECURE_COOKIES",
        "SESSION_COOKIE_SECURE",
        "no",
        "yes sends cookies over HTTPS only; set it wherever the service is reached by HTTPS.",
        _switch,
    ),
    Setting(
        "QUIZ_TIMEZONE",
        "BABEL_DEFAULT_TIMEZONE",
        "UTC",
        "The time zone in which times are shown, such as Europe/Kyiv.",
        _zone,
    ),
)
