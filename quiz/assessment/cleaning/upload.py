"""An uploaded file → text and its kind, or words that say why it is none and what to do."""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping

LARGEST = 2_000_000  # bytes

_KINDS: Mapping[str, str] = {
    "html": "html",
    "htm": "html",
    "xhtml": "html",
    "md": "markdown",
    "markdown": "markdown",
    "mdown": "markdown",
    "txt": "text",
    "text": "text",
    "": "text",
}
_TAKEN = "Upload .html, .txt or .md, or copy the text and paste it."
_SIGNATURES = (
    (b"%PDF", "a PDF"),
    (b"{\\rtf", "a Rich Text file"),
    (b"\xd0\xcf\x11\xe0", "a Word document of the old kind (.doc)"),
    (b"\x89PNG", "a picture"),
    (b"\xff\xd8\xff", "a picture"),
    (b"GIF8", "a picture"),
    (b"RIFF", "a picture or a recording"),
    (b"\x1f\x8b", "a packed file"),
    (b"Rar!", "a packed file"),
    (b"7z\xbc\xaf", "a packed file"),
    (b"bplist", "a web archive"),
    (b"SQLite format 3", "a database"),
)
_ZIPPED = (
    (b"word/", "a Word document (.docx)"),
    (b"opendocument.text", "an OpenDocument text (.odt)"),
    (b"epub+zip", "an e-book (.epub)"),
    (b"xl/", "a spreadsheet (.xlsx)"),
    (b"ppt/", "a presentation (.pptx)"),
)
_MARKED = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_CHARSET = re.compile(
    rb"<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*[\"']?([\w.:-]{2,30})"
)
_CONTROL = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")
_TAGS = re.compile(
    r"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?(?:<!doctype html|<html[\s>])", re.IGNORECASE
)
_MOST_FOREIGN = 0.15  # share of bytes beyond ASCII, up to which a text can be West European


def read_upload(name: str, data: bytes) -> tuple[str, str] | str:
    """Read an uploaded file: its text and its kind (`html`, `markdown`, `text`).

    Where it is no text that a passage can be made of, gives a sentence or two about that instead.
    """
    if trouble := _trouble(name, data):
        return trouble
    text = _decoded(data)
    if text is None:
        return (
            f"The letters of {_shown(name)} cannot be read. Save it as UTF-8 and upload it again."
        )
    if not text.strip():
        return f"{_shown(name)} has no text in it."
    kind = _KINDS.get(_extension(name), "text")
    return text, "html" if kind == "text" and _TAGS.match(text) else kind


def _shown(name: str) -> str:
    """Give the file's own name, without folders and not too long."""
    own = " ".join(re.split(r"[/\\]", name)[-1].split())
    return f"“{own[:60]}”" if own else "The file"


def _extension(name: str) -> str:
    own = re.split(r"[/\\]", name)[-1]
    return own.rpartition(".")[2].strip().lower() if "." in own else ""


def _trouble(name: str, data: bytes) -> str:
    """Say what a file is when it is no text, or too large."""
    shown = _shown(name)
    if len(data) > LARGEST:
        size, most = len(data) / 1e6, LARGEST // 1_000_000
        return f"{shown} has {size:.1f} MB; a file may have {most} MB. {_TAKEN}"
    if what := _is_no_text(data):
        return f"{shown} is {what}, whatever its name ends in. {_TAKEN}"
    if data.startswith((b"From: <Saved by", b"MIME-Version:")):
        return f"{shown} is a web archive. Save the page as “HTML only”, and upload that."
    if _extension(name) in {"doc", "docx", "odt", "pdf", "rtf", "epub", "pages", "pptx"}:
        return f"{shown} is no plain text. {_TAKEN}"
    return ""


def _is_no_text(data: bytes) -> str:
    if data.startswith(b"PK\x03\x04"):
        return next((what for sign, what in _ZIPPED if sign in data), "a packed file (zip)")
    for sign, what in _SIGNATURES:
        if data.startswith(sign):
            return what
    marked = data.startswith(tuple(mark for mark, _ in _MARKED)) or _wide(data)
    return "no text file" if not marked and _CONTROL.search(data) else ""


def _wide(data: bytes) -> str:
    """Tell UTF-16 without a mark: every other byte of Latin text is zero."""
    head = data[:4_000]
    half = len(head) // 2
    if half < 2 or len(data) % 2:
        return ""
    if head[1::2].count(0) > 0.6 * half and not head[0::2].count(0):
        return "utf-16-le"
    return "utf-16-be" if head[0::2].count(0) > 0.6 * half and not head[1::2].count(0) else ""


def _decoded(data: bytes) -> str | None:
    for mark, encoding in _MARKED:
        if data.startswith(mark):
            return _in(encoding, data)
    if wide := _wide(data):
        return _in(wide, data)
    text = _in("utf-8", data)
    if text is not None:
        return text
    said = _CHARSET.search(data[:4_000])
    if said:
        return _in(said[1].decode("ascii", "ignore"), data)
    foreign = sum(byte > 127 for byte in data)
    return _in("cp1252", data) if foreign <= _MOST_FOREIGN * len(data) else None


def _in(encoding: str, data: bytes) -> str | None:
    """Decode, or None where these bytes or this encoding are none."""
    try:
        return str(codecs.decode(data, encoding)) if _is_text_codec(encoding) else None
    except (LookupError, ValueError):
        return None


def _is_text_codec(encoding: str) -> bool:
    """Whether it is a character encoding: `rot13` and `zip` are codecs too."""
    return codecs.lookup(encoding).name.startswith(
        (
            "utf",
            "iso8859",
            "cp",
            "koi8",
            "mac",
            "ascii",
            "shift",
            "euc",
            "gb",
            "big5",
            "johab",
            "tis",
        )
    )
