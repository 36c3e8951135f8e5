"""What a new version of a set did to the ids of the one before.

Responses are kept and compared by id, and an id that nobody wrote is the slug of its words. So
words that were only mended would make a part a new one; `lost_ids` says where that happened.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from rapidfuzz import fuzz

from quiz.assessment import types
from quiz.assessment.document import Finding, Place
from quiz.assessment.interaction import (
    Choice,
    Gap,
    Inline,
    Interaction,
    Match,
    Option,
    Order,
)
from quiz.assessment.language.folding import slug
from quiz.assessment.prose import plain_text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from quiz.assessment.model import Item, QuestionSet

ALIKE = 80
"""Words at least so alike (rapidfuzz's ratio, 0…100) are the same words, mended."""


def lost_ids(old: QuestionSet, new: QuestionSet) -> tuple[Finding, ...]:
    """Find the questions, choices, cells and entries that were only reworded but lost their id.

    An id that was written by hand is meant, and is never found.
    """
    before, after = ([Option(i.id, i.stem) for i in s.items] for s in (old, new))
    found = [_finding(gone, come, new.item(come.id)) for gone, come in _pairs(before, after)]
    for item in new.items:
        earlier = old.item(item.id)
        if earlier is not None and earlier.type == item.type:
            found += _lost_parts(earlier, item)
    return tuple(sorted(found, key=lambda finding: finding.place))


def _lost_parts(old: Item, new: Item) -> Iterator[Finding]:
    for before, after in zip(_groups(old), _groups(new), strict=False):
        for gone, come in _pairs(before, after):
            yield _finding(gone, come, new)


def _groups(item: Item) -> Iterator[Sequence[Option]]:
    """The parts of an item that have ids and words, apart by what they are."""
    interaction: Interaction = types.of(item).interaction(item, "")
    match interaction:
        case Choice(options=options):
            yield options
        case Match(rows=rows, options=options):
            yield from (rows, options)
        case Order(entries=entries):
            yield entries
        case Inline(pieces=pieces):
            yield from (piece.options for piece in pieces if isinstance(piece, Gap))


def _pairs(old: Sequence[Option], new: Sequence[Option]) -> Iterator[tuple[Option, Option]]:
    """Each id that is gone, beside the newcomer without an id of its own that reads most alike."""
    known, kept = {o.id for o in old}, {o.id for o in new}
    gone = [o for o in old if o.id not in kept]
    come = [o for o in new if o.id not in known and _is_slug(o)]
    for newcomer in come:
        likely = max(gone, key=lambda o: fuzz.ratio(o.text, newcomer.text), default=None)
        if likely is not None and fuzz.ratio(likely.text, newcomer.text) >= ALIKE:
            gone.remove(likely)
            yield likely, newcomer


def _is_slug(option: Option) -> bool:
    """Whether the id was made of the words (with ``-2`` for a repeat) rather than written."""
    return re.sub(r"-\d+$", "", option.id) == re.sub(r"-\d+$", "", slug(plain_text(option.text)))


def _finding(gone: Option, come: Option, item: Item | None) -> Finding:
    return Finding(
        "E150",
        (item and item.place) or Place(1),
        f'was "{gone.text}" before and has lost its id by the change of words',
        come.text,
        f"write {{#{gone.id}}} behind it to keep its answers, or an id of its own if it is new",
        item.id if item else "",
    )
