"""What several item types share: finding things by id or text, arranging, writing entries."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TypeVar

from quiz.assessment.document import Block, Finding, Text, said
from quiz.assessment.interaction import Option
from quiz.assessment.language.folding import plain, slug
from quiz.assessment.model import Invalid, Raw
from quiz.assessment.prose import plain_text

T = TypeVar("T")

FORGED = Invalid("This answer does not belong to the question.")


def texts(raw: Raw, part: str = "") -> list[str]:
    """Give what was sent for a part, without the empty strings of untouched fields."""
    return [text for text in raw.get(part, ()) if text.strip()]


def arranged(options: Iterable[Option], seed: str, item: str) -> tuple[Option, ...]:
    """Shuffle by a seed. The result depends on the ids, never on the order they were given in.

    So an order question or the right-hand side of a match tells nothing by its order.
    """
    return tuple(
        sorted(options, key=lambda o: hashlib.sha256(f"{seed}/{item}/{o.id}".encode()).digest())
    )


def look_up(value: Any, options: Sequence[Option]) -> str | None:  # noqa: ANN401 - it is JSON
    """Give the id of the option that a plain answer names by its id or its text."""
    if not isinstance(value, str | int | float):
        return None
    wanted = str(value).strip()
    by_id = {o.id: o.id for o in options}
    if wanted in by_id:
        return wanted
    shown = {plain_text(o.text).strip(): o.id for o in options}
    if wanted in shown:
        return shown[wanted]
    folded = Counter(plain(text) for text in shown)
    near = plain(wanted)
    return next((i for t, i in shown.items() if plain(t) == near and folded[near] == 1), None)


def unknown(value: Any, options: Iterable[Option]) -> Invalid:  # noqa: ANN401 - it is JSON
    """Say that a plain answer is none of the options."""
    listed = ", ".join(f"“{plain_text(o.text)}”" for o in options)
    return Invalid(
        "“%(text)s” is none of %(options)s", {"text": str(value)[:80], "options": listed}
    )


def wrong_shape(wanted: str) -> Invalid:
    """Say what a plain answer should have looked like."""
    return Invalid("the response should be %(wanted)s", {"wanted": wanted})


def flag(block: Block, key: str, findings: list[Finding], default: bool) -> bool:
    """Read a yes-or-no key of the heading."""
    text = block.attributes.get(key)
    if text is None:
        return default
    if text.words not in {"yes", "no"}:
        findings.append(Finding("E103", text.place, f"`{key}` takes yes or no", said(key, text)))
        return default
    return text.words == "yes"


def one_of(block: Block, key: str, values: Mapping[str, T], findings: list[Finding]) -> T | None:
    """Read a key of the heading that takes one of several words; None where it is not there."""
    text = block.attributes.get(key)
    if text is None:
        return None
    if text.words not in values:
        wanted = " or ".join(f"`{v}`" for v in values)
        findings.append(Finding("E103", text.place, f"`{key}` takes {wanted}", said(key, text)))
    return values.get(text.words)


def twice(words: Sequence[Text], what: str) -> list[Finding]:
    """Find words that stand twice among siblings."""
    seen: set[str] = set()
    findings = []
    for text in words:
        key = " ".join(plain_text(text.words).casefold().split()).rstrip(".")
        if key and key in seen:
            message = f"the same {what} twice"
            findings.append(
                Finding("E105", text.place, message, text.words, "remove or reword one")
            )
        seen.add(key)
    return findings


def with_written_ids(pairs: Sequence[tuple[str, str]]) -> list[str]:
    """Write (text, id) pairs: the id only where reading would not give the same one anyway."""
    slugs = [slug(plain_text(text)) or "part" for text, _ in pairs]
    count = Counter(slugs)
    return [
        text if id_ == name and count[name] == 1 else f"{text} {{#{id_}}}".lstrip()
        for (text, id_), name in zip(pairs, slugs, strict=True)
    ]
