"""``quiz rescore``: score an assignment anew, or change what counts in it."""

from __future__ import annotations

from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quiz.storage.attempts.papers import Sum
    from quiz.storage.rescoring import Applied, Plan
    from quiz.storage.rescoring.decisions import Decision

WORDS = {
    "item": "The assignment has no such question.",
    "practice": "This is practice, where each attempt is scored by the version that it shows.",
    "dropped": "This question was dropped; take that back first.",
    "unreadable": "That is no set that can be read; quiz check says why.",
    "another": "That is another set.",
    "gone": "There is no such rescoring here, or it was taken back.",
    "later": "A later key is in force; take that back first.",
}


@click.command()
@click.argument("code", metavar="CODE")
@click.option("--dry-run", is_flag=True, help="Only say what would change.")
@click.option(
    "--key",
    "path",
    metavar="SET.md",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Take the keys of a file, and nothing else of it.",
)
@click.option("--key-of", "number", type=click.IntRange(1), help="Take the keys of a version.")
@click.option("--drop", metavar="ITEM", help="Leave a question out for all.")
@click.option("--full", metavar="ITEM", help="Give all points of a question to all.")
@click.option("--take-back", "back", metavar="N", type=click.IntRange(1), help="Undo rescoring N.")
@click.option("--why", default="", help="The reason, which students read.")
@click.option("--list", "listing", is_flag=True, help="List what was changed so far.")
def rescore(
    code: str,
    dry_run: bool,
    path: Path | None,
    number: int | None,
    drop: str | None,
    full: str | None,
    back: int | None,
    why: str,
    listing: bool,
) -> None:
    """Score the attempts at an assignment anew, and print whose score changes.

    Without --key, --key-of, --drop, --full or --take-back all is computed again by the key in
    force. A mark by a person always stays. Run twice, it changes nothing the second time.

    \b
    Example:
        quiz rescore ABCD-EFGH --drop who-steers --dry-run
        quiz rescore ABCD-EFGH --drop who-steers --why "The text does not say it."
        quiz rescore ABCD-EFGH --list
        quiz rescore ABCD-EFGH --take-back 3
    """
    from quiz.cli.app import application
    from quiz.storage import rescoring

    if sum(option is not None for option in (path, number, drop, full, back)) > 1:
        raise click.UsageError(
            "One change at a time: --key, --key-of, --drop, --full, --take-back."
        )
    with application(), explained():
        if listing:
            click.echo("\n".join(_history(code)) or "Nothing was changed.")
            return
        decision = _decision(code, path, number, drop, full, back)
        plan = rescoring.plan(None, code, decision)
        click.echo("\n".join(_lines(plan)))
        if dry_run:
            return
        outcome = rescoring.apply(None, code, decision, why=why, now=datetime.now(UTC))
        click.echo("\n".join(_done(outcome, plan)))


@contextmanager
def explained() -> Iterator[None]:
    """Turn what cannot be done into a sentence."""
    from quiz.storage.accounts import NoRight
    from quiz.storage.rescoring import Busy
    from quiz.storage.rescoring.decisions import Impossible

    try:
        yield
    except Impossible as error:
        raise click.ClickException(WORDS[error.why]) from None
    except NoRight:
        raise click.ClickException("There is no assignment with this code.") from None
    except Busy:
        raise click.ClickException("Too much is handed in just now; try again.") from None


def _decision(
    code: str,
    path: Path | None,
    number: int | None,
    drop: str | None,
    full: str | None,
    back: int | None,
) -> Decision:
    from quiz.storage.rescoring.decisions import Again, Drop, Full, Keys, TakeBack

    if drop is not None:
        return Drop(drop)
    if full is not None:
        return Full(full)
    if back is not None:
        return TakeBack(back)
    if path is not None:
        return Keys(_text(path))
    return Again() if number is None else Keys(_version(code, number))


def _text(path: Path) -> str:
    from quiz.assessment.formats.markdown.source import decode

    text, findings = decode(path.read_bytes())
    if findings:
        raise click.ClickException(f"{path}: {findings[0].message}")
    return text


def _version(code: str, number: int) -> str:
    from quiz.storage import accounts, assignments
    from quiz.storage.sets import versions

    assignment = assignments.by_code(code)
    if assignment is None:
        raise accounts.NoRight(code)
    text = versions.source(assignment.version.set_id, number)
    if text is None:
        raise click.ClickException(f"{assignment.version.set_id} has no version {number}.")
    return text


def _lines(plan: Plan) -> Iterator[str]:
    for change in plan.changes:
        again = f" (attempt {change.number})" if change.number > 1 else ""
        yield f"{change.name}{again}: {_sum(change.before)} → {_sum(change.after)}"
    if plan.taken and plan.taken.left:
        yield f"Asked otherwise there, so the key stays: {', '.join(plan.taken.left)}"
    means = " → ".join(
        "–" if mean is None else f"{mean:.1%}" for mean in (plan.mean_before, plan.mean_after)
    )
    yield (
        f"{plan.papers} attempts: {plan.gaining} gain, {plan.losing} lose, "
        f"{len(plan.changes)} change; mean {means}; {plan.marked} marked by a person."
    )


def _sum(sum: Sum) -> str:
    return f"{sum.points:g} of {sum.max:g}"


def _done(outcome: Applied | Plan, plan: Plan) -> Iterator[str]:
    made = getattr(outcome, "made", None)
    if plan.nothing and not plan.changes:
        yield "Nothing to do."
        return
    yield "Done."
    if made is not None:
        where = "the set's newest version" if made.shown else "only to score by"
        yield f"The key is version {made.number}, {where}."
        if made.left:
            yield f"The draft keeps its own key for: {', '.join(made.left)}"


def _history(code: str) -> Iterator[str]:
    from quiz.storage.rescoring import rescored

    for done in rescored.history(None, code):
        what = f"key: version {done.key}" if done.kind == "key" else f"{done.kind}: {done.item}"
        back = f", taken back {done.taken_back_at:%Y-%m-%d %H:%M}" if done.taken_back_at else ""
        when = f"{done.at:%Y-%m-%d %H:%M}, {done.changed} changed{back}"
        yield f"{done.id}. {what} ({when}) {done.why}".rstrip()
