"""`masivo db upgrade` brings the application database to the newest schema; the rest is Flask-Migrate's own."""

import click
from flask.cli import ScriptInfo
from flask_migrate.cli import db as migrations

from masivo.factory import create_app

db = click.Group(
    "db",
    commands=dict(migrations.commands),
    callback=migrations.callback,
    params=migrations.params,
    help="Make and run the migrations of the application database.",
    context_settings={"obj": ScriptInfo(create_app=create_app)},
)
