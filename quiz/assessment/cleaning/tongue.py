"""The language of a pasted text, told by its commonest words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from quiz.assessment.check import tables
from quiz.assessment.check.words import words
from quiz.assessment.cleaning.values import Block
from quiz.assessment.language.numberwords import primary

_ENOUGH = 60_000  # characters that are looked at


def language_of(blocks: Sequence[Block], said: str = "") -> str:
    """Give the primary language tag of a text; ``said`` is what its page claims."""
    text = " ".join(block.text for block in blocks)[:_ENOUGH]
    counts = Counter(words(text))
    held = {tag: sum(counts[word] for word in stop) for tag, stop in tables.STOP.items()}
    best = max(held, key=lambda tag: held[tag])
    if held[best] * 8 >= counts.total() > 0:
        return best
    claimed = primary(said.strip())
    fits = claimed.isascii() and claimed.isalpha() and len(claimed) in {2, 3}
    return claimed if fits and claimed not in held else "en"
