"""A line as small as a word: the sizes of the last days, drawn at the server, so that fifty need no script."""

from collections.abc import Sequence
from datetime import datetime

from masivo.services.read_audiences import TREND, TrendPoint

WIDTH, HEIGHT, MARGIN = 96, 24, 3


def sparkline(trend: Sequence[TrendPoint], now: datetime) -> str:
    """The points of an SVG polyline in a box of WIDTH by HEIGHT: time to the right, the range of sizes upwards.

    A size that never changed is a line in the middle. Empty for fewer than two points.
    """
    if len(trend) < 2:
        return ""
    sizes = [point.size for point in trend]
    low, high = min(sizes), max(sizes)
    start = now - TREND
    return " ".join(f"{_across(point.at, start)},{_up(point.size, low, high)}" for point in trend)


def _across(at: datetime, start: datetime) -> str:
    return _short(MARGIN + (at - start) / TREND * (WIDTH - 2 * MARGIN))


def _up(size: int, low: int, high: int) -> str:
    part = 0.5 if low == high else (size - low) / (high - low)
    return _short(HEIGHT - MARGIN - part * (HEIGHT - 2 * MARGIN))


def _short(number: float) -> str:
    return f"{number:.1f}".removesuffix(".0")
