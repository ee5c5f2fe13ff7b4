"""Numbers as the contract compares them: exact to six decimals, so each is a whole count of millionths."""

from decimal import ROUND_HALF_UP, Context, Decimal

MILLIONTH = Decimal("0.000001")
# The decimal module's ROUND_HALF_UP rounds halves away from zero, for negative numbers too.
_ROUNDING = Context(prec=60, rounding=ROUND_HALF_UP)


def millionths(number: Decimal | float) -> int:
    """The number in millionths, halves rounded away from zero."""
    exact = number if isinstance(number, Decimal) else Decimal(repr(number))
    return int(exact.quantize(MILLIONTH, context=_ROUNDING).scaleb(6, context=_ROUNDING))


def average(numbers: list[int]) -> int:
    """The mean of some millionths in millionths, halves rounded away from zero."""
    total, how_many = sum(numbers), len(numbers)
    sign = -1 if total < 0 else 1
    return sign * ((2 * abs(total) + how_many) // (2 * how_many))
