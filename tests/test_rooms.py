"""The arrows of the house: who may import whom. Read from the imports, whatever they run."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

HOUSE = Path(__file__).resolve().parent.parent / "quiz"

ROOMS = ("assessment", "storage", "web", "cli")
MAY_IMPORT = {
    "assessment": {"assessment"},
    "storage": {"storage", "assessment", "config", "metrics"},
    "web": {"web", "storage", "assessment", "config", "metrics"},
    "cli": {"cli", "web", "storage", "assessment", "config", "metrics", ""},
    "config": {"config"},
    "metrics": {"metrics"},
    "": {*ROOMS, "config", ""},
}
"""What of our own each room may import; "" is the app factory."""

FLOOR = {"", "tables"}
"""What all of storage stands on: its loose modules (reading, writing, codes, …) and the tables."""

STANDS_ON = {
    "tables": set[str](),
    "": {"tables"},
    "migrations": FLOOR,
    "upkeep": FLOOR | {"migrations"},
    "accounts": FLOOR,
    "sets": FLOOR | {"accounts"},
    "classes": FLOOR | {"accounts"},
    "assignments": FLOOR | {"accounts", "sets", "classes"},
    "attempts": FLOOR | {"accounts", "sets", "classes", "assignments"},
    "students": FLOOR | {"accounts", "classes", "assignments", "attempts"},
    "supervision": FLOOR | {"accounts", "sets", "classes", "assignments", "attempts"},
    "rescoring": FLOOR | {"accounts", "sets", "classes", "attempts"},
    "marks": FLOOR | {"accounts", "sets", "classes", "attempts", "rescoring"},
    "results": FLOOR
    | {"accounts", "sets", "classes", "assignments", "attempts", "rescoring", "marks"},
}
"""What each folder of storage may import besides itself, be it only for a type; "" is the floor."""

ONLY_IN = {
    "flask": {"web", "storage", "cli", ""},
    "flask_wtf": {"web"},
    "flask_babel": {"web"},
    "wtforms": {"web"},
    "flask_sqlalchemy": {"storage"},
    "sqlalchemy": {"storage", "cli"},
    "alembic": {"storage"},
    "click": {"cli"},
    "httptools": {"cli"},
    "uvicorn": {"cli"},
    "numpy": {"assessment"},
    "sqlite3": {"storage"},
    "prometheus_client": {"metrics", "cli"},
    "structlog": {"cli"},
}
"""Which rooms may know a library; a library that is not named here may stand in any."""

IMPURE = {"time", "random", "secrets", "os", "socket", "urllib", "requests", "sqlite3"}
"""What the core does without: clock, chance, disk and network are passed in."""

AUDIENCES = {"student", "teacher", "reports", "account"}


def modules() -> list[Path]:
    return sorted(HOUSE.rglob("*.py"))


@cache
def nodes_of(path: Path) -> tuple[ast.AST, ...]:
    """All that a module is made of; each is read once, whatever is asked of it."""
    return tuple(ast.walk(ast.parse(path.read_text(encoding="utf-8"))))


def room_of(path: Path) -> str:
    parts = path.relative_to(HOUSE).with_suffix("").parts
    return parts[0] if parts[0] not in {"__init__", "__main__"} else ""


def imports_of(path: Path) -> Iterator[str]:
    for node in nodes_of(path):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute here"
            yield node.module or ""
            yield from (f"{node.module}.{name.name}" for name in node.names)


def ours(path: Path) -> set[str]:
    """What of our own a module imports, as paths below ``quiz``."""
    found = [n.split(".")[1:] for n in imports_of(path) if n.split(".")[0] == "quiz"]
    return {"/".join(parts) for parts in found}


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_arrows_run_from_the_shell_to_the_core_and_never_back(path: Path) -> None:
    room = room_of(path)
    known = {name.split("/")[0] for name in ours(path)} & {*ROOMS, "config", "metrics"}

    assert known <= MAY_IMPORT[room], f"{room} may not import {known - MAY_IMPORT[room]}"


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(HOUSE)))
def test_a_library_is_known_to_its_rooms_only(path: Path) -> None:
    libraries = {name.split(".")[0] for name in imports_of(path)}
    room = room_of(path)

    assert {lib for lib in libraries if room not in ONLY_IN.get(lib, {room})} == set()


def test_within_the_core_only_statistics_know_numpy() -> None:
    known = {
        path.relative_to(HOUSE).parts[:2]
        for path in modules()
        if any(name.split(".")[0] == "numpy" for name in imports_of(path))
    }

    assert known == {("assessment", "statistics")}


def test_the_core_knows_no_clock_no_chance_and_no_disk() -> None:
    core = [p for p in modules() if room_of(p) == "assessment"]
    impure = {
        (str(p.relative_to(HOUSE)), name)
        for p in core
        for name in imports_of(p)
        if name.split(".")[0] in IMPURE and not _only_for_types(p, name)
    }

    assert impure == set()


def _only_for_types(path: Path, name: str) -> bool:
    """Whether an import stands under ``if TYPE_CHECKING``: then nothing of it runs."""
    for node in nodes_of(path):
        if isinstance(node, ast.If) and getattr(node.test, "id", "") == "TYPE_CHECKING":
            inner = [n for n in ast.walk(node) if isinstance(n, ast.ImportFrom)]
            names = {f"{n.module}.{a.name}" for n in inner for a in n.names}
            if name in names | {n.module for n in inner}:
                return True
    return False


def test_within_the_core_formats_read_types_and_types_read_documents() -> None:
    back = set()
    for path in modules():
        parts = path.relative_to(HOUSE).parts
        if len(parts) > 2 and parts[:2] == ("assessment", "types"):
            back |= {
                (str(path), n)
                for n in ours(path)
                if n.startswith(("assessment/formats", "assessment/check"))
            }
        if len(parts) > 2 and parts[:2] == ("assessment", "formats"):
            back |= {(str(path), n) for n in ours(path) if n.startswith("assessment/check")}

    assert back == set()


def test_no_audience_knows_another() -> None:
    across = {
        (str(path), name)
        for path in modules()
        if (parts := path.relative_to(HOUSE).parts)[0] == "web" and parts[1] in AUDIENCES
        for name in ours(path)
        if name.startswith("web/") and name.split("/")[1] in AUDIENCES - {parts[1]}
    }

    assert across == set()


def storage() -> dict[str, Path]:
    """The modules of storage by name: ``quiz.storage.sets.drafts``."""
    found = sorted((HOUSE / "storage").rglob("*.py"))
    names = (".".join(path.relative_to(HOUSE.parent).with_suffix("").parts) for path in found)
    return dict(zip((name.removesuffix(".__init__") for name in names), found, strict=True))


def arrows() -> dict[str, set[str]]:
    """From each module of storage to those it imports; to a folder's own only for what is in it."""
    known = storage()
    found = {name: set[str]() for name in known}
    for name, path in known.items():
        for node in nodes_of(path):
            if isinstance(node, ast.Import):
                found[name] |= {alias.name for alias in node.names} & known.keys()
            elif isinstance(node, ast.ImportFrom):
                whole = {f"{node.module}.{alias.name}" for alias in node.names}
                found[name] |= {w if w in known else str(node.module) for w in whole} & known.keys()
    return found


def folder_of(name: str) -> str:
    """The folder of storage in which a module stands; "" is the floor."""
    return next((part for part in name.split(".")[2:3] if (HOUSE / "storage" / part).is_dir()), "")


def test_within_storage_a_folder_knows_only_those_that_it_stands_on() -> None:
    up = {
        (name, other)
        for name, others in arrows().items()
        for other in others
        if folder_of(other) not in STANDS_ON[folder_of(name)] | {folder_of(name)}
    }

    assert up == set()


def test_within_storage_no_modules_import_one_another_in_a_circle() -> None:
    """But for the room's own ``__init__``: all stand on it, and it asks `settings` for the secret."""
    known = {name: others - {"quiz.storage"} for name, others in arrows().items()}
    del known["quiz.storage"]

    TopologicalSorter(known).prepare()  # a CycleError names the circle


def test_files_and_functions_keep_to_the_house_rules() -> None:
    """No file over 400 lines, no function over 60, the median function at most 8."""
    lengths, faults = [], []
    for path in modules():
        text = path.read_text(encoding="utf-8")
        faults += [f"{path.name}: {text.count(chr(10))} lines"] if text.count("\n") > 400 else []
        for node in nodes_of(path):
            if isinstance(node, ast.FunctionDef):
                length = (node.end_lineno or 0) - node.lineno + 1
                lengths.append(length)
                faults += [f"{path.name}: {node.name} has {length}"] if length > 60 else []
    lengths.sort()

    assert faults == []
    assert lengths[len(lengths) // 2] <= 8


def test_templates_are_short_and_hold_no_script_or_style() -> None:
    faults = []
    for path in sorted((HOUSE.parent / "templates").rglob("*.html")):
        text = path.read_text(encoding="utf-8")
        inline = "<style" in text or " style=" in text or " onclick=" in text or "<script>" in text
        faults += [str(path)] if inline or text.count("\n") > 160 else []

    assert faults == []
