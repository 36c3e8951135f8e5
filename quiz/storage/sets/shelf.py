"""The shelf: the sets that a teacher may see, and her bin."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import bindparam, select

from quiz.assessment.editing.outline import outline
from quiz.assessment.editing.outline import title as title_of
from quiz.assessment.formats import markdown
from quiz.storage import reading, records, tables, writing
from quiz.storage.memory import remembered
from quiz.storage.sets import rights
from quiz.storage.straight import Straight

if TYPE_CHECKING:
    from quiz.storage import Transaction
    from quiz.storage.accounts import Account
    from quiz.storage.sets.rights import Held, Right


@dataclass(frozen=True, slots=True)
class Listed:
    """A set as a shelf lists it; its title and how many questions it has are its draft's.

    Neither needs the questions to be read or checked: a shelf of hundreds opens at once.
    ``published`` is the newest version's number, 0 where there is none. ``owner`` is a name, empty
    where it belongs to nobody.
    """

    set_id: str
    title: str
    right: Right
    questions: int
    published: int
    changed: bool
    saved_at: datetime
    owner: str = ""
    removed_at: datetime | None = None


def mine(account: Account) -> list[Listed]:
    """Give the sets that an account may see, the last saved first."""
    with reading() as session:
        return [_listed(held) for held in rights.all_held(session, account)]


def bin(account: Account) -> list[Listed]:
    """Give the sets that an account can take out of the bin."""
    with reading() as session:
        found = rights.all_held(session, account, removed=True)
        return [_listed(held) for held in found if held.right == "owner"]


def binned(transaction: Transaction, set_id: str) -> bool:
    """Whether a set is in the bin, within a transaction."""
    return _REMOVED.first(transaction, set_id=set_id) is not None


def remove(account: Account, set_id: str, now: datetime) -> None:
    """Put a set into the bin: it is no practice any more, and what was assigned of it goes on.

    Raises accounts.NoRight.
    """
    with writing() as session:
        rights.held(session, account, set_id, "owner", lock=True).set.removed_at = now


def put_back(account: Account, set_id: str) -> None:
    """Take a set out of the bin. Raises accounts.NoRight."""
    with writing() as session:
        held = rights.held(session, account, set_id, "owner", lock=True, removed=True)
        held.set.removed_at = None


def _listed(held: Held) -> Listed:
    title, questions = _facts(held.draft.source)
    return Listed(
        held.set.id,
        title or held.set.id,
        held.right,
        questions,
        held.newest.number if held.newest else 0,
        held.changed,
        held.draft.saved_at,
        held.owner,
        held.set.removed_at,
    )


def _facts(text: str) -> tuple[str, int]:
    """Give the title and how many questions a text has."""

    def work_out() -> tuple[str, int]:
        return title_of(text), sum(part.kind == "item" for part in outline(text))

    return remembered("facts", markdown.digest(text), work_out)


_SET = records.table(tables.QuestionSet)
_REMOVED = Straight(
    select(_SET.c.removed_at)
    .where(_SET.c.id == bindparam("set_id"))
    .where(_SET.c.removed_at.is_not(None))
)
