"""What templates do to values: Markdown to safe HTML, points, times, minutes."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from functools import lru_cache
from typing import TYPE_CHECKING

import nh3
from flask import current_app
from flask_babel import (
    format_datetime,
    format_decimal,
    format_time,
    gettext,
    lazy_gettext,
    ngettext,
)
from markdown_it import MarkdownIt
from markupsafe import Markup, escape

from quiz.assessment.check.codes import CODES
from quiz.assessment.interaction import Gap, Inline, Option, Order, Words
from quiz.assessment.recall import recalled
from quiz.web import locale

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flask import Flask

    from quiz.assessment.interaction import Interaction
    from quiz.assessment.model import Raw

INLINE_TAGS = {"em", "strong", "code", "a", "br"}
BLOCK_TAGS = INLINE_TAGS | {
    *("p", "ul", "ol", "li", "blockquote", "pre", "hr"),
    *("table", "thead", "tbody", "tr", "th", "td", "h3", "h4", "h5", "h6"),
}
ATTRIBUTES = {"a": {"href", "title"}, "ol": {"start"}}

SKILLS = {
    "locate": lazy_gettext("Locate"),
    "interpret": lazy_gettext("Interpret"),
    "infer": lazy_gettext("Infer"),
    "evaluate": lazy_gettext("Evaluate"),
    "vocabulary": lazy_gettext("Vocabulary"),
    "": lazy_gettext("Other"),
}

KINDS = {
    "choice": lazy_gettext("Choose one"),
    "true-false": lazy_gettext("True, false, not given"),
    "multiple-response": lazy_gettext("Choose several"),
    "text-entry": lazy_gettext("Short answer"),
    "numeric-entry": lazy_gettext("Number"),
    "gaps": lazy_gettext("Complete a text"),
    "match": lazy_gettext("Match"),
    "order": lazy_gettext("Put in order"),
    "hot-text": lazy_gettext("Select sentences"),
    "extended-text": lazy_gettext("Write a text"),
    "weighted-choice": lazy_gettext("Choices with weights"),
}
"""What the item types are called on screen, the most used first."""

# Words a minute of a reader at each level, for "about 4 minutes": a rule of thumb, read slowly
# enough to answer questions.
PACE = {"A1": 80, "A2": 100, "B1": 130, "B2": 160, "C1": 190, "C2": 220}
USUAL_PACE = 180

_MARKDOWN = MarkdownIt("commonmark", {"html": False}).enable("table").disable("image")

# A gap stands in the Markdown as its number between two characters that no text may hold.
_OPEN, _CLOSE = "\ue000", "\ue001"
_PLACEHOLDER = re.compile(f"{_OPEN}(\\d+){_CLOSE}")
_RESERVED = re.compile(f"[{_OPEN}{_CLOSE}]")


def init_app(app: Flask) -> None:
    """Register the filters under their own names."""
    for function in FILTERS:
        app.jinja_env.filters[function.__name__] = function
    app.jinja_env.tests["gap"] = is_gap
    app.jinja_env.globals["question_kinds"] = tuple(KINDS)


@recalled(8192)
def inline(source: str) -> Markup:
    """Render inline Markdown: emphasis, code, links. Nothing that is HTML gets through."""
    return _clean(_MARKDOWN.renderInline(source), INLINE_TAGS)


@recalled(2048)
def block(source: str) -> Markup:
    """Render Markdown with paragraphs, lists and tables; a fenced block is a quotation."""
    html = _MARKDOWN.render(source)
    html = re.sub(r"<pre><code[^>]*>", "<blockquote><pre>", html)
    return _clean(html.replace("</code></pre>", "</pre></blockquote>"), BLOCK_TAGS)


def _clean(html: str, tags: set[str]) -> Markup:
    """Let through what is allowed; a second lock behind the Markdown reader, which is the first."""
    safe = nh3.clean(html, tags=tags, attributes=ATTRIBUTES, url_schemes={"http", "https"})
    return Markup(safe)  # noqa: S704 - it comes out of the sanitiser


@lru_cache(maxsize=2048)
def pieces(interaction: Inline) -> tuple[Markup | Gap, ...]:
    """Render a text with gaps: HTML and gaps in turn.

    The joined text is rendered at once, so that a gap may stand in a list or in a table. A gap
    that Markdown swallowed (inside a link's address, say) comes at the end rather than never.
    """
    gaps = interaction.gaps
    parts = _PLACEHOLDER.split(block(_with_placeholders(interaction)))
    found: list[Markup | Gap] = []
    for index, part in enumerate(parts):
        found.append(gaps[int(part)] if index % 2 else Markup(part))  # noqa: S704 - from block()
    return (*found, *(gap for gap in gaps if gap not in found))


def _with_placeholders(interaction: Inline) -> str:
    gaps = iter(range(len(interaction.gaps)))
    return "".join(
        _RESERVED.sub("", piece.source)
        if isinstance(piece, Words)
        else f"{_OPEN}{next(gaps)}{_CLOSE}"
        for piece in interaction.pieces
    )


def plain(source: str) -> str:
    """Give inline Markdown as bare words, for places that hold no elements (an option's text)."""
    return inline(source).striptags()


def in_order(interaction: Order, raw: Raw) -> list[Option]:
    """Sort entries as the student numbered them; as they came while a number is missing."""
    given = {entry.id: "".join(raw.get(entry.id, ())) for entry in interaction.entries}
    wanted = [str(n) for n in range(1, len(given) + 1)]
    if sorted(given.values()) != sorted(wanted):
        return list(interaction.entries)
    return sorted(interaction.entries, key=lambda entry: int(given[entry.id]))


def is_gap(piece: object) -> bool:
    """Whether a piece of a text with gaps is a gap."""
    return isinstance(piece, Gap)


def kind(interaction: Interaction) -> str:
    """Name a way of answering as its template is named: ``text_entry``."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", type(interaction).__name__).lower()


def points(value: float) -> str:
    """Write points without the noise of binary fractions: "7.5", "1", "0.33"."""
    return _points(round(value, 2) + 0.0, locale.language())


@lru_cache(maxsize=2048)
def _points(value: float, _language: str) -> str:
    return str(format_decimal(value, format="0.##"))


def time(moment: datetime) -> Markup:
    """Write a moment's hour and minute; a script may turn it into the reader's own time zone."""
    minute = moment.replace(second=0, microsecond=0)
    return _written(moment, _clock(minute, locale.language(), _zone()))


@lru_cache(maxsize=1024)
def _clock(minute: datetime, _language: str, _zone: str) -> str:
    return str(format_time(minute, "HH:mm"))


def _zone() -> str:
    return str(current_app.config["BABEL_DEFAULT_TIMEZONE"])


def day(moment: datetime) -> Markup:
    """Write a moment with its day: "23 Nov 2026, 14:02"."""
    minute = moment.replace(second=0, microsecond=0)
    return _written(moment, _calendar(minute, locale.language(), _zone()), " data-day")


@lru_cache(maxsize=1024)
def _calendar(minute: datetime, _language: str, _zone: str) -> str:
    return str(format_datetime(minute, "d MMM yyyy, HH:mm"))


def _written(moment: datetime, words: str, mark: str = "") -> Markup:
    when = moment.isoformat(timespec="seconds")
    return Markup(f'<time datetime="{when}"{mark}>{escape(words)}</time>')  # noqa: S704


def moment(iso: str) -> datetime:
    """Read a moment as it is kept in a log."""
    return datetime.fromisoformat(iso)


def said(value: str | float) -> Markup | str:
    """Write a value out of a log: a moment as a day and a time, anything else as it stands."""
    try:
        return day(moment(str(value)))
    except ValueError:
        return str(value)


def number_in(key: str, numbers: Mapping[str, int]) -> int | str:
    """Give the number of a question; its id where it has none."""
    return numbers.get(key, key)


def minutes(length: timedelta) -> str:
    """Write a length in minutes, one at least: "11 min", "1 h 30 min"."""
    return _minutes(max(round(length / timedelta(minutes=1)), 1), locale.language())


@lru_cache(maxsize=1024)
def _minutes(count: int, _language: str) -> str:
    hours, rest = divmod(count, 60)
    if not hours:
        return str(gettext("%(count)s min", count=rest))
    if not rest:
        return str(gettext("%(count)s h", count=hours))
    return str(gettext("%(hours)s h %(rest)s min", hours=hours, rest=rest))


def reading_time(words: int, level: str) -> str:
    """Tell how long a reader of that level is likely to need for so many words."""
    pace = PACE.get(level.upper()[:2], USUAL_PACE)
    count = max(round(words / pace), 1)
    return str(ngettext("about %(count)s minute", "about %(count)s minutes", count, count=count))


def skill(name: str) -> str:
    """Name a reading skill on screen; a set's own word stands as it is."""
    return _skill(name, locale.language())


@lru_cache(maxsize=256)
def _skill(name: str, _language: str) -> str:
    return str(SKILLS.get(name, name))


def type_name(name: str) -> str:
    """Name an item type on screen."""
    return str(KINDS.get(name, name))


def code_meaning(code: str) -> str:
    """Say what a finding's code stands for."""
    return CODES.get(code, "")


def percent(share: float | None) -> str:
    """Write a share as a whole percentage: "58 %"; a dash where there is none."""
    return "–" if share is None else f"{100 * share:.0f}\N{NO-BREAK SPACE}%"


def figure(value: float | None) -> str:
    """Write a figure to two places, with a true minus; a dash where there is none."""
    if value is None:
        return "–"
    written = format_decimal(round(value, 2) + 0.0, format="0.00")
    return str(written).replace("-", "\N{MINUS SIGN}")


def seconds(length: float) -> str:
    """Write a length in seconds, or in minutes from two on."""
    if length < 120:
        return str(gettext("%(count)s s", count=round(length)))
    return minutes(timedelta(seconds=length))


FILTERS = (
    *(percent, figure, seconds),
    *(inline, block, pieces, plain, in_order, kind),
    *(
        points,
        time,
        day,
        moment,
        said,
        number_in,
        minutes,
        reading_time,
        skill,
        type_name,
        code_meaning,
    ),
)
