"""Dates and instants as documents write them: `YYYY-MM-DD`, or ISO 8601 with an offset."""

import re
from datetime import UTC, date, datetime, timedelta

from masivo.conditions.refusals import quote, refuse

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_INSTANT = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?([Zz]|[+-]\d{2}(:?\d{2})?)", re.ASCII)
_FARTHEST_OFFSET = timedelta(hours=16)
"""No zone's clock was ever farther from UTC than the 15:56 h of Manila's first one."""


def date_from_text(text: str) -> date | None:
    """The date of `YYYY-MM-DD`; None where the text is written otherwise or there is no such day."""
    if not _DATE.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def instant_from_text(text: str) -> datetime | None:
    """The instant, as UTC, of an ISO 8601 text with an offset, decimals of seconds cut to microseconds.

    None where the text is written otherwise, or there is no such instant between the years 1 and 9999.
    """
    if not _INSTANT.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def instant_to_text(instant: datetime) -> str:
    """ISO 8601 in UTC with a `Z`, which `instant_from_text` reads back."""
    return instant.astimezone(UTC).isoformat().replace("+00:00", "Z")


def read_day(raw: object, path: str, name: str) -> date:
    """A bare date. Raises DocumentRefused for anything else, an instant too."""
    day = date_from_text(raw) if isinstance(raw, str) else None
    if day is None:
        refuse(path, f"{name} is compared with a date written as YYYY-MM-DD, such as 2026-11-22; not {quote(raw)}.")
    return day


def read_moment(raw: object, path: str, name: str) -> date | datetime:
    """A bare date or an instant in UTC. Raises DocumentRefused for anything else."""
    moment = (date_from_text(raw) or instant_from_text(raw)) if isinstance(raw, str) else None
    if moment is None:
        refuse(
            path,
            f"{name} is compared with a date (2026-11-22) or an instant with its offset from UTC"
            f" (2026-11-22T10:30:00-05:00); not {quote(raw)}.",
        )
    return moment


def surely_reversed(first: date | datetime, last: date | datetime) -> bool:
    """The range ends before it starts, in whatever zone a bare date is read."""
    if isinstance(first, datetime) == isinstance(last, datetime):
        return first > last
    return _earliest(first) > _latest(last)


def _earliest(first: date | datetime) -> timedelta:
    """The least time since the calendar's begin, UTC, at which the range can start."""
    return _since_begin(first) - (timedelta() if isinstance(first, datetime) else _FARTHEST_OFFSET)


def _latest(last: date | datetime) -> timedelta:
    """The greatest time since the calendar's begin, UTC, at which the range can end."""
    return _since_begin(last) + (timedelta() if isinstance(last, datetime) else timedelta(days=1) + _FARTHEST_OFFSET)


def _since_begin(moment: date | datetime) -> timedelta:
    if isinstance(moment, datetime):
        return moment - datetime.min.replace(tzinfo=UTC)
    return timedelta(days=moment.toordinal() - 1)
