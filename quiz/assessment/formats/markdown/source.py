"""Bytes → lines: encodings, line ends, sizes; and the form of a document that is hashed."""

from __future__ import annotations

import hashlib
import re

from quiz.assessment.document import Finding, Place

LARGEST = 500_000  # bytes of one document, indents not counted, …
_LARGEST_IN_ALL = 10 * LARGEST  # … and counted
_BOM = "\ufeff"
_NO_TEXT = re.compile("[\x00-\x08\x0b-\x1f\ud800-\udfff]")


def canonical(source: str) -> str:
    """Give a document with LF line ends, no BOM and one final newline."""
    text = source.removeprefix(_BOM).replace("\r\n", "\n").replace("\r", "\n")
    return text.rstrip("\n") + "\n"


def digest(source: str) -> str:
    """Give the SHA-256 of a document's canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(source).encode("utf-8", "surrogatepass")).hexdigest()


def decode(source: str | bytes) -> tuple[str, list[Finding]]:
    """Read bytes as UTF-8. What is no text, or too large, is a finding and reads as nothing."""
    size = len(source)
    if size > LARGEST and (size > _LARGEST_IN_ALL or _without_indents(source) > LARGEST):
        message = f"the document has {size / 1e3:,.0f} kB; a set may have {LARGEST / 1e3:.0f} kB"
        return "", [Finding("E100", Place(1), message, hint="part it into several sets")]
    if isinstance(source, str):
        return _clean(source)
    if source.startswith((b"\xff\xfe", b"\xfe\xff")):
        return _utf16(source)
    try:
        return _clean(source.decode("utf-8"))
    except UnicodeDecodeError as error:
        line = source.count(b"\n", 0, error.start) + 1
        column = error.start - source.rfind(b"\n", 0, error.start)
        message = (
            f"byte 0x{source[error.start]:02x} is no UTF-8: this is no text, or in another encoding"
        )
        return "", [Finding("E100", Place(line, column), message, hint="save the file as UTF-8")]


def _without_indents(source: str | bytes) -> int:
    """Measure a document without indents: lists within lists have more of them than of words."""
    return sum(len(line.lstrip()) for line in source.splitlines())


def _utf16(source: bytes) -> tuple[str, list[Finding]]:
    try:
        return _clean(source.decode("utf-16"))
    except UnicodeDecodeError:
        return "", [Finding("E100", Place(1), "this is no text", hint="save the file as UTF-8")]


def _clean(text: str) -> tuple[str, list[Finding]]:
    """Refuse what no text holds: control characters and lone surrogates."""
    text = canonical(text)
    found = _NO_TEXT.search(text)
    if found is None:
        return text, []
    start = found.start()
    place = Place(text.count("\n", 0, start) + 1, start - text.rfind("\n", 0, start))
    message = f"the character U+{ord(found[0]):04X} is not allowed: this is no text file"
    hint = "remove it, or save the file as plain text in UTF-8"
    return "", [Finding("E100", place, message, hint=hint)]
