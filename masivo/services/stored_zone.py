"""The account's time zone for commands that need no application: one row, read without Flask or its models."""

from zoneinfo import ZoneInfo

from masivo.config import Settings

ZONE_SETTING = "zone"
"""The name of the account setting that holds the IANA zone."""


def stored_zone(settings: Settings) -> ZoneInfo:
    """The zone that was chosen in the settings page, else `MASIVO_TIMEZONE`.

    An application database that is not there yet has chosen nothing.
    """
    if settings.database_missing:
        return ZoneInfo(settings.zone)
    from masivo.services.account_selects import chosen_setting  # noqa: PLC0415 - SQLAlchemy loads where it is needed

    return ZoneInfo(chosen_setting(settings, ZONE_SETTING) or settings.zone)
