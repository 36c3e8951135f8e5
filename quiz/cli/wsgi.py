"""A request as ASGI tells it → as WSGI does (PEP 3333)."""

from __future__ import annotations

import sys
from functools import lru_cache
from typing import Any
from urllib.parse import unquote_to_bytes

Scope = dict[str, Any]

OURS = {
    "SCRIPT_NAME": "",
    "wsgi.version": (1, 0),
    "wsgi.input_terminated": True,
    "wsgi.multithread": True,
    "wsgi.multiprocess": True,
    "wsgi.run_once": False,
}
"""What is the same for each request."""

JOINTS = {b"cookie": "; "}
"""What stands between the values of a header that comes twice, where that is no comma."""


def environ(scope: Scope) -> dict[str, Any]:
    """Say a request, without what is sent.

    A header with an underscore in its name is left out: it would pass for one with a hyphen that
    only our proxy may send.
    """
    client, server = scope["client"] or ("", 0), scope["server"] or ("", 0)
    found = {
        **OURS,
        "REQUEST_METHOD": scope["method"],
        "PATH_INFO": _path(scope["raw_path"]),
        "QUERY_STRING": scope["query_string"].decode("latin-1"),
        "SERVER_PROTOCOL": f"HTTP/{scope['http_version']}",
        "SERVER_NAME": server[0],
        "SERVER_PORT": str(server[1]),
        "REMOTE_ADDR": client[0],
        "wsgi.url_scheme": scope["scheme"],
        "wsgi.errors": sys.stderr,
    }
    for name, value in scope["headers"]:
        if key := _key(name):
            said = value.decode("latin-1")
            found[key] = f"{found[key]}{JOINTS.get(name, ',')}{said}" if key in found else said
    return found


def _path(raw: bytes) -> str:
    """Say a path as WSGI does: each byte as a letter."""
    return (unquote_to_bytes(raw) if b"%" in raw else raw).decode("latin-1")


@lru_cache(maxsize=100)
def _key(name: bytes) -> str:
    """Say a header's name as WSGI does; nothing, where it is to be left out."""
    if b"_" in name:
        return ""
    key = name.decode("latin-1").upper().replace("-", "_")
    return key if key in {"CONTENT_TYPE", "CONTENT_LENGTH"} else f"HTTP_{key}"
