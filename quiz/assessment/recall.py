"""What was worked out of a text is kept for the next time, unless the text is long.

A student may answer 100 kB and a teacher may paste as much: a few thousands of such texts would
fill the memory of a process, and none of them is likely to come again.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Concatenate, ParamSpec, TypeVar

More = ParamSpec("More")
Found = TypeVar("Found")
Work = Callable[Concatenate[str, More], Found]

LONGEST = 2000
"""Characters of a text that is kept: a long paragraph."""


def recalled(most: int) -> Callable[[Work[More, Found]], Work[More, Found]]:
    """As `functools.lru_cache(most)`, for a pure function whose first argument is a text."""

    def decorate(work: Work[More, Found]) -> Work[More, Found]:
        kept = lru_cache(maxsize=most)(work)

        @wraps(work)
        def recall(text: str, /, *more: More.args, **named: More.kwargs) -> Found:
            return (work if len(text) > LONGEST else kept)(text, *more, **named)

        return recall

    return decorate
