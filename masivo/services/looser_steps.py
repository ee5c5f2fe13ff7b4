"""Relative steps, dates and windows that are a little wider or narrower, as people would name them, nearest first."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TypeVar

from masivo.conditions.tree import (
    BeforeLastWindow,
    BetweenWindow,
    LastWindow,
    Period,
    PeriodWindow,
    SinceWindow,
    Span,
    Unit,
    Window,
)

_MOST_RUNGS = 4
_STEPS: dict[Unit, tuple[int, ...]] = {
    Unit.HOUR: (1, 2, 3, 6, 12, 24, 48, 72, 168),
    Unit.DAY: (1, 2, 3, 7, 14, 30, 60, 90, 180, 365, 730),
    Unit.WEEK: (1, 2, 4, 8, 13, 26, 52, 104),
    Unit.MONTH: (1, 2, 3, 6, 12, 24, 36),
    Unit.QUARTER: (1, 2, 4, 8, 12),
    Unit.YEAR: (1, 2, 3, 5, 10),
}
_SHIFTS = tuple(timedelta(days) for days in (7, 30, 90, 365, 1826, 7305))
_PERIODS = (Period.TODAY, Period.THIS_WEEK, Period.THIS_MONTH, Period.THIS_QUARTER, Period.THIS_YEAR)
_LAST_PERIODS = (Period.YESTERDAY, Period.LAST_WEEK, Period.LAST_MONTH, Period.LAST_QUARTER, Period.LAST_YEAR)

_Rung = TypeVar("_Rung", int, Decimal, Period)
_Day = TypeVar("_Day", bound=date)


def rungs(ladder: Sequence[_Rung], at: _Rung, *, up: bool) -> Sequence[_Rung]:
    """The next few of a ladder in ascending order, from what may stand between two of them."""
    above = [rung for rung in ladder if rung > at]
    below = [rung for rung in reversed(ladder) if rung < at]
    return (above if up else below)[:_MOST_RUNGS]


def spans(span: Span, *, longer: bool) -> list[Span]:
    """Longer or shorter steps of the same unit."""
    return [Span(amount, span.unit) for amount in rungs(_STEPS[span.unit], span.amount, up=longer)]


def shifted(day: _Day, *, later: bool) -> Iterator[_Day]:
    """Later or earlier days or instants, as far as the calendar goes."""
    for shift in _SHIFTS:
        try:
            yield day + shift if later else day - shift
        except OverflowError:
            return


def widened(start: date, end: date) -> Iterator[tuple[date, date]]:
    """Ranges that reach further at both ends."""
    return zip(shifted(start, later=False), shifted(end, later=True), strict=False)


def windows(window: Window | None, *, longer: bool) -> list[Window | None]:
    """Windows that take in more, the last of them all time (None), or less; none for what has nothing nearby."""
    if window is None:
        return []
    found: list[Window | None] = list(_windows(window, longer=longer))
    return [*found, None] if longer else found


def _windows(window: Window, *, longer: bool) -> Iterable[Window]:
    match window:
        case LastWindow():
            return [LastWindow(span) for span in spans(window.span, longer=longer)]
        case BeforeLastWindow():
            return [BeforeLastWindow(span) for span in spans(window.span, longer=not longer)]
        case SinceWindow():
            return [SinceWindow(start) for start in shifted(window.start, later=not longer)]
        case BetweenWindow() if longer:
            ranges = [replace(window, start=start, end=end) for start, end in widened(window.start, window.end)]
            return [*ranges, SinceWindow(window.start)]
        case PeriodWindow():
            ladder = next(each for each in (_PERIODS, _LAST_PERIODS) if window.period in each)
            place = ladder.index(window.period)
            others = ladder[place + 1 :] if longer else tuple(reversed(ladder[:place]))
            return [PeriodWindow(period) for period in others]
    return []
