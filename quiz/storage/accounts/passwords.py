"""Passwords: which are refused, and how they are kept.

Argon2id in the setting that OWASP's cheat sheet gives first for little memory: 19 MiB, two passes,
one lane. Its own default takes 64 MiB and all cores, so a few people signing in would slow a class.
"""

from __future__ import annotations

import secrets
import unicodedata
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 10, 256
LETTERS = 5
"""So many different characters a password has at least."""

_hasher = PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


class WeakPassword(ValueError):
    """A password that is easily guessed.

    ``why`` is "short", "long", "repeated" (too few different characters) or "known" (it is the
    person's own name or address).
    """

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


def made(password: str, *known: str) -> str:
    """Give what is stored of a new password, which is none of those known. Raises WeakPassword."""
    password = _plain(password)
    if len(password) < SHORTEST:
        raise WeakPassword("short")
    if len(password) > LONGEST:
        raise WeakPassword("long")
    if len(set(password.casefold())) < LETTERS:
        raise WeakPassword("repeated")
    if password.casefold() in _own(known):
        raise WeakPassword("known")
    return _hasher.hash(password)


def verified(password: str, stored: str | None) -> bool:
    """Whether it is the one; without a stored one it takes as long, and is not."""
    try:
        return _hasher.verify(stored or _nobodys(), _plain(password)) and stored is not None
    except (VerificationError, InvalidHashError):
        return False


def renewed(password: str, stored: str) -> str | None:
    """Give what to store instead where the setting is another by now, else None."""
    return _hasher.hash(_plain(password)) if _hasher.check_needs_rehash(stored) else None


@cache
def _nobodys() -> str:
    return _hasher.hash(secrets.token_hex())


def _plain(password: str) -> str:
    """One form of what keyboards write in two; lone surrogates cannot be hashed."""
    text = unicodedata.normalize("NFKC", password[: LONGEST + 1])
    return text.encode("utf-8", "replace").decode()


def _own(known: tuple[str, ...]) -> set[str]:
    words = {word.casefold() for word in known}
    return words | {"".join(word.split()) for word in words} | {w.split("@")[0] for w in words}
