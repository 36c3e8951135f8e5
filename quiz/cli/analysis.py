"""An analysis as a small report in text: each figure with the sentence that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quiz.assessment.statistics.figures import Analysis, ItemFigures, TestFigures
    from quiz.assessment.statistics.irt.values import Fit, ItemFit
    from quiz.assessment.statistics.scores import Scores

FEW = 30
"""Below so many persons chance moves an item's figures too far to judge it."""

COLUMNS = (
    ("n", "how many persons reached the item; its other figures are over them"),
    ("facility", "mean points, as a share of the item's maximum: how easy it is"),
    ("95 %", "where the facility may lie, were more such persons asked (Wilson)"),
    ("sd", "standard deviation of the points (n − 1), as a share of the maximum"),
    ("discr", "discrimination: correlation with the rest of the test; below 0, look at the key"),
    ("effic", "the covariance with the rest, as a share of the most that these marks could have"),
    ("weight", "effective weight: the share of the spread of totals that the item makes"),
    ("α without", "alpha of the test if the item were left out"),
    ("r rest", "the same correlation with the rest as “discr”, by its textbook name"),
    ("r total", "correlation with the total, the item itself included"),
)

IRT_COLUMNS = (
    ("a", "discrimination: how steeply the chance of being right rises with ability"),
    ("b", "difficulty: the ability at which the chance is one half"),
    ("± a, ± b", "their standard errors, from the observed information"),
)


def lines(name: str, scores: Scores, found: Analysis) -> Iterator[str]:
    """Write an analysis."""
    test = found.test
    yield (
        f"{_plain(name)}: {_count(test.persons, 'person')}, {_count(len(found.items), 'item')}, "
        f"{test.max:g} points at most"
    )
    yield ""
    yield "The test"
    yield from _test(test)
    yield from _notes(scores, test)
    yield ""
    yield "The items"
    head = ("", *(title for title, _ in COLUMNS))
    yield from _table([head, *(_item(item) for item in found.items)])
    yield ""
    yield from _definitions(COLUMNS)


def _test(test: TestFigures) -> Iterator[str]:
    over = (
        ""
        if test.alpha_persons == test.persons
        else f", over {_count(test.alpha_persons, 'person')}"
    )
    rows = (
        ("mean", test.mean, "average total, as a share of the points that could be had"),
        ("median", test.median, "half of the persons have no more, half no less"),
        ("sd", test.sd, "standard deviation of the totals (n − 1), as the same share"),
        ("skewness", test.skewness, "below 0: low totals trail further off than high ones"),
        ("kurtosis", test.kurtosis, "above 0: more totals far from the mean than if normal"),
        ("alpha", test.alpha, f"reliability (Cronbach): how far the items agree{over}"),
        ("error ratio", test.error_ratio, "√(1 − alpha): how much of the spread is chance"),
        ("sem", test.sem, "sd × error ratio: two of three totals are so near their true value"),
    )
    for title, value, meaning in rows:
        yield f"  {title:11}  {number(value):>7}  {meaning}"


def _notes(scores: Scores, test: TestFigures) -> Iterator[str]:
    """Tell what the figures rest on, where that is not plain."""
    missing = int((~scores.reached).sum())
    if missing:
        yield ""
        yield f"  Not reached: {_count(missing, 'cell')}, which add nothing to a total. Alpha, with"
        yield f"  or without an item, is over those who reached every item ({test.alpha_persons})."
    nothing = int((~scores.reached.any(axis=1)).sum())
    if nothing:
        yield f"  Without any score: {_count(nothing, 'person')}, counted with a total of 0."
    if test.persons < FEW:
        yield ""
        yield f"  Fewer than {FEW} persons: chance alone moves these figures far. Judge no item by"
        yield "  them."


def _item(item: ItemFigures) -> tuple[str, ...]:
    low, high = item.interval or (None, None)
    return (
        _plain(item.id),
        str(item.n),
        number(item.facility),
        f"{number(low, 2)}…{number(high, 2)}" if item.interval else "–",
        number(item.sd),
        number(item.discrimination),
        number(item.efficiency),
        number(item.effective_weight),
        number(item.alpha_if_deleted),
        number(item.item_rest_r),
        number(item.item_total_r),
    )


def fit_lines(fit: Fit) -> Iterator[str]:
    """Write a fitted model."""
    yield ""
    yield f"The {fit.model} model, over {_count(fit.persons, 'person')}"
    yield f"  log-likelihood {number(fit.log_likelihood)}, AIC {fit.aic:.3f}, BIC {fit.bic:.3f}"
    yield f"  {_scale(fit)}"
    yield f"  {'With the prior: log a is normal, sd 0.5.' if fit.prior else 'Without a prior.'}"
    if not fit.converged:
        yield "  The climb did not end: the likelihood has no clear top. Do not rely on this."
    yield ""
    notes = ("", *(str(item.unfit or "") for item in fit.items))
    rows = _table([("", "a", "± a", "b", "± b"), *(_fitted(item) for item in fit.items)])
    yield from (f"{row}  {note}".rstrip() for row, note in zip(rows, notes, strict=True))
    yield ""
    yield from _definitions(IRT_COLUMNS)


def _scale(fit: Fit) -> str:
    if fit.se_latent_sd is None:
        return "Scale: abilities have mean 0 and standard deviation 1."
    return (
        f"Scale: every a is 1; abilities have mean 0 and standard deviation "
        f"{number(fit.latent_sd)} ± {number(fit.se_latent_sd)} (estimated)."
    )


def _fitted(item: ItemFit) -> tuple[str, ...]:
    figures = (number(value) for value in (item.a, item.se_a, item.b, item.se_b))
    return (_plain(item.id), *figures)


def number(value: float | None, digits: int = 3) -> str:
    """Write a figure; one that is undefined is a dash."""
    return "–" if value is None else f"{value + 0.0:.{digits}f}".replace("-", "−")


def _table(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for first, *others in rows:
        cells = [f"{c:>{w}}" for c, w in zip(others, widths[1:], strict=True)]
        yield "  ".join([f"  {first:{widths[0]}}", *cells]).rstrip()


def _definitions(columns: Sequence[tuple[str, str]]) -> Iterator[str]:
    width = max(len(title) for title, _ in columns)
    for title, meaning in columns:
        yield f"  {title:{width}}  {meaning}"


def _count(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}"


def _plain(text: str) -> str:
    """Show what a terminal would obey as a question mark."""
    return "".join(c if c.isprintable() else "?" for c in text)
