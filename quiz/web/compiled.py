"""Templates that are compiled once and not at each start, which would take a third of it.

They lie where Python keeps its own compiled modules, and are as safe there. Where nothing can be
written, or Python is told not to, they are compiled each time.
"""

from __future__ import annotations

import hashlib
import sys
from contextlib import suppress
from importlib.util import cache_from_source
from pathlib import Path
from typing import TYPE_CHECKING

from jinja2 import __version__ as jinja
from jinja2.bccache import FileSystemBytecodeCache

from quiz import web
from quiz.web import filters, fragments

if TYPE_CHECKING:
    from flask import Flask
    from jinja2.bccache import Bucket


def init_app(app: Flask) -> None:
    """Let the app's templates be kept as they are compiled."""
    if sys.dont_write_bytecode:
        return
    folder = Path(cache_from_source(__file__)).parent
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
    if folder.is_dir():
        app.jinja_env.bytecode_cache = Compiled(str(folder), f"templates-{_compiler()}-%s.cache")


def _compiler() -> str:
    """Name what compiles: Jinja looks at the source alone, and what is made of it may change.

    Jinja's settings, our extension of it, and filters, which it may ask as it compiles.
    """
    ours = (Path(str(module.__file__)).read_bytes() for module in (web, fragments, filters))
    return hashlib.sha256(b"".join((jinja.encode(), *ours))).hexdigest()[:12]


class Compiled(FileSystemBytecodeCache):
    """Jinja's own, but a file that is damaged or cannot be written breaks no page."""

    def load_bytecode(self, bucket: Bucket) -> None:
        """Read a template; it is compiled where that cannot be done."""
        try:
            super().load_bytecode(bucket)
        except Exception:  # noqa: BLE001 - what a torn file makes of `pickle` can be anything
            bucket.reset()

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep a template, if the disk takes it."""
        with suppress(OSError):
            super().dump_bytecode(bucket)
