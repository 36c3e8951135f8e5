"""``quiz score``: scores responses without a server."""

from __future__ import annotations

import json
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

import click

from quiz.cli.check import line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quiz.assessment.model import QuestionSet
    from quiz.assessment.scoring import AttemptScore, ItemScore


@click.command()
@click.argument(
    "path", metavar="SET.md", type=click.Path(exists=True, dir_okay=False, path_type=Path)
)
@click.argument("responses", metavar="RESPONSES.json", type=click.File("r", encoding="utf-8-sig"))
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
def score(path: Path, responses: IO[str], form: str) -> None:
    """Score responses against a set, without a server or a database.

    RESPONSES is one object `{"item-id": response, …}` or a list of them, one a person; `-` reads
    them from standard input. A choice is given by its id or its text.

    \b
    one choice                "York"
    several                   ["One", "Three"]
    typed, or a number        "six"
    several lines or gaps     ["Sloviansk", "Kramatorsk"]
    match                     {"left text": "right text"}
    order                     ["Istanbul", "Abu Dhabi", "Geneva"]
    sentences                 ["their words", …]
    with a citation           {"answer": …, "cited": ["their words"]}

    Exit code: 0 scored; 1 the set has errors; 2 a response is malformed or its item unknown.

    \b
    Example:
        quiz score questions/geneva-talks.md answers.json --format json
    """
    from quiz.assessment import responses as plain
    from quiz.assessment.scoring import score_attempt

    found = _set(path)
    people = _people(responses)
    answers, problems = [], []
    for number, person in enumerate(people, 1):
        read, wrong = plain.answers(found, person)
        answers.append(read)
        where = f"response {number}: " if len(people) > 1 else ""
        problems += [where + problem for problem in wrong]
    if problems:
        raise click.UsageError("\n".join(problems))
    scores = [score_attempt(found, read) for read in answers]
    if form == "json":
        click.echo(json.dumps([plain.score_json(s) for s in scores], ensure_ascii=False, indent=1))
    else:
        click.echo("\n\n".join("\n".join(_lines(n, s)) for n, s in enumerate(scores, 1)))


def _set(path: Path) -> QuestionSet:
    """Read a set, whatever warnings it has; errors are told and end the command."""
    from quiz.assessment.formats import markdown

    reading = markdown.read(path.read_bytes(), path.stem)
    if reading.set is None or reading.errors:
        for finding in reading.errors:
            click.echo(line(path, finding), err=True)
        message = f"{path} has errors and cannot be scored."
        raise click.ClickException(message)
    return reading.set


def _people(responses: IO[str]) -> list[Any]:
    try:
        data = json.load(responses, object_pairs_hook=_once)
    except (ValueError, RecursionError) as error:
        message = f"{responses.name} is no JSON that can be read: {error}"
        raise click.UsageError(message) from None
    return data if isinstance(data, list) else [data]


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Refuse an object in which a key stands twice: one of the two would be lost."""
    found = dict(pairs)
    if len(found) < len(pairs):
        keys = [key for key, _ in pairs]
        message = f"“{next(k for k in keys if keys.count(k) > 1)}” stands twice"
        raise ValueError(message)
    return found


def _lines(number: int, score: AttemptScore) -> Iterator[str]:
    pending = f", {score.pending_max:g} pending" if score.pending_max else ""
    yield f"response {number}: {score.points:.4g} of {score.max:g}{pending}"
    width = max(map(len, score.items), default=0)
    for name, item in score.items.items():
        points = "pending" if item.points is None else f"{item.points:.4g}"
        yield f"  {name:{width}}  {points:>7} of {item.max:g}{_remarks(item)}"


def _remarks(item: ItemScore) -> str:
    from quiz.assessment.model import Rung

    remarks = (
        [f"matched as {item.rung.name.lower()}"] if item.rung and item.rung > Rung.EXACT else []
    )
    if item.cited_fraction is not None:
        remarks.append(str(item.support or "not answered"))
    return f"  ({', '.join(remarks)})" if remarks else ""
