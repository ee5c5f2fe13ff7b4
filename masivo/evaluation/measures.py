"""The measure of every customer at once, exact, and the customers whose measure meets a threshold."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any, cast

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import Select

from masivo.conditions.operators import COUNTING, MeasureFn, Operator
from masivo.conditions.tree import Value
from masivo.conditions.windows import Interval
from masivo.evaluation.tallies import MILLION, Batch, new_tally
from masivo.warehouse.bitmaps import bitmap_of_sorted, keys_of
from masivo.warehouse.store import RowReader, Snapshot

_COMPARE = {
    Operator.EQ: np.equal,
    Operator.NE: np.not_equal,
    Operator.GT: np.greater,
    Operator.GTE: np.greater_equal,
    Operator.LT: np.less,
    Operator.LTE: np.less_equal,
}
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_UNITS = (MILLION, MILLION // 100, 1)
"""Whole numbers, cents, and what is left."""

_WIDTHS = (np.uint8, np.uint16, np.uint32, np.int64)


@dataclass(frozen=True, slots=True)
class Measures:
    """What was measured of each customer that has a value: keys, ascending, and whole millionths.

    An instant is measured in seconds since 1970. `values` are Python's whole numbers where one does not fit 64 bits.
    """

    keys: NDArray[np.int32]
    values: NDArray[Any]

    def meet(self, operator: Operator, threshold: Value) -> NDArray[np.bool_]:
        """For each value whether an operator of numbers holds for it."""
        limits = [int(end * MILLION) for end in threshold_ends(threshold)]
        if operator is Operator.BETWEEN:
            low, high = limits
            met = (self.values >= low) & (self.values <= high)
        else:
            met = _COMPARE[operator](self.values, limits[0])
        return np.asarray(met, dtype=np.bool_)

    def lie_within(self, interval: Interval) -> NDArray[np.bool_]:
        """For each value, an instant, whether the interval holds it."""
        within = np.ones(len(self.values), dtype=np.bool_)
        if interval.start is not None:
            within &= self.values >= _microseconds(interval.start)
        if interval.end is not None:
            within &= self.values < _microseconds(interval.end)
        return within

    def serialize(self) -> bytes | None:
        """The measures in few bytes: the keys as a Roaring bitmap, the values in the largest of a few units.

        Four numbers of 8 bytes (the bitmap's length, the unit, the least value in units, the bytes of a value), the
        bitmap, the values in units above the least. None where values do not fit 64 bits.
        """
        if self.values.dtype == object:
            return None
        unit = next(unit for unit in _UNITS if not (self.values % unit).any())
        units = self.values // unit
        least, most = (int(units.min()), int(units.max())) if len(units) else (0, 0)
        width = next((each for each in _WIDTHS if most - least <= np.iinfo(each).max), None)
        if width is None:
            return None
        keys = bitmap_of_sorted(self.keys).serialize()
        head = np.array([len(keys), unit, least, np.dtype(width).itemsize], dtype=np.int64)
        return head.tobytes() + keys + (units - least).astype(width).tobytes()

    @classmethod
    def deserialize(cls, kept: bytes) -> "Measures":
        """The measures that were serialised."""
        length, unit, least, size = (int(each) for each in np.frombuffer(kept, dtype=np.int64, count=4))
        keys = keys_of(BitMap.deserialize(kept[32 : 32 + length]))
        width = next(each for each in _WIDTHS if np.dtype(each).itemsize == size)
        units = np.frombuffer(kept, dtype=width, offset=32 + length).astype(np.int64)
        return cls(keys, (units + least) * unit)


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure to be taken of every customer.

    `rows` selects a customer key a row, and what is measured of it, to be tallied here; None where an engine must
    group. `grouped` selects a row a customer: the measure or, for an average, the sum and number that it is of.
    """

    fn: MeasureFn
    rows: Select[Any] | None
    grouped: Select[Any]

    def asked_of(self, snapshot: Snapshot) -> Select[Any]:
        """What the snapshot is asked: rows to tally where this process reads them itself, and groups else."""
        return self.rows if self.rows is not None and isinstance(snapshot, RowReader) else self.grouped

    def take(self, snapshot: Snapshot) -> Measures:
        """The measures of all customers. Raises WarehouseUnavailable."""
        if self.rows is not None and isinstance(snapshot, RowReader):
            try:
                return self._tallied(snapshot.batches(self.rows), snapshot.customer_count)
            except OverflowError:
                pass  # too large for 64 bits somewhere: the engine adds up in 128, and it is rare
        if self.fn in COUNTING:
            keys, numbers = snapshot.columns(self.grouped)
            order = np.argsort(keys)
            return Measures(keys[order], numbers[order].astype(np.int64) * MILLION)
        found = [(key, _whole(values)) for key, *values in snapshot.rows(self.grouped)]
        return _measures_of([(key, value) for key, value in found if value is not None])

    def _tallied(self, batches: Iterator[Batch], customers: int) -> Measures:
        tally = new_tally(self.fn, customers)
        for batch in batches:
            tally.add(batch)
        return Measures(*tally.measured())


def threshold_ends(threshold: Value) -> Sequence[Decimal]:
    """The number that a number condition compares with, or both ends of its range."""
    return cast(Sequence[Decimal], threshold if isinstance(threshold, tuple) else (threshold,))


def average_in_millionths(total: Decimal, among: int) -> int:
    """The average in millionths, rounded half away from zero, by whole numbers alone."""
    numerator, denominator = total.as_integer_ratio()
    twice, divisor = 2 * abs(numerator) * MILLION, denominator * among
    rounded = (twice + divisor) // (2 * divisor)
    return -rounded if numerator < 0 else rounded


def _microseconds(instant: datetime) -> int:
    return (instant - _EPOCH) // timedelta(microseconds=1)


def _whole(values: list[Any]) -> int | None:
    """The measure of a grouped row in millionths."""
    if values[0] is None:
        return None
    if len(values) > 1:
        return average_in_millionths(*values)
    numerator, denominator = values[0].as_integer_ratio()  # exact, where Decimal would round to 28 digits
    return int(numerator * MILLION // denominator)


def _measures_of(found: list[tuple[int, int]]) -> Measures:
    found.sort()
    values = [value for _, value in found]
    fits = not values or (min(values) >= -(1 << 63) and max(values) < 1 << 63)
    keys = np.array([key for key, _ in found], dtype=np.int32)
    return Measures(keys, np.array(values, dtype=np.int64 if fits else object))
