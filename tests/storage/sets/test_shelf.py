"""The shelf and the bin: what a teacher finds there, and what the bin takes from students."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage import accounts, assignments, attempts, sets
from quiz.storage.accounts import Account
from quiz.storage.assignments import opening
from quiz.storage.sets import drafts, publishing, sharing, shelf
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from tests.conftest import Clock


def ids(listed: list[shelf.Listed]) -> list[str]:
    return [one.set_id for one in listed]


def test_it_lists_what_one_wrote_what_is_shared_and_what_came_from_files(
    load: Load, hill: Account, brandt: Account, clock: Clock
) -> None:
    load()
    for name in ("hers", "shared", "secret"):
        text = HARBOUR.replace("id: harbour", f"id: {name}").replace("> The new", "> A new")
        drafts.create(hill if name == "hers" else brandt, text, clock.passes(minutes=1))
    sharing.share(brandt, "shared", hill.email, "read")
    shared, hers, harbour = shelf.mine(hill)

    assert (hers.set_id, hers.right, hers.owner) == ("hers", "owner", hill.name)
    assert (shared.set_id, shared.right, shared.owner) == ("shared", "read", brandt.name)
    assert (harbour.set_id, harbour.right, harbour.owner) == ("harbour", "read", "")
    assert (harbour.title, harbour.questions, harbour.published) == ("The night ferry", 7, 1)
    assert (hers.published, hers.changed, harbour.changed) == (0, True, False)


def test_a_draft_without_a_title_is_listed_by_its_id(hill: Account, clock: Clock) -> None:
    drafts.create(hill, "---\nnever: closed\n", clock.now)
    (listed,) = shelf.mine(hill)

    assert (listed.set_id, listed.title, listed.questions) == ("set", "set", 0)


class TestBin:
    def test_what_is_in_it_is_nowhere_else_and_can_be_put_back(
        self, hill: Account, brandt: Account, clock: Clock
    ) -> None:
        before = drafts.create(hill, HARBOUR, clock.now)
        sharing.share(hill, "harbour", brandt.email, "write")
        shelf.remove(hill, "harbour", clock.now)

        assert shelf.mine(hill) == shelf.mine(brandt) == shelf.bin(brandt) == []
        (binned,) = shelf.bin(hill)
        assert (binned.set_id, binned.removed_at) == ("harbour", clock.now)
        assert drafts.find(hill, "harbour") is None
        with pytest.raises(accounts.NoRight):
            drafts.save(brandt, "harbour", "anything", base=1, now=clock.now)

        shelf.put_back(hill, "harbour")
        assert shelf.bin(hill) == []
        assert ids(shelf.mine(hill)) == ids(shelf.mine(brandt)) == ["harbour"]
        assert drafts.find(hill, "harbour") == before

    def test_only_the_owner_uses_it(self, hill: Account, brandt: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        sharing.share(hill, "harbour", brandt.email, "write")
        with pytest.raises(accounts.NoRight):
            shelf.remove(brandt, "harbour", clock.now)
        shelf.remove(hill, "harbour", clock.now)
        with pytest.raises(accounts.NoRight):
            shelf.put_back(brandt, "harbour")

    def test_its_id_stays_taken(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        shelf.remove(hill, "harbour", clock.now)

        assert drafts.create(hill, HARBOUR, clock.now).set_id == "harbour-2"

    def test_its_practice_is_closed_and_its_assignments_go_on(
        self, hill: Account, clock: Clock
    ) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        publishing.publish(hill, "harbour", "", clock.now)
        (listed,) = opening.practice_sets(clock.now)
        practice = assignments.by_code(listed.code)
        given = assignments.create("harbour", now=clock.now)
        shelf.remove(hill, "harbour", clock.now)

        assert practice is not None
        assert opening.practice_sets(clock.now) == []
        with pytest.raises(attempts.NotOpen):
            attempts.start(practice, name="Lena", now=clock.now)
        assert attempts.start(given, name="Lena", now=clock.now)[0].number == 1
        with pytest.raises(assignments.UnknownSet):
            assignments.create("harbour", now=clock.now)
        assert sets.ids() == []

    def test_a_file_does_not_bring_a_set_back(
        self, load: Load, admin: Account, clock: Clock
    ) -> None:
        load()
        shelf.remove(admin, "harbour", clock.now)

        assert not load().changed
        loaded = load(HARBOUR.replace("At midnight", "At noon"))
        assert [f.code for f in loaded.findings if f.is_error] == ["E151"]
        assert "bin" in loaded.findings[0].message
