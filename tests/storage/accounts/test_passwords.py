"""Passwords: what is refused, and what is kept."""

from __future__ import annotations

import pytest
from argon2 import PasswordHasher

from quiz.storage.accounts import passwords


@pytest.mark.parametrize(
    ("password", "why"),
    [
        ("ninechars", "short"),
        ("x" * 257, "long"),
        ("aAbBaAbBaAbB", "repeated"),
        ("Margaret Hill", "known"),
        ("margarethill", "known"),
        ("m.hill@school.example", "known"),
        ("margaret.hill@school.example", "known"),
    ],
)
def test_what_is_easily_guessed_is_refused_and_told_why(password: str, why: str) -> None:
    with pytest.raises(passwords.WeakPassword) as refused:
        passwords.made(
            password, "m.hill@school.example", "margaret.hill@school.example", "Margaret Hill"
        )
    assert refused.value.why == why


def test_the_setting_is_owasps_and_the_password_is_not_in_it() -> None:
    stored = passwords.made("ferry at the old quay")

    assert stored.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert stored != passwords.made("ferry at the old quay"), "each has a salt of its own"


def test_it_is_known_again_however_the_keyboard_writes_it() -> None:
    stored = passwords.made("caf\u00e9 am alten Kai")

    assert passwords.verified("cafe\u0301 am alten Kai", stored)
    assert not passwords.verified("cafe am alten Kai", stored)


@pytest.mark.parametrize("password", ["", "\ud800 at the old quay", "x" * 1_000_000])
def test_whatever_is_sent_is_wrong_and_raises_nothing(password: str) -> None:
    assert not passwords.verified(password, passwords.made("ferry at the old quay"))
    assert not passwords.verified(password, None)


def test_nobodys_password_is_never_right_and_is_worked_on_as_long(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    worked = []
    real = PasswordHasher.verify

    def counted(self: PasswordHasher, stored: str, password: str) -> bool:
        worked.append(stored.rpartition("$")[0].rpartition("$")[0])
        return real(self, stored, password)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    passwords.verified("ferry at the old quay", passwords.made("ferry at the old quay"))

    assert not passwords.verified("ferry at the old quay", None)
    assert worked == ["$argon2id$v=19$m=19456,t=2,p=1"] * 2


def test_one_that_was_kept_in_a_weaker_setting_is_kept_anew() -> None:
    weak = PasswordHasher(time_cost=1, memory_cost=1024, parallelism=1).hash("an old password")
    better = passwords.renewed("an old password", weak)

    assert better is not None
    assert passwords.verified("an old password", better)
    assert passwords.renewed("an old password", better) is None
