"""What a process keeps: not made twice, and not without end."""

from __future__ import annotations

import pytest

from quiz.storage import memory


def test_what_was_made_is_kept_by_kind_and_the_oldest_goes_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "MOST_KEPT", 2)
    made: list[str] = []

    def ask(kind: str, key: str) -> str:
        def make() -> str:
            made.append(kind + key)
            return made[-1]

        return memory.remembered(kind, key, make)

    assert [ask("a", "1"), ask("a", "1"), ask("b", "1")] == ["a1", "a1", "b1"]
    ask("a", "2")
    ask("a", "3")
    ask("a", "2")
    ask("a", "1")

    assert made == ["a1", "b1", "a2", "a3", "a1"]


def test_what_is_not_found_is_looked_for_again() -> None:
    finds = iter([None, "Amira", "never asked"])

    assert memory.remembered_if_found("who", 1, lambda: next(finds)) is None
    assert memory.remembered_if_found("who", 1, lambda: next(finds)) == "Amira"
    assert memory.remembered_if_found("who", 1, lambda: next(finds)) == "Amira"
