"""Throttles count failures, and forget them."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import TYPE_CHECKING

from sqlalchemy import select

from quiz.storage import reading, tables
from quiz.storage.accounts import throttles

if TYPE_CHECKING:
    from flask import Flask

    from tests.conftest import Clock

SCHOOL, HOME = "join:192.0.2.7", "join:198.51.100.1"


def fail(times: int, clock: Clock) -> None:
    for _ in range(times):
        throttles.failed(SCHOOL, clock.now)


def test_a_class_that_mistypes_is_not_blocked_and_who_guesses_is(clock: Clock) -> None:
    fail(throttles.LIMIT - 1, clock)
    assert throttles.blocked(SCHOOL, clock.now) is None

    fail(1, clock)
    assert throttles.blocked(SCHOOL, clock.now) == throttles.WINDOW
    assert throttles.blocked(HOME, clock.now) is None


def test_after_a_while_it_may_try_again_and_starts_anew(clock: Clock) -> None:
    fail(throttles.LIMIT, clock)

    assert throttles.blocked(SCHOOL, clock.passes(minutes=9)) == timedelta(minutes=1)
    assert throttles.blocked(SCHOOL, clock.passes(minutes=1)) is None
    fail(1, clock)
    assert throttles.blocked(SCHOOL, clock.now) is None


def test_a_clock_that_was_a_day_ahead_shuts_nobody_out(clock: Clock) -> None:
    fail(throttles.LIMIT, clock)
    clock.passes(days=-1)
    assert throttles.blocked(SCHOOL, clock.now) is None

    fail(throttles.LIMIT, clock)
    assert throttles.blocked(SCHOOL, clock.now) == throttles.WINDOW, "counted anew"


def test_addresses_are_not_kept_and_old_failures_are_forgotten(clock: Clock) -> None:
    fail(1, clock)
    throttles.failed(HOME, clock.passes(hours=1))

    with reading() as session:
        keys = session.scalars(select(tables.Throttle.key)).all()
    assert len(keys) == 1
    assert "198" not in keys[0][:4]
    assert HOME not in keys


def test_first_failures_that_come_at_once_are_all_counted(app: Flask, clock: Clock) -> None:
    def fails(_: int) -> None:
        with app.app_context():
            throttles.failed(SCHOOL, clock.now)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(fails, range(16)))
    with reading() as session:
        assert session.scalars(select(tables.Throttle.failures)).all() == [16]
