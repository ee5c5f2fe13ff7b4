"""The retailer's yearly campaigns, which some of the events of their days are tagged with."""

import numpy as np

from masivo.demo.columns import Ints
from masivo.demo.seasons import CLOCK_OFFSET, MICROS_A_DAY

_CAMPAIGNS = (
    ("regreso-a-clases", "01-12", "01-31"),
    ("día-de-la-madre", "05-01", "05-14"),
    ("mitad-de-año", "06-15", "06-30"),
    ("amor-y-amistad", "09-10", "09-21"),
    ("black-friday", "11-20", "11-30"),
    ("navidad", "12-01", "12-24"),
)
CAMPAIGNS = tuple(name for name, _, _ in _CAMPAIGNS)


def campaigns_at(instants: Ints) -> Ints:
    """The number of the campaign that runs at each instant (microseconds UTC), or −1."""
    days = (instants + CLOCK_OFFSET) // MICROS_A_DAY
    dates = days.astype("datetime64[D]")
    month_day = _month_day(dates)
    found = np.full(len(instants), -1)
    for number, (_, first, last) in enumerate(_CAMPAIGNS):
        found[(month_day >= _code(first)) & (month_day <= _code(last))] = number
    return found


def _month_day(dates: np.ndarray[tuple[int], np.dtype[np.datetime64]]) -> Ints:
    """Month and day as one number, 1224 for 24 December."""
    months = dates.astype("datetime64[M]")
    day: Ints = (dates - months.astype("datetime64[D]")).astype(np.int64) + 1
    month: Ints = months.astype(np.int64) % 12 + 1
    return month * 100 + day


def _code(text: str) -> int:
    month, day = text.split("-")
    return int(month) * 100 + int(day)
