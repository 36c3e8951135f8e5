"""The address where the service listens."""

from __future__ import annotations

import resource
from contextlib import closing

import click
import pytest

from quiz.cli import listening
from tests.ports import free_port


def test_of_two_that_begin_at_the_same_moment_one_is_told_that_the_other_has_the_port() -> None:
    port = free_port()
    with (
        closing(listening.bound("127.0.0.1", port)) as first,
        closing(listening.bound("127.0.0.1", port)) as second,
    ):
        listening.let_in(first)
        with pytest.raises(click.ClickException, match=f"Port {port} on 127.0.0.1 is in use"):
            listening.let_in(second)


@pytest.mark.parametrize(
    ("files", "connections"),
    [(resource.RLIM_INFINITY, 10_000), (100_000, 10_000), (1024, 824), (256, 128)],
)
def test_connections_leave_files_for_all_else(
    monkeypatch: pytest.MonkeyPatch, files: int, connections: int
) -> None:
    wanted: list[tuple[int, int]] = []
    monkeypatch.setattr(resource, "getrlimit", lambda _what: (100, files))
    monkeypatch.setattr(resource, "setrlimit", lambda _what, both: wanted.append(both))

    assert listening.connections() == connections
    assert wanted[0][0] > connections
