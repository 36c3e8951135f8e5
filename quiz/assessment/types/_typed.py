"""What the types with typed answers share: forms of an answer, reading them, tallying texts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from quiz.assessment.document import Finding, Text
from quiz.assessment.language.folding import fold
from quiz.assessment.matching.ladder import Key, Met, meet_key, unescape
from quiz.assessment.model import Invalid, Item, Raw
from quiz.assessment.types import _shared as shared
from quiz.assessment.types.base import Row

Forms = tuple[str, ...]
LONGEST = 2_000  # characters of a typed answer


def split_forms(source: str, separator: str = "|") -> Forms:
    """Cut accepted forms at the separator; a backslash makes the character after it plain text."""
    forms, form, index = [], "", 0
    while index < len(source):
        char = source[index]
        if char == "\\" and index + 1 < len(source):
            form += source[index : index + 2]
            index += 2
            continue
        if char == separator:
            forms.append(_trimmed(form))
            form = ""
        else:
            form += char
        index += 1
    return tuple(filter(None, [*forms, _trimmed(form)]))


def _trimmed(form: str) -> str:
    """Strip a form; a backslash that then stands last is one, and escapes nothing behind it."""
    form = form.strip()
    last = len(form) - len(form.rstrip("\\"))
    return form + "\\" if last % 2 else form


def join_forms(forms: Sequence[str], separator: str = "|") -> str:
    """Write accepted forms; they hold their backslashes still."""
    return f" {separator} ".join(forms)


def as_form(text: str, special: str) -> str:
    """Write a typed text as a form that accepts it and nothing besides; ``special`` is escaped."""
    return "".join(f"\\{c}" if c in special else c for c in " ".join(text.split()))


def no_forms(place_of: Text, what: str) -> Finding:
    """Say that an answer is missing."""
    return Finding(
        "E115", place_of.place, f"{what} has no words", place_of.words, "write the answer"
    )


def single_texts(raw: Raw, parts: Sequence[str]) -> list[str] | Invalid:
    """Read one text for each part; another part, two texts, or far too long a text is forged."""
    if set(raw) - set(parts):
        return shared.FORGED
    given = [shared.texts(raw, part) for part in parts]
    if any(len(texts) > 1 for texts in given):
        return shared.FORGED
    found = [texts[0] if texts else "" for texts in given]
    if any(len(text) > LONGEST for text in found):
        return Invalid("An answer here has %(limit)s characters at most.", {"limit": str(LONGEST)})
    return found


def plain_texts(value: Any, count: int) -> Raw | Invalid:  # noqa: ANN401 - it is JSON
    """Take one text or number, or a list of at most ``count`` of them."""
    values = value if isinstance(value, list) else [value]
    fine = all(isinstance(v, str | int | float) and not isinstance(v, bool) for v in values)
    if not fine or len(values) > count:
        wanted = "one text" if count == 1 else f"a list of {count} texts"
        return shared.wrong_shape(wanted)
    return {str(n): (_as_text(v),) for n, v in enumerate(values, 1)}


def _as_text(value: str | float) -> str:
    return value if isinstance(value, str) else f"{value:.12g}"


def shown(forms: Sequence[str]) -> Forms:
    """Give accepted forms as a reader should see them."""
    return tuple(unescape(form) for form in forms)


def tally_texts(item: Item, texts: Sequence[str], keys: Sequence[Key]) -> list[Row]:
    """Count texts by their folded form, each shown as it was most often written.

    A row is a key where its commonest spelling counts for one of ``keys``.
    """
    groups: dict[str, Counter[str]] = {}
    for text in texts:
        groups.setdefault(fold(text, item.context.language), Counter())[text.strip()] += 1
    shown_as = [
        (spellings.most_common(1)[0][0], spellings.total()) for spellings in groups.values()
    ]
    rows = [
        Row(text, count, any(meets(item, text, key) for key in keys)) for text, count in shown_as
    ]
    return sorted(rows, key=lambda row: -row.count)


def meets(item: Item, text: str, key: Key) -> Met | None:
    """Say how a text meets a key in the item's language and among its names; None if it doesn't."""
    context = item.context
    return meet_key(
        text, key, lowest=context.lowest, names=context.names, language=context.language
    )
