"""Cells of a CSV file that no spreadsheet takes for a formula.

A text that begins with = + - @, plain or full-width, a tab or the end of a line is run by
spreadsheets as a formula (OWASP, "CSV injection"). An apostrophe before it makes it a text again;
numbers stay numbers.
"""

from __future__ import annotations

DANGEROUS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def defused(value: object) -> object:
    """Give a value as a cell may hold it: texts made harmless, None as nothing, yes/no as 1/0."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return int(value)
    if isinstance(value, int | float):
        return int(value) if value == int(value) else value
    text = str(value)
    return f"'{text}" if text.startswith(DANGEROUS) else text
