"""Values that all processes and hosts share through the database."""

from __future__ import annotations

import secrets

from sqlalchemy import inspect
from sqlalchemy.exc import IntegrityError

from quiz.storage import db, reading, writing
from quiz.storage.tables import Setting

SECRET_KEY = "secret-key"  # noqa: S105 - the name of the secret, not the secret


def secret_key() -> str | None:
    """Give the key that signs cookies; None where the database is not set up yet."""
    if not inspect(db.engine).has_table(Setting.__tablename__):
        return None
    with reading() as session:
        row = session.get(Setting, SECRET_KEY)
        return None if row is None else row.value


def make_secret_key() -> str:
    """Make the key unless there is one, and give it."""
    if (key := secret_key()) is not None:
        return key
    try:
        with writing() as session:
            session.add(Setting(name=SECRET_KEY, value=secrets.token_hex(32)))
    except IntegrityError:
        pass  # another host was quicker; its key is the one
    return str(secret_key())
