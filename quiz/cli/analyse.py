"""``quiz analyse``: the statistics of anyone's scores."""

from __future__ import annotations

import json
import os
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from quiz.assessment.statistics.irt.values import Fit
    from quiz.assessment.statistics.scores import Scores

MOST_BYTES = 500_000_000


@click.command()
@click.argument(
    "path", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, allow_dash=True)
)
@click.option("--format", "form", type=click.Choice(["text", "json"]), default="text")
@click.option("--irt", type=click.Choice(["rasch", "2pl"]), help="Fit this model too.")
@click.option("--prior", is_flag=True, help="With 2pl: hold log a near 0 (normal, sd 0.5).")
def analyse(path: str, form: str, irt: str | None, prior: bool) -> None:
    """Analyse a table of scores: facility, discrimination, reliability, and IRT models.

    FILE.csv has a header row. The first column names the person, the others are items; a cell
    holds points (0/1, or parts), or nothing where the item was not reached. A row named `max` may
    give the most points of each item; else that is the greatest score seen, at least 1. Commas,
    semicolons or tabs part the cells; `-` reads standard input.

    Definitions are Moodle's, with variances over n − 1, and fractions for percentages: mean,
    median, sd and sem are shares of the greatest total, an item's facility and sd of its maximum.
    What was not reached adds nothing to a total; an item's figures are over those who reached it
    (n), and alpha is over those who reached every item (alpha_persons). A figure that is undefined
    is null, or – in text.

    `--irt` fits by marginal maximum likelihood, without a prior unless `--prior`: P = 1/(1 +
    e^(−a(θ − b))). In `2pl` abilities have the standard deviation 1; in `rasch` every a is 1 and
    the standard deviation is estimated (latent_sd). Scores must be 0 or the maximum, and persons
    at least 100 (rasch) or 250 (2pl).

    Exit code: 0 analysed; 1 the model cannot be fitted; 2 the table cannot be read.

    \b
    Example:
        quiz analyse scores.csv --irt 2pl --format json
    """
    if prior and irt != "2pl":
        message = "--prior holds the discriminations of a 2pl fit: say --irt 2pl --prior."
        raise click.UsageError(message)
    # The matrices of a fit are small: threads would mostly wait for each other, and on a busy
    # machine they make it ten times slower. It must be said before numpy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    name = "standard input" if path == "-" else path
    scores = _scores(path, name)
    fit = _fit(scores, irt, prior) if irt else None
    click.echo(_json(scores, fit) if form == "json" else _text(scores, fit, name))


def _scores(path: str, name: str) -> Scores:
    """Read the table; whatever is wrong with it is told, with its place, and ends the command."""
    from quiz.assessment.statistics import sheet

    with click.open_file(path, "rb") as file:
        data = file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        message = f"{name} is larger than {MOST_BYTES // 1_000_000} MB. Take a sample of it."
        raise click.UsageError(message)
    found = sheet.read(data)
    if isinstance(found, list):
        raise click.UsageError("\n".join([f"{name} cannot be read.", *map(str, found)]))
    return found


def _fit(scores: Scores, irt: str, prior: bool) -> Fit:
    from quiz.assessment.statistics.irt.fitting import fit
    from quiz.assessment.statistics.irt.values import Model, Refusal

    try:
        return fit(scores, Model(irt), prior=prior)
    except Refusal as refusal:
        names = ", ".join(refusal.items[:10]) + (" …" if len(refusal.items) > 10 else "")
        raise click.ClickException(f"{refusal}{f': {names}' if names else ''}.") from None


def _json(scores: Scores, fit: Fit | None) -> str:
    from quiz.assessment.statistics import matrix, plain

    found = plain.analysis_json(matrix.analyse(scores))
    if fit:
        found["irt"] = plain.fit_json(fit)
    return json.dumps(found, ensure_ascii=False, indent=1, allow_nan=False)


def _text(scores: Scores, fit: Fit | None, name: str) -> str:
    from quiz.assessment.statistics import matrix
    from quiz.cli.analysis import fit_lines, lines

    found = list(lines(name, scores, matrix.analyse(scores)))
    return "\n".join([*found, *(fit_lines(fit) if fit else ())])
