"""One JSON value as a value of its name's type, or the reason why it does not fit."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from masivo.conditions.exact_numbers import round_number
from masivo.conditions.fold import WHITE_SPACE, normalise
from masivo.conditions.json_text import write_json
from masivo.conditions.operators import FieldType
from masivo.conditions.refusals import quote
from masivo.warehouse.ingest.instants import read_date, read_instant, read_local, start_of

NUL = "\0"
"""The one character that PostgreSQL's texts cannot hold; no condition can ask for it."""

_LONGEST_DIGITS = 100


class ValueRefused(Exception):
    """A value that does not fit its name's type; the message is what follows the name in a sentence."""


@dataclass(frozen=True, slots=True)
class Reading:
    """How values are read.

    `zone` is that of bare dates (None: they are refused), `local_zone` that of times without an offset (None: they are
    refused). `lenient` is for a text name that this very import made out of values of several kinds: there numbers,
    booleans and lists become texts too.
    """

    zone: ZoneInfo | None
    local_zone: ZoneInfo | None = None
    lenient: bool = False

    def value(self, value: Any, type_: FieldType) -> Any:
        """The value as its column holds it; None for a blank text or a list with nothing in it.

        `value` is any JSON value but null, its numbers int or Decimal. Raises ValueRefused where it does not fit.
        """
        if type(value) is str:
            value = kept_text(value)
            if not value:
                return None
        match type_:
            case FieldType.TEXT:
                return self._text(value)
            case FieldType.NUMBER:
                return _number(value)
            case FieldType.BOOLEAN:
                return _boolean(value)
            case FieldType.DATE:
                return _date(value)
            case FieldType.DATETIME:
                return self._instant(value)
            case FieldType.LIST:
                return _list(value)

    def _text(self, value: Any) -> str | None:
        match value:
            case str():
                return value
            case bool():
                text = "true" if value else "false"
            case int() | Decimal():
                if (digits := whole_digits(value)) is not None:
                    return digits
                text = f"{value:f}"
            case _:
                members = list_of_texts(value)
                if members == []:
                    return None
                text = write_json(value)
                if members is None:
                    return text
        if not self.lenient:
            raise ValueRefused(f"is a text; {quote(value)} is none")
        return text

    def _instant(self, value: Any) -> datetime:
        if type(value) is str:
            if (instant := read_instant(value)) is not None:
                return instant.replace(tzinfo=None)
            if self.zone is not None and (day := read_date(value)) is not None:
                return start_of(day, self.zone).replace(tzinfo=None)
            if self.local_zone is not None and (instant := read_local(value, self.local_zone)) is not None:
                return instant.replace(tzinfo=None)
        wanted = "an instant in ISO 8601 with its offset from UTC, such as 2026-11-22T10:30:00-05:00"
        raise ValueRefused(f"is {wanted}; {quote(value)} is none")


def kept_text(text: str) -> str:
    """The text as it is kept: trimmed, in NFC. Raises ValueRefused for one with a NUL in it."""
    if NUL in text:
        raise ValueRefused(f"cannot hold the sign U+0000, as {quote(text)} does")
    return text.strip(WHITE_SPACE) if text.isascii() else normalise(text)


def whole_digits(value: Decimal | int) -> str | None:
    """The digits of a whole number; None for a fraction. Raises ValueRefused for an absurdly long one."""
    if isinstance(value, Decimal):
        if not value.is_finite():
            return None
        if value and value.adjusted() >= _LONGEST_DIGITS:
            raise ValueRefused(f"takes a number of at most {_LONGEST_DIGITS} digits")
        if value != value.to_integral_value():
            return None
        value = int(value)
    return str(value)


def list_of_texts(value: list[Any]) -> list[str] | None:
    """The members as texts are kept, empty and null ones dropped; None where one is something else."""
    members = [member for member in value if member is not None]
    if not all(type(member) is str for member in members):
        return None
    return [text for text in map(kept_text, members) if text]


def _number(value: Any) -> Decimal:
    if type(value) is not int and not (isinstance(value, Decimal) and value.is_finite()):
        raise ValueRefused(f"is a number; {quote(value)} is none")
    try:
        return round_number(Decimal(value))
    except OverflowError:
        raise ValueRefused("is a number of at most 18 digits before the point; this one has more") from None


def _boolean(value: Any) -> bool:
    if type(value) is not bool:
        raise ValueRefused(f"is true or false; {quote(value)} is neither")
    return value


def _date(value: Any) -> date:
    day = read_date(value) if type(value) is str else None
    if day is None:
        raise ValueRefused(f"is a date written as YYYY-MM-DD; {quote(value)} is none")
    return day


def _list(value: Any) -> list[str] | None:
    if type(value) is not list:
        raise ValueRefused(f"is a list of texts; {quote(value)} is none")
    members = list_of_texts([_number_as_digits(member) for member in value])
    if members is None:
        raise ValueRefused("is a list of texts; this one holds something else")
    return members or None


def _number_as_digits(member: Any) -> Any:
    """A whole number in a list of texts is taken as its digits, like one under a text name."""
    if type(member) is int or isinstance(member, Decimal):
        digits = whole_digits(member)
        return member if digits is None else digits
    return member
