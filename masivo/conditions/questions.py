"""What a field, a measure and a property of a `where` have in common: an operator, a value, and missing values."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Protocol

from masivo.conditions.exact_numbers import plain, read_count, read_number, read_whole
from masivo.conditions.fold import normalise
from masivo.conditions.json_object import JsonObject
from masivo.conditions.limits import MONTHS
from masivo.conditions.moments import instant_to_text, read_day, read_moment, surely_reversed
from masivo.conditions.operators import OPERATORS, FieldType, Operator, Takes
from masivo.conditions.phrases import operator_label
from masivo.conditions.refusals import item_path, quote, refuse, suggest
from masivo.conditions.spans import read_days_ahead, read_span, write_span
from masivo.conditions.tree import Scalar, Span, Value

KEYS = ("operator", "value", "missing")


@dataclass(frozen=True, slots=True)
class Subject:
    """What is asked. `name` starts its sentences, `what` says what it is ("a text field").

    `whole` is set on the measures that count, whose values are whole numbers from 0 up.
    """

    name: str
    what: str
    type: FieldType
    operators: tuple[Operator, ...]
    whole: bool = False


class Asked(Protocol):
    """The part of a condition or a property test that is a question."""

    @property
    def operator(self) -> Operator:
        """How it is asked."""
        ...

    @property
    def value(self) -> Value:
        """What it is compared with."""
        ...

    @property
    def exclude_missing(self) -> bool:
        """A negative operator leaves out those without a value."""
        ...


@dataclass(frozen=True, slots=True)
class Question:
    """An operator, its value, and whether those without a value are left out of a negative operator."""

    operator: Operator
    value: Value
    exclude_missing: bool


def read_question(source: JsonObject, subject: Subject) -> Question:
    """The question that an object asks of the subject. Raises DocumentRefused."""
    operator = _operator(source, subject)
    return Question(operator, _value(source, subject, operator), _exclude_missing(source, operator))


def write_question(asked: Asked) -> dict[str, object]:
    """The keys of a question as a document writes them."""
    written: dict[str, object] = {"operator": str(asked.operator)}
    if asked.value is not None:
        written["value"] = _written(asked.value)
    if asked.exclude_missing:
        written["missing"] = "exclude"
    return written


def _operator(source: JsonObject, subject: Subject) -> Operator:
    given, path = source.need("operator"), source.at("operator")
    if isinstance(given, str) and given in subject.operators:
        return Operator(given)
    takes = f"It takes {', '.join(subject.operators)}."
    if isinstance(given, str) and given in Operator.__members__.values():
        label = operator_label(Operator(given), subject.type)
        refuse(path, f"{subject.name} is {subject.what}; it cannot be asked {quote(given)} (“{label}”). {takes}")
    known = suggest(given, subject.operators) if isinstance(given, str) else takes
    return refuse(path, f"{quote(given)} is no operator. {subject.name} is {subject.what}. {known}")


def _exclude_missing(source: JsonObject, operator: Operator) -> bool:
    if not source.has("missing"):
        return False
    given, path = source.members["missing"], source.at("missing")
    if OPERATORS[operator].complement_of is None:
        label = quote(str(operator))
        refuse(path, f"“missing” goes with a negative operator only; {label} never holds where there is no value.")
    if given != "exclude":
        refuse(path, f"“missing” can only say “exclude”, not {quote(given)}; leave it out to include missing values.")
    return True


def _value(source: JsonObject, subject: Subject, operator: Operator) -> Value:
    takes, path = OPERATORS[operator].takes, source.at("value")
    if takes is Takes.NOTHING:
        if source.has("value"):
            refuse(path, f"{quote(str(operator))} asks whether there is a value, so it takes none itself; remove it.")
        return None
    raw = source.need("value")
    match takes:
        case Takes.ONE:
            return _refuse_always_true(operator, _scalar(raw, path, subject), path, subject)
        case Takes.MANY:
            return _many(raw, path, subject)
        case Takes.RANGE:
            return _range(raw, path, subject)
        case Takes.SPAN:
            return read_span(raw, path, subject.name, hours=subject.type is not FieldType.DATE)
        case Takes.DAYS:
            return read_days_ahead(raw, path, subject.name)
        case Takes.MONTH:
            return read_whole(raw, path, "The month", *MONTHS)


def _refuse_always_true(operator: Operator, value: Scalar, path: str, subject: Subject) -> Scalar:
    if subject.whole and value == 0 and operator in (Operator.GTE, Operator.LT):
        who = "everybody" if operator is Operator.GTE else "nobody"
        refuse(path, f"{subject.name} is 0 or more for every customer, so {quote(str(operator))} 0 would mean {who}.")
    return value


def _many(raw: object, path: str, subject: Subject) -> tuple[Scalar, ...]:
    if not isinstance(raw, list | tuple):
        refuse(path, f"{subject.name} is compared with a list of values here; {quote(raw)} is not a list.")
    if not raw:
        refuse(path, f"{subject.name} is compared with an empty list; name at least one value.")
    return tuple(_scalar(member, item_path(path, index), subject) for index, member in enumerate(raw))


def _range(raw: object, path: str, subject: Subject) -> tuple[Scalar, ...]:
    if not isinstance(raw, list | tuple) or len(raw) != 2:
        refuse(path, f"“between” takes a list of two values, from and to; {_shape(raw)} is not that.")
    first, last = (_scalar(member, item_path(path, index), subject) for index, member in enumerate(raw))
    match first, last:
        case (Decimal(), Decimal()):
            reversed_ = first > last
        case (date(), date()):
            reversed_ = surely_reversed(first, last)
        case _:
            reversed_ = False
    if reversed_:
        refuse(path, f"The range ends before it starts: {quote(raw[0])} comes after {quote(raw[1])}. Swap them.")
    return first, last


def _shape(raw: object) -> str:
    return f"a list of {len(raw)}" if isinstance(raw, list | tuple) else quote(raw)


def _scalar(raw: object, path: str, subject: Subject) -> Scalar:
    if isinstance(raw, list | tuple | dict):
        refuse(path, f"{subject.name} is {subject.what} and is compared with one value here; not with {quote(raw)}.")
    if subject.whole:
        return read_count(raw, path, subject.name)
    return _SCALARS[subject.type](raw, path, f"{subject.name}, {subject.what},")


def read_text(raw: object, path: str, name: str) -> str:
    """A text in NFC, its white space kept. Raises DocumentRefused where it is blank or no text at all."""
    if not isinstance(raw, str):
        refuse(path, f"{name} is compared with a text; {quote(raw)} is not one.")
    if not normalise(raw):
        refuse(path, f"{name} is compared with an empty text; say what to look for.")
    if any(sign == "\0" or "\ud800" <= sign <= "\udfff" for sign in raw):
        refuse(path, f"{name} is compared with a text that holds a sign no text can have: {quote(raw)}.")
    return unicodedata.normalize("NFC", raw)


def _read_boolean(raw: object, path: str, name: str) -> bool:
    if not isinstance(raw, bool):
        refuse(path, f"{name} is compared with true or false; {quote(raw)} is neither.")
    return raw


_SCALARS: dict[FieldType, Callable[[object, str, str], Scalar]] = {
    FieldType.TEXT: read_text,
    FieldType.LIST: read_text,
    FieldType.NUMBER: read_number,
    FieldType.BOOLEAN: _read_boolean,
    FieldType.DATE: read_day,
    FieldType.DATETIME: read_moment,
}


def _written(value: Value) -> object:
    match value:
        case Span():
            return write_span(value)
        case tuple():
            return [_written(member) for member in value]
        case Decimal():
            return plain(value)
        case datetime():
            return instant_to_text(value)
        case date():
            return value.isoformat()
    return value
