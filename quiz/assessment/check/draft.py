"""A set as the rules look at it: its source to find places in, its questions opened once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property

from quiz.assessment.check import tables
from quiz.assessment.check.asked import Asked, open_item
from quiz.assessment.check.source import Source
from quiz.assessment.check.words import root, spelled, words
from quiz.assessment.document import Finding, Place
from quiz.assessment.model import Item, QuestionSet

Rule = Callable[["Draft"], Iterator[Finding]]
"""What looks at a draft and says what it finds."""


class Draft:
    """A set under check, with what several rules need of it worked out once."""

    def __init__(self, questions: QuestionSet, text: str) -> None:
        self.set = questions
        self.language = questions.language
        self.source = Source(text)

    @cached_property
    def asked(self) -> tuple[Asked, ...]:
        """The questions, opened."""
        return tuple(open_item(item) for item in self.set.items)

    @cached_property
    def spelled(self) -> Counter[str]:
        """How often each word stands in the passages, as it is spelled there."""
        return Counter(w for p in self.set.passages for q in p.paragraphs for w in spelled(q.text))

    @cached_property
    def lower(self) -> frozenset[str]:
        """The words that the passages hold in lower case, or that are common anyway."""
        common = tables.of(tables.PLAIN, self.language)
        return frozenset(w for w in self.spelled if w.islower()) | common

    @cached_property
    def listed(self) -> frozenset[str]:
        """The words of all `names:` lines, as they are spelled there."""
        return frozenset(w for line in self.set.names for name in line for w in spelled(name))

    @cached_property
    def names(self) -> frozenset[str]:
        """The words that the passages spell as names; German writes too much with a capital."""
        known = set(self.listed)
        if not self.language.lower().startswith("de"):
            known |= {w for w in self.spelled if w[0].isupper() and w.casefold() not in self.lower}
        return frozenset(known)

    def place(self, item: Item, *wanted: str) -> Place:
        """Find the first of these words in a question's lines, below its heading before in it."""
        start = item.place or Place(1)
        for text in wanted:
            below = self.source.find(text, start.line + 1, max(item.end, start.line))
            if found := below or self.source.find(text, start.line, start.line):
                return found
        return start

    def finding(
        self,
        code: str,
        item: Item,
        message: str,
        *,
        words: str = "",
        hint: str = "",
        mend: str | None = None,
    ) -> Finding:
        """Make a finding on a question, placed where its words stand."""
        return Finding(code, self.place(item, words), message, words, hint, item.id, mend)


def content(text: str, language: str, shortest: int = 4) -> list[str]:
    """Give the folded words of a text that say what it is about: no stop words, no short ones."""
    stop = tables.of(tables.STOP, language)
    return [
        w
        for w in words(text)
        if len(w) >= shortest and w not in stop and root(w, language) not in stop
    ]
