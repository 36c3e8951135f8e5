"""``quiz load``: question sets from files into the database."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quiz.assessment.document import Finding
    from quiz.storage.sets import Loaded


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
def load(paths: tuple[Path, ...]) -> None:
    """Put question sets into the database.

    PATH is a file, or a folder with files that end in .md. A file that has changed since it was
    last loaded becomes a new version of its set; attempts that were begun keep the version they
    show. A file with errors is not loaded, nor one whose set was changed in the browser meanwhile:
    then each finding is told, and the exit code is 1.

    \b
    Example:
        quiz load my-sets/ extra/rivers.md
    """
    from quiz.cli.app import application

    with application():
        results = list(load_all(files(paths)))
    for path, loaded in results:
        tell(path, loaded)
    if any(loaded.refused for _, loaded in results):
        raise SystemExit(1)


def files(paths: Iterable[Path]) -> list[Path]:
    """Give the files: those named, and the ``.md`` of the folders named, in order."""
    found: list[Path] = []
    for path in paths:
        found += sorted(path.glob("*.md")) if path.is_dir() else [path]
    return found


def load_all(paths: Iterable[Path]) -> Iterator[tuple[Path, Loaded]]:
    """Load files one by one, in the context of an app."""
    from quiz.storage import sets
    from quiz.storage.sets import origins

    for path in paths:
        origin = origins.origin_of(path)
        now = datetime.now(UTC)
        yield path, sets.load(path.read_bytes(), origin=origin, name=path.stem, now=now)


def tell(path: Path, loaded: Loaded) -> None:
    """Say what came of a file."""
    if loaded.refused:
        click.echo(f"{path}: not loaded", err=True)
        for finding in loaded.findings:
            if finding.is_error:
                click.echo(line(path, finding), err=True)
    elif loaded.changed:
        click.echo(f"{path}: {loaded.set_id}, version {loaded.number}")
    else:
        click.echo(f"{path}: {loaded.set_id}, unchanged (version {loaded.number})")


def line(path: Path, finding: Finding) -> str:
    """Write a finding as compilers do, so that editors find the place."""
    words = f"{path}:{finding.place.line}:{finding.place.column} {finding.code} {finding.message}"
    return f"{words}\n    {finding.hint}" if finding.hint else words
