"""When audiences are due: calendars with short months and leap days, and clocks that change."""

from datetime import UTC, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.models import Frequency
from masivo.services.schedule import Schedule, next_run, next_runs

BOGOTA = ZoneInfo("America/Bogota")
NEW_YORK = ZoneInfo("America/New_York")
SANTIAGO = ZoneInfo("America/Santiago")


def local(zone: ZoneInfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone)  # type: ignore[arg-type, misc]


def walls(schedule: Schedule, after: datetime, zone: ZoneInfo, how_many: int) -> list[str]:
    """The next runs as the zone's clock shows them."""
    runs = next_runs(schedule, after, zone, how_many)
    assert all(run.tzinfo == UTC for run in runs)
    return [run.astimezone(zone).strftime("%Y-%m-%d %H:%M") for run in runs]


def test_never_is_never_due() -> None:
    schedule = Schedule(Frequency.NEVER)
    assert next_run(schedule, local(BOGOTA, 2026, 1, 1), BOGOTA) is None
    assert next_runs(schedule, local(BOGOTA, 2026, 1, 1), BOGOTA, 3) == []


def test_daily_is_strictly_after() -> None:
    daily = Schedule(Frequency.DAILY, minute=180)
    assert walls(daily, local(BOGOTA, 2026, 11, 22, 2, 59), BOGOTA, 1) == ["2026-11-22 03:00"]
    assert walls(daily, local(BOGOTA, 2026, 11, 22, 3, 0), BOGOTA, 2) == ["2026-11-23 03:00", "2026-11-24 03:00"]


def test_the_day_is_the_zones_and_not_utcs() -> None:
    late = Schedule(Frequency.DAILY, minute=23 * 60 + 30)
    assert next_run(late, local(BOGOTA, 2026, 11, 22, 22), BOGOTA) == datetime(2026, 11, 23, 4, 30, tzinfo=UTC)


def test_weekly_runs_on_its_weekday() -> None:
    monday = Schedule(Frequency.WEEKLY, minute=0, weekday=0)
    assert walls(monday, local(BOGOTA, 2026, 11, 22, 12), BOGOTA, 2) == ["2026-11-23 00:00", "2026-11-30 00:00"]
    assert walls(monday, local(BOGOTA, 2026, 11, 23), BOGOTA, 1) == ["2026-11-30 00:00"]


def test_day_31_is_the_last_day_of_a_shorter_month() -> None:
    monthly = Schedule(Frequency.MONTHLY, minute=60, day=31)
    assert walls(monthly, local(BOGOTA, 2027, 12, 31, 2), BOGOTA, 5) == [
        "2028-01-31 01:00",
        "2028-02-29 01:00",
        "2028-03-31 01:00",
        "2028-04-30 01:00",
        "2028-05-31 01:00",
    ]


def test_quarterly_runs_in_its_month_of_each_quarter() -> None:
    quarterly = Schedule(Frequency.QUARTERLY, minute=0, day=31, month=2)
    assert walls(quarterly, local(BOGOTA, 2026, 11, 22), BOGOTA, 5) == [
        "2026-11-30 00:00",
        "2027-02-28 00:00",
        "2027-05-31 00:00",
        "2027-08-31 00:00",
        "2027-11-30 00:00",
    ]


def test_29_february_is_the_28th_in_a_common_year() -> None:
    yearly = Schedule(Frequency.YEARLY, minute=0, day=29, month=2)
    assert walls(yearly, local(BOGOTA, 2026, 11, 22), BOGOTA, 3) == [
        "2027-02-28 00:00",
        "2028-02-29 00:00",
        "2029-02-28 00:00",
    ]


@pytest.mark.parametrize(
    ("zone", "minute", "before", "expected"),
    [
        pytest.param(
            *(NEW_YORK, 150, (2026, 3, 7, 12), ["2026-03-08 03:00", "2026-03-09 02:30"]), id="02:30 does not exist"
        ),
        pytest.param(*(NEW_YORK, 179, (2026, 3, 7, 12), ["2026-03-08 03:00", "2026-03-09 02:59"]), id="nor does 02:59"),
        pytest.param(*(NEW_YORK, 180, (2026, 3, 7, 12), ["2026-03-08 03:00", "2026-03-09 03:00"]), id="03:00 does"),
        pytest.param(
            *(SANTIAGO, 0, (2026, 9, 5, 12), ["2026-09-06 01:00", "2026-09-07 00:00"]), id="midnight does not exist"
        ),
    ],
)
def test_a_skipped_time_is_the_first_instant_after_the_gap(
    zone: ZoneInfo, minute: int, before: tuple[int, ...], expected: list[str]
) -> None:
    assert walls(Schedule(Frequency.DAILY, minute=minute), local(zone, *before), zone, 2) == expected


def test_the_end_of_a_gap_is_exact() -> None:
    run = next_run(Schedule(Frequency.DAILY, minute=150), local(NEW_YORK, 2026, 3, 8), NEW_YORK)
    assert run == datetime(2026, 3, 8, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "minute", "day", "first"),
    [
        pytest.param(*(NEW_YORK, 90, (2026, 11, 1), datetime(2026, 11, 1, 5, 30, tzinfo=UTC)), id="New York"),
        pytest.param(*(SANTIAGO, 23 * 60 + 30, (2026, 4, 4), datetime(2026, 4, 5, 2, 30, tzinfo=UTC)), id="Santiago"),
    ],
)
def test_a_repeated_time_runs_once_at_its_first(
    zone: ZoneInfo, minute: int, day: tuple[int, ...], first: datetime
) -> None:
    daily = Schedule(Frequency.DAILY, minute=minute)
    assert next_run(daily, local(zone, *day), zone) == first
    following = next_run(daily, first, zone)
    assert following is not None
    assert (following - first).total_seconds() == 25 * 3600


def test_a_day_that_a_zone_skipped_runs_where_the_next_begins() -> None:
    apia = ZoneInfo("Pacific/Apia")
    daily = Schedule(Frequency.DAILY, minute=180)
    assert walls(daily, local(apia, 2011, 12, 29, 12), apia, 2) == ["2011-12-31 00:00", "2011-12-31 03:00"]


SCHEDULES = st.builds(
    Schedule,
    st.sampled_from([frequency for frequency in Frequency if frequency != Frequency.NEVER]),
    minute=st.integers(0, 1439),
    weekday=st.integers(0, 6),
    day=st.integers(1, 31),
    month=st.integers(1, 3),
)


@given(
    schedule=SCHEDULES,
    after=st.datetimes(datetime(2020, 1, 1), datetime(2040, 1, 1), timezones=st.just(UTC)),
    zone=st.sampled_from(sorted(available_timezones())).map(ZoneInfo),
)
def test_runs_come_in_order_and_none_is_left_out(schedule: Schedule, after: datetime, zone: ZoneInfo) -> None:
    runs = next_runs(schedule, after, zone, 4)
    assert len(runs) == 4
    assert all(early < late for early, late in pairwise([after, *runs]))
    assert [next_run(schedule, run, zone) for run in runs[:-1]] == runs[1:]
    assert next_run(schedule, runs[0] - (runs[0] - after) / 2, zone) == runs[0]


@pytest.mark.parametrize(
    "parts", [{"minute": 1440}, {"minute": -1}, {"weekday": 7}, {"day": 0}, {"day": 32}, {"month": 13}]
)
def test_a_moment_that_no_calendar_has_is_refused(parts: dict[str, int]) -> None:
    with pytest.raises(ValueError, match="of a schedule is from"):
        Schedule(Frequency.YEARLY, **parts)


def test_a_quarter_has_three_months() -> None:
    with pytest.raises(ValueError, match="month of a schedule is from 1 to 3"):
        Schedule(Frequency.QUARTERLY, month=4)
