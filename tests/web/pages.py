"""What no answer may ever hold: scripts and styles that are not ours, versions, stack traces."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from quiz.web.headers import ALWAYS

if TYPE_CHECKING:
    from werkzeug.test import TestResponse

ADDRESSES = {"href", "src", "action", "formaction", "data", "poster", "xlink:href", "srcset"}
SCHEME = re.compile(r"([a-z][a-z0-9+.-]*):", re.IGNORECASE)
SAFE = {"http", "https", "mailto"}
PICTURE = re.compile(r"data:image/(?:png|gif|svg\+xml)[;,]")
FOREIGN = {"iframe", "object", "embed", "base", "style", "applet", "frame", "math", "portal"}
SOFTWARE = re.compile(
    r"(?i)\b(python|werkzeug|flask|uvicorn|httptools|gunicorn|sqlite|sqlalchemy)/?\s?v?\d"
)
TRACES = ("Traceback (most recent", "sqlalchemy.exc", "werkzeug.exceptions", "site-packages")


class Faults(HTMLParser):
    """Collects what in a page could run a script or draw a page of somebody else's."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag in FOREIGN or (tag == "script" and not given.get("src", "").startswith("/static/")):
            self.found.append(f"<{tag}>")
        if tag == "meta" and "http-equiv" in given:
            self.found.append("<meta http-equiv>")
        for name, value in given.items():
            if name == "style" or name.startswith("on") or name == "srcdoc":
                self.found.append(f"{tag} {name}={value}")
            if name in ADDRESSES and value and not safe(value):
                self.found.append(f"{tag} {name}={value}")


def safe(address: str) -> bool:
    """Whether an address leads to a page, as browsers read it: without what they leave out."""
    plain = re.sub(r"[\x00-\x20]", "", address)
    scheme = SCHEME.match(plain)
    return scheme is None or scheme[1].lower() in SAFE or PICTURE.match(plain) is not None


def faults(response: TestResponse) -> list[str]:
    """Give all that is wrong with an answer, whatever its status."""
    found = [f"no {name}" for name in ALWAYS if name not in response.headers]
    if "unsafe" in response.headers.get("Content-Security-Policy", ""):
        found.append("a policy that is unsafe")
    said = [f"{name}: {value}" for name, value in response.headers.items()]
    found += [line for line in said if SOFTWARE.search(line) or "X-Powered-By" in line]
    if response.mimetype != "text/html":
        return found
    page = response.text
    found += [word for word in TRACES if word in page]
    found += SOFTWARE.findall(page)
    return found + Faults(page).found
