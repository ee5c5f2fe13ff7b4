"""The account's time zone for commands that need no application: one row, read without Flask or its models."""

from pathlib import Path
from zoneinfo import ZoneInfo

from sqlalchemy import String, column, create_engine, make_url, select, table
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import NullPool

from masivo.config import Settings

ZONE_SETTING = "zone"
"""The name of the account setting that holds the IANA zone."""


def stored_zone(settings: Settings) -> ZoneInfo:
    """The zone that was chosen in the settings page, else `MASIVO_TIMEZONE`.

    An application database that is not there yet has chosen nothing.
    """
    url = make_url(settings.database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").exists():
        return ZoneInfo(settings.zone)
    name, value = column("name", String), column("value", String)
    asked = select(value).select_from(table("account_settings", name, value)).where(name == ZONE_SETTING)
    try:
        with create_engine(url, poolclass=NullPool).connect() as connection:
            chosen = connection.execute(asked).scalar_one_or_none()
    except SQLAlchemyError:
        return ZoneInfo(settings.zone)
    return ZoneInfo(str(chosen or settings.zone))
