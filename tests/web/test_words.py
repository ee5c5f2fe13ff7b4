"""How numbers, times, schedules and trends read."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest
from flask import Flask, g

from masivo.models import Frequency
from masivo.services.read_audiences import TrendPoint
from masivo.services.schedule import Schedule
from masivo.web import filters
from masivo.web.clock import page_now
from masivo.web.schedule_words import schedule_words
from masivo.web.sparkline import sparkline

NOW = datetime(2026, 11, 22, 15, 42, 5, tzinfo=UTC)


@pytest.fixture(autouse=True)
def moment(app: Flask) -> Iterator[None]:
    """A page written at NOW."""
    with app.app_context():
        g.now = NOW
        yield


@pytest.mark.parametrize(
    ("number", "words"),
    [(1204311, "1,204,311"), (0, "0"), (None, "–"), (Decimal("1234.50"), "1,234.50")],
)
def test_numbers_are_exact(number: int | None, words: str) -> None:
    assert filters.exact(number) == words


@pytest.mark.parametrize(("number", "words"), [(312, "+312"), (-1044, "−1,044"), (0, "0"), (None, "–")])
def test_a_change_has_its_sign(number: int | None, words: str) -> None:
    assert filters.signed(number) == words


@pytest.mark.parametrize(
    ("part", "whole", "words"),
    [
        (12480, 498000, "2.5 %"),
        (0, 10, "0.0 %"),
        (1, 100000, "< 0.1 %"),
        (99999, 100000, "> 99.9 %"),
        (10, 10, "100.0 %"),
        (0, 0, "–"),
        (None, 10, "–"),
    ],
)
def test_a_share_is_never_rounded_to_none_or_all(part: int | None, whole: int, words: str) -> None:
    assert filters.share(part, whole) == words


@pytest.mark.parametrize(
    ("distance", "words"),
    [
        (timedelta(seconds=-30), "just now"),
        (timedelta(seconds=30), "in a moment"),
        (timedelta(minutes=-3), "3 min ago"),
        (timedelta(hours=-26), "1 day ago"),
        (timedelta(days=-3), "3 days ago"),
        (timedelta(hours=2, minutes=59), "in 2 h"),
        (timedelta(days=-40), "13 Oct 2026"),
    ],
)
def test_moments_are_told_from_now(distance: timedelta, words: str) -> None:
    assert f">{words}</time>" in filters.ago(NOW + distance)


def test_a_moment_carries_its_full_time_and_zone() -> None:
    assert filters.when(NOW) == (
        '<time datetime="2026-11-22T10:42:05-05:00" title="22 Nov 2026, 10:42:05 (America/Bogota)">'
        "22 Nov 2026, 10:42</time>"
    )
    assert page_now() == NOW


def test_a_day_is_the_accounts() -> None:
    assert filters.day(datetime(2026, 11, 23, 4, 59, tzinfo=UTC)) == "22 Nov 2026"
    assert filters.day(date(2026, 3, 1)) == "1 Mar 2026"
    assert filters.day_name(datetime(2026, 11, 23, 8, 0, tzinfo=UTC)) == "Mon 23 Nov 2026, 03:00"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0.004, "4 ms"), (0.44, "0.4 s"), (12.4, "12 s"), (185, "3 min 5 s"), (7440, "2 h 4 min"), (None, "–")],
)
def test_durations(seconds: float | None, words: str) -> None:
    assert filters.duration(None if seconds is None else timedelta(seconds=seconds)) == words


@pytest.mark.parametrize(
    ("given", "words"),
    [
        (True, "yes"),
        (Decimal("1234.500000"), "1,234.5"),
        (Decimal("1000.000000"), "1,000"),
        (Decimal("-0.000001"), "-0.000001"),
        (["ios", "web"], "ios, web"),
        (date(1990, 3, 4), "4 Mar 1990"),
        (None, "–"),
        ("<b>", "<b>"),
    ],
)
def test_values_read_as_people_write_them(given: object, words: str) -> None:
    assert filters.value(given) == words


@pytest.mark.parametrize(
    ("schedule", "words"),
    [
        (Schedule(Frequency.NEVER), "only on demand"),
        (Schedule(Frequency.DAILY, minute=185), "daily at 03:05"),
        (Schedule(Frequency.WEEKLY, weekday=6), "weekly on Sunday at 03:00"),
        (Schedule(Frequency.MONTHLY, day=28), "monthly on day 28 at 03:00"),
        (Schedule(Frequency.MONTHLY, day=31), "monthly on day 31 (or the month's last) at 03:00"),
        (Schedule(Frequency.QUARTERLY, day=1, month=2), "quarterly on day 1 of the second month at 03:00"),
        (Schedule(Frequency.YEARLY, day=24, month=12), "yearly on 24 December at 03:00"),
    ],
)
def test_schedules(schedule: Schedule, words: str) -> None:
    assert schedule_words(schedule) == words


def trend(*sizes: int) -> list[TrendPoint]:
    return [TrendPoint(NOW - timedelta(days=30 - 15 * number), size) for number, size in enumerate(sizes)]


def test_a_trend_fills_its_box() -> None:
    assert sparkline(trend(10, 20, 15), NOW) == "3,21 48,3 93,12"


def test_a_trend_that_never_moved_is_level() -> None:
    assert sparkline(trend(7, 7), NOW) == "3,12 48,12"


@pytest.mark.parametrize("sizes", [(), (5,)])
def test_one_point_is_no_line(sizes: tuple[int, ...]) -> None:
    assert sparkline(trend(*sizes), NOW) == ""
