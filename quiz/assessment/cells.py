"""Cells of a CSV file that no spreadsheet takes for a formula.

A text that begins with = + - @, plain or full-width, a tab or the end of a line is run by
spreadsheets as a formula (OWASP, "CSV injection"), whatever cannot be seen before it. So is what
stands behind a semicolon, a tab or the end of a line, where a spreadsheet of another country takes
that for the end of a cell. An apostrophe before it makes it a text again; numbers stay numbers.
"""

from __future__ import annotations

import re

_UNSEEN = r"[\s\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]*"
_FORMULA = re.compile(
    rf"^(?=[\t\r\n]|{_UNSEEN}[=+\-@＝＋－＠])"
    rf"|(?<=[;\t])(?={_UNSEEN}[=+\-@＝＋－＠])"
    r"|(?<=[\r\n])(?=[^\S\r\n]*[=@＝＠])"
)
_PARTED = re.compile(r"[;\t\r\n]")


def defused(value: object) -> object:
    """Give a value as a cell may hold it: texts made harmless, None as nothing, yes/no as 1/0."""
    if value is None:
        return ""
    if isinstance(value, str):
        plain = value[:1].isalnum() and not _PARTED.search(value)  # most cells, told at a glance
        return value if plain else _FORMULA.sub("'", value)
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return int(value) if value == int(value) else value
    return _FORMULA.sub("'", str(value))
