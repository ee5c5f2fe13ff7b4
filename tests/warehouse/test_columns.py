"""A column converted at once holds what its values hold converted one by one."""

from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.operators import FieldType
from masivo.warehouse.ingest.columns import _one_by_one, convert
from masivo.warehouse.ingest.values import Reading

READING = Reading(ZoneInfo("America/Bogota"))

texts = st.text(st.sampled_from("aB \t\u00e9e\u0301\u3000\0\x1c7-:"), max_size=6)
instants = st.one_of(
    st.datetimes().map(lambda at: f"{at.isoformat()}Z"),
    st.sampled_from(
        [
            "2024-05-01",
            "20240501",
            "2024-05-01T10:00",
            "2024-05-01T10:00Z",
            "2024-05-01 10:00:00.123456789+05:30",
            "2024-05-01t10:00:00z",
            "0001-01-01T00:00:00+10:00",
            "9999-12-31T23:59:59-10:00",
            "0000-01-01T00:00:00Z",
            "2024-05-01T24:00:00Z",
            "2024-05-01T23:59:60Z",
            "2024-02-30T10:00:00Z",
            "2024-05-01T10:00:00+0530",
            "2024-05-01T10:00:00+23:59",
            " 2024-05-01T10:00:00Z ",
            "",
        ]
    ),
)
numbers = st.one_of(st.integers(-(10**19), 10**19), st.decimals(allow_nan=False, allow_infinity=False))
anything = st.one_of(texts, numbers, st.booleans(), st.lists(texts, max_size=2), instants)


@pytest.mark.parametrize(
    ("type_", "fitting"),
    [
        (FieldType.TEXT, texts),
        (FieldType.NUMBER, numbers),
        (FieldType.BOOLEAN, st.booleans()),
        (FieldType.DATETIME, instants),
    ],
)
@given(data=st.data())
def test_both_ways_agree(type_, fitting, data):
    values = data.draw(st.lists(fitting, max_size=8) | st.lists(anything, max_size=8))
    at_once, one_by_one = convert(values, type_, READING), _one_by_one(values, type_, READING)
    assert at_once.array.to_pylist() == one_by_one.array.to_pylist()
    assert at_once.blank == one_by_one.blank
    assert at_once.refused == one_by_one.refused


def test_a_huge_number_costs_nothing():
    refused = convert([Decimal("1E+999999999"), Decimal("1E-999999999")], FieldType.NUMBER, READING)
    assert refused.array.to_pylist() == [None, Decimal(0)]
    assert list(refused.refused) == [0]
