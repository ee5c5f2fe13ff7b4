"""Steps on a zone's wall clock for many instants at once; `masivo.conditions.wall_clock.step` for arrays."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from masivo.conditions.tree import Span, Unit
from masivo.evaluation.moments import offsets

Instants = NDArray[np.datetime64]
"""Instants in UTC, to the microsecond."""

_DAYS = {Unit.DAY: 1, Unit.WEEK: 7}
_MONTHS = {Unit.MONTH: 1, Unit.QUARTER: 3, Unit.YEAR: 12}
_A_DAY = np.timedelta64(1, "D")


class ZoneClock:
    """A zone's clock in some years of UTC, which follow one another; after them it stays as it was last."""

    def __init__(self, zone: ZoneInfo, years: Iterable[int]) -> None:
        stretches = offsets(zone, tuple(years))[::-1]
        self._starts = np.array([start for start, _ in stretches[1:]], dtype="datetime64[us]")
        self._offsets = np.array([offset for _, offset in stretches], dtype="timedelta64[us]")
        # A skipped time is read with the clock of before and a repeated one is the first: either way the clock of
        # before holds until the later of what the two show at the change.
        self._walls = self._starts + np.maximum(self._offsets[:-1], self._offsets[1:])

    def later(self, instants: Instants, span: Span) -> Instants:
        """The instants a span of days or above later."""
        walls = instants + self._offsets[np.searchsorted(self._starts, instants, side="right")]
        walls = _days_later(walls, span)
        stepped: Instants = walls - self._offsets[np.searchsorted(self._walls, walls, side="right")]
        return stepped


def _days_later(walls: Instants, span: Span) -> Instants:
    stepped: Instants
    if span.unit in _DAYS:
        stepped = walls + span.amount * _DAYS[span.unit] * _A_DAY
        return stepped
    days = walls.astype("datetime64[D]")
    months = days.astype("datetime64[M]")
    wanted = months + span.amount * _MONTHS[span.unit]
    first_day = wanted.astype("datetime64[D]")
    last_day = (wanted + 1).astype("datetime64[D]") - _A_DAY
    stepped = np.minimum(first_day + (days - months.astype("datetime64[D]")), last_day) + (walls - days)
    return stepped
