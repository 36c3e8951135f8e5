"""Findings that several parts of the reader share the words of."""

from __future__ import annotations

from collections.abc import Iterable

from rapidfuzz.distance import OSA

from quiz.assessment.document import Finding, Place


def near(word: str, known: Iterable[str]) -> str:
    """Give the known word that somebody probably meant, or ""."""
    if len(word) > 40:
        return ""
    scored = [(OSA.distance(word.lower(), k.lower()), k) for k in known]
    distance, best = min(scored, default=(99, ""))
    return best if distance <= max(1, len(best) // 3) else ""


def unknown_key(
    key: str, place: Place, known: Iterable[str], where: str, item: str = ""
) -> Finding:
    """Say that a key is none of the known ones, and which one was probably meant."""
    names = sorted(known)
    guess = near(key, names)
    hint = f"did you mean `{guess}`?" if guess else "known keys: " + ", ".join(names)
    return Finding("E102", place, f"unknown key `{key}` in {where}", key, hint, item)
