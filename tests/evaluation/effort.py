"""How much the proof asks: the same few hundred documents in every run, thousands of new ones with `make prove`."""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

PROVE = "prove"
"""The profile of `--hypothesis-profile=prove`, registered in conftest.py."""


def proving() -> bool:
    """Whether this is the long proof of `make prove`."""
    return settings.get_current_profile_name() == PROVE


def effort(examples: int) -> Callable[[Any], Any]:
    """Settings of a test that asks so many documents in every run, and twenty times as many new ones in a proof."""
    return settings(
        max_examples=examples * (20 if proving() else 1),
        derandomize=not proving(),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def seeds(few: int) -> range:
    """The seeds of the data sets that documents are asked of; each costs its imports."""
    return range(few * 5 if proving() else few)
