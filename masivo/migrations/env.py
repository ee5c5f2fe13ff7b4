"""Alembic's entry: runs the migrations against the application's database, online or as SQL text."""

from alembic import context
from flask import current_app

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
        with context.begin_transaction():
            context.run_migrations()


run()
