"""Days, steps and windows of the contract (sections 3 and 4) on the clock of a zone; None is an end that is open."""

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

Holds = Callable[[datetime], bool]
Span = dict[str, Any]
TICK = timedelta(microseconds=1)
_MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True)
class Moment:
    """The instant that a question is answered for, and the zone whose days it means."""

    as_of: datetime
    zone: ZoneInfo

    @property
    def today(self) -> date:
        """The day that as_of falls on."""
        return day_of(self.as_of, self.zone)


def day_of(instant: datetime, zone: ZoneInfo) -> date:
    """The day on the zone's calendar that an instant falls on.

    One that lies before or after the calendar is told by its twin 400 years away, of the same month and day.
    """
    try:
        return instant.astimezone(zone).date()
    except OverflowError:
        twin = instant.replace(year=instant.year + (400 if instant.year == 1 else -400))
        return twin.astimezone(zone).date()


def on_the_clock(wall: datetime, zone: ZoneInfo) -> datetime:
    """The instant of a wall-clock time: a repeated one is the first, a skipped one is read with the clock of before.

    Both are what PEP 495 says of fold=0.
    """
    return wall.replace(tzinfo=zone, fold=0).astimezone(UTC)


@lru_cache(maxsize=4096)
def day_start(day: date, zone: ZoneInfo) -> datetime | None:
    """The first instant of a day, of the next day there is where the zone left it out; None before the calendar."""
    midnight = datetime.combine(day, time())
    try:
        start = on_the_clock(midnight, zone)
        if _wall(start, zone) == midnight:
            return start
        before, after = start - timedelta(hours=30), start
    except OverflowError:
        return None
    while after - before > TICK:
        middle = before + (after - before) // 2
        before, after = (before, middle) if _wall(middle, zone) >= midnight else (middle, after)
    return after


def day_end(day: date, zone: ZoneInfo) -> datetime | None:
    """The first instant after a day; None where the calendar ends with it."""
    return None if day == date.max else day_start(day + timedelta(days=1), zone)


def shifted_day(day: date, span: Span, direction: int) -> date | None:
    """The day so many units away, months clamped to their last day; None where it leaves the calendar."""
    amount, unit = direction * span["amount"], span["unit"]
    try:
        if unit in {"day", "week"}:
            return day + timedelta(days=amount * (7 if unit == "week" else 1))
        year, month = divmod(day.year * 12 + day.month - 1 + amount * _MONTHS[unit], 12)
        return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))
    except (OverflowError, ValueError):
        return None


def shifted(instant: datetime, span: Span, zone: ZoneInfo, direction: int) -> datetime | None:
    """The instant so many units away: hours as they pass, days and more on the wall clock; None off the calendar."""
    try:
        if span["unit"] == "hour":
            return instant + direction * timedelta(hours=span["amount"])
        wall = _wall(instant, zone)
        day = shifted_day(wall.date(), span, direction)
        return None if day is None else on_the_clock(datetime.combine(day, wall.time()), zone)
    except OverflowError:
        return None


def instant_of(text: str) -> datetime:
    """An ISO 8601 instant with its offset, in UTC."""
    return datetime.fromisoformat(text).astimezone(UTC)


def is_bare_date(text: str) -> bool:
    """Whether a date or instant of a document is a whole day."""
    return len(text) == len("YYYY-MM-DD")


def at_or_after(text: str, zone: ZoneInfo) -> Holds:
    """Whether an instant is not before a date's start, or an instant."""
    start = day_start(date.fromisoformat(text), zone) if is_bare_date(text) else instant_of(text)
    return lambda instant: start is None or instant >= start


def before_end(text: str, zone: ZoneInfo) -> Holds:
    """Whether an instant is before a date's end, or before an instant."""
    end = day_end(date.fromisoformat(text), zone) if is_bare_date(text) else instant_of(text)
    return lambda instant: end is None or instant < end


def in_window(window: dict[str, Any] | None, moment: Moment) -> Holds:
    """Whether an instant is in an event condition's window; none of them reaches past as_of."""
    if window is None:
        return lambda instant: instant <= moment.as_of
    inside = _inside(window, moment)
    return lambda instant: instant <= moment.as_of and inside(instant)


def _inside(window: dict[str, Any], moment: Moment) -> Holds:
    kind, zone = window["kind"], moment.zone
    if kind in {"last", "before_last"}:
        edge = shifted(moment.as_of, window, zone, -1)
        if kind == "last":
            return lambda instant: edge is None or instant > edge
        return lambda instant: edge is not None and instant <= edge
    if kind == "since":
        return at_or_after(window["from"], zone)
    if kind == "between":
        since, until = at_or_after(window["from"], zone), before_end(window["to"], zone)
        return lambda instant: since(instant) and until(instant)
    first, last = _period(window["name"], moment.today)
    since, until = at_or_after(first.isoformat(), zone), before_end(last.isoformat(), zone)
    return lambda instant: since(instant) and until(instant)


def _period(name: str, today: date) -> tuple[date, date]:
    """The first and the last day of a period of section 4."""
    if name == "today":
        return today, today
    if name == "yesterday":
        return today - timedelta(days=1), today - timedelta(days=1)
    which, unit = name.split("_")
    if unit == "week":
        first = today - timedelta(days=today.weekday())
    elif unit == "quarter":
        first = today.replace(month=(today.month - 1) // 3 * 3 + 1, day=1)
    else:
        first = today.replace(day=1) if unit == "month" else today.replace(month=1, day=1)
    span = {"amount": 1, "unit": unit}
    if which == "last":
        earlier = shifted_day(first, span, -1)
        assert earlier is not None, "the questions of the tests stay away from the year 1"
        first = earlier
    following = shifted_day(first, span, 1)
    assert following is not None, "the questions of the tests stay away from the year 9999"
    return first, following - timedelta(days=1)


def _wall(instant: datetime, zone: ZoneInfo) -> datetime:
    return instant.astimezone(zone).replace(tzinfo=None, fold=0)
