"""Somebody at the real service, over HTTP: joins, answers, hands in, and keeps the receipts."""

from __future__ import annotations

import re
import urllib.error
import urllib.parse
import urllib.request
from http.cookiejar import CookieJar
from itertools import count

PATIENCE = 60.0
"""Seconds to wait for an answer of a machine that is busy."""


class Visitor:
    """A browser without scripts, but for its sending one answer at a time."""

    def __init__(self, base: str) -> None:
        """Sit down before the service at this address, without a slash at its end."""
        self.base, self.url, self.page = base, base, ""
        self._opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()))
        self._number = count(1)
        self._hidden: dict[str, str] = {}
        self._fields: dict[str, str] = {}

    def opens(self, address: str) -> str:
        """Open a page, and give it. Raises urllib.error.HTTPError."""
        return self._shows(self._ask(address))

    def sends(self, address: str, **fields: str) -> str:
        """Send a form that stands on the page; give the page that it leads to."""
        return self._shows(self._ask(address, self._hidden | fields))

    def joins(self, name: str, title: str = "The night ferry") -> None:
        """Begin an attempt at a set that is open practice."""
        self.opens("/")
        self.opens(self.link(rf'href="([^"]*/join/[^"]+)"[^>]*>{title}'))
        self.sends(self.url, name=name)

    def saves(self, item: str, value: str, seen: int = 0) -> int:
        """Send one answer as the page's script does; give the receipt's status (200)."""
        field = self._fields[item]
        fields = {"item": item, field: value, f"seen.{item}": str(seen)}
        fields |= self._hidden | {"number": str(next(self._number))}
        with self._ask(f"{self.url}/save", fields) as answer:
            return int(answer.status)

    def link(self, pattern: str) -> str:
        """Find an address on the page."""
        found = re.search(pattern, self.page)
        assert found, f"{pattern} is not on the page: {self.page}"
        return found[1]

    def _ask(self, address: str, fields: dict[str, str] | None = None):  # type: ignore[no-untyped-def]  # noqa: ANN202 - urllib's own
        where = urllib.parse.urljoin(f"{self.base}/", address)
        data = None if fields is None else urllib.parse.urlencode(fields).encode()
        return self._opener.open(where, data, timeout=PATIENCE)

    def _shows(self, answer) -> str:  # type: ignore[no-untyped-def]  # noqa: ANN001 - urllib's own
        with answer:
            self.url, self.page = answer.url, answer.read().decode()
        given = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', self.page)
        self._hidden = {name: value for name, value in given if name in {"csrf_token", "writer"}}
        fields = re.findall(r' name="a\.([\w-]+)([^"]*)"', self.page)
        self._fields = {item: f"a.{item}{part}" for item, part in fields}
        return self.page
