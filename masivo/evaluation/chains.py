"""Events that follow one another, for all customers at once, on arrays that are sorted by customer and time."""

from dataclasses import dataclass
from typing import Self

import numpy as np
from numpy.typing import NDArray

from masivo.evaluation.zone_clock import Instants

Positions = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Events:
    """Events sorted by customer key, then by instant; a customer's lie from `starts[key]` to the next start."""

    customers: NDArray[np.int32]
    instants: Instants
    starts: Positions

    @classmethod
    def of(cls, customers: NDArray[np.int32], instants: Instants, customer_count: int) -> Self:
        """The sorted columns, customers below `customer_count`."""
        per_customer = np.bincount(customers, minlength=customer_count)
        return cls(customers, instants, np.concatenate(([0], np.cumsum(per_customer))))

    def after(self, customers: NDArray[np.int32], instants: Instants) -> Positions:
        """For each customer and instant, the position of that customer's first event strictly after it.

        The position behind the customer's last event where there is none. A binary search in step for all.
        """
        found, ends = self.starts[customers], self.starts[customers + 1]
        most = int((ends - found).max(initial=0))
        for step in (1 << bit for bit in reversed(range(most.bit_length()))):
            further = found + step
            passed = self.instants.take(further - 1, mode="clip") <= instants
            found = np.where(passed & (further <= ends), further, found)
        return found

    def last_of(self, customers: NDArray[np.int32]) -> Positions:
        """For each customer, the position behind that customer's last event."""
        return self.starts[customers + 1]

    def within(self, starts: Positions, ends: Positions) -> Self:
        """The events whose position lies in at least one of the ranges, each from a start to before its end."""
        size = len(self.customers) + 1
        opened = np.bincount(starts, minlength=size) - np.bincount(ends, minlength=size)
        return self.where(np.cumsum(opened)[:-1] > 0)

    def where(self, kept: NDArray[np.bool_]) -> Self:
        """The events for which it is true."""
        return type(self).of(self.customers[kept], self.instants[kept], len(self.starts) - 1)
