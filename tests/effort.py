"""How much the proof asks: the same few hundred examples in every run, thousands of new ones with `make prove`.

Examples that are the same in every run make a failure speak of the change at hand. How long one takes says nothing
about the product, and differs from one machine to the next.
"""

from collections.abc import Callable
from typing import Any

from hypothesis import HealthCheck, settings

PROVE = "prove"
"""The profile of `--hypothesis-profile=prove`."""

_MORE = 20
"""How many times as many examples a proof asks."""


def register_profiles() -> None:
    """The profile of every run, loaded, and the one of a proof."""
    settings.register_profile("steady", derandomize=True, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.register_profile(PROVE, max_examples=100 * _MORE, deadline=None, suppress_health_check=list(HealthCheck))
    settings.load_profile("steady")


def proving() -> bool:
    """Whether this is the long proof of `make prove`."""
    return settings.get_current_profile_name() == PROVE


def effort(examples: int) -> Callable[[Any], Any]:
    """Settings of a test whose examples cost much: so many in every run, and more and new ones in a proof."""
    return settings(
        max_examples=examples * (_MORE if proving() else 1),
        derandomize=not proving(),
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
    )


def seeds(few: int) -> range:
    """The seeds of the data sets that documents are asked of; each costs its imports."""
    return range(few * 5 if proving() else few)
