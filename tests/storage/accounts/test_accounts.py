"""Accounts: who signs in, who is kept out, and when a session ends."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from argon2 import PasswordHasher
from sqlalchemy import select

from quiz.storage import accounts, reading, tables, writing
from quiz.storage.accounts import Account, links, passwords, throttles
from tests.storage.conftest import PASSWORD

if TYPE_CHECKING:
    from tests.conftest import Clock

Joined = Callable[[str, accounts.Role], Account]


def kept_hash(account: Account) -> str:
    with reading() as session:
        return session.get_one(tables.Account, account.id).password_hash


class TestSignIn:
    def test_the_right_password_gives_the_account(self, hill: Account, clock: Clock) -> None:
        assert accounts.sign_in("hill@school.example", PASSWORD, clock.now) == hill
        assert accounts.sign_in(" Hill@School.example ", PASSWORD, clock.now) == hill

    def test_a_wrong_password_and_an_unknown_address_are_answered_alike(
        self, hill: Account, clock: Clock
    ) -> None:
        assert accounts.sign_in(hill.email, "something else", clock.now) is None
        assert accounts.sign_in("stranger@school.example", PASSWORD, clock.now) is None

    def test_guessing_one_account_blocks_it_for_a_while_the_right_password_too(
        self, hill: Account, brandt: Account, clock: Clock
    ) -> None:
        for _ in range(accounts.GUESSES):
            assert accounts.sign_in("HILL@school.example", "guess", clock.now) is None
        with pytest.raises(accounts.Blocked) as blocked:
            accounts.sign_in(hill.email, PASSWORD, clock.now)

        assert blocked.value.wait == throttles.WINDOW
        assert accounts.sign_in(brandt.email, PASSWORD, clock.now) == brandt
        assert accounts.sign_in(hill.email, PASSWORD, clock.passes(minutes=10)) == hill

    def test_an_unknown_address_is_blocked_just_so(self, clock: Clock) -> None:
        for _ in range(accounts.GUESSES):
            accounts.sign_in("stranger@school.example", "guess", clock.now)
        with pytest.raises(accounts.Blocked):
            accounts.sign_in("stranger@school.example", "guess", clock.now)

    def test_guessing_many_accounts_blocks_where_it_comes_from(
        self, hill: Account, clock: Clock
    ) -> None:
        for number in range(throttles.LIMIT):
            accounts.sign_in(f"t{number}@school.example", "guess", clock.now, address="192.0.2.7")
        with pytest.raises(accounts.Blocked):
            accounts.sign_in(hill.email, PASSWORD, clock.now, address="192.0.2.7")

        assert accounts.sign_in(hill.email, PASSWORD, clock.now, address="192.0.2.8") == hill

    def test_right_passwords_never_count(self, hill: Account, clock: Clock) -> None:
        for _ in range(accounts.GUESSES + 1):
            assert accounts.sign_in(hill.email, PASSWORD, clock.now) == hill

    def test_a_hash_in_an_old_setting_is_renewed_and_the_session_goes_on(
        self, hill: Account, clock: Clock
    ) -> None:
        weak = PasswordHasher(time_cost=1, memory_cost=16, parallelism=1).hash(PASSWORD)
        with writing() as session:
            session.get_one(tables.Account, hill.id).password_hash = weak

        assert accounts.sign_in(hill.email, PASSWORD, clock.now) == hill
        assert kept_hash(hill) != weak
        assert passwords.renewed(PASSWORD, kept_hash(hill)) is None
        assert accounts.sign_in(hill.email, PASSWORD, clock.now) == hill


class TestSessions:
    def test_one_lasts_until_she_signs_out_everywhere(self, hill: Account) -> None:
        assert accounts.by_session(hill.id, hill.session_version) == hill
        again = accounts.sign_out_everywhere(hill)

        assert accounts.by_session(hill.id, hill.session_version) is None
        assert accounts.by_session(again.id, again.session_version) == again

    def test_nobody_has_none(self) -> None:
        assert accounts.by_session(7, 1) is None


class TestNewPassword:
    def test_it_takes_the_place_of_the_old_one_and_ends_all_sessions(
        self, hill: Account, clock: Clock
    ) -> None:
        now = accounts.set_password(hill, PASSWORD, "a quay of another kind", clock.now)

        assert accounts.by_session(hill.id, hill.session_version) is None
        assert accounts.by_session(now.id, now.session_version) == now
        assert accounts.sign_in(hill.email, PASSWORD, clock.now) is None
        assert accounts.sign_in(hill.email, "a quay of another kind", clock.now) == now

    def test_without_the_old_one_there_is_none_and_guesses_are_counted(
        self, hill: Account, clock: Clock
    ) -> None:
        for _ in range(accounts.GUESSES):
            with pytest.raises(accounts.WrongPassword):
                accounts.set_password(hill, "guess", "a quay of another kind", clock.now)
        with pytest.raises(accounts.Blocked):
            accounts.set_password(hill, PASSWORD, "a quay of another kind", clock.now)

    def test_a_weak_one_is_refused_and_the_old_one_stays(self, hill: Account, clock: Clock) -> None:
        with pytest.raises(passwords.WeakPassword):
            accounts.set_password(hill, PASSWORD, "hill@school.example", clock.now)
        assert accounts.sign_in(hill.email, PASSWORD, clock.now) == hill


def test_only_an_admin_sees_who_there_is_and_invites(
    hill: Account, admin: Account, clock: Clock
) -> None:
    assert accounts.all_accounts(admin) == accounts.all_accounts(None) == [admin, hill]
    with pytest.raises(accounts.NotAdmin):
        accounts.all_accounts(hill)
    with pytest.raises(accounts.NotAdmin):
        links.invite(hill, "teacher", clock.now)


def test_the_database_holds_no_password(hill: Account) -> None:
    with reading() as session:
        row = session.execute(select(tables.Account.__table__)).one()
    assert PASSWORD not in repr(row)


def test_throttles_are_counted_by_account_and_forgotten_in_time(
    hill: Account, clock: Clock
) -> None:
    accounts.sign_in(hill.email, "guess", clock.now, address="192.0.2.7")
    with reading() as session:
        keys = session.scalars(select(tables.Throttle.key)).all()
    assert len(keys) == 2
    assert throttles.blocked(f"password:{hill.email}", clock.now, 1) == timedelta(minutes=10)
