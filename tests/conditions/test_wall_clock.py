from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.tree import Span, Unit
from masivo.conditions.wall_clock import (
    FIRST_INSTANT,
    LAST_INSTANT,
    day_start,
    first_instant,
    just_after,
    local_day,
    next_day,
    step,
    step_day,
)
from tests.conditions.strategies import dates, instants

ZONES = [
    "America/Bogota",
    "America/Havana",
    "America/New_York",
    "America/Sao_Paulo",
    "America/St_Johns",
    "America/Toronto",
    "Asia/Beirut",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Europe/Madrid",
    "Pacific/Apia",
    "Pacific/Kiritimati",
]
EVERY_DAY = (date.min, date.max)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).astimezone(UTC)


@pytest.mark.parametrize(
    ("zone", "from_", "span", "direction", "to"),
    [
        ("America/Bogota", "2026-11-22T10:42-05:00", Span(6, Unit.MONTH), -1, "2026-05-22T10:42-05:00"),
        ("America/Bogota", "2026-11-22T10:42-05:00", Span(2, Unit.WEEK), 1, "2026-12-06T10:42-05:00"),
        # 30 days before 10:00 is 10:00, over the change of 29 March; 720 hours before it is 9:00.
        ("Europe/Madrid", "2026-04-10T10:00+02:00", Span(30, Unit.DAY), -1, "2026-03-11T10:00+01:00"),
        ("Europe/Madrid", "2026-04-10T10:00+02:00", Span(720, Unit.HOUR), -1, "2026-03-11T09:00+01:00"),
        # 02:30 does not exist on 8 March: the clock of before makes it 03:30.
        ("America/New_York", "2026-03-09T02:30-04:00", Span(1, Unit.DAY), -1, "2026-03-08T03:30-04:00"),
        ("America/New_York", "2026-02-08T02:30-05:00", Span(1, Unit.MONTH), 1, "2026-03-08T03:30-04:00"),
        # 01:30 comes twice on 1 November: the first.
        ("America/New_York", "2026-11-02T01:30-05:00", Span(1, Unit.DAY), -1, "2026-11-01T01:30-04:00"),
        ("America/New_York", "2026-10-31T01:30-04:00", Span(1, Unit.DAY), 1, "2026-11-01T01:30-04:00"),
        # From the second 01:30, a day away, there is but one.
        ("America/New_York", "2026-11-01T01:30-05:00", Span(1, Unit.DAY), 1, "2026-11-02T01:30-05:00"),
        ("America/New_York", "2026-11-01T01:30-05:00", Span(1, Unit.HOUR), -1, "2026-11-01T01:30-04:00"),
        # Samoa had no 30 December 2011: read with the clock of before, it is the 31st.
        ("Pacific/Apia", "2011-12-31T10:00+14:00", Span(1, Unit.DAY), -1, "2011-12-31T10:00+14:00"),
        ("UTC", "2026-03-31T12:00+00:00", Span(1, Unit.MONTH), -1, "2026-02-28T12:00+00:00"),
        ("UTC", "2024-03-31T12:00+00:00", Span(1, Unit.MONTH), -1, "2024-02-29T12:00+00:00"),
        ("UTC", "2026-05-31T12:00+00:00", Span(1, Unit.QUARTER), -1, "2026-02-28T12:00+00:00"),
        ("UTC", "2026-10-31T12:00+00:00", Span(1, Unit.MONTH), -1, "2026-09-30T12:00+00:00"),
        ("UTC", "2024-02-29T12:00+00:00", Span(1, Unit.YEAR), 1, "2025-02-28T12:00+00:00"),
        ("UTC", "2024-02-29T12:00+00:00", Span(4, Unit.YEAR), -1, "2020-02-29T12:00+00:00"),
        ("UTC", "2026-01-15T12:00+00:00", Span(13, Unit.MONTH), -1, "2024-12-15T12:00+00:00"),
        ("UTC", "2026-11-22T10:00+00:00", Span(3650, Unit.QUARTER), -1, "1114-05-22T10:00+00:00"),
        # The month is that of the zone: 28 February in Bogota is already 1 March in UTC.
        ("America/Bogota", "2026-02-28T20:00-05:00", Span(1, Unit.MONTH), -1, "2026-01-28T20:00-05:00"),
    ],
)
def test_a_step_goes_by_the_clock_on_the_wall(zone: str, from_: str, span: Span, direction: int, to: str) -> None:
    assert step(at(from_), span, ZoneInfo(zone), direction) == at(to)


@pytest.mark.parametrize("zone", ["America/Bogota", "Asia/Tokyo", "UTC"])
def test_a_step_out_of_the_calendar_is_none_and_one_inside_is_exact(zone: str) -> None:
    tz = ZoneInfo(zone)
    for unit in Unit:
        assert step(LAST_INSTANT, Span(1, unit), tz, 1) is None
        assert step(FIRST_INSTANT, Span(1, unit), tz, -1) is None
    assert step(at("2026-11-22T10:00+00:00"), Span(2027, Unit.YEAR), tz, -1) is None
    assert step(LAST_INSTANT, Span(30, Unit.DAY), tz, -1) == LAST_INSTANT - timedelta(days=30)
    assert step(FIRST_INSTANT, Span(31, Unit.DAY), tz, 1) == FIRST_INSTANT + timedelta(days=31)


@pytest.mark.parametrize(
    ("zone", "day", "start"),
    [
        ("America/Bogota", "2026-11-22", "2026-11-22T05:00+00:00"),
        ("America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00-02:00"),
        ("America/Santiago", "2026-09-06", "2026-09-06T01:00-03:00"),
        ("Asia/Beirut", "2022-03-27", "2022-03-27T01:00+03:00"),
        ("America/Toronto", "1919-03-31", "1919-03-31T00:30-04:00"),
        ("America/Havana", "2026-11-01", "2026-11-01T00:00-04:00"),
        ("America/St_Johns", "2010-11-07", "2010-11-07T00:00-02:30"),
        ("Pacific/Apia", "2011-12-30", "2011-12-31T00:00+14:00"),
        ("Pacific/Apia", "2011-12-31", "2011-12-31T00:00+14:00"),
        ("Europe/Madrid", "2026-03-29", "2026-03-28T23:00+00:00"),
        ("Europe/Madrid", "2026-03-30", "2026-03-29T22:00+00:00"),
        ("Asia/Tokyo", "9999-12-31", "9999-12-30T15:00+00:00"),
        ("America/Bogota", "9999-12-31", "9999-12-31T05:00+00:00"),
    ],
)
def test_a_day_starts_at_its_first_instant(zone: str, day: str, start: str) -> None:
    assert day_start(date.fromisoformat(day), ZoneInfo(zone)) == at(start)


def test_the_first_day_of_the_calendar_starts_with_it_where_the_zone_is_ahead() -> None:
    assert day_start(date.min, ZoneInfo("Asia/Tokyo")) == FIRST_INSTANT


@given(dates(date(1850, 1, 1), date(2100, 1, 1)), st.sampled_from(ZONES))
def test_what_comes_before_a_day_start_is_an_earlier_day(day: date, zone: str) -> None:
    tz = ZoneInfo(zone)
    start = day_start(day, tz)
    assert local_day(start, tz) >= day
    assert local_day(start - timedelta.resolution, tz) < day
    assert start <= day_start(day + timedelta(days=1), tz)


@given(dates(*EVERY_DAY), st.sampled_from(ZONES))
def test_every_day_of_the_calendar_has_a_start(day: date, zone: str) -> None:
    assert FIRST_INSTANT <= day_start(day, ZoneInfo(zone)) <= LAST_INSTANT


@given(
    instants(*EVERY_DAY),
    st.builds(Span, st.integers(1, 3650), st.sampled_from(Unit)),
    st.sampled_from(ZONES),
    st.sampled_from([-1, 1]),
)
def test_a_step_stays_in_the_calendar_or_is_none(instant: datetime, span: Span, zone: str, direction: int) -> None:
    moved = step(instant, span, ZoneInfo(zone), direction)
    if moved is not None:
        assert (moved - instant) * direction >= timedelta()
        assert moved.utcoffset() == timedelta()


def test_a_time_that_is_skipped_starts_at_the_clock_change() -> None:
    new_york = ZoneInfo("America/New_York")
    assert first_instant(date(2026, 3, 8), time(2, 30), new_york) == at("2026-03-08T03:00-04:00")
    assert first_instant(date(2026, 11, 1), time(1, 30), new_york) == at("2026-11-01T01:30-04:00")
    assert first_instant(date(2026, 6, 1), time(1, 30), new_york) == at("2026-06-01T01:30-04:00")


def test_days_step_without_leaving_the_calendar() -> None:
    assert step_day(date(2026, 3, 31), Span(1, Unit.MONTH), -1) == date(2026, 2, 28)
    assert step_day(date(2026, 3, 1), Span(1, Unit.WEEK), -1) == date(2026, 2, 22)
    assert step_day(date(2026, 3, 1), Span(2026, Unit.YEAR), -1) is None
    assert step_day(date(2026, 3, 1), Span(2025, Unit.YEAR), -1) == date(1, 3, 1)
    assert step_day(date.max, Span(1, Unit.DAY), 1) is None
    assert next_day(date.max) is None
    assert next_day(date(2024, 2, 28)) == date(2024, 2, 29)
    assert just_after(LAST_INSTANT) is None


def test_beyond_the_calendars_ends_the_local_day_is_its_first_or_last() -> None:
    assert local_day(LAST_INSTANT, ZoneInfo("Asia/Tokyo")) == date.max
    assert local_day(FIRST_INSTANT, ZoneInfo("America/Bogota")) == date.min
    assert local_day(at("2026-11-22T03:00+00:00"), ZoneInfo("America/Bogota")) == date(2026, 11, 21)
