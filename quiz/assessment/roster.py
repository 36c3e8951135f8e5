"""A list of names as it is typed, pasted or exported: text → rows, and what is wrong with others.

A name a line, numbered or with bullets, is taken as it stands: ``Osei, Amira`` has no columns. A
table is known by its first line, which says what the columns are; they are parted by a semicolon,
a tab or a comma. Faults name their line and say what to do, in English; the pages translate them.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

LONGEST, LONGEST_NOTE = 80, 500
"""Characters of a name, and of a note."""

LEAST, MOST = 1.0, 5.0
"""The extra time that can be given, as a factor."""

MOST_ROWS = 1000
MOST_LINES = 2 * MOST_ROWS
"""Of those that say something; what has more is no list of names, and is read no further."""

LARGEST = 1_000_000
"""Characters of a list."""

Column = Literal["name", "first", "last", "code", "factor", "note"]

HEADINGS: dict[str, Column] = {
    **dict.fromkeys(("name", "names", "student", "students", "pupil", "full name"), "name"),
    **dict.fromkeys(("student name", "schüler", "nom complet", "nombre completo"), "name"),
    **dict.fromkeys(("ім’я", "ім'я", "учень"), "name"),
    **dict.fromkeys(("first name", "forename", "given name", "vorname"), "first"),
    **dict.fromkeys(("prénom", "nombre"), "first"),
    **dict.fromkeys(("last name", "surname", "family name", "nachname"), "last"),
    **dict.fromkeys(("nom", "apellidos", "прізвище"), "last"),
    **dict.fromkeys(("code", "personal code", "kennung", "код"), "code"),
    **dict.fromkeys(("extra time", "time", "factor", "zeitzugabe", "zeit", "час"), "factor"),
    **dict.fromkeys(("time factor", "tiers temps", "tiempo"), "factor"),
    **dict.fromkeys(("note", "notes", "needs", "remark", "notiz", "bemerkung"), "note"),
    **dict.fromkeys(("remarque", "nota", "примітка"), "note"),
}
"""What the columns of a table are called, in lower case."""

_LEAD = re.compile(r"^\s*(?:\d{1,4}\s*[.):]|\d{1,4}(?=\s)|[-–—•*·▪◦‣☐□])\s*")
_MARKS = {";": "semicolon", "\t": "tab", ",": "comma"}
_NO = frozenset(("", "-", "–", "no", "none", "nein", "non", "ні"))


@dataclass(frozen=True, slots=True)
class Row:
    """A student to be: ``line`` counts from 1; ``code`` is one that she has already, or empty."""

    line: int
    name: str
    factor: float = 1.0
    note: str = ""
    code: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """A line that is no student: its words, what is wrong, what to do."""

    line: int
    words: str
    message: str


@dataclass(frozen=True, slots=True)
class Roster:
    """What a text says: all that can be added, and all that cannot."""

    rows: tuple[Row, ...]
    faults: tuple[Fault, ...]


@dataclass(frozen=True, slots=True)
class _Head:
    """What the first line of a table says: the columns known, how many there are, their mark."""

    columns: Mapping[int, Column]
    width: int
    mark: str


class BadFactor(ValueError):
    """Words that say no extra time between 1 and 5; the message says what would."""


class BadName(ValueError):
    """A name in which nothing can be seen, or of more than 80 characters."""


def read(text: str) -> Roster:
    """Read a list; blank lines are none."""
    text = text.removeprefix("\ufeff")
    if len(text) > LARGEST:
        message = f"This is longer than any list of {MOST_ROWS} names. Take a part of it."
        return Roster((), (Fault(1, "", message),))
    head = _heading(text)
    found = list(islice(_table(text, head) if head else _lines(text), MOST_LINES))
    rows = [one for one in found if isinstance(one, Row)]
    faults = [one for one in found if isinstance(one, Fault)]
    faults += [
        Fault(row.line, row.name, f"{MOST_ROWS} names are the most at once. Add the rest later.")
        for row in rows[MOST_ROWS:]
    ]
    return Roster(tuple(rows[:MOST_ROWS]), tuple(sorted(faults, key=lambda fault: fault.line)))


def factor(words: str) -> float:
    """Read extra time: ``1.25``, ``1,25`` or ``25 %`` for a quarter more. Raises BadFactor."""
    plain = words.strip().casefold().replace(",", ".")
    if plain in _NO:
        return 1.0
    found = re.fullmatch(r"(\+?)\s*(\d{1,3}(?:\.\d{1,4})?)\s*(%?)", plain)
    number = float(found[2]) if found else 0.0
    if found and found[3]:
        number = 1 + number / 100 if found[1] or number < 100 else number / 100
    if not LEAST <= number <= MOST:
        message = (
            f"Extra time {words.strip()!r} is not understood: "
            "write 1.25 or 25 % for a quarter more, up to 5."
        )
        raise BadFactor(message)
    return round(number, 4)


def one_line(text: str) -> str:
    """Take words as typed: NFC, one space between them, nothing that cannot be seen."""
    seen = "".join(" " if c.isspace() else c for c in text if c.isspace() or _visible(c))
    return " ".join(unicodedata.normalize("NFC", seen).split())


def clean_name(name: str) -> str:
    """Take a name as typed, in one line. Raises BadName."""
    name = one_line(name)
    if len(name) > LONGEST or not any(map(str.isprintable, name.replace(" ", ""))):
        raise BadName(name)
    return name


def key(name: str) -> tuple[str, ...]:
    """Give what two spellings of one name share: ``Osei, Amira`` and ``amira osei``."""
    return tuple(sorted(re.findall(r"[^\s,;]+", one_line(name).casefold())))


def told_apart(names: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Give each student a name of her own: the second Amira, by id, is ``Amira (2)``."""
    seen: dict[str, int] = {}
    apart = {}
    for id, name in sorted(names):
        seen[name.casefold()] = count = seen.get(name.casefold(), 0) + 1
        apart[id] = name if count == 1 else f"{name} ({count})"
    return apart


def repeated(rows: Iterable[Row], there: Iterable[str]) -> dict[int, str]:
    """Give the lines whose name stands twice, or is there already, with the other spelling."""
    known = {key(name): name for name in there}
    found = {}
    for row in rows:
        if row.code:
            continue
        if key(row.name) in known:
            found[row.line] = known[key(row.name)]
        known.setdefault(key(row.name), row.name)
    return found


def _heading(text: str) -> _Head | None:
    """Read the first line as the head of a table; None where the text is a plain list."""
    first = next((line for line in text.splitlines() if line.strip()), "")
    for mark in (";", "\t", ","):
        cells = [cell.strip().strip('"').strip().casefold() for cell in first.split(mark)]
        known = {i: HEADINGS[cell] for i, cell in enumerate(cells) if cell in HEADINGS}
        once = len(known) == len(set(known.values()))
        if once and {"name", "first", "last"} & set(known.values()):
            return _Head(known, len(cells), mark)
    return None


def _table(text: str, head: _Head) -> Iterator[Row | Fault]:
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=head.mark)
    before, headed = 0, False
    try:
        for cells in lines:
            begin, before = before + 1, lines.line_num
            if any(cell.strip() for cell in cells):
                if headed:
                    yield _of_cells(begin, before, cells, head)
                headed = True
    except csv.Error:
        yield Fault(before + 1, "", "This line is longer than any table's. Take it out.")


def _of_cells(begin: int, end: int, cells: list[str], head: _Head) -> Row | Fault:
    """Read a row that stands on the lines from ``begin`` to ``end``: more than one is a mistake."""
    words = one_line(" ".join(cells))
    if end > begin:
        message = "A quotation mark opens here and closes on another line. Close it or take it out."
        return Fault(begin, words[:LONGEST], message)
    if any(cell.strip() for cell in cells[head.width :]):
        message = (
            f"There are more columns here than the first line names. "
            f"Put quotation marks around what has a {_MARKS[head.mark]} in it."
        )
        return Fault(begin, words, message)
    said = {what: one_line(cells[i]) for i, what in head.columns.items() if i < len(cells)}
    parts = (said.get("first", ""), said.get("last", ""))
    name = said.get("name") or " ".join(part for part in parts if part)
    try:
        extra = factor(said.get("factor", ""))
    except BadFactor as error:
        return Fault(begin, words, str(error))
    return _checked(Row(begin, name, extra, said.get("note", ""), said.get("code", "")), words)


def _lines(text: str) -> Iterator[Row | Fault]:
    for number, line in enumerate(text.splitlines(), 1):
        words = one_line(line)
        name = one_line(_LEAD.sub("", line, count=1))
        if "\t" in _LEAD.sub("", line, count=1).strip() or ";" in line:
            message = (
                "There are several columns here. Put a line above the list that names them: "
                "name, extra time, note."
            )
            yield Fault(number, words, message)
        elif words:
            yield _checked(Row(number, name), words)


def _checked(row: Row, words: str) -> Row | Fault:
    if not row.name or not any(c.isalnum() for c in row.name):
        return Fault(row.line, words, "There is no name in this line. Write one, or take it out.")
    if len(row.name) > LONGEST:
        return Fault(row.line, words[:LONGEST], f"A name has {LONGEST} letters at most.")
    if len(row.note) > LONGEST_NOTE:
        return Fault(row.line, words[:LONGEST], f"A note has {LONGEST_NOTE} letters at most.")
    return row


_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
_BLANK = frozenset("\u115f\u1160\u2800\u3164\uffa0")


def _visible(character: str) -> bool:
    """Control characters, lone surrogates and unassigned ones would spoil a list of names.

    So would those that turn what stands behind them around, and letters that are blank. Joiners
    stay (Cf): names in Persian and in Indic scripts need them.
    """
    spoils = unicodedata.category(character) in {"Cc", "Cs", "Cn", "Co"}
    return not spoils and character not in _TURNING | _BLANK
