"""The migrations end at the schema that the models describe, keep what is stored, and can be undone."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade, upgrade
from sqlalchemy import Inspector, text

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from tests.postgres import PostgresServer

ALEMBIC = "alembic_version"

PAST = """
INSERT INTO users VALUES (1, 'ana@example.com', 'Ana', 'hash', '2026-01-01');
INSERT INTO account_settings VALUES ('zone', 'Europe/Madrid');
INSERT INTO brands VALUES ('andes', 'Andes');
INSERT INTO audiences VALUES (1, 'Old', 'old', '', NULL, 'active', 'daily', 180, 0, 1, 1, '2026-01-02', 1,
    '2026-01-01', '2026-01-01', 1, NULL, NULL);
INSERT INTO audience_versions VALUES (1, 1, 1, '{}', '2026-01-01', 1);
INSERT INTO runs (id, audience_id, version_id, state, cause, queued_at, finished_at, attempt, steps, steps_done, size)
    VALUES ('run', 1, 1, 'succeeded', 'saved', '2026-01-01', '2026-01-01', 1, 1, 1, 7);
INSERT INTO memberships VALUES ('run', '', '', '');
UPDATE audiences SET version_id = 1, run_id = 'run'
"""


@pytest.fixture
def empty(empty_url: str, home: Path) -> Iterator[Flask]:
    """An application whose database has no table yet."""
    app = create_app(Settings(home, empty_url, None, None, "UTC"))
    with app.app_context():
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


def schema() -> dict[str, object]:
    """Every table's columns, keys, checks and indexes, as the database itself tells them, in no order."""
    inspector: Inspector = db.inspect(db.engine)
    return {name: _table(inspector, name) for name in inspector.get_table_names() if name != ALEMBIC}


def _table(inspector: Inspector, name: str) -> object:
    parts: list[list[Any]] = [
        [{**column, "type": str(column["type"])} for column in inspector.get_columns(name)],
        [inspector.get_pk_constraint(name)],
        list(inspector.get_foreign_keys(name)),
        list(inspector.get_unique_constraints(name)),
        list(inspector.get_check_constraints(name)),
    ]
    return [sorted(map(repr, part)) for part in [*parts, _indexes(name)]]


def _indexes(table: str) -> list[str]:
    """In the database's own words: an inspector is blind to expressions."""
    sources = {
        "sqlite": "SELECT sql FROM sqlite_master WHERE type = 'index' AND sql IS NOT NULL AND tbl_name = :table",
        "postgresql": "SELECT indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = :table",
    }
    asked = text(sources[db.engine.dialect.name])
    return [" ".join(str(index).split()) for index in db.session.scalars(asked, {"table": table})]


@pytest.mark.filterwarnings("ignore:Skipped unsupported reflection of expression-based index")
def test_the_migrations_end_at_the_models(empty: Flask) -> None:
    upgrade()
    migrated = schema()
    db.session.rollback()
    downgrade(revision="base")
    db.create_all()
    assert migrated == schema()
    assert {"audiences", "runs", "run_changes"} <= set(migrated)


def test_what_is_stored_is_kept(empty: Flask) -> None:
    upgrade(revision="0001")
    for statement in PAST.split(";"):
        db.session.execute(text(statement))
    db.session.commit()
    upgrade()
    kept = "SELECT a.owner_id, a.most_size, r.missed, m.run_id, s.value FROM audiences a, account_settings s, runs r"
    asked = text(f"{kept} JOIN memberships m ON m.run_id = r.id WHERE r.id = a.run_id")
    assert db.session.execute(asked).all() == [(1, None, 0, "run", "Europe/Madrid")]
    assert db.session.scalars(text("SELECT name FROM users WHERE is_lead")).all() == ["Ana"]
    db.session.execute(text("UPDATE runs SET state = 'gave_up'"))
    db.session.commit()
    downgrade(revision="0001")
    assert db.session.scalars(text("SELECT state FROM runs")).all() == ["failed"]


def test_every_migration_can_be_undone(empty: Flask) -> None:
    upgrade()
    downgrade(revision="base")
    with db.engine.connect() as connection:
        tables = db.inspect(connection).get_table_names()
    assert tables == [ALEMBIC]
