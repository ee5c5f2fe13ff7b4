"""Customer keys between NumPy arrays, as queries give them, and Roaring bitmaps, as the set algebra wants them."""

from array import array
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap


def bitmap_of(keys: NDArray[np.int32], customer_count: int) -> BitMap:
    """The set of these keys, each below `customer_count`, in any order and however often.

    The detour over a mask sorts and dedupes many times faster than handing pyroaring unsorted keys.
    """
    mask = np.zeros(customer_count, dtype=np.bool_)
    mask[keys] = True
    return bitmap_of_sorted(np.flatnonzero(mask))


def bitmap_of_sorted(keys: NDArray[np.integer[Any]]) -> BitMap:
    """The set of these keys, which ascend. Of all constructors pyroaring's reads an `array` fastest."""
    return BitMap(array("I", keys.astype(np.uint32).tobytes()))


def keys_of(bitmap: BitMap) -> NDArray[np.int32]:
    """The keys of the set, ascending."""
    return np.frombuffer(bitmap.to_array(), dtype=np.uint32).astype(np.int32)
