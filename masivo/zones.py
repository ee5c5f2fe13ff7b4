"""IANA time zones by name, whoever gave the name: the environment, a person, a command or a request."""

from zoneinfo import ZoneInfo, ZoneInfoNotFoundError


def find_zone(name: str) -> ZoneInfo | None:
    """The zone of that name, or None where there is none such."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        # A folder of the zone database (`America`) is an OSError, a path that climbs out of it a ValueError.
        return None
