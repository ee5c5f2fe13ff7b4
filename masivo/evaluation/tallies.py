"""A measure of every customer, tallied row by row in arrays with a place for each customer key.

Keys are dense from 0, so that no hash table is needed: half the work of an engine's grouping. All sums are exact: rows
are added as floating point only as far as 53 bits hold every sum.
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

_LOW_BITS = 32
"""A batch of at most 2^21 rows adds up exactly in halves of so many bits."""

_LOW = (1 << _LOW_BITS) - 1
_EXACT = 1 << 53
"""Whole numbers below are exact as floating point."""

_MOST_HIGH = 1 << 29
"""Sums above, in units of 2^32, are refused: twice as much, and a remainder, still fit 64 bits."""


class Tally(Protocol):
    """Takes rows, a batch at a time."""

    def add(self, batch: Batch) -> None:
        """Take rows: customer keys and, where something is measured of each, that."""
        ...

    def measured(self) -> tuple[Keys, Whole]:
        """The keys of those who had a row, ascending, with their measure in millionths. Raises OverflowError."""
        ...


class Rows:
    """How many rows a customer has."""

    def __init__(self, customers: int) -> None:
        self._number = np.zeros(customers, dtype=np.int64)

    def add(self, batch: Batch) -> None:
        (keys,) = batch
        self._number += np.bincount(keys, minlength=len(self._number))

    def measured(self) -> tuple[Keys, Whole]:
        keys = _where(self._number > 0)
        return keys, self._number[keys] * MILLION


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
        self._had = np.zeros(customers, dtype=np.bool_)
        self._high = np.zeros(customers, dtype=np.int64)
        self._low = np.zeros(customers, dtype=np.int64)

    def add(self, batch: Batch) -> None:
        keys, numbers = batch
        self._had[keys] = True
        self._add(keys, numbers)

    def _add(self, keys: Keys, numbers: Whole) -> None:
        if _are_exact(numbers):
            self._low += _sums(keys, numbers, len(self._low))
            return
        self._high += _sums(keys, numbers >> _LOW_BITS, len(self._high))
        self._low += _sums(keys, numbers & _LOW, len(self._low))

    def _totals(self, keys: Keys) -> Whole:
        low = self._low[keys]
        high = self._high[keys] + (low >> _LOW_BITS)
        if len(keys) and max(int(high.max()), -int(high.min())) >= _MOST_HIGH:
            raise OverflowError("a sum is too large to be tallied")
        return (high << _LOW_BITS) + (low & _LOW)

    def measured(self) -> tuple[Keys, Whole]:
        keys = _where(self._had)
        return keys, self._totals(keys)


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
        sums, numbers = self._totals(keys), numbers // MILLION
        return keys, np.sign(sums) * ((2 * np.abs(sums) + numbers) // (2 * numbers))


class Extremes:
    """The least or the greatest of a customer's numbers or instants."""

    def __init__(self, customers: int, *, greatest: bool) -> None:
        self._had = np.zeros(customers, dtype=np.bool_)
        limits = np.iinfo(np.int64)
        self._numbers = np.full(customers, limits.min if greatest else limits.max, dtype=np.int64)
        self._keep = np.maximum if greatest else np.minimum

    def add(self, batch: Batch) -> None:
        keys, numbers = batch
        self._had[keys] = True
        self._keep.at(self._numbers, keys, numbers.view(np.int64))

    def measured(self) -> tuple[Keys, Whole]:
        keys = _where(self._had)
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


def _sums(keys: Keys, numbers: Whole, customers: int) -> Whole:
    return np.bincount(keys, numbers, customers).astype(np.int64)


def _are_exact(numbers: Whole) -> bool:
    """Whether floating point holds every sum of some of the numbers."""
    largest = max(int(numbers.max(initial=0)), -int(numbers.min(initial=0)))
    most = largest * len(numbers)
    return most < _EXACT or (most < 1 << 63 and int(np.abs(numbers).sum()) < _EXACT)


def _different(numbers: Whole) -> Whole:
    """Each number once, ascending; faster than `np.unique`."""
    ordered = np.sort(numbers)
    kept = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=kept[1:])
    return ordered[kept]
