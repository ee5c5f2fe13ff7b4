"""Measurements that are no answer's time: what, how much it was, and how much it may be."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Figure:
    """One line of the second table; `allowed` is empty where nothing was promised."""

    what: str
    measured: str
    allowed: str = ""
