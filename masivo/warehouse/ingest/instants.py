"""Dates and instants as import files write them (interfaces.md, "Import formats"), as UTC."""

import re
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from masivo.conditions.moments import date_from_text, instant_from_text
from masivo.conditions.wall_clock import day_start

_PLAIN = r"^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(\.\d{1,6})?(Z|[+-]\d{2}:\d{2})$"
_LOCAL = re.compile(r"\d{4}-\d{2}-\d{2}[Tt ]\d{2}:\d{2}(:\d{2}([.,]\d+)?)?", re.ASCII)
_BASIC_DATE = re.compile(r"\d{8}", re.ASCII)
_FIRST = int(datetime(1, 1, 2, tzinfo=UTC).timestamp()) * 1_000_000
_LAST = int(datetime(9999, 12, 30, tzinfo=UTC).timestamp()) * 1_000_000
"""Microseconds of Unix time, a day inside the calendar's ends, which the slower reading knows exactly."""


def read_date(text: str) -> date | None:
    """A date written `YYYY-MM-DD` or, ISO 8601's basic form, `YYYYMMDD`; None for anything else."""
    if _BASIC_DATE.fullmatch(text):
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    return date_from_text(text)


def read_instant(text: str) -> datetime | None:
    """An instant with its offset, as UTC; None for anything else."""
    return instant_from_text(text)


def read_local(text: str, zone: ZoneInfo) -> datetime | None:
    """A date and time without an offset as the zone's clock shows it, as UTC; None for anything else.

    A time that the clock skips is read with the clock of before; one that it repeats is the first.
    """
    if not _LOCAL.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text.upper()).replace(tzinfo=zone).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def start_of(day: date, zone: ZoneInfo) -> datetime:
    """The day's first instant in the zone, as UTC."""
    return day_start(day, zone)


def instants_at_once(texts: pa.Array) -> pa.Array | None:
    """All texts as naive UTC timestamps where each is a plain instant with its offset; None where one is not."""
    if not pc.all(pc.match_substring_regex(texts, _PLAIN), min_count=0).as_py():
        return None
    try:
        found = pc.cast(texts, pa.timestamp("us", tz="UTC"))
    except pa.ArrowInvalid:
        return None
    ends = pc.min_max(found)
    if len(found) and not (ends["min"].value > _FIRST and ends["max"].value < _LAST):
        return None
    return found.cast(pa.timestamp("us"))
