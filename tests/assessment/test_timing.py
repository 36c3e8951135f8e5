"""When an attempt ends, told in tables and checked on all sorts of attempts."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from quiz.assessment import timing
from quiz.assessment.timing import Facts, State

NINE = datetime(2026, 3, 2, 9, tzinfo=UTC)


def at(minutes: float) -> datetime:
    return NINE + timedelta(minutes=minutes)


def facts(
    start: float = 0,
    *,
    limit: float | None = None,
    closes: float | None = None,
    extension: float | None = None,
    factor: float = 1,
    submitted: float | None = None,
) -> Facts:
    """Facts in minutes after nine."""
    return Facts(
        at(start),
        None if submitted is None else at(submitted),
        None if limit is None else timedelta(minutes=limit),
        None if closes is None else at(closes),
        None if extension is None else at(extension),
        factor,
    )


@pytest.mark.parametrize(
    ("case", "end"),
    [
        pytest.param(facts(), None, id="without limit and close there is no end"),
        pytest.param(facts(5, limit=40), 45, id="the limit counts from the start"),
        pytest.param(facts(5, closes=60), 60, id="the close is for all"),
        pytest.param(facts(5, limit=40, closes=60), 45, id="the earlier counts: the limit"),
        pytest.param(facts(30, limit=40, closes=60), 60, id="the earlier counts: the close"),
        pytest.param(facts(0, limit=40, factor=1.5), 60, id="extra time makes the limit longer"),
        pytest.param(
            facts(30, limit=40, closes=60, factor=1.5), 80, id="and shifts the close by as much"
        ),
        pytest.param(facts(30, closes=60, factor=1.5), 60, id="but not a close without a limit"),
        pytest.param(
            facts(0, limit=40, closes=60, extension=90, factor=1.5),
            60,
            id="an extension takes the place of the close, not of the limit",
        ),
        pytest.param(
            facts(80, limit=40, closes=60, extension=90, factor=2),
            90,
            id="an extension is as it was given, whatever the factor",
        ),
        pytest.param(facts(0, extension=30), 30, id="an extension closes even what had no close"),
    ],
)
def test_an_attempt_ends(case: Facts, end: float | None) -> None:
    assert timing.end(case) == (None if end is None else at(end))


@pytest.mark.parametrize(
    ("case", "now", "state", "left"),
    [
        (facts(limit=40), 0, State.OPEN, 40),
        (facts(limit=40), 39.9, State.OPEN, 0.1),
        (facts(limit=40), 40, State.ENDED, 0),
        (facts(limit=40), 400, State.ENDED, 0),
        (facts(limit=40, submitted=10), 20, State.SUBMITTED, 20),
        (facts(limit=40, submitted=40), 50, State.SUBMITTED, 0),
        (facts(), 10_000, State.OPEN, None),
    ],
)
def test_its_state_and_what_is_left(
    case: Facts, now: float, state: State, left: float | None
) -> None:
    assert timing.state(case, at(now)) is state
    assert timing.left(case, at(now)) == (None if left is None else timedelta(minutes=left))


def test_extra_time_given_in_mid_attempt_counts_at_once() -> None:
    before, after = facts(limit=40), facts(limit=40, factor=1.25)

    assert timing.state(before, at(45)) is State.ENDED
    assert timing.state(after, at(45)) is State.OPEN


minutes = st.integers(0, 10_000)
some = st.builds(
    facts,
    minutes,
    limit=st.none() | st.integers(1, 600),
    closes=st.none() | minutes,
    extension=st.none() | minutes,
    factor=st.sampled_from([1, 1.25, 1.5, 2, 3]),
)


@given(some, minutes)
def test_open_exactly_before_its_end(case: Facts, now: int) -> None:
    end = timing.end(case)
    is_open = timing.state(case, at(now)) is State.OPEN

    assert is_open == (end is None or at(now) < end)


@given(some)
def test_no_end_is_later_than_limit_or_close(case: Facts) -> None:
    end, limit, close = timing.end(case), timing.limit(case), timing.close(case)

    assert (end is None) == (limit is None and close is None)
    if end is not None:
        assert end in {close, case.started_at + (limit or timedelta())}
        assert limit is None or end <= case.started_at + limit
        assert close is None or end <= close


@given(some, st.floats(1, 3))
def test_more_extra_time_never_ends_earlier(case: Facts, more: float) -> None:
    slower = Facts(
        case.started_at, None, case.limit, case.closes, case.extension, case.factor * more
    )
    end, later = timing.end(case), timing.end(slower)

    assert (end is None) == (later is None)
    assert end is None or later is None or later >= end


@given(some, minutes, minutes)
def test_time_left_runs_down_and_ends_with_the_attempt(case: Facts, one: int, two: int) -> None:
    early, late = (timing.left(case, at(m)) for m in sorted((one, two)))

    if early is not None and late is not None:
        assert early >= late >= timedelta(0)
        assert (late == timedelta(0)) == (timing.state(case, at(max(one, two))) is State.ENDED)


def test_a_reopened_attempt_ends_when_the_teacher_said() -> None:
    over = facts(limit=40, closes=60, submitted=40)
    reopened = replace(over, submitted_at=None, reopened_until=at(90))

    assert timing.end(reopened) == at(90)
    assert timing.state(reopened, at(75)) is State.OPEN
    assert timing.state(reopened, at(90)) is State.ENDED
