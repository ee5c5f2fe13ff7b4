"""The window of an event condition in words, with the dates that it means."""

from masivo.conditions.comparisons import range_in_words
from masivo.conditions.phrases import period_label
from masivo.conditions.sentences import Telling
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
from masivo.conditions.wall_clock import local_day, step, step_day
from masivo.conditions.windows import period_days
from masivo.conditions.wording import day_in_words, minute_in_words, span_in_words, value_in_words


def window_in_words(window: Window, telling: Telling) -> str:
    """The window and its dates, such as: in the last 6 months (since 22 May 2026, 10:42)."""
    match window:
        case LastWindow(span):
            edge = step(telling.as_of, span, telling.zone, -1)
            meant = f"since {minute_in_words(edge, telling.zone)}" if edge else "all time"
            return f"in the last {span_in_words(span)} ({meant})"
        case BeforeLastWindow(span):
            edge = step(telling.as_of, span, telling.zone, -1)
            meant = f"{minute_in_words(edge, telling.zone)} or before" if edge else "there was no such time"
            return f"{span_in_words(span)} ago or longer ({meant})"
        case BetweenWindow(start, end):
            return range_in_words(start, end, telling)
        case SinceWindow(start):
            return f"since {value_in_words(start, telling.zone)}"
        case PeriodWindow(period):
            return f"{period_label(period)} ({_period_meant(period, telling)})"


def _period_meant(period: Period, telling: Telling) -> str:
    today = local_day(telling.as_of, telling.zone)
    days = period_days(period, today)
    last = days.end and step_day(days.end, Span(1, Unit.DAY), -1)
    if days.start is None:
        return "there was no such time"
    if days.start == last:
        return day_in_words(days.start)
    if last is None or last >= today:
        return f"since {day_in_words(days.start)}"
    return f"{day_in_words(days.start)} to {day_in_words(last)}"
