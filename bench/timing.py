"""Repeated measurements, told as their median and spread."""

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True)
class Timing:
    """Seconds of several runs."""

    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    @property
    def told(self) -> str:
        """The median in words."""
        return _told(self.median)

    def __str__(self) -> str:
        return f"{self.told} | {_told(min(self.seconds))} – {_told(max(self.seconds))}"


def measure(run: Callable[[], object], times: int, warm: int = 1) -> Timing:
    """The time of each of `times` runs, after `warm` that do not count."""
    for _ in range(warm):
        run()
    return Timing(tuple(_seconds(run) for _ in range(times)))


def _seconds(run: Callable[[], object]) -> float:
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _told(seconds: float) -> str:
    if seconds < 1:
        return f"{seconds * 1000:.1f} ms" if seconds < 0.1 else f"{seconds * 1000:.0f} ms"
    return f"{seconds:.2f} s"
