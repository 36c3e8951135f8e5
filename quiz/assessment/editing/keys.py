"""Keys of a document, text → text: one more accepted form, or the keys of another version.

What is asked stays as it is (stem, choices, rows, gaps, points); what is right changes: which
choice, its weight and feedback, accepted forms, pairs, an order, evidence, explanation, how exactly
an answer must be typed. So all that was answered can be scored anew.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from quiz.assessment import types
from quiz.assessment.editing import edits
from quiz.assessment.editing.outline import find
from quiz.assessment.editing.sheet import sheet_of, source_of
from quiz.assessment.formats import markdown
from quiz.assessment.matching.ladder import NumbersKey, key_of, meet_key
from quiz.assessment.model import Item, QuestionSet, Rung

Changed = Callable[[Item], Item | None]
"""What becomes of a question; None where it cannot be done."""


@dataclass(frozen=True, slots=True)
class Form:
    """A text to be accepted: the question, the line or gap (`ItemType.lines`), and the text."""

    item: str
    line: str
    text: str


@dataclass(frozen=True, slots=True)
class Taken:
    """A text with other keys: the questions whose key changed, and those where it would not fit."""

    text: str
    changed: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


class NotAccepted(ValueError):
    """A form that cannot be made part of a key.

    ``why``: ``gone``, there is no such line; ``number``, the key takes numbers and this is none;
    ``unread``, the document would not accept the text even so.
    """

    def __init__(self, form: Form, why: str) -> None:
        super().__init__(f"{form.item}: {form.text}: {why}")
        self.form, self.why = form, why


def accept(text: str, forms: Iterable[Form]) -> Taken:
    """Accept texts besides what a document accepts; one that counts already changes nothing.

    Raises NotAccepted.
    """
    changed: dict[str, None] = {}
    document = _read(text)
    for form in forms:
        found = document.items.get(form.item)
        if found is None or form.line not in types.of(found).lines(found.body):
            raise NotAccepted(form, "gone")
        if _meets(found, form):
            continue
        document = _accepted(document, found, form)
        changed[form.item] = None
    return Taken(document.text, tuple(changed))


def taken(text: str, other: QuestionSet) -> Taken:
    """Take the keys of another version of a document's set, where they fit what is asked here."""

    def change(item: Item) -> Item | None:
        theirs = other.item(item.id)
        return item if theirs is None else with_key(item, theirs)

    document = _read(text)
    return _all(document, document.items, change)


def carried(text: str, before: QuestionSet, after: QuestionSet) -> Taken:
    """Carry what a repair changed along to a draft, for each question that had the old key."""

    def change(item: Item) -> Item | None:
        old, new = before.item(item.id), after.item(item.id)
        if old is None or new is None or with_key(item, new) == item:
            return item
        return with_key(item, new) if with_key(item, old) == item else None

    ids = [i.id for i in after.items if i != before.item(i.id)]
    document = _read(text)
    found = _all(document, [id for id in ids if id in document.items], change)
    return replace(found, left=(*found.left, *(id for id in ids if id not in document.items)))


def with_key(item: Item, other: Item) -> Item | None:
    """Give a question with the key of another version of it; None where that does not fit."""
    if type(item.body) is not type(other.body):
        return None
    body = types.of(item).keyed(item.body, other.body)
    same = tuple(e.quote for e in item.evidence) == tuple(e.quote for e in other.evidence)
    return body and replace(
        item,
        body=body,
        evidence=item.evidence if same else other.evidence,
        needs_evidence=other.needs_evidence,
        explanation=other.explanation,
        lowest=other.lowest,
    )


@dataclass(frozen=True, slots=True)
class _Document:
    """A document as it was read: its questions by id, the codes and questions of its errors."""

    text: str
    items: Mapping[str, Item]
    errors: Sequence[tuple[str, str]]


def _read(text: str) -> _Document:
    found = markdown.read(text)
    items = {item.id: item for item in found.set.items} if found.set else {}
    return _Document(text, items, [(error.code, error.item) for error in found.errors])


def _all(document: _Document, ids: Iterable[str], change: Changed) -> Taken:
    changed, left = [], []
    for id in ids:
        item = document.items[id]
        wanted = change(item)
        if wanted == item:
            continue
        kept = _kept(document, item, wanted) if wanted else None
        if kept is None:
            left.append(id)
        elif kept.text != document.text:
            document = kept
            changed.append(id)
    return Taken(document.text, tuple(changed), tuple(left))


def _kept(document: _Document, item: Item, wanted: Item) -> _Document | None:
    """Write a key; without its evidence where the passage here has not those words."""
    for tried in (wanted, replace(wanted, evidence=item.evidence)):
        found = _read(_written(document.text, tried))
        if item.id in found.items and set(found.errors) <= set(document.errors):
            return found
    return None


def _accepted(document: _Document, item: Item, form: Form) -> _Document:
    before = types.of(item).lines(item.body)[form.line]
    body = types.of(item).with_form(item.body, form.line, form.text)
    after = types.of(item).lines(body)[form.line]
    language = item.context.language
    is_number = isinstance(key_of(before, language), NumbersKey)
    if is_number and not isinstance(key_of(after, language), NumbersKey):
        raise NotAccepted(form, "number")
    found = _read(_written(document.text, replace(item, body=body)))
    changed = found.items.get(item.id)
    worse = len(found.errors) > len(document.errors)
    if changed is None or worse or not _meets(changed, form):
        raise NotAccepted(form, "unread")
    return found


def _written(text: str, item: Item) -> str:
    """Write a question over the one with its id; lines that say the same stay as they are."""
    part = find(text, item.id)
    assert part is not None, item.id
    mine = sheet_of(part.source, item.context.language, item.id)
    new = sheet_of(markdown.write_item(item), item.context.language, item.id)
    if "source" in {mine.shape, new.shape}:
        return edits.replace(text, part, markdown.write_item(item))
    changed = replace(
        mine,
        rows=new.rows,
        text=new.text,
        evidence=new.evidence,
        needs_evidence=new.needs_evidence,
        explanation=new.explanation,
        attributes=new.attributes,
    )
    return edits.replace(text, part, source_of(changed))


def _meets(item: Item, form: Form) -> bool:
    context = item.context
    key = key_of(types.of(item).lines(item.body)[form.line], context.language)
    lowest: Rung = context.lowest
    met = meet_key(form.text, key, lowest=lowest, names=context.names, language=context.language)
    return met is not None
