"""Join codes and the tokens of private links: made by chance, typed by people.

The alphabet has no look-alikes and no vowels, so that chance spells no words. A code of 8 has
38 bits and is guarded by throttles; a student's personal code of 10 has 48, because all of them
are valid at once and for years: where 5000 students have one and an address tries 40 in ten
minutes, day and night, it finds one in 28 000 years. A token of 12 has 57 bits and is stored as
its hash only; a link that makes or opens an account has 24, because its hash could be searched
for at leisure.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets
import unicodedata

ALPHABET = "23456789bcdfghjkmnpqrstvwxyz"
CODE, PERSONAL, TOKEN, LINK = 8, 10, 12, 24


def new_code() -> str:
    """Make a join code as it is stored: ``K7RM482P``."""
    return _letters(CODE).upper()


def new_personal() -> str:
    """Make a student's personal code as it is stored: ``K7RM482PXC``."""
    return _letters(PERSONAL).upper()


def new_token(letters: int = TOKEN) -> str:
    """Make a token as it is shown: ``kxq4-m7tr-9wpb``."""
    return shown(_letters(letters))


def token_from(secret: str, words: str) -> str:
    """Make the token that these words always make; without the secret nobody can foresee it."""
    number = int.from_bytes(hmac.digest(secret.encode(), words.encode(), "sha256"), "big")
    letters = []
    for _ in range(TOKEN):
        number, place = divmod(number, len(ALPHABET))
        letters.append(ALPHABET[place])
    return shown("".join(letters))


def shown(code: str) -> str:
    """Part a code into groups of four, a personal one into two of five."""
    size = 5 if len(code) == PERSONAL else 4
    return "-".join(code[i : i + size] for i in range(0, len(code), size))


def plain(typed: str) -> str:
    """Take what was typed, forgiving case, spaces and hyphens; lower case."""
    folded = unicodedata.normalize("NFKC", typed).casefold()
    return folded if folded.isalnum() else "".join(filter(str.isalnum, folded))


def possible(typed: str) -> bool:
    """Whether it could be a code or a token at all, by its letters and how many there are."""
    letters = plain(typed)
    return len(letters) in {CODE, PERSONAL, TOKEN} and set(letters) <= set(ALPHABET)


def hashed(token: str) -> str:
    """Give what is stored of a token, however it was typed."""
    return hashlib.sha256(plain(token).encode()).hexdigest()


def _letters(count: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(count))
