"""A measure of every customer, tallied row by row in arrays with a place for each customer key.

Keys are dense from 0, so that no hash table is needed: half the work of an engine's grouping. All sums are exact, of
whole numbers; where 64 bits might not hold one, its halves are added up apart.
"""

from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from masivo.conditions.operators import MeasureFn

Keys = NDArray[np.int32]
Whole = NDArray[np.int64]
Batch = tuple[NDArray[Any], ...]
"""Columns of some rows (`masivo.warehouse.store.RowReader.batches`)."""

MILLION = 10**6
_DAYS_BITS = 24
"""The days since 1970 of the years 1 to 9999 take 22 bits and a sign."""

_ONE = np.uint32(1)
_LOW_BITS = 32
_LOW = (1 << _LOW_BITS) - 1
_MOST_WHOLE = 1 << 61
"""Numbers are added up whole while no sum can exceed this; the low halves of 2^30 rows have room beside it."""

_MOST_HIGH = 1 << 29
"""Sums above, in units of 2^32, are refused: twice as much, and a remainder, still fit 64 bits."""


class Tally(Protocol):
    """Takes rows, a batch at a time."""

    def add(self, batch: Batch) -> None:
        """Take rows: customer keys and, where something is measured of each, that. Raises OverflowError."""
        ...

    def measured(self) -> tuple[Keys, Whole]:
        """The keys of those who had a row, ascending, with their measure in millionths. Raises OverflowError."""
        ...


class Rows:
    """How many rows a customer has."""

    def __init__(self, customers: int) -> None:
        # Half as wide as sums, so that half the memory is cleared, filled and read: nobody has 2^32 rows.
        self._number = np.zeros(customers, dtype=np.uint32)

    def add(self, batch: Batch) -> None:
        (keys,) = batch
        np.add.at(self._number, keys, _ONE)

    def measured(self) -> tuple[Keys, Whole]:
        keys = _where(self._number > 0)
        return keys, np.multiply(self._number[keys], MILLION, dtype=np.int64)


class Days:
    """On how many days a customer has rows; a day is its number since 1970."""

    def __init__(self, customers: int) -> None:
        self._customers = customers
        self._pairs: list[Whole] = []

    def add(self, batch: Batch) -> None:
        keys, days = batch
        # Rows come nearly in the order of time, so that most of a customer's rows of one day are in one batch.
        self._pairs.append(_different(keys.astype(np.int64) << _DAYS_BITS | days + (1 << (_DAYS_BITS - 1))))

    def measured(self) -> tuple[Keys, Whole]:
        pairs = _different(np.concatenate(self._pairs)) if self._pairs else np.empty(0, dtype=np.int64)
        rows = Rows(self._customers)
        rows.add(((pairs >> _DAYS_BITS).astype(np.int32),))
        return rows.measured()


class Sums:
    """The sum of a customer's numbers, in millionths."""

    def __init__(self, customers: int) -> None:
        self._low = np.zeros(customers, dtype=np.int64)
        self._high: Whole | None = None
        self._most = 0
        self._had_none_above_zero = np.zeros(customers, dtype=np.bool_)

    def add(self, batch: Batch) -> None:
        keys, numbers = batch
        # Of a customer whose numbers are all above zero, the sum tells that there are some.
        self._had_none_above_zero[keys[numbers <= 0]] = True
        self._add(keys, numbers)

    def _add(self, keys: Keys, numbers: Whole) -> None:
        most = self._most + _largest(numbers) * len(numbers)
        if most <= _MOST_WHOLE:
            self._most = most
            np.add.at(self._low, keys, numbers)
            return
        if self._high is None:
            self._high = np.zeros(len(self._low), dtype=np.int64)
        np.add.at(self._high, keys, numbers >> _LOW_BITS)
        np.add.at(self._low, keys, numbers & _LOW)

    def _totals(self) -> Whole:
        if self._high is None:
            return self._low
        high = self._high + (self._low >> _LOW_BITS)
        if _largest(high) >= _MOST_HIGH:
            raise OverflowError("a sum is too large to be tallied")
        return (high << _LOW_BITS) + (self._low & _LOW)

    def measured(self) -> tuple[Keys, Whole]:
        totals = self._totals()
        keys = _where(self._had_none_above_zero | (totals != 0))
        return keys, totals[keys]


class Averages(Sums):
    """The average of a customer's numbers, rounded half away from zero."""

    def __init__(self, customers: int) -> None:
        super().__init__(customers)
        self._rows = Rows(customers)

    def add(self, batch: Batch) -> None:
        self._rows.add(batch[:1])
        self._add(*batch)

    def measured(self) -> tuple[Keys, Whole]:
        keys, numbers = self._rows.measured()
        sums, numbers = self._totals()[keys], numbers // MILLION
        return keys, np.sign(sums) * ((2 * np.abs(sums) + numbers) // (2 * numbers))


class Extremes:
    """The least or the greatest of a customer's numbers or instants."""

    def __init__(self, customers: int, *, greatest: bool) -> None:
        limits = np.iinfo(np.int64)
        self._none = limits.min if greatest else limits.max
        self._numbers = np.full(customers, self._none, dtype=np.int64)
        self._keep = np.maximum if greatest else np.minimum

    def add(self, batch: Batch) -> None:
        keys, numbers = batch[0], batch[1].view(np.int64)
        if (numbers == self._none).any():
            raise OverflowError("a number is taken for none")
        self._keep.at(self._numbers, keys, numbers)

    def measured(self) -> tuple[Keys, Whole]:
        keys = _where(self._numbers != self._none)
        return keys, self._numbers[keys]


def new_tally(fn: MeasureFn, customers: int) -> Tally:
    """An empty tally of a measure, for keys below `customers`."""
    match fn:
        case MeasureFn.COUNT_DAYS:
            return Days(customers)
        case MeasureFn.SUM:
            return Sums(customers)
        case MeasureFn.AVG:
            return Averages(customers)
        case MeasureFn.MIN | MeasureFn.MAX | MeasureFn.FIRST | MeasureFn.LAST:
            return Extremes(customers, greatest=fn in (MeasureFn.MAX, MeasureFn.LAST))
    return Rows(customers)


def _where(mask: NDArray[np.bool_]) -> Keys:
    return np.flatnonzero(mask).astype(np.int32)


def _largest(numbers: Whole) -> int:
    """The greatest of the numbers, their signs aside; 0 of none."""
    return max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)))


def _different(numbers: Whole) -> Whole:
    """Each number once, ascending; faster than `np.unique`."""
    ordered = np.sort(numbers)
    kept = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered[kept]
