"""What is sent: what Hypothesis thinks of, and what is good with some bytes of it changed.

`FUZZ_TIMES=20 pytest tests/fuzz` tries twenty times as many.
"""

from __future__ import annotations

import os
import signal
from contextlib import contextmanager
from random import Random
from typing import TYPE_CHECKING

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

from quiz import config
from tests.conftest import HARBOUR

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from types import FrameType

TIMES = int(os.environ.get("FUZZ_TIMES", "1"))

PATIENCE = 1.0
"""Seconds of processor time after which a case hangs: a machine may be busy with others."""

TOKENS = (
    *(
        b"\x00",
        b"\xff\xfe",
        b"\xed\xa0\x80",
        b"\r",
        b"\n",
        b"\n\n",
        b"\t",
        b"\xc2\xa0",
        b"\xe2\x80\xae",
    ),
    *(b"---\n", b"# ", b"## ", b"- [x] ", b"- [ ] ", b"> ", b"| ", b"|", b"[[", b"]]", b"{#", b"}"),
    *(b"*", b"**", b"_", b"`", b"~~~", b"```", b"<!--", b"-->", b"<", b">", b"&", b"&#x", b"\\"),
    *(b"Answer:", b"Select:", b"Rubric:", b"Hint:", b"Explanation:", b"1.", b"...", b"\xc2\xad"),
    *(b"0", b"-1", b"1e999", b"NaN", b"9" * 40, b"2026-02-30T25:61", b"=cmd|' /C calc'!A0"),
    *(
        b"<table><tr><td>",
        b"</p>",
        b"<svg>",
        b"{{",
        b"{%",
        b"%",
        b"%s",
        b"%00",
        b"..",
        b"/",
        b"'",
        b'"',
    ),
    *(b"\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x91\xa9", b"\xcc\x81" * 30, b"a" * 3_000, b"*" * 500),
)
"""What is put in: marks of the formats, and what has broken other software before."""

QUESTIONS = [
    HARBOUR,
    *(p.read_text("utf-8")[:4_000] for p in sorted(config.folder("questions").glob("*.md"))),
]


def mutated(good: bytes, seed: int) -> bytes:
    """Change some places of something that is good: cut, double, turn over, put in."""
    random, found = Random(seed), bytearray(good)
    for _ in range(random.randint(1, 8)):
        at = random.randint(0, len(found))
        end = min(len(found), at + random.choice((1, 1, 2, 8, 60, 400)))
        match random.randrange(5):
            case 0:
                del found[at:end]
            case 1:
                found[at:at] = found[at:end] * random.choice((1, 2, 20))
            case 2 if at < len(found):
                found[at] ^= 1 << random.randrange(8)
            case 3:
                other = random.randint(0, len(found))
                found[at:at] = found[other : other + 100]
            case _:
                found[at:at] = random.choice(TOKENS)
    return bytes(found)


SEEDS = st.integers(0, 2**48)


def bytes_like(goods: Sequence[str]) -> st.SearchStrategy[bytes]:
    """Bytes that are almost one of these, or anything."""
    almost = st.builds(mutated, st.sampled_from([good.encode() for good in goods]), SEEDS)
    return st.one_of(almost, almost, almost, st.binary(max_size=300))


def text_like(goods: Sequence[str]) -> st.SearchStrategy[str]:
    """Text that is almost one of these, or anything, lone surrogates and all."""
    almost = bytes_like(goods).map(lambda data: data.decode("utf-8", "replace"))
    return st.one_of(almost, almost, almost, st.text(st.characters(codec=None), max_size=200))


def cases(count: int) -> settings:
    """Say how many cases a test tries."""
    return settings(
        max_examples=count * TIMES,
        deadline=None,
        database=None,
        suppress_health_check=list(HealthCheck),
    )


@contextmanager
def no_hang(seconds: float = PATIENCE) -> Iterator[None]:
    """Fail where something takes so long that others would wait for it."""

    def hangs(_signal: int, _frame: FrameType | None) -> None:
        raise TimeoutError(f"it still goes on after {seconds} s of processor time")

    before = signal.signal(signal.SIGPROF, hangs)
    signal.setitimer(signal.ITIMER_PROF, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_PROF, 0)
        signal.signal(signal.SIGPROF, before)
