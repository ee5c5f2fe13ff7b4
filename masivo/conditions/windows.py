"""The language's words for time as plain intervals, so that a select only ever compares with fixed bounds."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Self
from zoneinfo import ZoneInfo

from masivo.conditions.operators import Operator
from masivo.conditions.tree import (
    BeforeLastWindow,
    BetweenWindow,
    LastWindow,
    Period,
    PeriodWindow,
    SinceWindow,
    Span,
    Unit,
    Value,
    Window,
)
from masivo.conditions.wall_clock import day_start, just_after, local_day, next_day, step, step_day

__all__ = [
    "DateInterval",
    "Interval",
    "anniversary_days",
    "day_start",
    "period_days",
    "resolve_dates",
    "resolve_instants",
    "resolve_window",
    "step",
]


@dataclass(frozen=True, slots=True)
class Interval:
    """start ≤ t < end, both aware UTC; None is open."""

    start: datetime | None
    end: datetime | None

    @property
    def empty(self) -> bool:
        """No instant lies inside."""
        return self.start is not None and self.end is not None and self.start >= self.end

    def __and__(self, other: Self) -> Self:
        """The instants that lie inside both."""
        starts = [start for start in (self.start, other.start) if start is not None]
        ends = [end for end in (self.end, other.end) if end is not None]
        return type(self)(max(starts, default=None), min(ends, default=None))


@dataclass(frozen=True, slots=True)
class DateInterval:
    """start ≤ day < end; None is open."""

    start: date | None
    end: date | None

    @property
    def empty(self) -> bool:
        """No day lies inside."""
        return self.start is not None and self.end is not None and self.start >= self.end


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = Interval(_EPOCH, _EPOCH)
_NO_DAY = DateInterval(_EPOCH.date(), _EPOCH.date())


def resolve_window(window: Window | None, as_of: datetime, zone: ZoneInfo) -> Interval:
    """The instants that an event condition's window takes in, none of them after as_of (section 4)."""
    interval = _whole_window(window, as_of, zone)
    return interval & Interval(None, just_after(as_of.astimezone(UTC)))


def resolve_instants(operator: Operator, value: Value, as_of: datetime, zone: ZoneInfo) -> Interval:
    """The instants for which a datetime holds: on, before, after, between, in_last, more_than_ago or in_next.

    A bare date stands for its whole day in the zone, an instant for itself (section 3). A negative operator is the
    complement of its positive one, so it is not resolved here. Raises ValueError for any other operator.
    """
    match operator, value:
        case Operator.ON, date() as moment:
            return Interval(_at(moment, zone), _after(moment, zone))
        case Operator.BEFORE, date() as moment:
            return Interval(None, _at(moment, zone))
        case Operator.AFTER, date() as moment:
            start = _after(moment, zone)
            return Interval(start, None) if start else _NEVER
        case Operator.BETWEEN, (date() as first, date() as last):
            return _between(first, last, zone)
        case Operator.IN_LAST, Span() as span:
            return Interval(_since(span, as_of, zone), just_after(as_of.astimezone(UTC)))
        case Operator.MORE_THAN_AGO, Span() as span:
            return _up_to(span, as_of, zone)
        case Operator.IN_NEXT, Span() as span:
            start = just_after(as_of.astimezone(UTC))
            end = step(as_of, span, zone, 1)
            return Interval(start, end and just_after(end)) if start else _NEVER
    raise ValueError(f"{operator} with {value!r} names no interval of instants")


def resolve_dates(operator: Operator, value: Value, as_of: datetime, zone: ZoneInfo) -> DateInterval:
    """The days for which a date without time holds; the operators of `resolve_instants`, as_of being today."""
    today = local_day(as_of, zone)
    match operator, value:
        case Operator.ON, date() as day:
            return DateInterval(day, next_day(day))
        case Operator.BEFORE, date() as day:
            return DateInterval(None, day)
        case Operator.AFTER, date() as day:
            return _days_after(day, None)
        case Operator.BETWEEN, (date() as first, date() as last):
            return DateInterval(first, next_day(last))
        case Operator.IN_LAST, Span() as span:
            edge = step_day(today, span, -1)
            return DateInterval(edge and next_day(edge), next_day(today))
        case Operator.MORE_THAN_AGO, Span() as span:
            edge = step_day(today, span, -1)
            return DateInterval(None, next_day(edge)) if edge else _NO_DAY
        case Operator.IN_NEXT, Span() as span:
            return _days_after(today, step_day(today, span, 1))
    raise ValueError(f"{operator} with {value!r} names no interval of days")


def anniversary_days(operator: Operator, value: Value, as_of: datetime, zone: ZoneInfo) -> frozenset[tuple[int, int]]:
    """The (month, day) pairs of anniversary_in_next and anniversary_in_month; (2, 29) is one of them.

    29 February counts as 1 March in a common year where the days ahead are counted, and as February where the month
    is asked. Raises ValueError for any other operator.
    """
    match operator, value:
        case Operator.ANNIVERSARY_IN_NEXT, Span(amount=amount):
            today = local_day(as_of, zone)
            today = today.replace(year=2000 + today.year % 400)  # the same leap years, and room for the days ahead
            days = [today + timedelta(days=ahead) for ahead in range(amount + 1)]
            leapt = {(2, 29) for day in days if (day.month, day.day) == (3, 1) and monthrange(day.year, 2)[1] == 28}
            return frozenset(leapt | {(day.month, day.day) for day in days})
        case Operator.ANNIVERSARY_IN_MONTH, int() as month:
            return frozenset((month, day) for day in range(1, monthrange(2000, month)[1] + 1))
    raise ValueError(f"{operator} with {value!r} names no anniversary")


def period_days(period: Period, today: date) -> DateInterval:
    """The whole days of a named period, up to its own end even where that is still to come."""
    unit, back = _PERIODS[period]
    start: date | None = _unit_start(unit, today)
    end = step_day(_unit_start(unit, today), Span(1, unit), 1)
    if back:
        start, end = step_day(_unit_start(unit, today), Span(1, unit), -1), start
    return DateInterval(start, end)


_PERIODS: dict[Period, tuple[Unit, bool]] = {
    Period.TODAY: (Unit.DAY, False),
    Period.YESTERDAY: (Unit.DAY, True),
    Period.THIS_WEEK: (Unit.WEEK, False),
    Period.LAST_WEEK: (Unit.WEEK, True),
    Period.THIS_MONTH: (Unit.MONTH, False),
    Period.LAST_MONTH: (Unit.MONTH, True),
    Period.THIS_QUARTER: (Unit.QUARTER, False),
    Period.LAST_QUARTER: (Unit.QUARTER, True),
    Period.THIS_YEAR: (Unit.YEAR, False),
    Period.LAST_YEAR: (Unit.YEAR, True),
}


def _unit_start(unit: Unit, day: date) -> date:
    match unit:
        case Unit.WEEK:
            return day - timedelta(days=day.weekday())
        case Unit.MONTH:
            return day.replace(day=1)
        case Unit.QUARTER:
            return day.replace(month=(day.month - 1) // 3 * 3 + 1, day=1)
        case Unit.YEAR:
            return day.replace(month=1, day=1)
    return day


def _whole_window(window: Window | None, as_of: datetime, zone: ZoneInfo) -> Interval:
    match window:
        case None:
            return Interval(None, None)
        case LastWindow(span):
            return Interval(_since(span, as_of, zone), None)
        case BeforeLastWindow(span):
            return _up_to(span, as_of, zone)
        case BetweenWindow(first, last):
            return _between(first, last, zone)
        case SinceWindow(first):
            return Interval(_at(first, zone), None)
        case PeriodWindow(period):
            days = period_days(period, local_day(as_of, zone))
            return Interval(_opening(days.start, zone), _opening(days.end, zone))


def _at(moment: date | datetime, zone: ZoneInfo) -> datetime:
    return moment.astimezone(UTC) if isinstance(moment, datetime) else day_start(moment, zone)


def _after(moment: date | datetime, zone: ZoneInfo) -> datetime | None:
    """Where what comes after it starts: the next day, or the next microsecond; None at the calendar's end."""
    if isinstance(moment, datetime):
        return just_after(moment.astimezone(UTC))
    return _opening(next_day(moment), zone)


def _opening(day: date | None, zone: ZoneInfo) -> datetime | None:
    return None if day is None else day_start(day, zone)


def _between(first: date | datetime, last: date | datetime, zone: ZoneInfo) -> Interval:
    end = last.astimezone(UTC) if isinstance(last, datetime) else _after(last, zone)
    return Interval(_at(first, zone), end)


def _since(span: Span, as_of: datetime, zone: ZoneInfo) -> datetime | None:
    edge = step(as_of, span, zone, -1)
    return edge and just_after(edge)


def _up_to(span: Span, as_of: datetime, zone: ZoneInfo) -> Interval:
    edge = step(as_of, span, zone, -1)
    return Interval(None, just_after(edge)) if edge else _NEVER


def _days_after(day: date, last: date | None) -> DateInterval:
    start = next_day(day)
    return DateInterval(start, last and next_day(last)) if start else _NO_DAY
