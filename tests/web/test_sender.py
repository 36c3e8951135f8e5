"""Under which address failures are counted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from quiz.storage.accounts import throttles
from quiz.web import sender

if TYPE_CHECKING:
    from flask.testing import FlaskClient


@pytest.mark.parametrize(
    ("address", "counted"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", ""),
        ("unix:", "unix:"),
    ],
)
def test_an_address_counts_as_far_as_its_sender_cannot_change_it(
    address: str, counted: str
) -> None:
    assert sender.network(address) == counted


def test_nobody_guesses_on_by_another_of_the_addresses_of_one_connection(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """With IPv6 everybody has 2⁶⁴ of them."""
    monkeypatch.setattr(throttles, "LIMIT", 3)
    found = [
        client.get(f"/join/ZZZZ-ZZZ{n}", environ_base={"REMOTE_ADDR": f"2001:db8::{n}"}).status_code
        for n in range(2, 7)
    ]
    assert found == [404, 404, 404, 429, 429]
