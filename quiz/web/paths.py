"""Where the service lies on its host: at the top, or below a path that the proxy names.

A proxy that serves it below ``/quiz`` takes that off the path and says so in X-Forwarded-Prefix;
`url_for` then puts it before each address. What is made without `url_for` is made here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from flask import current_app, request, url_for

if TYPE_CHECKING:
    from flask import Flask


def init_app(app: Flask) -> None:
    """Tell the scripts where we are."""
    app.jinja_env.globals["home_path"] = home


def home() -> str:
    """Give the path of the front page: ``/``, or ``/quiz/``."""
    return f"{request.root_path}/"


def here() -> str:
    """Give the address to come back to; a page that a form led to cannot be opened again."""
    if request.method not in {"GET", "HEAD"}:
        return home()
    return request.root_path + request.full_path.rstrip("?")


def public(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - what stands in the address
    """Give a page's whole address, for somebody else: at ``QUIZ_ADDRESS`` where that is set.

    A request's host is what its sender says, and a link that is sent on must not lead wherever a
    stranger has said.
    """
    address: str | None = current_app.config["QUIZ_ADDRESS"]
    if address is None:
        return url_for(endpoint, **values, _external=True)
    return address + url_for(endpoint, **values).removeprefix(request.root_path)


def part(words: str) -> str:
    """Write words as a part of a path, as `url_for` does."""
    return quote(words, safe="!$&'()*+,/:;=@")


def ours(path: str, otherwise: str) -> str:
    """Give an address that was asked for if it is a path of this host, else another."""
    safe = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if safe else otherwise
