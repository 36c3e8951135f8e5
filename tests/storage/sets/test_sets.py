"""Loading sets: a file and a browser may both change a set, and neither may undo the other."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from quiz.assessment.formats import markdown
from quiz.assessment.model import Feedback
from quiz.storage import assignments, attempts, sets
from quiz.storage.assignments import opening
from quiz.storage.sets import origins
from tests.conftest import HARBOUR
from tests.storage.conftest import Load

if TYPE_CHECKING:
    from quiz.storage.assignments import Assignment
    from tests.conftest import Clock

Edited = Callable[[str], None]
Given = Callable[..., "Assignment"]

MENDED = HARBOUR.replace("At midnight", "At noon")
OTHER = HARBOUR.replace("At midnight", "At dawn")


def codes_of(loaded: sets.Loaded) -> list[str]:
    return [finding.code for finding in loaded.findings if finding.is_error]


class TestFile:
    def test_a_new_one_is_version_1(self, load: Load) -> None:
        loaded = load()
        version = sets.newest("harbour")

        assert (loaded.set_id, loaded.number, loaded.changed) == ("harbour", 1, True)
        assert version is not None
        assert version.number == 1
        assert version.questions.title == "The night ferry"
        assert version.digest == markdown.digest(HARBOUR)

    def test_one_that_did_not_change_is_left_alone(self, load: Load) -> None:
        load()
        again = load("\ufeff" + HARBOUR.replace("\n", "\r\n") + "\n\n")

        assert (again.number, again.changed, again.refused) == (1, False, False)

    def test_one_that_changed_is_a_new_version_and_the_old_stays(self, load: Load) -> None:
        load()
        first = sets.newest("harbour")
        loaded = load(MENDED)

        assert (loaded.number, loaded.changed) == (2, True)
        assert first is not None
        assert sets.version(first.id) == first
        newest = sets.newest("harbour")
        assert newest is not None
        assert newest.digest == markdown.digest(MENDED)

    def test_one_that_changed_back_is_a_version_more(self, load: Load) -> None:
        load()
        load(MENDED)

        assert load(HARBOUR).number == 3

    def test_one_with_errors_is_not_loaded_and_all_of_them_are_told(self, load: Load) -> None:
        broken = HARBOUR.replace("[x] At ten", "[ ] At ten").replace(
            "nineteen years.\n\n##", "ten\n\n##"
        )
        loaded = load(broken)

        assert loaded.refused
        assert len(codes_of(loaded)) == 2
        assert sets.newest("harbour") is None

    @pytest.mark.parametrize("source", [b"\xff\xfe\x00", b"", "no heading at all"])
    def test_one_that_is_no_set_is_refused(self, load: Load, source: str | bytes) -> None:
        assert load(source).refused
        assert sets.ids() == []

    def test_warnings_do_not_keep_one_out(self, load: Load) -> None:
        loaded = load(HARBOUR.replace("## When does the night ferry leave?", "## Not at nine?"))

        assert loaded.changed
        assert loaded.findings

    def test_sentences_are_where_the_version_stored_them(
        self, load: Load, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def one_sentence(found: object) -> list[object]:
            return [["kept-id", "the-night-ferry", 0, 0, 46]]

        monkeypatch.setattr(markdown, "sentence_places", one_sentence)
        load()
        version = sets.newest("harbour")

        assert version is not None
        assert [s.id for s in version.questions.passages[0].sentences] == ["kept-id"]


class TestFileAndBrowser:
    def test_changed_in_the_browser_only_the_file_stays_as_it_is(
        self, load: Load, edited: Edited
    ) -> None:
        load()
        edited(MENDED)
        loaded = load()

        assert (loaded.number, loaded.changed, loaded.refused) == (2, False, False)

    def test_changed_in_both_nothing_is_loaded(self, load: Load, edited: Edited) -> None:
        load()
        edited(MENDED)
        loaded = load(OTHER)

        assert codes_of(loaded) == ["E151"]
        assert (loaded.number, loaded.changed) == (2, False)

    def test_when_the_file_has_caught_up_it_may_change_again(
        self, load: Load, edited: Edited
    ) -> None:
        load()
        edited(MENDED)
        assert not load(MENDED).refused
        assert load(OTHER).changed

    def test_one_that_was_made_in_the_browser_is_not_overwritten(
        self, load: Load, edited: Edited
    ) -> None:
        load()
        edited(MENDED)
        edited(OTHER)

        assert codes_of(load(HARBOUR.replace("At midnight", "At six"))) == ["E151"]


class TestTwoFiles:
    def test_a_set_belongs_to_one_file(self, load: Load, tmp_path: Path) -> None:
        first, second = tmp_path / "first.md", tmp_path / "second.md"
        first.touch()
        load(origin=str(first))
        loaded = load(MENDED, origin=str(second))

        assert codes_of(loaded) == ["E152"]
        assert str(first) in loaded.findings[0].message
        assert loaded.number == 1

    def test_the_same_words_in_another_file_are_no_quarrel(
        self, load: Load, tmp_path: Path
    ) -> None:
        first = tmp_path / "first.md"
        first.touch()
        load(origin=str(first))

        assert not load(origin="second.md").refused

    def test_a_file_that_was_moved_takes_its_set_along(self, load: Load, tmp_path: Path) -> None:
        load(origin=str(tmp_path / "gone.md"))

        assert load(MENDED, origin=str(tmp_path / "new.md")).changed

    def test_a_shipped_set_is_known_by_its_name_wherever_the_program_lies(self) -> None:
        from quiz import config

        path = config.folder("questions") / "any.md"

        assert origins.origin_of(path) == "shipped:any.md"
        assert origins.origin_of(Path("any.md")) == str(Path("any.md").resolve())


def test_a_part_that_was_only_reworded_asks_for_its_old_id(load: Load) -> None:
    load()
    loaded = load(HARBOUR.replace("At midnight", "At midnights"))

    assert codes_of(loaded) == ["E150"]
    assert "{#at-midnight}" in loaded.findings[0].hint
    assert load(HARBOUR.replace("At midnight", "At midnights {#at-midnight}")).changed


class TestPractice:
    def test_a_set_that_says_so_is_open_with_one_code_for_all_its_versions(
        self, load: Load
    ) -> None:
        load()
        (before,) = opening.practice_sets()
        load(MENDED)
        (after,) = opening.practice_sets()

        assert before.code == after.code
        assert (before.title, before.level, before.language) == ("The night ferry", "B1", "en")
        assert before.questions == 7
        assert before.words == 87
        found = assignments.by_code(after.code)
        assert found is not None
        assert found.practice
        assert found.version.number == 2

    def test_one_that_does_not_say_so_is_not(self, load: Load) -> None:
        load(HARBOUR.replace("practice: yes", "practice: no"))
        assert opening.practice_sets() == []

        load(HARBOUR)
        (listed,) = opening.practice_sets()
        load(HARBOUR.replace("practice: yes", "practice: no"))
        assert opening.practice_sets() == []
        assert assignments.by_code(listed.code) is not None, "its results can still be found"

    def test_none_while_an_assignment_withholds_the_answers(
        self, load: Load, given: Given, clock: Clock
    ) -> None:
        load()
        (listed,) = opening.practice_sets(clock.now)
        practice = assignments.by_code(listed.code)
        given(closes=clock.now + timedelta(hours=1))

        assert practice is not None
        assert opening.practice_sets(clock.now) == []
        assert not opening.is_open(practice, clock.now)
        with pytest.raises(attempts.NotOpen):
            attempts.start(practice, name="Lena", now=clock.now)

        assert opening.practice_sets(clock.passes(hours=1)) == [listed]

    def test_none_for_good_where_an_assignment_never_shows_them(
        self, given: Given, clock: Clock
    ) -> None:
        given(feedback=Feedback.SCORE, closes=clock.now + timedelta(hours=1))

        assert opening.practice_sets(clock.passes(days=1)) == []


def test_a_version_is_parsed_once(load: Load, monkeypatch: pytest.MonkeyPatch) -> None:
    load()
    first = sets.newest("harbour")

    def never(*_: object) -> None:
        raise AssertionError("parsed again")

    monkeypatch.setattr(markdown, "read", never)
    assert sets.newest("harbour") == first


def test_a_version_that_is_not_there_is_an_error(load: Load) -> None:
    with pytest.raises(LookupError):
        sets.version(99)
    assert sets.newest("nowhere") is None
