"""Numbers exact to six decimals, as data and values hold them (conditions.md, section 3)."""

from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_UP, Context, Decimal

from masivo.conditions.limits import DECIMALS, DIGITS_BEFORE_POINT
from masivo.conditions.refusals import quote, refuse

_UNIT = Decimal(1).scaleb(-DECIMALS)
_EXACT = Context(prec=DIGITS_BEFORE_POINT + DECIMALS + 1, rounding=ROUND_HALF_UP, Emin=MIN_EMIN, Emax=MAX_EMAX)
_TOO_LARGE = 10**DIGITS_BEFORE_POINT


def round_number(number: Decimal) -> Decimal:
    """The finite number with six decimals, rounded half away from zero (`ROUND_HALF_UP` to Python); never -0.

    Raises OverflowError where more than 18 digits would stand before the point.
    """
    if number and number.adjusted() >= DIGITS_BEFORE_POINT:
        raise OverflowError(number.adjusted())
    rounded = number.quantize(_UNIT, context=_EXACT) if number else Decimal(0)
    if rounded.adjusted() >= DIGITS_BEFORE_POINT:
        raise OverflowError(rounded.adjusted())
    return rounded or Decimal(0)


def plain(number: Decimal) -> int | Decimal:
    """The same number written shortest: an int where it is whole, else a Decimal without trailing zeros."""
    return int(number) if number == number.to_integral_value() else number.normalize()


def read_number(raw: object, path: str, name: str) -> Decimal:
    """A JSON number as a value of the language; true and false are none.

    Raises DocumentRefused for anything else, for NaN and the infinities, and for more than 18 digits before the point.
    """
    number = _to_decimal(raw)
    if number is None:
        refuse(path, f"{name} is compared with a number; {quote(raw)} is not one.")
    try:
        return round_number(number)
    except OverflowError:
        most = f"at most {DIGITS_BEFORE_POINT} digits before the point"
        refuse(path, f"{name} is compared with a number of {most}; {quote(raw)} has more.")


def read_whole(raw: object, path: str, name: str, least: int, most: int) -> int:
    """A JSON number without decimals, from `least` to `most`. Raises DocumentRefused for anything else."""
    number = _to_decimal(raw)
    if number is None or not least <= number <= most or number != number.to_integral_value():
        allowed = f"the whole number {least}" if least == most else f"a whole number from {least:,} to {most:,}"
        refuse(path, f"{name} is {allowed}; not {quote(raw)}.")
    return int(number)


def read_count(raw: object, path: str, name: str) -> Decimal:
    """A JSON number that something counted can be compared with: whole, from 0 up, of at most 18 digits.

    Raises DocumentRefused for anything else.
    """
    number = _to_decimal(raw)
    if number is None or not 0 <= number < _TOO_LARGE or number != number.to_integral_value():
        digits = f"of at most {DIGITS_BEFORE_POINT} digits"
        refuse(path, f"{name} counts, so it is compared with a whole number from 0 up, {digits}; not {quote(raw)}.")
    return Decimal(int(number))


def read_percent(raw: object, path: str, name: str) -> Decimal:
    """A JSON number above 0, up to 100. Raises DocumentRefused for anything else."""
    number = _to_decimal(raw)
    if number is None or not 0 < number <= 100 or not (rounded := round_number(number)):
        refuse(path, f"{name} is a number above 0 and up to 100; not {quote(raw)}.")
    return rounded


def _to_decimal(raw: object) -> Decimal | None:
    """The number; None for what is no finite number, a boolean too."""
    match raw:
        case bool():
            return None
        case int():
            # A huge int is slow to turn into a Decimal, and one digit too many is as good as thousands.
            return Decimal(max(-_TOO_LARGE, min(raw, _TOO_LARGE)))
        case float():
            number = Decimal(repr(raw))
        case Decimal():
            number = raw
        case _:
            return None
    return number if number.is_finite() else None
