"""Migrations: an empty database becomes exactly what the tables say."""

from __future__ import annotations

import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import CheckConstraint, insert, inspect, select
from sqlalchemy.exc import IntegrityError

from quiz.storage import db, migrations, reading, settings, tables, writing
from tests.conftest import MakeApp
from tests.storage import filling

if TYPE_CHECKING:
    from flask import Flask

AT = "'2026-03-02 09:00:00'"
AS_OF_0001 = f"""
INSERT INTO question_set VALUES ('ferry', {AT}), ('quay', {AT});
INSERT INTO version VALUES
 (1, 'ferry', 1, 'a', 'As it was.', '[]', 'ferry.md', {AT}),
 (2, 'ferry', 2, 'b', 'Mended.', '[]', 'ferry.md', {AT}),
 (3, 'quay', 1, 'c', 'A quay.', '[]', 'quay.md', {AT});
INSERT INTO assignment (id, code, practice, set_id, version_id, shuffle, created_at)
 VALUES (1, 'K7RM482P', false, 'ferry', 1, false, {AT});
INSERT INTO student VALUES (1, 'Lena', 1, {AT});
INSERT INTO attempt (id, token_hash, assignment_id, version_id, student_id, number, seed, started_at)
 VALUES (1, 'x', 1, 1, 1, 1, '', {AT});
INSERT INTO response VALUES
 (1, 1, 'leaves', 1, 'w', 1, '{{"": ["at-ten"]}}', {AT}, false)
"""
"""A database as the first release left it."""

OTHER_NUMBER_ONE = {
    "set_id": "ferry",
    "number": 1,
    "digest": "d",
    "source": "Another.",
    "sentences": [],
    "created_at": datetime(2026, 3, 2, tzinfo=UTC),
}


def test_they_end_in_the_tables_as_they_are_written() -> None:
    with db.engine.connect() as connection:
        options = {"compare_type": True, "compare_server_default": True}
        migrated = MigrationContext.configure(connection, opts=options)
        assert compare_metadata(migrated, tables.Base.metadata) == []


def test_the_rules_of_state_are_there_too(database_url: str) -> None:
    """Alembic does not compare CHECK constraints, so they are compared here."""
    wanted = {
        (table.name, str(constraint.name), str(constraint.sqltext))
        for table in tables.Base.metadata.tables.values()
        for constraint in table.constraints
        if isinstance(constraint, CheckConstraint)
    }
    inspector = inspect(db.engine)
    found = {
        (table, str(check["name"]), check["sqltext"])
        for table in inspector.get_table_names()
        for check in inspector.get_check_constraints(table)
    }

    assert {rule[:2] for rule in found} == {rule[:2] for rule in wanted}
    if database_url.startswith("sqlite"):  # which keeps the words; PostgreSQL writes its own
        assert found == wanted


def test_running_them_again_changes_nothing() -> None:
    key = settings.secret_key()
    migrations.upgrade()

    assert settings.secret_key() == key


def test_a_database_in_the_newest_form_needs_no_alembic(monkeypatch: pytest.MonkeyPatch) -> None:
    def unwanted(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(command, "upgrade", unwanted)
    migrations.upgrade()

    with reading() as session:
        assert migrations.form(session) == migrations.newest()


def test_the_forms_are_those_that_alembic_walks_through() -> None:
    steps = ScriptDirectory.from_config(migrations.config()).walk_revisions()

    assert migrations.revisions() == [step.revision for step in steps]


def test_one_that_fails_leaves_nothing_behind(
    make_app: MakeApp, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from alembic import op

    real = op.create_table

    def fail_at_the_last(name: str, *columns: object) -> None:
        if name == "hint":
            raise ZeroDivisionError
        real(name, *columns)  # type: ignore[arg-type]

    monkeypatch.setattr(op, "create_table", fail_at_the_last)
    with make_app(empty_url).app_context():
        with pytest.raises(ZeroDivisionError):
            migrations.upgrade()
        assert inspect(db.engine).get_table_names() == []


def test_a_database_with_answers_in_it_is_upgraded_and_loses_nothing(
    make_app: MakeApp, empty_url: str
) -> None:
    """What 0001 left: two versions of one set, one of another, an attempt with an answer."""
    old = make_app(empty_url)
    with old.app_context():
        command.upgrade(migrations.config(), "0001")
        with db.engine.begin() as connection:
            for statement in AS_OF_0001.split(";"):
                connection.exec_driver_sql(statement)
        migrations.upgrade()

        with reading() as session:
            drafts = session.execute(
                select(tables.Draft.set_id, tables.Draft.revision, tables.Draft.source)
            ).all()
            moments = set(session.scalars(select(tables.Draft.saved_at)))
            kept = session.scalars(select(tables.Version).order_by(tables.Version.id)).all()
            answer = session.scalars(select(tables.Response)).one()
        assert sorted(map(tuple, drafts)) == [("ferry", 1, "Mended."), ("quay", 1, "A quay.")]
        assert moments == {datetime(2026, 3, 2, 9, tzinfo=UTC)}
        assert [(v.number, v.source, v.note, v.author_id) for v in kept] == [
            (1, "As it was.", None, None),
            (2, "Mended.", None, None),
            (1, "A quay.", None, None),
        ]
        assert answer.raw == {"": ["at-ten"]}
        options = {"compare_type": True, "compare_server_default": True}
        with db.engine.connect() as connection:
            migrated = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(migrated, tables.Base.metadata) == []
        with writing() as session, pytest.raises(IntegrityError):
            session.execute(insert(tables.Version).values(OTHER_NUMBER_ONE))


@pytest.mark.parametrize("form", migrations.revisions())
def test_whatever_an_earlier_form_held_is_there_after_the_upgrade(
    make_app: MakeApp, empty_url: str, form: str
) -> None:
    """Each form that there ever was, each of its tables filled, each value of each row."""
    with make_app(empty_url).app_context():
        command.upgrade(migrations.config(), form)
        with db.engine.begin() as connection:
            filling.fill(connection)
        with db.engine.connect() as connection:
            before = filling.rows(connection)
        migrations.upgrade()
        with db.engine.connect() as connection:
            after = filling.rows(connection)
            options = {"compare_type": True, "compare_server_default": True}
            migrated = MigrationContext.configure(connection, opts=options)
            assert compare_metadata(migrated, tables.Base.metadata) == []

    assert all(len(held) == 2 for held in before.values())
    assert len(before) >= 9
    for table, held in before.items():
        kept = [{name: row[name] for name in held[0]} for row in after[table]]
        assert [row for row in held if row not in kept] == [], table


def test_two_processes_that_come_at_once_do_not_meet(empty_url: str) -> None:
    command = [sys.executable, "-m", "quiz", "db", "upgrade"]
    root = Path(__file__).parents[2]
    environment = os.environ | {"QUIZ_DATABASE_URL": empty_url}
    both = [
        subprocess.Popen(command, env=environment, cwd=root, stdout=subprocess.DEVNULL)
        for _ in range(2)
    ]

    assert [process.wait(60) for process in both] == [0, 0]


def test_the_newest_is_the_one_that_alembic_knows(capsys: pytest.CaptureFixture[str]) -> None:
    command.check(migrations.config())


class TestSecret:
    def test_all_processes_sign_with_the_key_that_is_kept(
        self, make_app: MakeApp, database_url: str
    ) -> None:
        one, other = (make_app(database_url) for _ in range(2))

        assert one.secret_key == other.secret_key == settings.secret_key()
        assert len(str(one.secret_key)) == 64

    def test_one_that_is_set_is_used_instead(self, app: Flask) -> None:
        assert app.secret_key == "for tests only"

    def test_a_database_that_is_not_set_up_has_none(
        self, make_app: MakeApp, empty_url: str
    ) -> None:
        empty = make_app(empty_url)
        assert empty.secret_key is None
        with empty.app_context():
            migrations.upgrade()
        assert empty.secret_key

    def test_who_comes_second_takes_the_first_ones_key(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        kept = settings.secret_key()
        with writing() as session:
            assert session.get(tables.Setting, settings.SECRET_KEY)
        looks = iter([None, kept])
        monkeypatch.setattr(settings, "secret_key", lambda: next(looks))

        assert settings.make_secret_key() == kept


APART = """
import sys
from quiz import create_app
from quiz.storage import migrations, reading
with create_app().app_context():
    migrations.upgrade(apart=True)
    with reading() as session:
        print(migrations.form(session) == migrations.newest(), "alembic" in sys.modules)
"""


def test_a_start_that_sets_the_database_up_does_not_keep_what_that_takes_in_memory(
    empty_url: str,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", APART],
        env=os.environ | {"QUIZ_DATABASE_URL": empty_url},
        check=True,
        capture_output=True,
        text=True,
    )

    assert done.stdout.split() == ["True", "False"]


def test_what_goes_wrong_there_is_told_as_it_is(
    make_app: MakeApp, empty_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def breaks() -> None:
        raise RuntimeError("no room")

    monkeypatch.setattr(migrations, "config", breaks)
    with make_app(empty_url).app_context(), pytest.raises(RuntimeError, match="no room"):
        migrations.upgrade(apart=True)
