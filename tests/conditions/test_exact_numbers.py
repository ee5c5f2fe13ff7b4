from decimal import ROUND_HALF_UP, Context, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.exact_numbers import plain, read_number, round_number


@pytest.mark.parametrize(
    ("given_number", "rounded"),
    [
        ("0.0000005", "0.000001"),
        ("-0.0000005", "-0.000001"),
        ("0.00000049999", "0"),
        ("-0.0000001", "0"),
        ("1.0000015", "1.000002"),
        ("2.0000025", "2.000003"),
        ("999999999999999999.9999994", "999999999999999999.999999"),
        ("1e-999999", "0"),
        ("0e999999", "0"),
        ("0." + "3" * 5000, "0.333333"),
    ],
)
def test_numbers_are_rounded_half_away_from_zero(given_number: str, rounded: str) -> None:
    assert round_number(Decimal(given_number)) == Decimal(rounded)
    assert not str(round_number(Decimal(given_number))).startswith("-0.000000")


@pytest.mark.parametrize("too_large", ["1e18", "-1e18", "999999999999999999.9999995", "1e999999"])
def test_nineteen_digits_before_the_point_are_too_many(too_large: str) -> None:
    with pytest.raises(OverflowError):
        round_number(Decimal(too_large))


@given(st.decimals(-(10**17), 10**17, allow_nan=False))
def test_rounding_agrees_with_ample_precision(number: Decimal) -> None:
    ample = Context(prec=1000, rounding=ROUND_HALF_UP)
    assert round_number(number) == number.quantize(Decimal("0.000001"), context=ample)


@given(st.decimals(-(10**17), 10**17, places=6) | st.integers(-(10**17), 10**17).map(Decimal))
def test_the_shortest_way_of_writing_is_the_same_number(number: Decimal) -> None:
    shortest = plain(number)
    assert shortest == number
    assert isinstance(shortest, int) == (number % 1 == 0)


@pytest.mark.parametrize(
    ("raw", "number"), [(5, "5"), (0.1, "0.1"), (1e16, "1e16"), (Decimal("0.10"), "0.1"), (-0.0, "0")]
)
def test_every_kind_of_json_number_is_taken(raw: object, number: str) -> None:
    assert read_number(raw, "$", "points") == Decimal(number)
