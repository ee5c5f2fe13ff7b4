"""The limits that a run's result must keep, at their very edges."""

import pytest

from masivo.errors import FormRefused
from masivo.services.size_limits import LARGEST, NO_LIMITS, SizeLimits

RANGE = SizeLimits(least_size=10, most_size=20)
CHANGE = SizeLimits(most_change=5)
SHARE = SizeLimits(most_change_percent=10)


@pytest.mark.parametrize(
    ("limits", "size", "before", "entered", "departed", "words"),
    [
        (NO_LIMITS, 0, 1_000_000, 0, 1_000_000, None),
        (RANGE, 10, None, 10, 0, None),
        (RANGE, 20, None, 20, 0, None),
        (RANGE, 9, None, 9, 0, "It found 9 customers, and at least 10 are expected."),
        (RANGE, 21, 20, 1, 0, "It found 21 customers, and at most 20 are expected."),
        (CHANGE, 105, 100, 5, 0, None),
        (CHANGE, 100, 100, 5, 5, None),
        (CHANGE, 106, 100, 6, 0, "6 customers would enter at once, and at most 5 may."),
        (CHANGE, 100, 100, 5, 6, "6 customers would leave at once, and at most 5 may."),
        (CHANGE, 1_000, None, 1_000, 0, None),
        (SHARE, 110, 100, 10, 0, None),
        (SHARE, 111, 100, 11, 0, "11.0 % of the members would enter at once, and at most 10 % may."),
        (SHARE, 0, 3, 0, 3, "100.0 % of the members would leave at once, and at most 10 % may."),
        (SHARE, 50, 0, 50, 0, None),
        (SHARE, 50, None, 50, 0, None),
        (SizeLimits(most_change=0), 5, 5, 0, 0, None),
    ],
)
def test_what_breaks_a_limit_is_said(
    limits: SizeLimits, size: int, before: int | None, entered: int, departed: int, words: str | None
) -> None:
    assert limits.broken_by(size, before, entered, departed) == words


@pytest.mark.parametrize(
    ("limits", "field"),
    [
        (SizeLimits(least_size=2, most_size=1), "most_size"),
        (SizeLimits(least_size=-1), "least_size"),
        (SizeLimits(most_change=LARGEST + 1), "most_change"),
        (SizeLimits(most_change_percent=-5), "most_change_percent"),
    ],
)
def test_limits_that_nothing_could_keep_are_refused(limits: SizeLimits, field: str) -> None:
    with pytest.raises(FormRefused) as refused:
        limits.check()
    assert refused.value.field == field


def test_limits_that_something_can_keep_are_taken() -> None:
    SizeLimits(least_size=0, most_size=0, most_change=0, most_change_percent=LARGEST).check()
