"""What is kept of texts, and what is not."""

from __future__ import annotations

from quiz.assessment.recall import LONGEST, recalled


def test_a_text_is_read_once_unless_it_is_long() -> None:
    read: list[str] = []

    @recalled(10)
    def letters(text: str, but: str = "") -> int:
        """Count."""
        read.append(text)
        return len(text.replace(but, "") if but else text)

    long = "a" * (LONGEST + 1)
    assert [letters("ferry"), letters("ferry"), letters("ferry", "r"), letters("ferry", but="r")]
    assert [letters(long), letters(long, "a")] == [LONGEST + 1, 0]
    assert read == ["ferry", "ferry", "ferry", long, long]
    assert letters.__doc__ == "Count."
