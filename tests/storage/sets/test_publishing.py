"""Publishing: versions stay as they are, and a broken one never comes to be."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.check import check
from quiz.assessment.document import Finding
from quiz.assessment.formats import markdown
from quiz.storage import accounts, sets
from quiz.storage.accounts import Account
from quiz.storage.assignments import opening
from quiz.storage.sets import drafts, publishing, sharing, versions
from quiz.storage.sets.drafts import Conflict, Draft
from quiz.storage.sets.versions import Version
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from tests.conftest import Clock

NOON = HARBOUR.replace("At midnight", "At noon")

Write = Callable[..., Draft]


@pytest.fixture
def write(hill: Account, clock: Clock) -> Write:
    """Ms Hill writes in her set, which she begins with the first words."""

    def written(text: str = HARBOUR) -> Draft:
        draft = drafts.find(hill, "harbour")
        if draft is None:
            return drafts.create(hill, text, clock.now)
        saved = drafts.save(hill, "harbour", text, base=draft.revision, now=clock.now)
        assert isinstance(saved, Draft)
        return saved

    return written


def codes_of(outcome: object) -> list[str]:
    assert isinstance(outcome, tuple), outcome
    assert all(isinstance(finding, Finding) for finding in outcome)
    return [finding.code for finding in outcome]


class TestPublish:
    def test_it_freezes_what_the_draft_says_with_a_note(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        version = publishing.publish(hill, "harbour", " The \n\x00first ", clock.now)

        assert isinstance(version, Version)
        assert (version.number, version.note, version.author) == (1, "The first", hill.name)
        assert version == sets.newest("harbour")
        assert versions.source("harbour") == HARBOUR
        draft = drafts.find(hill, "harbour")
        assert draft is not None
        assert (draft.published, draft.changed) == (1, False)

    def test_the_version_stays_when_the_draft_goes_on(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        first = publishing.publish(hill, "harbour", "", clock.now)
        changed = write(NOON)
        assert (changed.published, changed.changed) == (1, True)
        second = publishing.publish(hill, "harbour", "", clock.now)

        assert isinstance(first, Version)
        assert isinstance(second, Version)
        assert second.number == 2
        assert versions.version(first.id) == first
        assert versions.source("harbour", 1) == HARBOUR
        assert versions.source("harbour", 2) == NOON

    def test_sending_it_twice_publishes_once(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        first = publishing.publish(hill, "harbour", "first", clock.now)

        assert publishing.publish(hill, "harbour", "again", clock.now) == first
        assert len(publishing.history(hill, "harbour")) == 1

    def test_a_practice_set_is_open_at_once_and_any_other_is_not(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write(HARBOUR.replace("practice: yes", "practice: no"))
        publishing.publish(hill, "harbour", "", clock.now)
        assert opening.practice_sets(clock.now) == []
        write()
        publishing.publish(hill, "harbour", "", clock.now)

        assert [practice.set_id for practice in opening.practice_sets(clock.now)] == ["harbour"]

    def test_errors_stop_it_and_all_are_told(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        broken = HARBOUR.replace("[x] At ten", "[ ] At ten").replace("> The council", "> A council")
        write(broken)

        outcome = publishing.publish(hill, "harbour", "", clock.now)
        assert codes_of(outcome) == ["E108", "E112"]
        assert sets.newest("harbour") is None
        assert sets.ids() == []

    def test_a_text_that_is_no_set_at_all_is_told_so(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        write("---\ntitle: never closed\n")

        assert codes_of(publishing.publish(hill, "harbour", "", clock.now)) == ["E101"]

    def test_the_frame_cannot_make_it_another_set(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        write(HARBOUR.replace("id: harbour", "id: geneva-talks"))
        outcome = publishing.publish(hill, "harbour", "", clock.now)

        assert codes_of(outcome) == ["E153"]
        write(HARBOUR.replace("id: harbour\n", ""))
        version = publishing.publish(hill, "harbour", "", clock.now)
        assert isinstance(version, Version), "without an id it is the set's own"
        assert version.questions.id == "harbour"

    def test_a_choice_that_was_only_reworded_keeps_its_id_or_is_told(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        publishing.publish(hill, "harbour", "", clock.now)
        write(HARBOUR.replace("At midnight", "At midnights"))
        assert codes_of(publishing.publish(hill, "harbour", "", clock.now)) == ["E150"]
        write(HARBOUR.replace("At midnight", "At midnights {#at-midnight}"))

        assert isinstance(publishing.publish(hill, "harbour", "", clock.now), Version)

    def test_a_draft_that_was_not_looked_at_is_not_published(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        seen = write()
        now = write(NOON)

        assert publishing.publish(hill, "harbour", "", clock.now, base=seen.revision) == Conflict(
            now
        )
        assert sets.newest("harbour") is None
        version = publishing.publish(hill, "harbour", "", clock.now, base=now.revision)
        assert isinstance(version, Version)

    def test_what_is_saved_while_it_is_checked_is_not_published_unseen(
        self, write: Write, hill: Account, clock: Clock, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        write()

        def slow(read: markdown.Reading) -> tuple[Finding, ...]:
            write("an unfinished thought")
            return check(read)

        monkeypatch.setattr("quiz.storage.sets.publishing.check", slow)
        outcome = publishing.publish(hill, "harbour", "", clock.now)

        assert isinstance(outcome, Conflict)
        assert outcome.draft.text == "an unfinished thought\n"
        assert sets.newest("harbour") is None


class TestHistory:
    def test_it_tells_who_published_what_when_and_where_from(
        self, load: Load, admin: Account, edited: Callable[[str], None], clock: Clock
    ) -> None:
        load()
        clock.passes(days=1)
        edited(NOON)
        newest, first = publishing.history(admin, "harbour")

        assert (first.number, first.author, first.origin) == (1, "", "harbour.md")
        assert (newest.number, newest.author, newest.origin) == (2, admin.name, None)
        assert newest.created_at == clock.now
        assert newest.digest == markdown.digest(NOON)
        shown = publishing.version(admin, "harbour", 1)
        assert shown is not None
        assert shown.id == first.id
        for number in (0, 3, 10**20):
            assert publishing.version(admin, "harbour", number) is None

    def test_a_version_restored_is_the_draft_and_what_it_said_can_be_had_back(
        self, write: Write, hill: Account, clock: Clock
    ) -> None:
        write()
        publishing.publish(hill, "harbour", "", clock.now)
        write(NOON)
        restored = publishing.restore(hill, "harbour", 1, clock.now)
        assert (restored.text, restored.revision, restored.changed) == (HARBOUR, 3, False)
        back = drafts.undo(hill, "harbour", 2, base=3, now=clock.now)

        assert isinstance(back, Draft)
        assert back.text == NOON
        with pytest.raises(LookupError):
            publishing.restore(hill, "harbour", 9, clock.now)


def test_only_who_may_write_publishes_and_restores_and_readers_read(
    write: Write, hill: Account, brandt: Account, clock: Clock
) -> None:
    write()
    publishing.publish(hill, "harbour", "", clock.now)
    with pytest.raises(accounts.NoRight):
        publishing.history(brandt, "harbour")
    with pytest.raises(accounts.NoRight):
        publishing.version(brandt, "harbour", 1)
    sharing.share(hill, "harbour", brandt.email, "read")
    assert len(publishing.history(brandt, "harbour")) == 1
    with pytest.raises(accounts.NoRight):
        publishing.publish(brandt, "harbour", "", clock.now)
    with pytest.raises(accounts.NoRight):
        publishing.restore(brandt, "harbour", 1, clock.now)
    sharing.share(hill, "harbour", brandt.email, "write")
    assert publishing.restore(brandt, "harbour", 1, clock.now).right == "write"
