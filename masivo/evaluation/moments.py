"""The instant and zone of a question, and wall-clock days of a zone as plain SQL that every engine can run."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Date, Interval, case, cast, literal

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a document is asked (`as_of`, aware) and the zone whose calendar its words mean."""

    as_of: datetime
    zone: ZoneInfo


def naive_utc(instant: datetime) -> datetime:
    """The instant as the warehouse stores it: UTC without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def local_day(column: ColumnElement[datetime], zone: ZoneInfo, first: datetime, last: datetime) -> ColumnElement[date]:
    """The zone's calendar day of a naive UTC column whose values lie between `first` and `last` (naive UTC).

    The zone's offsets are looked up in Python and written as a CASE, newest first, so that no engine's own time zone
    data has a say.
    """
    offsets = _offsets(zone, first, last)
    shifted = [column + literal(offset, Interval()) for _, offset in offsets]
    if len(shifted) == 1:
        return cast(shifted[0], Date)
    branches = [(column >= start, day) for (start, _), day in zip(offsets[:-1], shifted[:-1], strict=True)]
    return cast(case(*branches, else_=shifted[-1]), Date)


@lru_cache(maxsize=256)
def _offsets(zone: ZoneInfo, first: datetime, last: datetime) -> tuple[tuple[datetime, timedelta], ...]:
    """(from when, offset) of every stretch of the zone's clock that meets [first, last], newest first."""
    stretches = [(first, _offset(zone, first))]
    for before, after in pairwise(_days(first, last)):
        if _offset(zone, before) != _offset(zone, after):
            change = _change(zone, before, after)
            stretches.append((change, _offset(zone, change)))
    return tuple(reversed(stretches))


def _days(first: datetime, last: datetime) -> Iterator[datetime]:
    """`first`, then every day after it, then `last`."""
    instant = first
    while instant < last:
        yield instant
        instant = instant + _A_DAY if last - instant > _A_DAY else last
    yield last


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the offset that `after` has, between two instants of different offsets."""
    while after - before > timedelta(seconds=1):
        middle = (before + (after - before) / 2).replace(microsecond=0)
        if middle <= before:
            break
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after.replace(microsecond=0)


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    offset = instant.replace(tzinfo=UTC).astimezone(zone).utcoffset()
    assert offset is not None, "a ZoneInfo always knows its offset"
    return offset
