"""Static files in few requests: entry files with all that they import, put together at the start.

The sources under ``static/`` are many small files that a browser could load as they are: a
stylesheet that imports others into layers, a script that imports modules. Each import would cost
the reader a request, so `gather` puts each tree into its entry file and names the whole by a hash.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from rcssmin import cssmin
from rjsmin import jsmin

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

STYLESHEETS = ("css/app.css", "css/teach.css")
SCRIPTS = ("js/app.js", "js/teach.js")
"""The entries: ``app`` for every page, ``teach`` for the teacher's."""

_CSS_IMPORT = re.compile(r'^@import url\("([^"]+)"\)(?: layer\(([\w.]+)\))?([^;]*);$', re.MULTILINE)
_DESCENDANT = re.compile(r"(?<=[\w\])*]) :(?=[a-z])")
_CSS_LAYER_AGAIN = re.compile(r"\}/\* (\w+) \*/\n@layer \1 \{\n")
"""Where a layer ends and the same one begins."""
_JS_IMPORT = re.compile(r'^import (?:(\w+)|(\{[^}]+\})) from "([^"]+)";$', re.MULTILINE)
_JS_EXPORT = re.compile(r"^export (default )?(?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Assets:
    """What is served under ``/static/<version>/``; a path not in ``files`` is a file as it is."""

    version: str
    files: Mapping[str, bytes]


def gather(folder: Path) -> Assets:
    """Put the stylesheets and the scripts together and name the tree by its content."""
    css = {
        name: shortened(stylesheet(folder / name)) for name in STYLESHEETS if _is_in(folder, name)
    }
    js = {name: jsmin(script(folder / name)) for name in SCRIPTS if _is_in(folder, name)}
    files = {name: text.encode() for name, text in (css | js).items()}
    return Assets(version(folder), files)


def _is_in(folder: Path, name: str) -> bool:
    return (folder / name).is_file()


def version(folder: Path) -> str:
    """Hash the names and bytes of all files below a folder: 12 hexadecimal digits."""
    tree = hashlib.sha256()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        tree.update(f"{path.relative_to(folder).as_posix()}\0".encode())
        tree.update(hashlib.sha256(path.read_bytes()).digest())
    return tree.hexdigest()[:12]


def stylesheet(path: Path) -> str:
    """Put each ``@import url("x") layer(y) media;`` in its place as ``@layer y { … }``."""

    def imported(match: re.Match[str]) -> str:
        name, layer, media = match[1], match[2], match[3].strip()
        css = stylesheet(path.parent / name)
        css = f"@layer {layer} {{\n{css}}}/* {layer} */" if layer else css
        return f"@media {media} {{\n{css}}}" if media else css

    css = _CSS_IMPORT.sub(imported, path.read_text(encoding="utf-8"))
    return _CSS_LAYER_AGAIN.sub("", css)


def shortened(css: str) -> str:
    """Take comments and spaces out; ``a :is(b)`` stays a descendant.

    Within another block rcssmin takes it for a declaration and closes the gap, so it says
    ``a *:is(b)``, which is the same.
    """
    return str(cssmin(_DESCENDANT.sub(" *:", css)))


def script(path: Path) -> str:
    """Put a module and all that it imports into one: each module a function that is called once."""
    modules: dict[Path, str] = {}
    _collect(path.resolve(), modules)
    names = {module: f"$m{number}" for number, module in enumerate(modules)}
    return "".join(_wrapped(module, text, names) for module, text in modules.items())


def _collect(path: Path, modules: dict[Path, str]) -> None:
    """Add a module behind those that it imports, each once (so a circle is an error)."""
    text = path.read_text(encoding="utf-8")
    for match in _JS_IMPORT.finditer(text):
        wanted = (path.parent / match[3]).resolve()
        if wanted not in modules:
            _collect(wanted, modules)
    modules[path] = text


def _wrapped(path: Path, text: str, names: Mapping[Path, str]) -> str:
    """Make a module a function; it gives its default export, which is alone, or all its exports."""

    def imported(match: re.Match[str]) -> str:
        module = names[(path.parent / match[3]).resolve()]
        return f"const {match[1] or match[2].replace(' as ', ': ')} = {module};"

    exports = list(_JS_EXPORT.finditer(text))
    alone = [match[2] for match in exports if match[1]]
    given = alone[0] if alone else f"{{ {', '.join(match[2] for match in exports)} }}"
    body = _JS_EXPORT.sub("", _JS_IMPORT.sub(imported, text))
    return f"const {names[path]} = (() => {{\n{body}return {given};\n}})();\n"
