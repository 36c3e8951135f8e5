"""Where words stand in a document's source."""

from __future__ import annotations

from bisect import bisect_right

from quiz.assessment.document import Place

_TRIES = 50  # places looked at for words that stand within longer ones first


class Source:
    """The lines of a document, and where words stand in them."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._starts = [0]
        for line in text.split("\n"):
            self._starts.append(self._starts[-1] + len(line) + 1)

    def find(self, wanted: str, first: int, last: int) -> Place | None:
        """Find whole words within the lines ``first`` to ``last``, both included."""
        start, end = self._offset(first), self._offset(last + 1)
        for _ in range(_TRIES):
            start = self.text.find(wanted, start, end) if wanted else -1
            if start < 0:
                return None
            if self._is_whole(start, start + len(wanted)):
                return self._place(start)
            start += 1
        return None

    def find_last(self, wanted: str, first: int, last: int) -> Place | None:
        """Find words where they stand last within the lines ``first`` to ``last``."""
        start = self.text.rfind(wanted, self._offset(first), self._offset(last + 1))
        return self._place(start) if wanted and start >= 0 else None

    def _place(self, offset: int) -> Place:
        line = bisect_right(self._starts, offset)
        return Place(line, offset - self._starts[line - 1] + 1)

    def _offset(self, line: int) -> int:
        return self._starts[min(max(line - 1, 0), len(self._starts) - 1)]

    def _is_whole(self, start: int, end: int) -> bool:
        text = self.text
        inside_left = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
        inside_right = end < len(text) and text[end - 1].isalnum() and text[end].isalnum()
        return not (inside_left or inside_right)
