"""A network that drops and doubles, and two tabs that know nothing of each other."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from sqlalchemy import text

from quiz.assessment import simulation
from tests.faults.kept import RESPONSES, hashed, looking, nothing_is_lost
from tests.faults.network import Network, network
from tests.faults.service import Service, running
from tests.faults.students import Student, harbour
from tests.waiting import awaited

NAMES = ("Amira", "Ben", "Jonas", "Lena")
TIMES = 3
"""How often each takes the harbour."""


@pytest.fixture
def service(empty_url: str) -> Iterator[Service]:
    yield from running(empty_url)


def student(name: str, port: int, service: Service) -> Student:
    return Student(name, port, service.code, Random(name), pause=(0.0, 0.05))


def test_what_is_dropped_is_sent_again_and_what_comes_twice_counts_once(service: Service) -> None:
    students, carried = awaited(over_a_bad_network(service))

    assert carried.dropped == carried.requests // 10 >= 10
    assert carried.doubled == (carried.requests + 15) // 20 >= 5
    nothing_is_lost(service.database, students)
    with looking(service.database) as connection:
        rows = list(connection.execute(RESPONSES))
        begun = connection.execute(text("SELECT count(*) FROM attempt")).scalar_one()
    told = [receipt for student in students for receipt in student.receipts]
    assert len(rows) == len(told), "no answer is kept twice"
    assert begun == sum(len(student.results) for student in students), "nor is an attempt"


async def over_a_bad_network(service: Service) -> tuple[list[Student], Network]:
    async with network(service.port) as carried:
        students = [student(name, carried.port, service) for name in NAMES]
        for _ in range(TIMES):
            await asyncio.gather(*(student.attempt() for student in students))
        for one in students:
            one.client.close()
    return students, carried


def test_of_two_tabs_none_overwrites_what_the_other_wrote_without_being_told(
    service: Service,
) -> None:
    """Over the same network: each answer has a revision of its own, and the last one counts."""
    lena = awaited(in_two_tabs(service))

    nothing_is_lost(service.database, [lena])
    assert lena.conflicts >= len(harbour().items), "she was asked each time"
    (address,) = lena.results
    with looking(service.database) as connection:
        rows = [row for row in connection.execute(RESPONSES) if row[0] == hashed(address)]
    for item in {row[1] for row in rows}:
        revisions = [row[2] for row in rows if row[1] == item]
        assert revisions == list(range(1, len(revisions) + 1))


async def in_two_tabs(service: Service) -> Student:
    """Answer each question in one tab, in the other, and in the first again, with other words."""
    async with network(service.port) as carried:
        lena = student("Lena", carried.port, service)
        address = await lena.joins()
        one, other = await lena.opens(address), await lena.opens(address)
        for item, answer in simulation.answers(harbour(), 0.97, Random(1)).items():
            one = await lena.saves(one, item, answer)
            other = await lena.saves(other, item, replace(answer, flag=True))
            one = await lena.saves(one, item, answer)
        await lena.hands_in(one)
        lena.client.close()
    return lena
