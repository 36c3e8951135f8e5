"""Assignments: a set given to students, with a join code and rules."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from sqlalchemy import bindparam, select

from quiz.assessment.model import Feedback
from quiz.assessment.rules import Counts, Release, Remark, Rules, contradictions
from quiz.storage import asking, codes, reading, records, tables, writing
from quiz.storage.accounts import throttles
from quiz.storage.classes import teaching
from quiz.storage.sets import shelf
from quiz.storage.sets.versions import Version, newest_id, newest_row, parsed
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from quiz.storage import Transaction
    from quiz.storage.accounts import Account
    from quiz.storage.straight import Line


@dataclass(frozen=True, slots=True)
class Assignment:
    """A set given to students. ``version`` is shown; where it is practice, the set's newest.

    ``limit`` and ``attempts`` are None where there is none; ``code`` is as people read it;
    ``class_id`` is None where it is for anyone with the code.
    """

    id: int
    code: str
    practice: bool
    title: str
    version: Version
    limit: timedelta | None
    attempts: int | None
    feedback: Feedback
    opens: datetime | None
    closes: datetime | None
    shuffle: bool
    shuffle_items: bool = False
    by_question: bool = False
    counts: Counts = "first"
    release: Release = "submit"
    released_at: datetime | None = None
    class_id: int | None = None
    removed_at: datetime | None = None

    @property
    def rules(self) -> Rules:
        """The rules by which it is given."""
        return Rules(
            self.opens,
            self.closes,
            self.limit,
            self.attempts,
            self.counts,
            self.shuffle,
            self.shuffle_items,
            self.by_question,
            self.feedback,
            self.release,
        )


class Contradictory(ValueError):
    """The rules contradict one another; ``remarks`` say how, and what to do."""

    def __init__(self, remarks: tuple[Remark, ...]) -> None:
        super().__init__(" ".join(remark.message for remark in remarks))
        self.remarks = remarks


class UnknownSet(LookupError):
    """There is no set with this id."""


def by_code(code: str) -> Assignment | None:
    """Find an assignment by its join code, forgiving case, spaces and hyphens."""
    with asking() as line:
        found = _BY_CODE.first(line, code=codes.plain(code).upper())
        row = None if found is None else _read(found)
        return None if row is None else value(line, row)


def asked_for(code: str, by: str, now: datetime) -> tuple[Assignment | None, timedelta | None]:
    """Find one by its join code, and how long whoever asked, a key of `throttles`, must wait."""
    with asking() as line:
        plain = codes.plain(code).upper()
        found = _ASKED_FOR.first(line, code=plain, by=throttles.hashed(by))
        row = None if found is None else _read(found)
        if found is None or row is None:
            return None, None
        return value(line, row), throttles.wait(found[-2], found[-1], now)


def locked(line: Line, id: int, token_hash: str) -> tuple[tables.Assignment, int | None]:
    """Fetch one so that no other attempt of it begins meanwhile; and the attempt of a token.

    On PostgreSQL, which may wait for the assignment here, an attempt that began during the wait is
    not seen.
    """
    found = _LOCKED.first(line, id=id, token_hash=token_hash)
    row = None if found is None else _read(found)
    if found is None or row is None:
        raise LookupError(id)
    return row, found[-1]


def held(account: Account, code: str) -> Assignment:
    """Give an assignment that an account may decide about. Raises accounts.NoRight."""
    with reading() as session:
        return value(session, teaching.assignment_held(session, account, code))


def of_class(account: Account, class_id: int) -> list[Assignment]:
    """Give what was given to a class, newest first. Raises accounts.NoRight."""
    rows = tables.Assignment
    query = select(rows).where(rows.class_id == class_id, rows.removed_at.is_(None))
    with reading() as session:
        teaching.class_held(session, account, class_id)
        found = session.scalars(query.order_by(rows.created_at.desc(), rows.id.desc())).all()
        return [value(session, row) for row in found]


def create(
    set_id: str,
    *,
    now: datetime,
    minutes: int | None = None,
    feedback: Feedback | None = None,
    class_id: int | None = None,
    **rules: Any,  # noqa: ANN401 - the others of `Rules`, which has their types
) -> Assignment:
    """Give a set's newest version to students, as the shell does: it belongs to the admins.

    Without ``feedback`` it is the set's own. Raises UnknownSet, Contradictory.
    """
    with writing() as session:
        newest = newest_row(session, set_id)
        if newest is None or shelf.binned(session, set_id):
            raise UnknownSet(set_id)
        policy = feedback or parsed(session, newest.id).questions.feedback
        limit = None if minutes is None else timedelta(minutes=minutes)
        said = Rules(limit=limit, feedback=policy, **rules)
        return value(session, add(session, newest, said, now, class_id=class_id))


def add(
    session: Session,
    version: tables.Version,
    rules: Rules,
    now: datetime,
    *,
    class_id: int | None = None,
    owner_id: int | None = None,
) -> tables.Assignment:
    """Add a row for a version that is given to students. Raises Contradictory."""
    row = tables.Assignment(
        code=codes.new_code(),
        practice=False,
        set_id=version.set_id,
        version_id=version.id,
        class_id=class_id,
        owner_id=owner_id,
        created_at=now,
        **columns(rules),
    )
    session.add(row)
    session.flush()
    return row


def columns(rules: Rules) -> dict[str, Any]:
    """Give rules as the table keeps them. Raises Contradictory."""
    remarks = contradictions(rules)
    if remarks:
        raise Contradictory(remarks)
    return {
        "opens": rules.opens,
        "closes": rules.closes,
        "limit_seconds": None if rules.limit is None else round(rules.limit.total_seconds()),
        "attempts": rules.attempts,
        "counts": rules.counts,
        "shuffle": rules.shuffle,
        "shuffle_items": rules.shuffle_items,
        "by_question": rules.by_question,
        "feedback": rules.feedback.value,
        "release": rules.release,
    }


def end(assignment: Assignment, *, limit: timedelta, closes: datetime) -> Assignment:
    """Give an assignment that has none its time limit and its close; nothing is handed in by it."""
    with writing() as session:
        row = session.get_one(tables.Assignment, assignment.id, with_for_update=True)
        row.limit_seconds, row.closes = int(limit.total_seconds()), closes
        session.flush()
        return value(session, row)


def practices(transaction: Transaction) -> list[Assignment]:
    """Give the practice assignments, open or not, within a transaction."""
    rows = [_read(found) for found in _PRACTICES.all(transaction)]
    return [value(transaction, row) for row in rows if row is not None]


def value(transaction: Transaction, row: tables.Assignment) -> Assignment:
    """Make the value of a row."""
    shown = row.version_id or newest_id(transaction, row.set_id)
    version = parsed(transaction, shown)
    return Assignment(
        row.id,
        codes.shown(row.code),
        row.practice,
        version.questions.title,
        version,
        None if row.limit_seconds is None else timedelta(seconds=row.limit_seconds),
        row.attempts,
        Feedback(row.feedback or version.questions.feedback),
        row.opens,
        row.closes,
        row.shuffle,
        row.shuffle_items,
        row.by_question,
        cast("Counts", row.counts),
        cast("Release", row.release),
        row.released_at,
        row.class_id,
        row.removed_at,
    )


_GIVEN = records.table(tables.Assignment)
_read, _ = records.reader(tables.Assignment)
_BY_CODE = Straight(select(_GIVEN).where(_GIVEN.c.code == bindparam("code")))
_THROTTLE = records.table(tables.Throttle)
_ASKED_FOR = Straight(
    select(_GIVEN, _THROTTLE.c.failures, _THROTTLE.c.since)
    .outerjoin(_THROTTLE, _THROTTLE.c.key == bindparam("by"))
    .where(_GIVEN.c.code == bindparam("code"))
)
_ATTEMPT = records.table(tables.Attempt)
_LOCKED = Straight(
    select(_GIVEN, _ATTEMPT.c.id)
    .outerjoin(_ATTEMPT, _ATTEMPT.c.token_hash == bindparam("token_hash"))
    .where(_GIVEN.c.id == bindparam("id"))
    .with_for_update(of=_GIVEN)
)
_PRACTICES = Straight(select(_GIVEN).where(_GIVEN.c.practice))
