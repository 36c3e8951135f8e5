"""Drafts: nobody's words are lost, and nobody's are overwritten silently."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.formats import markdown
from quiz.storage import accounts, sets
from quiz.storage.accounts import Account
from quiz.storage.sets import drafts, sharing
from quiz.storage.sets.drafts import Conflict, Draft
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock

NOON = HARBOUR.replace("At midnight", "At noon")
DAWN = HARBOUR.replace("At midnight", "At dawn")


def frame_of(text: str) -> str:
    return text.split("---\n")[1]


class TestNew:
    def test_it_is_hers_and_says_what_she_wrote(self, hill: Account, clock: Clock) -> None:
        draft = drafts.create(hill, HARBOUR, clock.now)

        expected = Draft("harbour", HARBOUR, 1, clock.now, hill.name, 0, True, "owner", hill.name)
        assert draft == drafts.find(hill, "harbour") == expected

    def test_an_id_that_is_taken_gets_a_number_and_the_frame_says_so(
        self, hill: Account, brandt: Account, clock: Clock
    ) -> None:
        made = [drafts.create(who, HARBOUR, clock.now) for who in (hill, brandt, brandt)]

        assert [draft.set_id for draft in made] == ["harbour", "harbour-2", "harbour-3"]
        assert made[1].text == HARBOUR.replace("id: harbour\n", "id: harbour-2\n")

    def test_without_an_id_the_title_gives_it_and_the_frame_gets_it(
        self, hill: Account, clock: Clock
    ) -> None:
        draft = drafts.create(hill, HARBOUR.replace("id: harbour\n", ""), clock.now)

        assert draft.set_id == "the-night-ferry"
        assert "id: the-night-ferry\n" in frame_of(draft.text)
        read = markdown.read(draft.text, "another-name")
        assert read.set is not None
        assert read.set.id == "the-night-ferry"

    @pytest.mark.parametrize("text", ["", "Only a few words", "# A heading\n\nA passage.\n"])
    def test_it_may_be_far_from_finished(self, hill: Account, clock: Clock, text: str) -> None:
        draft = drafts.create(hill, text, clock.now)

        assert draft.text.endswith(f"{text.strip()}\n")
        assert f"id: {draft.set_id}\n" in frame_of(draft.text)

    def test_a_frame_that_cannot_be_read_is_left_as_it_is(
        self, hill: Account, clock: Clock
    ) -> None:
        for text in ("---\ntitle: [\n---\n\n# A ferry\n", "---\ntitle: never closed\n"):
            assert drafts.create(hill, text, clock.now).text == text

    def test_a_long_id_stays_an_id(self, hill: Account, clock: Clock) -> None:
        text = HARBOUR.replace("id: harbour", "id: " + "h" * 80)
        drafts.create(hill, text, clock.now)
        second = drafts.create(hill, text, clock.now)

        assert second.set_id == "h" * 78 + "-2"
        read = markdown.read(second.text)
        assert read.set is not None
        assert read.set.id == second.set_id

    @pytest.mark.parametrize("text", ["a\x00b", "\ud800", "x" * 1_000_001])
    def test_what_is_no_text_is_refused_with_the_place(
        self, hill: Account, clock: Clock, text: str
    ) -> None:
        with pytest.raises(drafts.NoText) as refused:
            drafts.create(hill, text, clock.now)
        assert refused.value.finding.code == "E100"

    def test_two_who_take_an_id_at_once_get_two(
        self, hill: Account, brandt: Account, app: Flask, clock: Clock
    ) -> None:
        made: list[str] = []

        def create(who: Account) -> None:
            with app.app_context():
                made.append(drafts.create(who, HARBOUR, clock.now).set_id)

        both = [threading.Thread(target=create, args=(who,)) for who in (hill, brandt)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)

        assert sorted(made) == ["harbour", "harbour-2"]


class TestSaving:
    def test_each_save_is_a_revision_and_the_same_words_are_none(
        self, hill: Account, clock: Clock
    ) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        saved = drafts.save(hill, "harbour", NOON, base=1, now=clock.passes(minutes=1))
        again = drafts.save(
            hill, "harbour", NOON.replace("\n", "\r\n"), base=2, now=clock.passes(minutes=1)
        )

        assert isinstance(saved, Draft)
        assert (saved.text, saved.revision) == (NOON, 2)
        assert again == saved

    def test_two_tabs_never_overwrite_each_other(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        one = drafts.save(hill, "harbour", NOON, base=1, now=clock.now)
        other = drafts.save(hill, "harbour", DAWN, base=1, now=clock.now)

        assert isinstance(one, Draft)
        assert other == Conflict(one)
        assert drafts.find(hill, "harbour") == one

    def test_the_same_save_sent_again_is_no_conflict(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        saved = drafts.save(hill, "harbour", NOON, base=1, now=clock.now)

        assert drafts.save(hill, "harbour", NOON, base=1, now=clock.passes(minutes=1)) == saved

    def test_of_two_who_save_at_once_one_is_told_of_the_other(
        self, hill: Account, app: Flask, clock: Clock
    ) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        outcomes: list[Draft | Conflict] = []

        def save(text: str) -> None:
            with app.app_context():
                outcomes.append(drafts.save(hill, "harbour", text, base=1, now=clock.now))

        both = [threading.Thread(target=save, args=(text,)) for text in (NOON, DAWN)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)
        (saved,) = [outcome for outcome in outcomes if isinstance(outcome, Draft)]

        assert Conflict(saved) in outcomes
        assert drafts.find(hill, "harbour") == saved

    def test_errors_are_kept_and_what_is_no_text_is_not(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        broken = "---\ntitle: never closed\n"
        saved = drafts.save(hill, "harbour", broken, base=1, now=clock.now)
        assert isinstance(saved, Draft)
        assert saved.text == broken
        with pytest.raises(drafts.NoText):
            drafts.save(hill, "harbour", "\x00", base=2, now=clock.now)
        assert drafts.find(hill, "harbour") == saved


class TestUndo:
    def test_an_earlier_revision_can_be_had_back_and_that_undone_too(
        self, hill: Account, clock: Clock
    ) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        drafts.save(hill, "harbour", NOON, base=1, now=clock.now)
        back = drafts.undo(hill, "harbour", 1, base=2, now=clock.now)
        assert isinstance(back, Draft)
        assert (back.text, back.revision) == (HARBOUR, 3)
        forth = drafts.undo(hill, "harbour", 2, base=3, now=clock.now)
        assert isinstance(forth, Draft)
        assert (forth.text, forth.revision) == (NOON, 4)

        assert [saved.revision for saved in drafts.earlier(hill, "harbour")] == [4, 3, 2, 1]

    def test_what_somebody_wrote_since_is_not_undone(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        drafts.save(hill, "harbour", NOON, base=1, now=clock.now)
        newest = drafts.save(hill, "harbour", DAWN, base=2, now=clock.now)

        assert isinstance(newest, Draft)
        assert drafts.undo(hill, "harbour", 1, base=2, now=clock.now) == Conflict(newest)

    def test_fifty_are_kept(self, hill: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        for revision in range(1, 55):
            text = HARBOUR.replace("At midnight", f"At {revision}")
            drafts.save(hill, "harbour", text, base=revision, now=clock.now)
        kept = [saved.revision for saved in drafts.earlier(hill, "harbour")]

        assert kept == list(range(55, 5, -1))
        for gone in (5, 0, -1, 56, 10**20):
            with pytest.raises(drafts.Forgotten):
                drafts.undo(hill, "harbour", gone, base=55, now=clock.now)


class TestRights:
    def test_a_stranger_to_the_set_finds_and_changes_nothing(
        self, hill: Account, brandt: Account, admin: Account, clock: Clock
    ) -> None:
        before = drafts.create(hill, HARBOUR, clock.now)
        for other in (brandt, admin):
            assert drafts.find(other, "harbour") is None
            with pytest.raises(accounts.NoRight):
                drafts.save(other, "harbour", NOON, base=1, now=clock.now)
            with pytest.raises(accounts.NoRight):
                drafts.undo(other, "harbour", 1, base=1, now=clock.now)
            with pytest.raises(accounts.NoRight):
                drafts.copy(other, "harbour", clock.now)
            with pytest.raises(accounts.NoRight):
                drafts.earlier(other, "harbour")
        assert drafts.find(hill, "harbour") == before

    @pytest.mark.parametrize("set_id", ["", "nowhere", "a\x00b", "\ud800", "' OR 1=1 --"])
    def test_what_is_no_set_is_not_found(self, hill: Account, clock: Clock, set_id: str) -> None:
        assert drafts.find(hill, set_id) is None
        with pytest.raises(accounts.NoRight):
            drafts.save(hill, set_id, NOON, base=1, now=clock.now)

    def test_who_may_read_may_not_write_and_may_copy(
        self, hill: Account, brandt: Account, clock: Clock
    ) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        sharing.share(hill, "harbour", brandt.email, "read")
        found = drafts.find(brandt, "harbour")
        assert found is not None
        assert (found.right, found.owner) == ("read", hill.name)
        with pytest.raises(accounts.NoRight):
            drafts.save(brandt, "harbour", NOON, base=1, now=clock.now)
        copied = drafts.copy(brandt, "harbour", clock.now)

        assert (copied.set_id, copied.right) == ("harbour-2", "owner")
        assert drafts.find(hill, "harbour-2") is None

    def test_who_may_write_is_named(self, hill: Account, brandt: Account, clock: Clock) -> None:
        drafts.create(hill, HARBOUR, clock.now)
        sharing.share(hill, "harbour", brandt.email, "write")
        saved = drafts.save(brandt, "harbour", NOON, base=1, now=clock.now)
        found = drafts.find(hill, "harbour")

        assert isinstance(saved, Draft)
        assert saved.right == "write"
        assert found is not None
        assert found.saved_by == brandt.name

    def test_a_set_from_a_file_is_the_admins_and_everybody_may_read_and_copy_it(
        self, load: Load, hill: Account, admin: Account, clock: Clock
    ) -> None:
        load()
        read, kept = drafts.find(hill, "harbour"), drafts.find(admin, "harbour")

        assert read is not None
        assert kept is not None
        assert (read.right, kept.right) == ("read", "owner")
        assert (read.text, read.saved_by, read.owner) == (HARBOUR, "", "")
        assert (read.published, read.changed) == (1, False)
        assert drafts.copy(hill, "harbour", clock.now).right == "owner"


class TestFile:
    def test_the_draft_follows_its_file_and_an_open_tab_is_told(
        self, load: Load, admin: Account, clock: Clock
    ) -> None:
        load()
        load(NOON)
        found = drafts.find(admin, "harbour")
        assert found is not None
        assert (found.text, found.changed, found.published) == (NOON, False, 2)

        stale = drafts.save(admin, "harbour", DAWN, base=1, now=clock.now)
        assert stale == Conflict(found)

    def test_a_draft_that_is_not_published_is_not_overwritten_by_the_file(
        self, load: Load, admin: Account, clock: Clock
    ) -> None:
        load()
        drafts.save(admin, "harbour", DAWN, base=1, now=clock.now)
        loaded = load(NOON)

        assert [f.code for f in loaded.findings if f.is_error] == ["E151"]
        assert loaded.number == 1
        assert load(HARBOUR).refused is False, "the file itself did not change"
        found = drafts.find(admin, "harbour")
        assert found is not None
        assert found.text == DAWN
        assert load(DAWN).number == 2, "the file has caught up"

    def test_a_set_begun_in_the_browser_is_not_overwritten_either(
        self, load: Load, hill: Account, clock: Clock
    ) -> None:
        drafts.create(hill, NOON, clock.now)

        assert [f.code for f in load().findings if f.is_error] == ["E151"]
        assert sets.newest("harbour") is None
        assert load(NOON).number == 1
        found = drafts.find(hill, "harbour")
        assert found is not None
        assert (found.right, found.changed, found.revision) == ("owner", False, 1)
