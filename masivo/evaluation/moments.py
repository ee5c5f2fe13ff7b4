"""The instant and zone of a question, the zone's offsets, and its days as plain SQL that every engine can run."""

from calendar import isleap
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, case

from masivo.warehouse.expressions import LocalDay

_A_SECOND = timedelta(seconds=1)
_FAR_BACK, _FAR_AHEAD = datetime(1, 1, 3, tzinfo=UTC), datetime(9999, 12, 29, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Moment:
    """When a document is asked (`as_of`, aware) and the zone whose calendar its words mean."""

    as_of: datetime
    zone: ZoneInfo


def naive_utc(instant: datetime) -> datetime:
    """The instant as the warehouse stores it: UTC without a zone."""
    return instant.astimezone(UTC).replace(tzinfo=None)


def local_day(column: ColumnElement[datetime], zone: ZoneInfo, years: Iterable[int]) -> ColumnElement[date]:
    """The zone's calendar day of a naive UTC column whose values lie in these years (of UTC, at least one).

    The zone's offsets are looked up in Python and written as a CASE, newest first, so that no engine's own time zone
    data has a say.
    """
    stretches = offsets(zone, tuple(sorted(years)))
    days = [LocalDay(column, offset) for _, offset in stretches]
    if len(days) == 1:
        return days[0]
    branches = [(column >= start, day) for (start, _), day in zip(stretches[:-1], days[:-1], strict=True)]
    return case(*branches, else_=days[-1])


@lru_cache(maxsize=256)
def offsets(zone: ZoneInfo, years: tuple[int, ...]) -> tuple[tuple[datetime, timedelta], ...]:
    """(from when, offset) of the stretches of the zone's clock in these years, newest first."""
    stretches: list[tuple[datetime, timedelta]] = []
    for year in years:
        for start, offset in _stretches(zone, year):
            if not stretches or stretches[-1][1] != offset:
                stretches.append((start, offset))
    return tuple(reversed(stretches))


@lru_cache(maxsize=8192)
def _stretches(zone: ZoneInfo, year: int) -> tuple[tuple[datetime, timedelta], ...]:
    """(from when, offset) of every stretch of the zone's clock in one year of UTC, oldest first."""
    days = [datetime(year, 1, 1) + timedelta(days=number) for number in range(365 + isleap(year))]  # noqa: DTZ001 - UTC
    days.append(datetime(year, 12, 31, 23, 59, 59))  # noqa: DTZ001 - UTC
    offsets = [_offset(zone, day) for day in days]
    stretches = [(days[0], offsets[0])]
    for (before, after), (old, new) in zip(pairwise(days), pairwise(offsets), strict=True):
        if old != new:
            stretches.append((_change(zone, before, after), new))
    return tuple(stretches)


def _change(zone: ZoneInfo, before: datetime, after: datetime) -> datetime:
    """The first second of the offset that `after` has, between two whole seconds of different offsets."""
    while after - before > _A_SECOND:
        middle = before + (after - before) // 2 // _A_SECOND * _A_SECOND
        if _offset(zone, middle) == _offset(zone, before):
            before = middle
        else:
            after = middle
    return after


def _offset(zone: ZoneInfo, instant: datetime) -> timedelta:
    # At the calendar's two ends the local time may lie outside it; no zone changes its clock there.
    within = min(max(instant.replace(tzinfo=UTC), _FAR_BACK), _FAR_AHEAD)
    offset = within.astimezone(zone).utcoffset()
    assert offset is not None, "a ZoneInfo always knows its offset"
    return offset
