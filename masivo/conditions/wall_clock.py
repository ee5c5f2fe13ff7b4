"""Time as a clock on the wall of the account's zone shows it: days, steps of days and months, and their instants."""

from calendar import monthrange
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from masivo.conditions.tree import Span, Unit

FIRST_INSTANT = datetime.min.replace(tzinfo=UTC)
LAST_INSTANT = datetime.max.replace(tzinfo=UTC)

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_CYCLE = timedelta(days=146_097)
"""400 Gregorian years: a whole number of weeks, after which leap days and the zones' rules repeat."""


def local_day(instant: datetime, zone: ZoneInfo) -> date:
    """The day on which the instant falls in the zone; beyond the calendar's ends, its first or last day."""
    try:
        return instant.astimezone(zone).date()
    except OverflowError:
        return date.min if instant.year == 1 else date.max


def day_start(day: date, zone: ZoneInfo) -> datetime:
    """The day's first instant in the zone, as UTC, also where a clock change skips its midnight.

    A day that the zone skipped altogether starts where the next one does. The calendar's first instant stands for
    all before it.
    """
    try:
        return first_instant(day, time.min, zone)
    except OverflowError:
        return FIRST_INSTANT


def first_instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """The first instant, as UTC, at which the zone's clock shows that time or, where it skips it, a later one.

    Raises OverflowError within a day of the calendar's ends.
    """
    wall = datetime.combine(day, at, tzinfo=zone)
    instant = wall.astimezone(UTC)
    if instant.astimezone(zone).replace(tzinfo=None) == wall.replace(tzinfo=None):
        return instant
    return _clock_change(wall.replace(fold=1).astimezone(UTC), instant, zone)


def step(instant: datetime, span: Span, zone: ZoneInfo, direction: int) -> datetime | None:
    """The instant a span later (direction 1) or earlier (-1), as UTC; None where that leaves the calendar.

    Hours are elapsed time. Days and above go by the wall clock of the zone: a time that a clock change skips is read
    with the clock of before, one that it repeats is the first (which is what `fold=0` means to Python).
    """
    instant = instant.astimezone(UTC)
    if span.unit is Unit.HOUR:
        return _plus(instant, timedelta(hours=direction * span.amount))
    shift = _away_from_the_ends(instant)
    wall = (instant + shift).astimezone(zone)
    day = step_day(wall.date(), span, direction)
    if day is None:
        return None
    try:
        return datetime.combine(day, wall.time(), tzinfo=zone).replace(fold=0).astimezone(UTC) - shift
    except OverflowError:
        return None


def step_day(day: date, span: Span, direction: int) -> date | None:
    """The day a span of days or more later or earlier; None where that leaves the calendar.

    Months and above clamp to the month's last day: 31 March less one month is 28 or 29 February.
    """
    if span.unit in _DAYS:
        try:
            return day + timedelta(days=direction * span.amount * _DAYS[span.unit])
        except OverflowError:
            return None
    months = day.year * 12 + day.month - 1 + direction * span.amount * _MONTHS[span.unit]
    year, month = divmod(months, 12)
    if not date.min.year <= year <= date.max.year:
        return None
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_day(day: date) -> date | None:
    """The day after; None after the calendar's last."""
    return None if day == date.max else day + timedelta(days=1)


def just_after(instant: datetime) -> datetime | None:
    """The first instant after this one, a microsecond later; None after the calendar's last."""
    return _plus(instant, timedelta.resolution)


def _plus(instant: datetime, distance: timedelta) -> datetime | None:
    try:
        return instant + distance
    except OverflowError:
        return None


def _away_from_the_ends(instant: datetime) -> timedelta:
    """What to add so that the zone's wall clock exists: within a day of the calendar's ends it may not."""
    if instant.year == date.min.year:
        return _CYCLE
    return -_CYCLE if instant.year == date.max.year else timedelta()


def _clock_change(before: datetime, after: datetime, zone: ZoneInfo) -> datetime:
    """The instant between the two at which the zone's offset changes; clock changes fall on whole seconds."""
    old = before.astimezone(zone).utcoffset()
    low, high = 0, int((after - before).total_seconds())
    while high - low > 1:
        middle = (low + high) // 2
        if (before + timedelta(seconds=middle)).astimezone(zone).utcoffset() == old:
            low = middle
        else:
            high = middle
    return before + timedelta(seconds=high)
