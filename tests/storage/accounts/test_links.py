"""One-time links: they make accounts and passwords, once, and then they are gone."""

from __future__ import annotations

import threading
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from quiz.assessment import roster
from quiz.storage import accounts, codes, reading, tables
from quiz.storage.accounts import Account, links, passwords
from tests.storage.conftest import PASSWORD

if TYPE_CHECKING:
    from datetime import datetime

    from flask import Flask

    from tests.conftest import Clock

HILL = {"email": "Hill@School.example", "name": "  Ms   Hill ", "password": PASSWORD}


def first(now: datetime) -> str:
    token = links.first_link(now)
    assert token is not None
    return token


class TestFirst:
    def test_it_makes_the_first_account_an_admins_once(self, clock: Clock) -> None:
        token = first(clock.now)
        assert links.open_link(token, clock.now) == links.Link("first", "admin", None)
        account = links.use_link(token, **HILL, now=clock.passes(days=30))

        assert (account.email, account.name) == ("hill@school.example", "Ms Hill")
        assert account.role == "admin"
        assert links.open_link(token, clock.now) is None
        with pytest.raises(links.LinkGone):
            links.use_link(token, **HILL, now=clock.now)

    def test_the_next_start_makes_another_and_ends_it(self, clock: Clock) -> None:
        before = first(clock.now)
        after = first(clock.now)

        assert links.open_link(before, clock.now) is None
        assert links.open_link(after, clock.now) is not None

    def test_once_there_is_an_account_there_is_none(self, clock: Clock) -> None:
        token = first(clock.now)
        links.use_link(links.invite(None, "admin", clock.now), **HILL, now=clock.now)

        assert links.first_link(clock.now) is None
        assert links.open_link(token, clock.now) is None
        other = HILL | {"email": "stranger@school.example"}
        with pytest.raises(links.LinkGone):
            links.use_link(token, **other, now=clock.now)


class TestInvitation:
    def test_it_makes_an_account_of_the_role_it_was_made_for(
        self, admin: Account, clock: Clock
    ) -> None:
        token = links.invite(admin, "teacher", clock.now)
        account = links.use_link(token, **HILL, now=clock.now)

        assert account.role == "teacher"
        assert accounts.sign_in("hill@school.example", PASSWORD, clock.now) == account

    def test_after_seven_days_it_is_gone(self, clock: Clock) -> None:
        token = links.invite(None, "teacher", clock.now)

        assert links.open_link(token, clock.now + timedelta(days=6, hours=23)) is not None
        assert links.open_link(token, clock.passes(days=7)) is None
        with pytest.raises(links.LinkGone):
            links.use_link(token, **HILL, now=clock.now)

    @pytest.mark.parametrize(
        ("wrong", "error"),
        [
            ({"email": "hill"}, links.BadEmail),
            ({"email": "ms hill@school.example"}, links.BadEmail),
            ({"email": "a@b@c"}, links.BadEmail),
            ({"email": "a@" + "b" * 260}, links.BadEmail),
            ({"name": " "}, roster.BadName),
            ({"password": "short"}, passwords.WeakPassword),
            ({"password": "Hill@School.example"}, passwords.WeakPassword),
            ({"email": "OSEI@school.example"}, links.Taken),
        ],
    )
    def test_what_is_wrong_is_told_and_the_link_can_still_be_used(
        self, admin: Account, clock: Clock, wrong: dict[str, str], error: type[Exception]
    ) -> None:
        token = links.invite(admin, "teacher", clock.now)
        with pytest.raises(error):
            links.use_link(token, **HILL | wrong, now=clock.now)

        assert links.use_link(token, **HILL, now=clock.now).name == "Ms Hill"

    def test_two_who_open_it_at_once_make_one_account(self, app: Flask, clock: Clock) -> None:
        token, outcomes = links.invite(None, "teacher", clock.now), []

        def use(email: str) -> None:
            with app.app_context():
                try:
                    links.use_link(token, **HILL | {"email": email}, now=clock.now)
                    outcomes.append("made")
                except links.LinkGone:
                    outcomes.append("gone")

        both = [threading.Thread(target=use, args=(f"{n}@school.example",)) for n in range(2)]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)

        assert sorted(outcomes) == ["gone", "made"]
        assert len(accounts.all_accounts(None)) == 1

    def test_two_who_take_one_address_at_once_make_one_account(
        self, app: Flask, clock: Clock
    ) -> None:
        tokens, outcomes = [links.invite(None, "teacher", clock.now) for _ in range(2)], []

        def use(token: str) -> None:
            with app.app_context():
                try:
                    links.use_link(token, **HILL, now=clock.now)
                    outcomes.append("made")
                except links.Taken:
                    outcomes.append("taken")

        both = [threading.Thread(target=use, args=(token,)) for token in tokens]
        for thread in both:
            thread.start()
        for thread in both:
            thread.join(30)

        assert sorted(outcomes) == ["made", "taken"]


class TestReset:
    def test_it_sets_a_new_password_and_ends_all_sessions(
        self, hill: Account, clock: Clock
    ) -> None:
        token = links.reset("Hill@school.example", clock.now)
        assert token is not None
        opened = links.Link("reset", "teacher", hill.id, "hill@school.example")
        assert links.open_link(token, clock.now) == opened
        account = links.use_link(token, password="a quay of another kind", now=clock.now)

        assert account.id == hill.id
        assert accounts.by_session(hill.id, hill.session_version) is None
        assert accounts.sign_in(hill.email, PASSWORD, clock.now) is None
        assert accounts.sign_in(hill.email, "a quay of another kind", clock.now) == account
        assert links.open_link(token, clock.now) is None

    def test_after_a_day_or_when_another_is_made_it_is_gone(
        self, hill: Account, clock: Clock
    ) -> None:
        before = links.reset(hill.email, clock.now)
        after = links.reset(hill.email, clock.now)

        assert before is not None
        assert after is not None
        assert links.open_link(before, clock.now) is None
        assert links.open_link(after, clock.passes(hours=23)) is not None
        assert links.open_link(after, clock.passes(hours=1)) is None

    def test_nobody_gets_none(self, clock: Clock) -> None:
        assert links.reset("stranger@school.example", clock.now) is None


@pytest.mark.parametrize("token", ["", "kxq4-m7tr-9wpb", "\x00", "\ud800" * 9])
def test_what_is_no_token_opens_nothing(token: str, clock: Clock) -> None:
    first(clock.now)
    assert links.open_link(token, clock.now) is None


def test_only_hashes_are_kept_and_those_that_have_ended_are_forgotten(clock: Clock) -> None:
    links.invite(None, "teacher", clock.now)
    token = links.invite(None, "teacher", clock.passes(days=8))
    with reading() as session:
        kept = session.scalars(select(tables.AccountLink.token_hash)).all()

    assert kept == [codes.hashed(token)]
    assert len(codes.plain(token)) == codes.LINK
