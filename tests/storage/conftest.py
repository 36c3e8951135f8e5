"""What the stories of this room begin with: a set that is loaded, and an attempt at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import TYPE_CHECKING, Any

import pytest

from quiz.assessment.scoring import Answer
from quiz.storage import accounts, assignments, attempts, sets
from quiz.storage.accounts import links
from quiz.storage.results import outcomes
from quiz.storage.sets import drafts, publishing, versions
from tests.conftest import HARBOUR, Clock

if TYPE_CHECKING:
    from flask import Flask

    from quiz.storage.accounts import Account
    from quiz.storage.assignments import Assignment
    from quiz.storage.attempts import Attempt
    from quiz.storage.results.outcomes import Outcome

PASSWORD = "ferry at the old quay"

Load = Callable[..., sets.Loaded]


@pytest.fixture(autouse=True)
def context(app: Flask) -> Iterator[None]:
    """Storage works within an app."""
    with app.app_context():
        yield


@pytest.fixture
def load(clock: Clock) -> Load:
    """Load a text as if from a file."""

    def loaded(source: str | bytes = HARBOUR, origin: str = "harbour.md") -> sets.Loaded:
        return sets.load(source, origin=origin, name="harbour", now=clock.now)

    return loaded


@pytest.fixture
def joined(clock: Clock, quick_passwords: None) -> Callable[[str, accounts.Role], Account]:
    """Make an account as an invitation does; the password is `PASSWORD`."""

    def join(name: str, role: accounts.Role) -> Account:
        token = links.invite(None, role, clock.now)
        email = f"{name.rpartition(' ')[2].lower()}@school.example"
        return links.use_link(token, email=email, name=name, password=PASSWORD, now=clock.now)

    return join


@pytest.fixture
def admin(joined: Callable[[str, accounts.Role], Account]) -> Account:
    """Mr Osei looks after the service."""
    return joined("Mr Osei", "admin")


@pytest.fixture
def hill(joined: Callable[[str, accounts.Role], Account]) -> Account:
    """Ms Hill teaches."""
    return joined("Ms Hill", "teacher")


@pytest.fixture
def brandt(joined: Callable[[str, accounts.Role], Account]) -> Account:
    """Mr Brandt teaches too."""
    return joined("Mr Brandt", "teacher")


@pytest.fixture
def edited(admin: Account, clock: Clock) -> Callable[[str], None]:
    """Publish a new version of the harbour in the browser."""

    def edit(source: str) -> None:
        draft = drafts.find(admin, "harbour")
        assert draft is not None
        drafts.save(admin, "harbour", source, base=draft.revision, now=clock.now)
        outcome = publishing.publish(admin, "harbour", "", clock.now)
        assert isinstance(outcome, versions.Version), outcome

    return edit


@pytest.fixture
def given(load: Load, clock: Clock) -> Callable[..., Assignment]:
    """Give the harbour to students, by rules of the test's choice."""

    def assign(**rules: Any) -> Assignment:
        load()
        return assignments.create("harbour", now=clock.now, **rules)

    return assign


@pytest.fixture
def lena(given: Callable[..., Assignment], clock: Clock) -> Attempt:
    """Lena has just begun; she has forty minutes."""
    return attempts.start(given(minutes=40), name="Lena", now=clock.now)[0]


def choice(option: str) -> Answer:
    """An answer to the first question of the harbour: at-nine, at-ten or at-midnight."""
    return Answer({"": (option,)})


def outcome(attempt: Attempt, clock: Clock) -> Outcome:
    """Give what its student is told of an attempt now."""
    found = outcomes.of(attempt, clock.now).outcome
    assert found is not None
    return found


class Page:
    """A page in somebody's browser that saves answers and remembers what it knows."""

    def __init__(self, attempt: Attempt, writer: str) -> None:
        """Open the page: it has seen nothing yet."""
        self.attempt, self.writer = attempt, writer
        self.number = self.seen = 0

    def saves(
        self, answer: Answer, *, now: datetime, item: str = "leaves", number: int | None = None
    ) -> attempts.Receipt | attempts.Conflict:
        """Send an answer; without a number it is the page's next."""
        self.number += number is None
        outcome = attempts.save(
            self.attempt,
            item,
            answer,
            writer=self.writer,
            number=self.number if number is None else number,
            seen=self.seen,
            now=now,
        )
        if isinstance(outcome, attempts.Receipt):
            self.seen = max(self.seen, outcome.revision)
        return outcome
