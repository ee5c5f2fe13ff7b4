"""Arrow columns from NumPy arrays, without a Python loop over the rows."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

MICROS_A_CENT = 10_000


def choices(texts: Sequence[str], picks: NDArray[np.integer], present: Flags | None = None) -> pa.DictionaryArray:
    """`texts[pick]` for each pick, as a dictionary column; null where not `present`."""
    mask = None if present is None else ~present
    return pa.DictionaryArray.from_arrays(pa.array(picks.astype(np.int32), mask=mask), pa.array(texts, pa.string()))


def constant(text: str, rows: int) -> pa.DictionaryArray:
    """The same text in every row."""
    return choices([text], np.zeros(rows, np.int32))


def numbered(prefix: str, numbers: Ints, width: int, present: Flags | None = None) -> pa.Array:
    """`prefix` and the number with leading zeros; null where not `present`."""
    mask = None if present is None else ~present
    digits = pc.utf8_lpad(pc.cast(pa.array(numbers, mask=mask), pa.string()), width, "0")
    return pc.binary_join_element_wise(prefix, digits, "")


def money(cents: Ints, present: Flags | None = None) -> pa.Decimal128Array:
    """Cents as exact decimals of six places."""
    return decimals(cents * MICROS_A_CENT, present)


def decimals(millionths: Ints, present: Flags | None = None) -> pa.Decimal128Array:
    """Whole millionths as decimal128(24, 6): each value is laid out as its low and its high 64 bits."""
    words = np.empty((len(millionths), 2), np.int64)
    words[:, 0] = millionths
    words[:, 1] = millionths >> 63
    validity = None if present is None else pa.array(present).buffers()[1]
    return pa.Array.from_buffers(pa.decimal128(24, 6), len(millionths), [validity, pa.py_buffer(words)])


def instants(micros: Ints, present: Flags | None = None) -> pa.TimestampArray:
    """Microseconds since 1970 UTC as naive timestamps, the warehouse's own form."""
    return pa.array(micros, mask=None if present is None else ~present).cast(pa.timestamp("us"))


def days(since_1970: Ints, present: Flags | None = None) -> pa.Date32Array:
    """Days since 1970-01-01 as dates."""
    return pa.array(since_1970.astype(np.int32), mask=None if present is None else ~present).cast(pa.date32())


def booleans(flags: Flags, present: Flags | None = None) -> pa.BooleanArray:
    """Flags; null where not `present`."""
    return pa.array(flags, mask=None if present is None else ~present)
