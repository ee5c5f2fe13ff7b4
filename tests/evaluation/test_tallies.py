"""Tallies are exact: whatever the size of the numbers, they say what Python's own whole numbers say, or refuse."""

from collections import defaultdict
from collections.abc import Callable
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from masivo.conditions.operators import MeasureFn, Operator
from masivo.evaluation.measures import Measures
from masivo.evaluation.tallies import MILLION, new_tally
from tests.effort import effort

CUSTOMERS = 5
SMALL = st.integers(-(10**9), 10**9)
LARGE = st.integers(-(2**60), 2**60)
ROWS = st.lists(st.tuples(st.integers(0, CUSTOMERS - 1), st.one_of(SMALL, LARGE)), max_size=12)


def average(numbers: list[int]) -> int:
    return int((Decimal(sum(numbers)) / len(numbers)).quantize(Decimal(1), ROUND_HALF_UP))


PLAIN: dict[MeasureFn, Callable[[list[int]], int]] = {
    MeasureFn.SUM: sum,
    MeasureFn.AVG: average,
    MeasureFn.MIN: min,
    MeasureFn.MAX: max,
    MeasureFn.COUNT_DAYS: lambda days: len(set(days)) * MILLION,
}


@effort(60)
@given(batches=st.lists(ROWS, max_size=3), fn=st.sampled_from(list(PLAIN)))
def test_a_tally_says_what_python_says(batches: list[list[tuple[int, int]]], fn: MeasureFn) -> None:
    tally, plain = new_tally(fn, CUSTOMERS), defaultdict[int, list[int]](list)
    for rows in batches:
        days = fn is MeasureFn.COUNT_DAYS
        keys = np.array([key for key, _ in rows], dtype=np.int32)
        numbers = [number % 3_000_000 - 700_000 if days else number for _, number in rows]
        tally.add((keys, np.array(numbers, dtype=np.int32 if days else np.int64)))
        for key, number in zip(keys.tolist(), numbers, strict=True):
            plain[key].append(number)
    if fn in (MeasureFn.SUM, MeasureFn.AVG) and any(abs(sum(numbers)) >= 2**60 for numbers in plain.values()):
        return
    keys, values = tally.measured()
    assert dict(zip(keys.tolist(), values.tolist(), strict=True)) == {key: PLAIN[fn](plain[key]) for key in plain}


def test_a_sum_that_64_bits_do_not_hold_is_refused() -> None:
    tally = new_tally(MeasureFn.SUM, 1)
    for _ in range(4):
        tally.add((np.zeros(1, dtype=np.int32), np.array([2**62])))
    with pytest.raises(OverflowError):
        tally.measured()


@pytest.mark.parametrize(("fn", "number"), [(MeasureFn.MIN, 2**63 - 1), (MeasureFn.MAX, -(2**63))])
def test_a_number_that_stands_for_none_is_refused(fn: MeasureFn, number: int) -> None:
    tally = new_tally(fn, 1)
    with pytest.raises(OverflowError):
        tally.add((np.zeros(1, dtype=np.int32), np.array([number])))


@example(rows={0: -(2**63)})
@given(rows=st.dictionaries(st.integers(0, 100), st.one_of(SMALL, st.integers(-(2**63), 2**63 - 1)), max_size=9))
def test_measures_come_back_from_the_cache(rows: dict[int, int]) -> None:
    keys = sorted(rows)
    measures = Measures(np.array(keys, dtype=np.int32), np.array([rows[key] for key in keys], dtype=np.int64))
    kept = measures.serialize()
    if kept is None:
        assert max(rows.values()) - min(rows.values()) >= 2**63
        return
    again = Measures.deserialize(kept)
    assert again.keys.tolist() == keys
    assert again.values.tolist() == [rows[key] for key in keys]


@pytest.mark.parametrize("threshold", [Decimal(10**18 - 1), Decimal("-0.5"), Decimal(0)])
def test_numbers_beyond_64_bits_are_compared_as_well(threshold: Decimal) -> None:
    values = [10**24, -(10**24), 0, -500_000]
    measures = Measures(np.arange(4, dtype=np.int32), np.array(values, dtype=object))
    assert measures.serialize() is None
    assert measures.meet(Operator.GT, threshold).tolist() == [value > threshold * MILLION for value in values]
