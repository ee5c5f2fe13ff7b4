"""When people shop: growth, months, weekdays, sale days and hours of the day, in the retailer's own clock."""

from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np

from masivo.demo.columns import Flags, Floats, Ints

MICROS_A_SECOND = 1_000_000
MICROS_AN_HOUR = 3600 * MICROS_A_SECOND
MICROS_A_DAY = 24 * MICROS_AN_HOUR

CLOCK_OFFSET = -5 * MICROS_AN_HOUR
"""The retailer's head office goes by UTC−5 the year round, as Bogotá and Lima do."""

_MONTHS = np.array([0.82, 0.85, 0.9, 0.92, 1.08, 1.0, 0.98, 0.95, 0.95, 1.0, 1.42, 1.85])
_WEEKDAYS = np.array([0.86, 0.84, 0.88, 0.94, 1.14, 1.3, 1.1])
_NIGHT = [0.5, 0.25, 0.12, 0.08, 0.1, 0.3, 0.9, 1.8]
_DAY = [2.6, 3.4, 4.4, 5.6, 6.8, 6.2, 5.2, 5.0]
_EVENING = [5.6, 6.6, 7.8, 8.6, 8.2, 6.4, 3.8, 1.6]
_HOURS = np.array([*_NIGHT, *_DAY, *_EVENING])
_DAILY_GROWTH = 0.0007


@dataclass(frozen=True)
class Calendar:
    """Consecutive days of the retailer's clock: `first` is days since 1970-01-01, `weights` how busy each day is."""

    first: int
    weights: Floats

    def draw_times(self, generator: np.random.Generator, size: int) -> Ints:
        """Instants (microseconds since 1970 UTC) on these days, more of them on the busy days and hours."""
        day = self.first + draw(generator, self.weights, size)
        hour = draw(generator, _HOURS, size)
        within = generator.integers(0, MICROS_AN_HOUR, size)
        return day * MICROS_A_DAY + hour * MICROS_AN_HOUR + within - CLOCK_OFFSET


def make_calendar(first: int, days: int) -> Calendar:
    """The calendar of `days` days from `first` (days since 1970-01-01)."""
    numbers = np.arange(first, first + days)
    dates = numbers.astype("datetime64[D]")
    months = dates.astype("datetime64[M]")
    month = months.astype(np.int64) % 12
    weekday = (numbers + 3) % 7  # 1970-01-01 was a Thursday
    weights = _MONTHS[month] * _WEEKDAYS[weekday] * np.exp(_DAILY_GROWTH * (numbers - first))
    weights[_is_black_friday(numbers)] *= 2.1
    return Calendar(first, weights)


def day_of(instant: datetime) -> int:
    """The day of the retailer's clock, as days since 1970-01-01. Raises ValueError for a naive datetime."""
    return int((micros_of(instant) + CLOCK_OFFSET) // MICROS_A_DAY)


def day_starts(day: int) -> int:
    """The instant at which a day of the retailer's clock starts, in microseconds since 1970 UTC."""
    return day * MICROS_A_DAY - CLOCK_OFFSET


def micros_of(instant: datetime) -> int:
    """Microseconds since 1970 UTC, exactly. Raises ValueError for a naive datetime."""
    if instant.tzinfo is None:
        raise ValueError("the demonstration ends at an instant, which needs a time zone")
    since = instant.astimezone(UTC) - datetime(1970, 1, 1, tzinfo=UTC)
    return (since.days * 86_400 + since.seconds) * MICROS_A_SECOND + since.microseconds


def draw(generator: np.random.Generator, weights: Floats, size: int) -> Ints:
    """Indices into `weights`, each as often as its weight says. At least one weight is above zero."""
    edges = np.cumsum(weights)
    picks: Ints = np.searchsorted(edges, generator.random(size) * edges[-1], side="right")
    return np.minimum(picks, len(weights) - 1)


def _is_black_friday(numbers: Ints) -> Flags:
    """Friday to Monday from the first Friday at or after 23 November, the day after Thanksgiving."""
    november = numbers.astype("datetime64[D]").astype("datetime64[Y]").astype("datetime64[M]") + 10
    first = november.astype("datetime64[D]").astype(np.int64) + 22
    friday = first + (4 - (first + 3) % 7) % 7
    return (numbers >= friday) & (numbers <= friday + 3)
