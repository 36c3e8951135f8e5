"""Settings: read from the environment, told in one table, refused in a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from quiz import config


def test_the_database_lies_in_the_users_data_folder(tmp_path: Path) -> None:
    settings = config.from_environment({"XDG_DATA_HOME": str(tmp_path)})
    url = settings["SQLALCHEMY_DATABASE_URI"]

    assert url == f"sqlite:///{tmp_path.as_posix()}/quiz/quiz.sqlite"


@pytest.mark.parametrize(
    ("given", "used"),
    [
        ("postgres://quiz@db/quiz", "postgresql+psycopg://quiz@db/quiz"),
        ("postgresql://quiz@db/quiz", "postgresql+psycopg://quiz@db/quiz"),
        ("postgresql+psycopg://quiz@db/quiz", "postgresql+psycopg://quiz@db/quiz"),
        ("sqlite:////srv/quiz.sqlite", "sqlite:////srv/quiz.sqlite"),
        ("sqlite:///:memory:", "sqlite:///:memory:"),
        ("sqlite://", "sqlite://"),
    ],
)
def test_the_driver_is_named(given: str, used: str) -> None:
    settings = config.from_environment({"QUIZ_DATABASE_URL": given})
    assert settings["SQLALCHEMY_DATABASE_URI"] == used


def test_a_relative_file_is_taken_from_where_one_stands(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    settings = config.from_environment({"QUIZ_DATABASE_URL": "sqlite:///school.sqlite"})

    assert settings["SQLALCHEMY_DATABASE_URI"] == f"sqlite:///{tmp_path.as_posix()}/school.sqlite"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("QUIZ_DATABASE_URL", "quiz.sqlite"),
        ("QUIZ_DATABASE_URL", "mysql://quiz@db/quiz"),
        ("QUIZ_DATABASE_URL", "postgresql://quiz@db/quiz?prepare_threshold=never"),
        ("QUIZ_SYNCHRONOUS", "OFF"),
        ("QUIZ_PORT", "http"),
        ("QUIZ_PORT", "70000"),
        ("QUIZ_WORKERS", "-1"),
        ("QUIZ_SECURE_COOKIES", "perhaps"),
        ("QUIZ_TIMEZONE", "Europe/Atlantis"),
        ("QUIZ_LOG", "xml"),
        ("QUIZ_METRICS_PORT", "-1"),
        ("QUIZ_ADDRESS", "school.example"),
    ],
)
def test_what_cannot_be_used_is_told_by_name(name: str, value: str) -> None:
    with pytest.raises(config.BadSetting, match=name) as refused:
        config.from_environment({name: value})

    assert value in str(refused.value)


def test_values_come_as_what_they_are() -> None:
    settings = config.from_environment(
        {"QUIZ_PORT": "80", "QUIZ_SECURE_COOKIES": "yes", "QUIZ_QUESTIONS": "a:b", "QUIZ_HOST": ""}
    )

    assert settings["QUIZ_PORT"] == 80
    assert settings["SESSION_COOKIE_SECURE"] is True
    assert settings["QUIZ_QUESTIONS"] == ("a", "b")
    assert settings["QUIZ_HOST"] == "127.0.0.1"
    assert settings["QUIZ_ADDRESS"] is None
    assert settings["SECRET_KEY"] is None


def test_the_address_needs_no_slash_at_its_end() -> None:
    settings = config.from_environment({"QUIZ_ADDRESS": "https://school.example/quiz/"})

    assert settings["QUIZ_ADDRESS"] == "https://school.example/quiz"


def test_each_setting_is_told_once_with_a_sentence() -> None:
    rows = config.rows()

    assert len({name for name, _, _ in rows}) == len(rows)
    assert all(name.startswith("QUIZ_") for name, _, _ in rows)
    assert all(sentence.endswith(".") for _, _, sentence in rows)


def test_the_folders_are_found() -> None:
    for name in ("templates", "static", "questions"):
        assert config.folder(name).is_dir()


def test_a_secret_that_can_be_guessed_is_refused_and_stands_in_no_log() -> None:
    with pytest.raises(config.BadSetting, match="32 characters") as refused:
        config.from_environment({"QUIZ_SECRET_KEY": "hunter2"})
    assert "hunter2" not in str(refused.value)
    assert config.from_environment({"QUIZ_SECRET_KEY": "x" * 32})["SECRET_KEY"] == "x" * 32
