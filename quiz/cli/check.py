"""``quiz check``: what is wrong with question sets, and where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from quiz.cli.sets import files

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quiz.assessment.document import Finding


@click.command()
@click.argument(
    "paths", nargs=-1, required=True, metavar="PATH…", type=click.Path(exists=True, path_type=Path)
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def check(paths: tuple[Path, ...], form: str) -> None:
    """Check question sets: files, or folders with files that end in .md.

    Each finding is printed as `file:line:column CODE message`, with the words at fault and, where
    it can be told, the mend. E-codes stop publishing, W-codes do not; a W-finding that is meant is
    waived in the question's heading: `ok=W203`. Exit code: 0 clean or warnings only, 1 with errors.

    \b
    Example:
        quiz check questions/ --format json
    """
    named = files(paths)
    if not named:
        message = "No file that ends in .md in there."
        raise click.UsageError(message)
    found = [(path, finding) for path in named for finding in _findings(path)]
    if form == "json":
        click.echo(json.dumps([_plain(*pair) for pair in found], ensure_ascii=False, indent=1))
    else:
        for path, finding in found:
            click.echo(line(path, finding))
        click.echo(_summary(len(named), [f for _, f in found]), err=True)
    raise SystemExit(1 if any(finding.is_error for _, finding in found) else 0)


def _findings(path: Path) -> Sequence[Finding]:
    from quiz.assessment.check import check as findings_of
    from quiz.assessment.document import Finding, Place
    from quiz.assessment.formats import markdown

    try:
        source = path.read_bytes()
    except OSError as error:
        return [Finding("E100", Place(1), f"the file cannot be read: {error.strerror}")]
    return findings_of(markdown.read(source, path.stem))


def _plain(path: Path, finding: Finding) -> dict[str, Any]:
    return {
        "file": str(path),
        "line": finding.place.line,
        "column": finding.place.column,
        "code": finding.code,
        "message": finding.message,
        "hint": finding.hint,
    }


def line(path: Path, finding: Finding) -> str:
    """Write a finding as compilers do, so that editors find the place; below it words and mend."""
    place = f"{path}:{finding.place.line}:{finding.place.column}"
    return "\n    ".join([f"{place} {finding.code} {finding.message}", *_below(finding)])


def _below(finding: Finding) -> Iterator[str]:
    if finding.words:
        words = finding.words if len(finding.words) <= 100 else finding.words[:99] + "…"
        yield f"at: {words}"
    if finding.hint:
        yield f"mend: {finding.hint}"


def _summary(count: int, findings: Sequence[Finding]) -> str:
    errors = sum(1 for f in findings if f.is_error)
    warnings = len(findings) - errors
    sets = "1 file" if count == 1 else f"{count} files"
    return f"{sets}: {_count(errors, 'error')}, {_count(warnings, 'warning')}"


def _count(number: int, word: str) -> str:
    return f"{number or 'no'} {word}{'' if number == 1 else 's'}"
