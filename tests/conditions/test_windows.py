from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

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
from masivo.conditions.wall_clock import FIRST_INSTANT, LAST_INSTANT
from masivo.conditions.windows import (
    DateInterval,
    Interval,
    anniversary_days,
    resolve_dates,
    resolve_instants,
    resolve_window,
)
from tests.conditions.account import BOGOTA
from tests.conditions.strategies import instants

TICK = timedelta.resolution
AS_OF = datetime(2026, 11, 22, 15, 42, 31, tzinfo=UTC)
"""A Sunday, 10:42:31 in Bogota."""
NOW_INCLUDED = AS_OF + TICK
EVER = Span(3650, Unit.YEAR)


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


def bogota(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=BOGOTA).astimezone(UTC)


@pytest.mark.parametrize(
    ("window", "start", "end"),
    [
        (None, None, NOW_INCLUDED),
        (LastWindow(Span(30, Unit.DAY)), bogota("2026-10-23T10:42:31") + TICK, NOW_INCLUDED),
        (LastWindow(Span(24, Unit.HOUR)), bogota("2026-11-21T10:42:31") + TICK, NOW_INCLUDED),
        (LastWindow(EVER), None, NOW_INCLUDED),
        (BeforeLastWindow(Span(30, Unit.DAY)), None, bogota("2026-10-23T10:42:31") + TICK),
        (SinceWindow(date(2026, 5, 1)), bogota("2026-05-01T00:00"), NOW_INCLUDED),
        (SinceWindow(utc("2026-05-01T10:00:00Z")), utc("2026-05-01T10:00:00Z"), NOW_INCLUDED),
        (BetweenWindow(date(2026, 5, 1), date(2026, 5, 31)), bogota("2026-05-01T00:00"), bogota("2026-06-01T00:00")),
        (
            BetweenWindow(utc("2026-05-01T10:00:00Z"), utc("2026-05-02T10:00:00Z")),
            utc("2026-05-01T10:00:00Z"),
            utc("2026-05-02T10:00:00Z"),
        ),
        (
            BetweenWindow(date(2026, 5, 1), utc("2026-05-02T10:00:00Z")),
            bogota("2026-05-01T00:00"),
            utc("2026-05-02T10:00:00Z"),
        ),
        (
            BetweenWindow(utc("2026-05-01T10:00:00Z"), date(2026, 5, 2)),
            utc("2026-05-01T10:00:00Z"),
            bogota("2026-05-03T00:00"),
        ),
        (BetweenWindow(date(2026, 5, 1), date(2030, 1, 1)), bogota("2026-05-01T00:00"), NOW_INCLUDED),
        (BetweenWindow(date(2026, 5, 1), date.max), bogota("2026-05-01T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.TODAY), bogota("2026-11-22T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.YESTERDAY), bogota("2026-11-21T00:00"), bogota("2026-11-22T00:00")),
        (PeriodWindow(Period.THIS_WEEK), bogota("2026-11-16T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.LAST_WEEK), bogota("2026-11-09T00:00"), bogota("2026-11-16T00:00")),
        (PeriodWindow(Period.THIS_MONTH), bogota("2026-11-01T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.LAST_MONTH), bogota("2026-10-01T00:00"), bogota("2026-11-01T00:00")),
        (PeriodWindow(Period.THIS_QUARTER), bogota("2026-10-01T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.LAST_QUARTER), bogota("2026-07-01T00:00"), bogota("2026-10-01T00:00")),
        (PeriodWindow(Period.THIS_YEAR), bogota("2026-01-01T00:00"), NOW_INCLUDED),
        (PeriodWindow(Period.LAST_YEAR), bogota("2025-01-01T00:00"), bogota("2026-01-01T00:00")),
    ],
)
def test_a_window_takes_in_what_the_contract_says(
    window: Window | None, start: datetime | None, end: datetime | None
) -> None:
    assert resolve_window(window, AS_OF, BOGOTA) == Interval(start, end)


def test_periods_turn_with_the_zones_day() -> None:
    new_year = utc("2027-01-01T03:00:00Z")
    assert resolve_window(PeriodWindow(Period.THIS_YEAR), new_year, BOGOTA).start == bogota("2026-01-01T00:00")
    assert resolve_window(PeriodWindow(Period.THIS_YEAR), new_year, ZoneInfo("UTC")).start == utc(
        "2027-01-01T00:00:00Z"
    )


def test_a_day_is_as_long_as_the_zone_makes_it() -> None:
    madrid = ZoneInfo("Europe/Madrid")
    short = resolve_window(BetweenWindow(date(2026, 3, 29), date(2026, 3, 29)), AS_OF, madrid)
    assert short.start is not None
    assert short.end is not None
    assert short.end - short.start == timedelta(hours=23)
    skipped = resolve_window(BetweenWindow(date(2011, 12, 30), date(2011, 12, 30)), AS_OF, ZoneInfo("Pacific/Apia"))
    assert skipped.empty


def test_windows_that_nothing_lies_in_are_empty() -> None:
    for window in (
        BeforeLastWindow(EVER),
        SinceWindow(date(2026, 11, 23)),
        SinceWindow(date.max),
        BetweenWindow(date(2027, 1, 1), date(2027, 2, 1)),
        BetweenWindow(utc("2026-05-01T10:00:00Z"), utc("2026-05-01T10:00:00Z")),
    ):
        assert resolve_window(window, AS_OF, BOGOTA).empty
    assert not resolve_window(SinceWindow(AS_OF), AS_OF, BOGOTA).empty


@pytest.mark.parametrize("zone", ["America/Bogota", "Asia/Tokyo"])
@pytest.mark.parametrize("as_of", [FIRST_INSTANT, LAST_INSTANT])
def test_windows_hold_at_the_ends_of_the_calendar(as_of: datetime, zone: str) -> None:
    now_included = min(as_of, LAST_INSTANT - TICK) + TICK
    for period in Period:
        interval = resolve_window(PeriodWindow(period), as_of, ZoneInfo(zone))
        assert interval.end is None or interval.end <= now_included
    everything = resolve_window(None, as_of, ZoneInfo(zone))
    assert everything == Interval(None, None if as_of == LAST_INSTANT else now_included)


@pytest.mark.parametrize(
    ("operator", "value", "start", "end"),
    [
        (Operator.ON, date(2026, 5, 1), bogota("2026-05-01T00:00"), bogota("2026-05-02T00:00")),
        (Operator.BEFORE, date(2026, 5, 1), None, bogota("2026-05-01T00:00")),
        (Operator.AFTER, date(2026, 5, 1), bogota("2026-05-02T00:00"), None),
        (Operator.ON, date.max, bogota("9999-12-31T00:00"), None),
        (Operator.ON, AS_OF, AS_OF, AS_OF + TICK),
        (Operator.ON, LAST_INSTANT, LAST_INSTANT, None),
        (Operator.BEFORE, AS_OF, None, AS_OF),
        (Operator.AFTER, AS_OF, AS_OF + TICK, None),
        (
            Operator.BETWEEN,
            (date(2026, 5, 1), date(2026, 5, 1)),
            bogota("2026-05-01T00:00"),
            bogota("2026-05-02T00:00"),
        ),
        (Operator.BETWEEN, (date(2026, 5, 1), AS_OF), bogota("2026-05-01T00:00"), AS_OF),
        (Operator.BETWEEN, (AS_OF, date(2027, 5, 1)), AS_OF, bogota("2027-05-02T00:00")),
        (Operator.IN_LAST, Span(1, Unit.DAY), bogota("2026-11-21T10:42:31") + TICK, NOW_INCLUDED),
        (Operator.IN_LAST, EVER, None, NOW_INCLUDED),
        (Operator.MORE_THAN_AGO, Span(1, Unit.DAY), None, bogota("2026-11-21T10:42:31") + TICK),
        (Operator.IN_NEXT, Span(1, Unit.DAY), NOW_INCLUDED, bogota("2026-11-23T10:42:31") + TICK),
        (Operator.IN_NEXT, Span(3650, Unit.YEAR), NOW_INCLUDED, bogota("5676-11-22T10:42:31") + TICK),
    ],
)
def test_an_instant_is_asked_as_the_contract_says(
    operator: Operator, value: Value, start: datetime | None, end: datetime | None
) -> None:
    assert resolve_instants(operator, value, AS_OF, BOGOTA) == Interval(start, end)


def test_instants_beyond_the_calendar_are_nobodys_or_all_that_is_to_come() -> None:
    assert resolve_instants(Operator.MORE_THAN_AGO, EVER, AS_OF, BOGOTA).empty
    assert resolve_instants(Operator.AFTER, date.max, AS_OF, BOGOTA).empty
    assert resolve_instants(Operator.AFTER, LAST_INSTANT, AS_OF, BOGOTA).empty
    assert resolve_instants(Operator.IN_NEXT, Span(1, Unit.DAY), LAST_INSTANT, BOGOTA).empty
    late = datetime(9999, 6, 1, tzinfo=UTC)
    assert resolve_instants(Operator.IN_NEXT, Span(1, Unit.YEAR), late, BOGOTA) == Interval(late + TICK, None)


@pytest.mark.parametrize(
    ("operator", "value", "start", "end"),
    [
        (Operator.ON, date(2026, 5, 1), "2026-05-01", "2026-05-02"),
        (Operator.ON, date.max, "9999-12-31", None),
        (Operator.BEFORE, date(2026, 5, 1), None, "2026-05-01"),
        (Operator.AFTER, date(2026, 5, 1), "2026-05-02", None),
        (Operator.BETWEEN, (date(2026, 5, 1), date(2026, 5, 3)), "2026-05-01", "2026-05-04"),
        (Operator.IN_LAST, Span(1, Unit.DAY), "2026-11-22", "2026-11-23"),
        (Operator.IN_LAST, Span(7, Unit.DAY), "2026-11-16", "2026-11-23"),
        (Operator.IN_LAST, Span(1, Unit.WEEK), "2026-11-16", "2026-11-23"),
        (Operator.IN_LAST, Span(1, Unit.MONTH), "2026-10-23", "2026-11-23"),
        (Operator.IN_LAST, EVER, None, "2026-11-23"),
        (Operator.MORE_THAN_AGO, Span(7, Unit.DAY), None, "2026-11-16"),
        (Operator.IN_NEXT, Span(7, Unit.DAY), "2026-11-23", "2026-11-30"),
        (Operator.IN_NEXT, Span(1, Unit.QUARTER), "2026-11-23", "2027-02-23"),
        (Operator.IN_NEXT, Span(3650, Unit.YEAR), "2026-11-23", "5676-11-23"),
    ],
)
def test_a_date_is_asked_as_the_contract_says(
    operator: Operator, value: Value, start: str | None, end: str | None
) -> None:
    days = [text and date.fromisoformat(text) for text in (start, end)]
    interval = resolve_dates(operator, value, AS_OF, BOGOTA)
    assert [interval.start, interval.end] == days


def test_days_beyond_the_calendar_are_nobodys_or_all_that_is_to_come() -> None:
    assert resolve_dates(Operator.MORE_THAN_AGO, EVER, AS_OF, BOGOTA).empty
    assert resolve_dates(Operator.AFTER, date.max, AS_OF, BOGOTA).empty
    assert resolve_dates(Operator.IN_NEXT, Span(1, Unit.DAY), LAST_INSTANT, BOGOTA).empty
    late = datetime(9999, 6, 1, 12, tzinfo=UTC)
    assert resolve_dates(Operator.IN_NEXT, Span(1, Unit.YEAR), late, BOGOTA) == DateInterval(date(9999, 6, 2), None)


@given(instants(), st.builds(Span, st.integers(1, 3650), st.sampled_from(Unit)))
def test_in_last_starts_where_more_than_ago_ends(as_of: datetime, span: Span) -> None:
    recent = resolve_instants(Operator.IN_LAST, span, as_of, BOGOTA)
    old = resolve_instants(Operator.MORE_THAN_AGO, span, as_of, BOGOTA)
    assert old.empty if recent.start is None else recent.start == old.end
    if span.unit is not Unit.HOUR:
        recent_days = resolve_dates(Operator.IN_LAST, span, as_of, BOGOTA)
        old_days = resolve_dates(Operator.MORE_THAN_AGO, span, as_of, BOGOTA)
        assert old_days.empty if recent_days.start is None else recent_days.start == old_days.end


def ahead(amount: int, today: str) -> frozenset[tuple[int, int]]:
    return anniversary_days(Operator.ANNIVERSARY_IN_NEXT, Span(amount, Unit.DAY), bogota(f"{today}T18:00"), BOGOTA)


def test_anniversaries_ahead_count_today_and_go_over_the_turn_of_the_year() -> None:
    assert ahead(0, "2026-11-22") == {(11, 22)}
    assert ahead(2, "2026-12-30") == {(12, 30), (12, 31), (1, 1)}
    assert ahead(1, "9999-12-31") == {(12, 31), (1, 1)}


def test_29_february_counts_as_1_march_in_a_common_year() -> None:
    assert ahead(1, "2026-02-28") == {(2, 28), (3, 1), (2, 29)}
    assert ahead(0, "2026-02-28") == {(2, 28)}
    assert ahead(0, "2026-03-01") == {(3, 1), (2, 29)}
    assert ahead(1, "2028-02-28") == {(2, 28), (2, 29)}
    assert ahead(0, "2028-03-01") == {(3, 1)}
    assert ahead(0, "2100-03-01") == {(3, 1), (2, 29)}
    assert ahead(0, "2400-03-01") == {(3, 1)}
    assert len(ahead(365, "2026-03-02")) == 366


def test_the_month_of_an_anniversary_is_the_dates_own() -> None:
    def month(number: int) -> frozenset[tuple[int, int]]:
        return anniversary_days(Operator.ANNIVERSARY_IN_MONTH, number, AS_OF, BOGOTA)

    assert month(2) == {(2, day) for day in range(1, 30)}
    assert month(4) == {(4, day) for day in range(1, 31)}


def test_what_is_no_question_about_time_is_told_to_the_programmer() -> None:
    with pytest.raises(ValueError, match="no interval of instants"):
        resolve_instants(Operator.EQ, date(2026, 1, 1), AS_OF, BOGOTA)
    with pytest.raises(ValueError, match="no interval of days"):
        resolve_dates(Operator.ANNIVERSARY_IN_MONTH, 3, AS_OF, BOGOTA)
    with pytest.raises(ValueError, match="no anniversary"):
        anniversary_days(Operator.ON, date(2026, 1, 1), AS_OF, BOGOTA)
