"""Answers worth a look: typed answers that earned nothing, and those that were put away."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import delete, select

from quiz.assessment import types, unmatched
from quiz.assessment.fitting import scored_by
from quiz.assessment.model import Item, Response
from quiz.assessment.scoring import read_answer
from quiz.assessment.unmatched import Group
from quiz.storage import reading, tables, writing
from quiz.storage.attempts import papers
from quiz.storage.classes import teaching
from quiz.storage.rescoring import decisions
from quiz.storage.sets import versions

if TYPE_CHECKING:
    from datetime import datetime

    from sqlalchemy.orm import Session

    from quiz.storage.accounts import Account
    from quiz.storage.attempts.papers import Paper

Place = tuple[str, str, str]
"""Item, part and normal form: what a group is known by."""


@dataclass(frozen=True, slots=True)
class Worth:
    """A question whose typed answers are worth a look.

    ``item`` is the question as scored now, ``number`` its place in the set; ``put_away`` are the
    groups that were refused. Groups are of ids of attempts.
    """

    item: Item
    number: int
    groups: tuple[Group[int], ...]
    put_away: tuple[Group[int], ...]


def groups(account: Account, code: str) -> list[Worth]:
    """Give the questions with typed answers that earned nothing. Raises accounts.NoRight."""
    with reading() as session:
        row = teaching.assignment_held(session, account, code)
        return worth(session, row)


def waiting(account: Account, code: str) -> int:
    """Count the groups that nobody has put away. Raises accounts.NoRight."""
    return sum(len(one.groups) for one in groups(account, code))


def refuse(account: Account, code: str, place: Place, *, now: datetime) -> None:
    """Put a group away. Raises accounts.NoRight."""
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True)
        item, part, form = place
        if place not in _refused(session, row.id):
            session.add(
                tables.Refusal(
                    assignment_id=row.id, item=item, part=part, form=form, by_id=account.id, at=now
                )
            )


def bring_back(account: Account, code: str, place: Place) -> None:
    """Take a group out again. Raises accounts.NoRight."""
    rows = tables.Refusal
    item, part, form = place
    with writing() as session:
        row = teaching.assignment_held(session, account, code, lock=True)
        session.execute(
            delete(rows).where(
                rows.assignment_id == row.id,
                rows.item == item,
                rows.part == part,
                rows.form == form,
            )
        )


def worth(session: Session, row: tables.Assignment) -> list[Worth]:
    """Give the same within a transaction."""
    force, refused = decisions.in_force(session, row), _refused(session, row.id)
    left_out = force.dropped | force.full
    by_version: dict[int, list[Paper]] = {}
    for paper in papers.handed_in(session, row.id):
        by_version.setdefault(paper.version_id, []).append(paper)
    found = []
    for version_id in sorted(by_version):
        questions = versions.parsed(session, version_id).questions
        for number, item in enumerate(scored_by(questions, force.key or questions), 1):
            if item.id in left_out or not types.of(item).lines(item.body):
                continue
            grouped = unmatched.groups(item, _responses(item, by_version[version_id]))
            open_, away = unmatched.unlisted(grouped, refused)
            if grouped:
                found.append(Worth(item, number, tuple(open_), tuple(away)))
    return found


def _responses(item: Item, found: list[Paper]) -> list[tuple[int, Response]]:
    """What was answered, apart from what a person has marked or excused."""
    read = [
        (paper.attempt_id, read_answer(item, paper.answers[item.id].answer))
        for paper in found
        if item.id in paper.answers
        and item.id not in paper.marks
        and not {"", item.id} & paper.excused
    ]
    return [(id, response) for id, response in read if isinstance(response, Response)]


def _refused(session: Session, assignment_id: int) -> dict[Place, object]:
    rows = tables.Refusal
    query = select(rows.item, rows.part, rows.form).where(rows.assignment_id == assignment_id)
    return dict.fromkeys(session.execute(query))
