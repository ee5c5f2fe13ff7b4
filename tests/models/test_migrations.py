"""The migrations end at the schema that the models describe, and can be undone."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import create_engine, text

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from tests.postgres import PostgresServer

ALEMBIC = "alembic_version"


def application(url: str, home: Path) -> Flask:
    return create_app(Settings(home, url, None, None, "UTC"))


@pytest.fixture
def migrated(empty_url: str, home: Path) -> Iterator[Flask]:
    app = application(empty_url, home)
    with app.app_context():
        upgrade()
        yield app
        db.session.remove()
        db.engine.dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite:///{home / 'migrated.sqlite3'}"
        return
    server: PostgresServer = request.getfixturevalue("postgres")
    server.execute("CREATE DATABASE migrated")
    yield server.url("migrated")
    server.execute("DROP DATABASE migrated WITH (FORCE)")


def sqlite_schema(path: Path) -> set[tuple[str, frozenset[str]]]:
    """Every table and index, with the lines of its definition in no order."""
    rows = sqlite3.connect(path).execute("SELECT name, sql FROM sqlite_master WHERE sql IS NOT NULL")
    lines = {name: frozenset(line.strip().rstrip(",") for line in sql.splitlines()) for name, sql in rows}
    return {item for item in lines.items() if item[0] != ALEMBIC}


def postgres_schema(url: str) -> set[tuple[str, ...]]:
    """Every column, constraint and index, as PostgreSQL itself writes them down."""
    questions = (
        """SELECT table_name, column_name, data_type, character_maximum_length, is_nullable, column_default
           FROM information_schema.columns WHERE table_schema = 'public'""",
        "SELECT conrelid::regclass, conname, pg_get_constraintdef(oid) FROM pg_constraint WHERE conrelid <> 0",
        "SELECT tablename, indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'",
    )
    engine = create_engine(url)
    with engine.connect() as connection:
        found = {tuple(map(str, row)) for question in questions for row in connection.execute(text(question))}
    engine.dispose()
    return {row for row in found if row[0] != ALEMBIC}


@pytest.mark.parametrize("empty_url", ["sqlite"], indirect=True)
def test_sqlite_is_migrated_to_the_models(migrated: Flask, home: Path, sqlite_template: Path) -> None:
    assert sqlite_schema(home / "migrated.sqlite3") == sqlite_schema(sqlite_template)


@pytest.mark.parametrize("empty_url", ["postgresql"], indirect=True)
def test_postgresql_is_migrated_to_the_models(migrated: Flask, postgres: PostgresServer) -> None:
    assert postgres_schema(postgres.url("migrated")) == postgres_schema(postgres.url("template"))


def test_every_migration_can_be_undone(migrated: Flask) -> None:
    downgrade(revision="base")
    with db.engine.connect() as connection:
        tables = db.inspect(connection).get_table_names()
    assert tables == [ALEMBIC]
