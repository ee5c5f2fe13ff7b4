"""Alembic's entry: runs the migrations against the application's database, online or as SQL text."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import context
from flask import current_app
from sqlalchemy import Connection

migrate = current_app.extensions["migrate"]
database = migrate.db


def run() -> None:
    """Run what Alembic was asked for."""
    if context.is_offline_mode():
        address = database.engine.url.render_as_string(hide_password=False)
        context.configure(url=address, target_metadata=database.metadata, literal_binds=True)
        with context.begin_transaction():
            context.run_migrations()
        return
    with database.engine.connect() as connection:
        context.configure(connection=connection, target_metadata=database.metadata, **migrate.configure_args)
        with tables_made_anew(connection), context.begin_transaction():
            context.run_migrations()


@contextmanager
def tables_made_anew(connection: Connection) -> Iterator[None]:
    """SQLite changes a table by copying it, so its foreign keys rest meanwhile; all is done, or nothing is."""
    if connection.dialect.name != "sqlite":
        yield
        return
    connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
    connection.exec_driver_sql("BEGIN IMMEDIATE")
    try:
        yield
        broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
        assert not broken, f"rows that refer to nothing: {broken[:5]}"
        connection.commit()
    finally:
        connection.rollback()
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
        connection.rollback()


run()
