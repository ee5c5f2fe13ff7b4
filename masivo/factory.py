"""create_app: settings and extensions, no routes, so that workers start light."""

import sqlite3

from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from masivo.config import PROJECT, Settings, read_settings, secret_key
from masivo.extensions import csrf, db, htmx, login, migrate


def create_app(settings: Settings | None = None) -> Flask:
    """An application bound to its database; `masivo.web.register_web` adds the pages.

    `app.extensions["masivo"]` holds the Settings.
    """
    settings = settings or read_settings()
    settings.home.mkdir(parents=True, exist_ok=True)
    app = Flask("masivo", root_path=str(PROJECT))
    app.config.update(
        SECRET_KEY=secret_key(settings),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        SQLALCHEMY_ENGINE_OPTIONS={"pool_pre_ping": True},  # a database server may have been restarted meanwhile
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        SESSION_COOKIE_SECURE=settings.https,
        MAX_CONTENT_LENGTH=2 * 1024 * 1024,
        MAX_FORM_MEMORY_SIZE=2 * 1024 * 1024,
    )
    app.extensions["masivo"] = settings
    import masivo.models  # noqa: F401, PLC0415 - makes the tables known to the migrations

    db.init_app(app)
    migrate.init_app(app, db, directory=str(PROJECT / "masivo" / "migrations"), render_as_batch=True)
    csrf.init_app(app)
    htmx.init_app(app)
    login.init_app(app)
    return app


@event.listens_for(Engine, "connect")
def _prepare_sqlite(connection: object, _record: object) -> None:
    """Readers never wait for the writer (WAL), a writer waits its turn, and foreign keys hold."""
    if isinstance(connection, sqlite3.Connection):
        cursor = connection.cursor()
        cursor.execute("PRAGMA journal_mode=WAL")
        cursor.execute("PRAGMA synchronous=NORMAL")
        cursor.execute("PRAGMA busy_timeout=10000")
        cursor.execute("PRAGMA foreign_keys=ON")
        cursor.close()
