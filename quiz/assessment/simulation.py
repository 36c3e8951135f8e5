"""Simulated students, for demonstrations and for trying the reports.

An ability is 0…1: the chance of a right answer to a question of middling difficulty. All chance
comes from the generator that is passed in, so a seed gives the same students again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING
from zlib import crc32

from quiz.assessment import types
from quiz.assessment.interaction import (
    Choice,
    ExtendedText,
    HotText,
    Inline,
    Match,
    Order,
    TextEntry,
)
from quiz.assessment.scoring import Answer

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from random import Random

    from quiz.assessment.model import Item, QuestionSet, Raw

GIVEN: tuple[str, ...] = ("Aiko", "Amir", "Emil", "Greta", "Ines", "Jonas", "Luca", "Marek")
GIVEN += ("Mei", "Nadia", "Olena", "Pavlo", "Sofia", "Tariq", "Theo", "Yara")
FAMILY: tuple[str, ...] = ("Bondar", "Costa", "Haddad", "Keller", "Lind", "Melnyk")
FAMILY += ("Moreau", "Nowak", "Rahimi", "Rossi", "Sato", "Wang")

SKIPS = 0.04
"""How often a question is left out on the way."""

SLIP = 0.12
"""How often a right typed answer has a slip of the finger in it."""


def names(count: int, random: Random) -> list[str]:
    """Give names, no two alike up to 192."""
    pairs = [f"{given} {family}" for given in GIVEN for family in FAMILY]
    random.shuffle(pairs)
    return [pairs[i % len(pairs)] for i in range(count)]


def ability(random: Random) -> float:
    """Draw the ability of a student: most are in the middle, a few very good or very weak."""
    return min(0.97, max(0.08, random.gauss(0.6, 0.2)))


def answers(questions: QuestionSet, skill: float, random: Random) -> dict[str, Answer]:
    """Answer a set as a student of this ability might; what is not answered is not in it."""
    reached = questions.items[: _reached(len(questions.items), skill, random)]
    return {i.id: _answer(i, skill, random) for i in reached if random.random() >= SKIPS}


def _reached(count: int, skill: float, random: Random) -> int:
    """How far a student comes: the weaker, the oftener the time runs out near the end."""
    if random.random() < skill + 0.3:
        return count
    return random.randint(count * 2 // 3, count)


def _answer(item: Item, skill: float, random: Random) -> Answer:
    # A question is as hard for one student as for another; its id decides how hard.
    hardness = crc32(item.id.encode()) % 50 / 100 - 0.25
    knows = random.random() < skill - hardness
    raw = types.of(item).model(item)
    raw = _typed_by_hand(item, raw, random) if knows else _wrong(item, raw, random)
    return Answer(raw, _cited(item, knows, random) if item.cites else ())


def _wrong(item: Item, model: Raw, random: Random) -> Raw:
    """An answer that is wrong, or right in part, by the way in which it is given."""
    match types.of(item).interaction(item, ""):
        case Choice(options=options, many=many):
            return {"": _others([o.id for o in options], model.get("", ()), many, random)}
        case Match(rows=rows, options=options):
            return {row.id: (random.choice(options).id,) for row in rows}
        case Order(entries=entries):
            places = random.sample(range(1, len(entries) + 1), len(entries))
            return {e.id: (str(n),) for e, n in zip(entries, places, strict=True)}
        case HotText(limit=limit):
            return {"": _sentences(item, limit, random)}
        case Inline(gaps=gaps):
            return {g.id: (_filling([o.id for o in g.options], item, random),) for g in gaps}
        case TextEntry(lines=lines):
            return {str(n): (_filling([], item, random),) for n in range(1, lines + 1)}
        case ExtendedText():
            return {"": (_filling([], item, random),)}


def _others(
    options: Sequence[str], key: Iterable[str], many: bool, random: Random
) -> tuple[str, ...]:
    wrong = [o for o in options if o not in set(key)] or list(options)
    chosen = [random.choice(wrong)]
    if many:  # one of those that are right is often among them
        chosen += [o for o in key if random.random() < 0.5]
    return tuple(sorted(chosen))


def _filling(options: Sequence[str], item: Item, random: Random) -> str:
    """One of the options, or a word of the passage that stands elsewhere: a name, for choice."""
    if options:
        return random.choice(options)
    words = [w.strip(".,;:!?“”\"'()") for s in item.context.sentences for w in s.text.split()[1:]]
    return random.choice([w for w in words if w[:1].isupper()] or words or ["?"])


def _sentences(item: Item, limit: int, random: Random) -> tuple[str, ...]:
    known = [s.id for s in item.context.sentences]
    return tuple(random.sample(known, min(limit, len(known), random.randint(1, 2))))


def _cited(item: Item, knows: bool, random: Random) -> tuple[str, ...]:
    """Who knows the answer mostly knows where it stands; who does not finds the place at times."""
    if random.random() < (0.85 if knows else 0.3):
        return tuple(sorted(item.key_sentences))
    return _sentences(item, 1, random)


def _typed_by_hand(item: Item, model: Raw, random: Random) -> Raw:
    """The right answer; a typed one has a slip in it now and then: two letters change places."""
    if not isinstance(types.of(item).interaction(item, ""), TextEntry):
        return model
    return {part: tuple(_slip(t, random) for t in texts) for part, texts in model.items()}


def _slip(text: str, random: Random) -> str:
    if len(text) < 4 or random.random() >= SLIP:
        return text
    at = random.randrange(1, len(text) - 2)
    return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
