"""Marks: what a person gave for an answer, question by question, the names unseen."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, func, or_, select

from quiz.assessment import scoring, types
from quiz.assessment.model import Invalid, Item
from quiz.storage import accounts, reading, records, tables, writing
from quiz.storage.attempts import papers, scores, sittings
from quiz.storage.classes import teaching
from quiz.storage.rescoring import rekeying
from quiz.storage.sets import versions

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage import Transaction
    from quiz.storage.accounts import Account
    from quiz.storage.attempts.papers import Paper
    from quiz.storage.sets.versions import Version
    from quiz.storage.straight import Line

LONGEST = 2_000
"""Characters of a comment."""

NAMES = "names"
"""The act of asking for the names behind the answers to a question."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A fraction 0…1 and a comment for the student; ``by`` is a name, empty for the shell.

    ``stale``: the student changed the answer since it was read. ``stamp`` stands for this mark.
    """

    fraction: float
    comment: str
    by: str
    at: datetime
    stale: bool = False

    @property
    def stamp(self) -> str:
        """What a page sends back to say which mark it has seen."""
        return self.at.isoformat()


@dataclass(frozen=True, slots=True)
class Answered:
    """An answer to be marked: ``number`` is its place in the pile, which says nothing of whose.

    ``text`` is empty where it is blank. ``name`` is for those who asked for it.
    """

    attempt_id: int
    number: int
    text: str
    revision: int | None
    mark: Mark | None
    name: str

    @property
    def waits(self) -> bool:
        """Whether it has no mark, or one for another answer."""
        return self.mark is None or self.mark.stale

    @property
    def seen(self) -> str:
        """The stamp of its mark; empty where it has none."""
        return self.mark.stamp if self.mark else ""


@dataclass(frozen=True, slots=True)
class Pile:
    """All answers to a question, blank ones first; ``number`` is the question's in the set."""

    item: Item
    number: int
    answers: tuple[Answered, ...]
    version: Version

    @property
    def left(self) -> int:
        """How many wait to be marked."""
        return sum(1 for answer in self.answers if answer.waits)

    @property
    def blanks(self) -> tuple[Answered, ...]:
        """The blank ones that wait."""
        return tuple(a for a in self.answers if not a.text and a.waits)


@dataclass(frozen=True, slots=True)
class Clash:
    """Not marked: somebody else has marked it since, or the answer was changed."""

    answer: Answered


def piles(account: Account, code: str) -> list[Pile]:
    """Give the questions that a person marks, each with its answers. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        return _piles(session, row, papers.handed_in(session, row.id))


def pile(account: Account, code: str, item: str) -> Pile:
    """Give one question with its answers. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        return _pile_of(session, row, item)


def mark(
    account: Account | None,
    code: str,
    attempt_id: int,
    item: str,
    fraction: float | None,
    comment: str,
    *,
    seen: str,
    revision: int | None,
    now: datetime,
) -> Answered | Clash:
    """Give an answer a mark, and settle the attempt; no fraction takes the mark away.

    ``seen`` is the stamp of the mark that the page has seen, ``revision`` the answer's. What is
    sent once more, because the receipt was lost, is acknowledged. Any question may be marked: so a
    person overrules what was computed. Raises accounts.NoRight.
    """
    if attempt_id > tables.BIGGEST:
        raise accounts.NoRight(attempt_id)
    with writing() as session:
        row = rekeying.assignment(session, account, code)
        mine = tables.Attempt.id == attempt_id, tables.Attempt.assignment_id == row.id
        if sittings.one(session, *mine) is None:
            raise accounts.NoRight(attempt_id)
        sitting = sittings.locked(session, attempt_id)
        found = _one(session, row, sitting.attempt, item)
        wanted = (fraction, comment.strip()[:LONGEST] if fraction is not None else "")
        before = (found.mark.fraction, found.mark.comment) if found.mark else (None, "")
        if wanted == before and not (found.mark and found.mark.stale):
            return found
        if (found.seen, found.revision) != (seen, revision):
            return Clash(found)
        _put(session, account, found, item, *wanted, now)
        scores.settle(session, sitting, why="marked", now=now)
        return _one(session, row, sitting.attempt, item)


def mark_blanks(account: Account, code: str, item: str, *, now: datetime) -> int:
    """Give 0 to all blank answers that wait; say how many. Raises accounts.NoRight."""
    blanks = pile(account, code, item).blanks
    for answer in blanks:
        known = {"seen": answer.seen, "revision": answer.revision, "now": now}
        mark(account, code, answer.attempt_id, item, 0.0, "", **known)  # type: ignore[arg-type]
    return len(blanks)


def ask_names(account: Account, code: str, item: str, *, now: datetime) -> None:
    """Keep that the names behind the answers to a question were asked for."""
    with writing() as session:
        row = teaching.assignment_held(session, account, code)
        detail = {"item": item}
        session.add(
            tables.Act(
                assignment_id=row.id, kind=NAMES, detail=detail, why="", by_id=account.id, at=now
            )
        )


def names_asked(account: Account, code: str, item: str) -> bool:
    """Whether this account has asked for the names behind the answers to a question."""
    rows = tables.Act
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        query = select(rows.detail).where(
            rows.assignment_id == row.id, rows.kind == NAMES, rows.by_id == account.id
        )
        return any(detail.get("item") == item for detail in session.scalars(query))


def stale(account: Account, code: str) -> int:
    """Count the marks of answers that were changed since, as in an attempt that was reopened.

    Raises accounts.NoRight.
    """
    rows, attempt, answer = tables.Mark, tables.Attempt, tables.Response
    later = (
        (answer.attempt_id == rows.attempt_id)
        & (answer.item == rows.item)
        & (answer.revision > func.coalesce(rows.revision, 0))
        & or_(~answer.late, attempt.late_counts)
    )
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        query = (
            select(func.count())
            .select_from(rows)
            .join(attempt, attempt.id == rows.attempt_id)
            .where(attempt.assignment_id == row.id, attempt.submitted_at.is_not(None))
            .where(select(answer.id).where(later).exists())
        )
        return session.scalar(query) or 0


def texts(account: Account, code: str, which: set[tuple[int, str]]) -> dict[tuple[int, str], str]:
    """Give some answers in words, by attempt and item. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        found = {}
        for item in {item for _, item in which}:
            for paper in papers.handed_in(session, row.id, item):
                asked = versions.parsed(session, paper.version_id).questions.item(item)
                given = paper.answers.get(item)
                if asked and given and (paper.attempt_id, item) in which:
                    found[paper.attempt_id, item] = _text(asked, given.answer)
        return found


def of_attempt(line: Line, attempt_id: int) -> dict[str, Mark]:
    """Give the marks of an attempt by item: the student reads the comments."""
    found = _marks(line, attempt_id=attempt_id)
    return {item: mark for (_, item), mark in found.items()}


def _piles(session: Session, row: tables.Assignment, found: list[Paper]) -> list[Pile]:
    versions_shown = _versions(session, row, found)
    items = {
        item.id: (item, number, version)
        for version in versions_shown
        for number, item in enumerate(version.questions.items, 1)
        if types.of(item).by_person
    }
    marks = _marks(session, assignment_id=row.id)
    return [_pile(session, row, found, marks, *of) for of in items.values()]


def _pile_of(session: Session, row: tables.Assignment, item: str) -> Pile:
    found = papers.handed_in(session, row.id, item)
    marks = _marks(session, assignment_id=row.id)
    for version in _versions(session, row, found):
        for number, asked in enumerate(version.questions.items, 1):
            if asked.id == item:
                return _pile(session, row, found, marks, asked, number, version)
    raise accounts.NoRight(item)


def _versions(session: Session, row: tables.Assignment, found: list[Paper]) -> list[Version]:
    ids = {paper.version_id for paper in found} | {row.version_id}
    return [versions.parsed(session, id) for id in sorted(i for i in ids if i is not None)]


def _pile(
    session: Session,
    row: tables.Assignment,
    found: list[Paper],
    marks: dict[tuple[int, str], Mark],
    item: Item,
    number: int,
    version: Version,
) -> Pile:
    shown = [p for p in found if versions.parsed(session, p.version_id).questions.item(item.id)]
    answers = [_answered(paper, item, marks) for paper in shown]
    answers.sort(key=lambda a: (bool(a.text), _place(row.id, item.id, a.attempt_id)))
    numbered = (replace(answer, number=n) for n, answer in enumerate(answers, 1))
    return Pile(item, number, tuple(numbered), version)


def _place(assignment_id: int, item: str, attempt_id: int) -> bytes:
    """An order that is neither by name nor the same for two questions, and always the same."""
    return hashlib.sha256(f"{assignment_id}/{item}/{attempt_id}".encode()).digest()


def _answered(paper: Paper, item: Item, marks: dict[tuple[int, str], Mark]) -> Answered:
    given = paper.answers.get(item.id)
    revision = given.revision if given else None
    found = marks.get((paper.attempt_id, item.id))
    text = _text(item, given.answer) if given else ""
    return Answered(paper.attempt_id, 0, text, revision, _as_of(found, revision), paper.name)


@dataclass(frozen=True, slots=True)
class _Kept(Mark):
    """A mark as stored, with the revision that was read."""

    revision: int | None = None


def _as_of(mark: Mark | None, revision: int | None) -> Mark | None:
    if not isinstance(mark, _Kept):
        return mark
    return Mark(mark.fraction, mark.comment, mark.by, mark.at, mark.revision != revision)


def _text(item: Item, answer: scoring.Answer) -> str:
    """An answer in words; empty where it is blank."""
    response = scoring.read_answer(item, answer)
    if isinstance(response, Invalid) or response.blank:
        return ""
    if isinstance(response.answer, str):
        return response.answer
    told = types.of(item).tally(item, [response])
    return "\n".join(row.label for row in told if row.count)


def _marks(
    transaction: Transaction, *, assignment_id: int | None = None, attempt_id: int | None = None
) -> dict[tuple[int, str], Mark]:
    query = _OF_ATTEMPT if assignment_id is None else _OF_ASSIGNMENT
    found = transaction.execute(query, {"assignment": assignment_id, "attempt": attempt_id})
    return {
        (row.attempt_id, row.item): _Kept(
            row.fraction, row.comment, row.by or "", row.at, revision=row.revision
        )
        for row in found
    }


def _one(session: Session, row: tables.Assignment, attempt: tables.Attempt, item: str) -> Answered:
    """Give one answer as it is now. Raises accounts.NoRight."""
    from quiz.storage.attempts import responses

    asked = versions.parsed(session, attempt.version_id).questions.item(item)
    if asked is None or attempt.submitted_at is None:
        raise accounts.NoRight(item)
    given = responses.given(session, attempt.id).get(item)
    found = _marks(session, attempt_id=attempt.id).get((attempt.id, item))
    revision = given.revision if given else None
    text = _text(asked, given.answer) if given else ""
    return Answered(attempt.id, 0, text, revision, _as_of(found, revision), "")


def _put(
    session: Session,
    account: Account | None,
    answer: Answered,
    item: str,
    fraction: float | None,
    comment: str,
    now: datetime,
) -> None:
    row = session.get(tables.Mark, (answer.attempt_id, item))
    if fraction is None:
        if row is not None:
            session.delete(row)
        session.flush()
        return
    if row is None:
        row = tables.Mark(attempt_id=answer.attempt_id, item=item)
        session.add(row)
    row.fraction, row.comment = fraction, comment
    row.revision, row.by_id, row.at = answer.revision, rekeying.by(account), now
    session.flush()


_ROW, _BY = records.table(tables.Mark), records.table(tables.Account)
_ATTEMPT = records.table(tables.Attempt)
_ALL = select(_ROW, _BY.c.name.label("by")).outerjoin(_BY, _BY.c.id == _ROW.c.by_id)
_OF_ATTEMPT = _ALL.where(_ROW.c.attempt_id == bindparam("attempt"))
_OF_ASSIGNMENT = _ALL.join(_ATTEMPT, _ATTEMPT.c.id == _ROW.c.attempt_id).where(
    _ATTEMPT.c.assignment_id == bindparam("assignment")
)
