"""When an audience is due: its frequency on the wall clock of a zone, worked out as instants."""

import calendar
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from masivo.conditions.wall_clock import first_instant
from masivo.models import Audience, Frequency


@dataclass(frozen=True, slots=True)
class Schedule:
    """How often, and at which wall-clock moment; each frequency reads the parts that apply to it.

    `minute` counts from midnight, `weekday` from Monday as 0, `day` from 1 to 31 (a shorter month runs on its last
    day), `month` from 1 to 12 (in a quarterly schedule from 1 to 3, the month of the quarter). Raises ValueError for
    parts that no clock or calendar has.
    """

    frequency: Frequency
    minute: int = 180
    weekday: int = 0
    day: int = 1
    month: int = 1

    def __post_init__(self) -> None:
        months = 3 if self.frequency == Frequency.QUARTERLY else 12
        for name, value, low, high in (
            ("minute", self.minute, 0, 1439),
            ("weekday", self.weekday, 0, 6),
            ("day", self.day, 1, 31),
            ("month", self.month, 1, months),
        ):
            if not low <= value <= high:
                raise ValueError(f"the {name} of a schedule is from {low} to {high}, not {value}")


def schedule_of(audience: Audience) -> Schedule:
    """The schedule that an audience keeps."""
    return Schedule(audience.frequency, audience.run_minute, audience.run_weekday, audience.run_day, audience.run_month)


def next_run(schedule: Schedule, after: datetime, zone: ZoneInfo) -> datetime | None:
    """The first run strictly after an aware instant, in UTC; None where nothing is scheduled."""
    return next(iter(next_runs(schedule, after, zone, 1)), None)


def next_runs(schedule: Schedule, after: datetime, zone: ZoneInfo, how_many: int) -> list[datetime]:
    """That many of the runs strictly after an aware instant, in UTC and in order."""
    return list(islice(runs_after(schedule, after, zone), how_many))


def runs_after(schedule: Schedule, after: datetime, zone: ZoneInfo) -> Iterator[datetime]:
    """Every run strictly after an aware instant, in UTC and in order.

    A wall-clock time that a clock change skips is the first instant after the gap; one that it repeats is its first.
    """
    days = _days(schedule, after.astimezone(zone).date() - timedelta(days=1))
    at = time(schedule.minute // 60, schedule.minute % 60)
    instants = (first_instant(day, at, zone) for day in days)
    for instant in instants:
        # Where a zone skipped a whole day, that day's run and the next day's may be the same instant.
        if instant > after:
            yield instant
            after = instant


def _days(schedule: Schedule, first: date) -> Iterator[date]:
    match schedule.frequency:
        case Frequency.NEVER:
            return
        case Frequency.DAILY:
            yield from _every(first, timedelta(days=1))
        case Frequency.WEEKLY:
            until_weekday = timedelta(days=(schedule.weekday - first.weekday()) % 7)
            yield from _every(first + until_weekday, timedelta(weeks=1))
        case Frequency.MONTHLY:
            yield from _monthly(first, schedule.day, range(1, 13))
        case Frequency.QUARTERLY:
            yield from _monthly(first, schedule.day, range(schedule.month, 13, 3))
        case Frequency.YEARLY:
            yield from _monthly(first, schedule.day, range(schedule.month, schedule.month + 1))


def _every(first: date, step: timedelta) -> Iterator[date]:
    day = first
    while True:
        yield day
        day += step


def _monthly(first: date, day: int, months: range) -> Iterator[date]:
    year = first.year
    while True:
        for month in months:
            clamped = date(year, month, min(day, calendar.monthrange(year, month)[1]))
            if clamped >= first:
                yield clamped
        year += 1
