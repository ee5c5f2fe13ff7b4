"""Which customers are the first of a rank, and which are in a sample (section 6)."""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from math import ceil
from typing import Any

from tests.reference.clock import Moment
from tests.reference.event_condition import Types, matching_events, measured
from tests.reference.numbers import millionths
from tests.reference.world import Event


def first_of_rank(
    condition: dict[str, Any], seen: dict[str, list[Event]], types: Types, moment: Moment
) -> frozenset[str]:
    """The first customers by the measure, of those whose seen events are given."""
    values: dict[str, int] = {}
    for customer, events in seen.items():
        if matching_events(condition, events, types, moment):
            value = measured(condition, events, types, moment)
            if value is not None:
                assert isinstance(value, int), "a rank goes by a number"
                values[customer] = value
    sign = -1 if condition["order"] == "desc" else 1
    order = sorted(values, key=lambda customer: (sign * values[customer], customer))
    top = condition["top"]
    wanted = int(top["count"]) if "count" in top else ceil(len(order) * _share(top["percent"]))
    return frozenset(order[:wanted])


def sampled(condition: dict[str, Any], customers: Iterable[str]) -> frozenset[str]:
    """The customers whose number is below the share of all numbers."""
    limit = _share(condition["percent"]) * 2**64
    return frozenset(customer for customer in customers if _number(condition["salt"], customer) < limit)


def _share(percent: Decimal | float) -> Fraction:
    """A percent as a share of one, its number to six decimals as all numbers are."""
    return Fraction(millionths(percent), 100 * 10**6)


def _number(salt: str, customer: str) -> int:
    digest = sha256(salt.encode() + bytes([0]) + customer.encode()).digest()
    return int.from_bytes(digest[:8], "big")
