"""What commands that need no application ask of the application database: its rows, without Flask or its models."""

from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Integer, LargeBinary, Row, Select, String, column, create_engine, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from masivo.config import Settings
from masivo.errors import SettingsRefused

_AUDIENCES = table(
    "audiences",
    column("id", Integer),
    column("name", String),
    column("state", String),
    column("run_id", String),
    column("version_id", Integer),
)
_VERSIONS = table("audience_versions", column("id", Integer), column("document", String))
_MEMBERSHIPS = table("memberships", column("run_id", String), column("members", LargeBinary))
_SETTINGS = table("account_settings", column("name", String), column("value", String))


def audiences(ids: Collection[int]) -> Select[Any]:
    """The audiences of these ids."""
    return select(_AUDIENCES).where(_AUDIENCES.c.id.in_(ids))


def members(ids: Collection[int]) -> Select[Any]:
    """The id and the members in force of those that were calculated."""
    in_force = _MEMBERSHIPS.c.run_id == _AUDIENCES.c.run_id
    asked = select(_AUDIENCES.c.id, _MEMBERSHIPS.c.members).join(_MEMBERSHIPS, in_force)
    return asked.where(_AUDIENCES.c.id.in_(ids))


def rules(ids: Collection[int]) -> Select[Any]:
    """The id and the current rule."""
    current = _VERSIONS.c.id == _AUDIENCES.c.version_id
    return select(_AUDIENCES.c.id, _VERSIONS.c.document).join(_VERSIONS, current).where(_AUDIENCES.c.id.in_(ids))


def rows_of(settings: Settings, asked: Select[Any]) -> Sequence[Row[Any]]:
    """What a select finds in the application database of these settings; nothing where its SQLite file is missing.

    Raises SettingsRefused where the database cannot be read.
    """
    if settings.database_missing:
        return []
    try:
        with create_engine(settings.database_url, poolclass=NullPool).connect() as connection:
            return connection.execute(asked).all()
    except SQLAlchemyError as error:
        raise SettingsRefused(
            "The document names an audience, and the application database cannot be read. Check DATABASE_URL, or"
            " bring its tables up to date with `masivo db upgrade`."
        ) from error


def chosen_setting(settings: Settings, name: str) -> str | None:
    """What people chose for one of the account's settings; None where nobody did, or the table is not there yet."""
    asked = select(_SETTINGS.c.value).where(_SETTINGS.c.name == name)
    try:
        with create_engine(settings.database_url, poolclass=NullPool).connect() as connection:
            chosen = connection.execute(asked).scalar_one_or_none()
    except SQLAlchemyError:
        return None
    return None if chosen is None else str(chosen)
