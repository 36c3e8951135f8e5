"""Sharing: with whom the owner wishes, as far as she wishes, until she wishes otherwise."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts
from quiz.storage.accounts import Account
from quiz.storage.sets import drafts, sharing
from quiz.storage.sets.sharing import Share
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from tests.conftest import Clock


@pytest.fixture(autouse=True)
def harbour(hill: Account, clock: Clock) -> None:
    """Ms Hill has a set."""
    drafts.create(hill, HARBOUR, clock.now)


def right_of(account: Account) -> str | None:
    found = drafts.find(account, "harbour")
    return found.right if found else None


def test_a_right_is_given_changed_and_taken_back(hill: Account, brandt: Account) -> None:
    assert right_of(brandt) is None
    sharing.share(hill, "harbour", " BRANDT@school.example", "read")
    assert right_of(brandt) == "read"
    sharing.share(hill, "harbour", brandt.email, "write")
    assert right_of(brandt) == "write"
    assert sharing.shares(hill, "harbour") == [Share(brandt.email, brandt.name, "write")]
    for _ in range(2):
        sharing.share(hill, "harbour", brandt.email, None)
    assert right_of(brandt) is None
    assert sharing.shares(hill, "harbour") == []


@pytest.mark.parametrize("email", ["nobody@school.example", "hill@school.example", ""])
def test_with_nobody_or_with_oneself_is_told(hill: Account, email: str) -> None:
    with pytest.raises(accounts.UnknownTeacher):
        sharing.share(hill, "harbour", email, "read")


def test_only_the_owner_shares(hill: Account, brandt: Account, admin: Account) -> None:
    sharing.share(hill, "harbour", brandt.email, "write")
    for other in (brandt, admin):
        with pytest.raises(accounts.NoRight):
            sharing.share(other, "harbour", admin.email, "read")
    assert len(sharing.shares(brandt, "harbour")) == 1
    with pytest.raises(accounts.NoRight):
        sharing.shares(admin, "harbour")


def test_an_admin_lets_a_teacher_write_in_a_set_that_came_from_a_file(
    load: Load, hill: Account, brandt: Account, admin: Account, clock: Clock
) -> None:
    quay = HARBOUR.replace("id: harbour", "id: quay")
    load(quay, origin="quay.md")
    with pytest.raises(accounts.NoRight):
        drafts.save(brandt, "quay", HARBOUR, base=1, now=clock.now)
    sharing.share(admin, "quay", brandt.email, "write")

    assert isinstance(drafts.save(brandt, "quay", HARBOUR, base=1, now=clock.now), drafts.Draft)
