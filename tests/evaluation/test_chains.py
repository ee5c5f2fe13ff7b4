"""The search for what follows, against trying each event after each other one, where many instants are the same."""

from random import Random

import numpy as np
import pytest

from masivo.evaluation.chains import Events
from masivo.evaluation.zone_clock import Instants

CUSTOMERS = 12
Found = list[tuple[int, int]]


def _draw(random: Random) -> Found:
    """Up to 60 events at a few instants, several of a customer at the same one, some customers without any."""
    return sorted((random.randrange(CUSTOMERS), random.randrange(9)) for _ in range(random.choice([0, 1, 20, 60])))


def _events(found: Found) -> Events:
    customers = np.array([customer for customer, _ in found], dtype=np.int32)
    return Events.of(customers, _instants([instant for _, instant in found]), CUSTOMERS)


def _instants(found: list[int]) -> Instants:
    return np.array(found, dtype="datetime64[us]")


@pytest.mark.parametrize("seed", range(60))
def test_what_follows_a_range_of_time(seed: int) -> None:
    random = Random(seed)
    before, after, length = _draw(random), _draw(random), random.randrange(1, 5)
    reached, following = _events(before), _events(after)
    starts = following.after(reached.customers, reached.instants)
    ends = following.after(reached.customers, reached.instants + np.timedelta64(length, "us"))
    counts = [sum(one == other and at < then <= at + length for other, then in after) for one, at in before]
    assert list(ends - starts) == counts
    found = following.within(starts, ends)
    expected = [
        (other, then) for other, then in after if any(one == other and at < then <= at + length for one, at in before)
    ]
    assert list(zip(found.customers, found.instants.astype(int), strict=True)) == expected
    later = [sum(one == other and at < then for other, then in after) for one, at in before]
    assert list(following.last_of(reached.customers) - starts) == later
