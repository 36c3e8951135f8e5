"""Rows for whatever tables a database has: what an upgrade must not lose."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, Boolean, DateTime, MetaData, select
from sqlalchemy.dialects.postgresql import JSON as POSTGRES_JSON

if TYPE_CHECKING:
    from sqlalchemy import Column, Connection, Table

Rows = dict[str, list[dict[str, Any]]]

NOT_OURS = {"alembic_version", "setting"}
"""What the migrations fill themselves."""

PARTICULAR: dict[str, Any] = {
    "role": "teacher",
    "level": "read",
    "feedback": "score",
    "counts": "first",
    "release": "submit",
    "basis": "computed",
    "verdict": "accepted",
    "submitted_by": "student",
    "fraction": 0.5,
    "account_link.kind": "reset",
    "rescoring.kind": "key",
    "rescoring.item": None,
}
"""Values that the rules of state ask for, by column, or by table and column."""


def reflected(connection: Connection) -> MetaData:
    """Read which tables there are."""
    found = MetaData()
    found.reflect(connection)
    return found


def fill(connection: Connection) -> None:
    """Put two rows into each table, whatever the tables are: the first refers to first ones."""
    made: Rows = {}
    for table in reflected(connection).sorted_tables:
        if table.name not in NOT_OURS:
            made[table.name] = [_row(table, n, made) for n in (1, 2)]
            connection.execute(table.insert(), made[table.name])


def rows(connection: Connection) -> Rows:
    """Give all that the tables hold, in the order of their keys."""
    found = reflected(connection).sorted_tables
    return {
        table.name: [
            dict(row)
            for row in connection.execute(select(table).order_by(*table.primary_key)).mappings()
        ]
        for table in found
        if table.name not in NOT_OURS
    }


def _row(table: Table, n: int, made: Rows) -> dict[str, Any]:
    return {column.name: _value(table, column, n, made) for column in table.columns}


def _value(table: Table, column: Column[Any], n: int, made: Rows) -> Any:
    for name in (f"{table.name}.{column.name}", column.name):
        if name in PARTICULAR:
            return PARTICULAR[name]
    for key in column.foreign_keys:
        return made[key.column.table.name][n - 1][key.column.name]
    kind = column.type
    if isinstance(kind, Boolean):
        return False
    if isinstance(kind, DateTime):
        return datetime(2026, 3, n, 9, tzinfo=UTC) + timedelta(hours=len(column.name))
    if isinstance(kind, JSON | POSTGRES_JSON):
        return {"": [f"{column.name} {n}"]}
    return n if kind.python_type in {int, float} else f"{column.name} {n}"
