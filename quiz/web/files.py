"""Static files: under ``/static/<hash of the tree>/``, cached for good.

The hash names the whole tree, so relative imports between stylesheets and between scripts carry
it along and no manifest is needed. A page left open over a deploy asks for an old hash and is
sent on to the present one.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from flask import abort, current_app, redirect, send_from_directory, url_for

from quiz import config
from quiz.web import assets

if TYPE_CHECKING:
    from flask import Flask
    from werkzeug.wrappers import Response

YEAR = 365 * 24 * 3600
_HASH = re.compile(r"[0-9a-f]{12}")
_TYPES = {".css": "text/css", ".js": "text/javascript"}


def init_app(app: Flask) -> None:
    """Put the static files behind their hash."""
    app.extensions["quiz.assets"] = assets.gather(config.folder("static"))
    app.add_url_rule("/static/<string:version>/<path:filename>", "file", serve)
    app.jinja_env.globals["static_url"] = address


def address(filename: str) -> str:
    """Give the URL of a static file, named by its path below ``static/``."""
    return url_for("file", version=_assets().version, filename=filename)


def serve(version: str, filename: str) -> Response:
    """Serve a static file; one asked for by an old hash is found under the present one."""
    if version != _assets().version:
        if not _HASH.fullmatch(version):
            abort(404)
        return redirect(address(filename))
    response = _whole(filename) or _single(filename)
    response.cache_control.public = True
    response.cache_control.max_age = YEAR
    response.cache_control.immutable = True
    return response


def _whole(filename: str) -> Response | None:
    """A file that was put together from many when the app started."""
    body = _assets().files.get(filename)
    if body is None:
        return None
    kind = _TYPES[Path(filename).suffix]
    return current_app.response_class(body, content_type=f"{kind}; charset=utf-8")


def _single(filename: str) -> Response:
    return send_from_directory(config.folder("static"), filename, max_age=YEAR)


def _assets() -> assets.Assets:
    found: assets.Assets = current_app.extensions["quiz.assets"]
    return found
