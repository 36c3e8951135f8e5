"""HTML → tags and text, in one pass whose time grows with the length and nothing else.

Not `html.parser`: 80 kB of ``<a "`` take it two minutes, and ``<![a`` raises. Not a tree builder
(nh3, lxml): open elements within one another cost it their square. No tree is needed here: nothing
of a tag is kept, and all text is escaped when it is written as Markdown.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html import unescape

_TAG = re.compile(
    r"<(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)(?P<attributes>(?:[\s/=]++|[^\s/>=]++"
    r"(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s>\"'][^\s>]*+))?+)*+)>"
)
_ATTRIBUTE = re.compile(
    r"(?P<name>[^\s/>=]++)(?:\s*+=\s*+(?:\"(?P<a>[^\"]*+)\"|'(?P<b>[^']*+)'|(?P<c>[^\s>\"'][^\s>]*+)))?+"
)
_READ = frozenset({"class", "id", "role", "style", "hidden", "start", "lang", "itemprop", "href"})
_MOST_UNENDED = 30  # tags that never end; then the rest is taken for text

UNSHOWN = frozenset(
    {"script", "style", "noscript", "template", "svg", "math", "canvas", "video", "audio"}
    | {"iframe", "object", "embed", "xmp", "noframes", "noembed", "map"}
)
"""Elements whose inside is no text of the page."""


@dataclass(frozen=True, slots=True)
class Tag:
    """A tag: its name in lower case, whether it ends an element, the attributes that are read."""

    name: str
    ends: bool = False
    attributes: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class _Reader:
    """Where the reading stands, and what is known to come no more."""

    source: str
    at: int = 0
    unended: int = 0
    missing: set[str] = field(default_factory=set)

    def skip(self, end: str) -> bool:
        """Go behind the next ``end``; no, where there is none."""
        found = -1 if end in self.missing else self.source.find(end, self.at)
        if found < 0:
            self.missing.add(end)
            return False
        self.at = found + len(end)
        return True

    def inside(self, name: str) -> str | None:
        """Go behind the end tag of an element and give what is in it; None where none ends it."""
        if name in self.missing:
            return None
        found = re.compile(rf"</{name}(?=[\s/>])[^>]*+>?", re.IGNORECASE).search(
            self.source, self.at
        )
        if found is None:
            self.missing.add(name)
            return None
        text = self.source[self.at : found.start()]
        self.at = found.end()
        return text


def pieces(source: str) -> Iterator[str | Tag]:
    """Give the text and the tags of a page in order, without what no reader sees.

    Of a `title` comes the tag with its words as attribute ``text``.
    """
    reader = _Reader(source)
    while reader.at < len(source):
        begin = source.find("<", reader.at)
        if begin != reader.at:
            end = begin if begin >= 0 else len(source)
            yield unescape(source[reader.at : end])
            reader.at = end
        if begin >= 0:
            yield from _markup(reader)


def _markup(reader: _Reader) -> Iterator[str | Tag]:
    source, begin = reader.source, reader.at
    if source.startswith("<!--", begin) and reader.skip("-->"):
        return
    if source.startswith(("<!", "<?"), begin) and reader.skip(">"):
        return
    found = _TAG.match(source, begin) if reader.unended < _MOST_UNENDED else None
    if found is None:
        reader.unended += source[begin + 1 : begin + 2].isalpha()
        reader.at = begin + 1
        yield "<"
        return
    reader.at = found.end()
    yield from _element(reader, found)


def _element(reader: _Reader, found: re.Match[str]) -> Iterator[Tag]:
    name = found["name"].lower()
    if found["end"]:
        yield Tag(name, ends=True)
    elif name == "title":
        yield Tag(name, attributes={"text": unescape(reader.inside(name) or "")})
    elif name in UNSHOWN:
        if reader.inside(name) is None and name in {"script", "style"}:
            reader.at = len(reader.source)
    else:
        yield Tag(name, attributes=_attributes(found["attributes"]))


def _attributes(source: str) -> dict[str, str]:
    read: dict[str, str] = {}
    for match in _ATTRIBUTE.finditer(source):
        name = match["name"].lower()
        if name in _READ:
            read.setdefault(name, unescape((match["a"] or match["b"] or match["c"] or "")[:500]))
    return read
