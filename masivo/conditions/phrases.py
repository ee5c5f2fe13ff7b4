"""The words for fields, events, operators, measures, units and periods that people read in selects and sentences."""

from masivo.conditions.operators import FieldType, MeasureFn, Operator
from masivo.conditions.tree import Order, Period, Unit

_OPERATORS: dict[Operator, str] = {
    Operator.EQ: "is",
    Operator.NE: "is not",
    Operator.IN: "is any of",
    Operator.NOT_IN: "is none of",
    Operator.CONTAINS: "contains",
    Operator.NOT_CONTAINS: "does not contain",
    Operator.STARTS_WITH: "starts with",
    Operator.ENDS_WITH: "ends with",
    Operator.GT: "is greater than",
    Operator.GTE: "is at least",
    Operator.LT: "is less than",
    Operator.LTE: "is at most",
    Operator.BETWEEN: "is between",
    Operator.ON: "is on",
    Operator.BEFORE: "is before",
    Operator.AFTER: "is after",
    Operator.IN_LAST: "is in the last",
    Operator.NOT_IN_LAST: "is not in the last",
    Operator.MORE_THAN_AGO: "is longer ago than",
    Operator.IN_NEXT: "is in the next",
    Operator.ANNIVERSARY_IN_NEXT: "has its anniversary in the next",
    Operator.ANNIVERSARY_IN_MONTH: "has its anniversary in",
    Operator.HAS_ANY: "has any of",
    Operator.HAS_ALL: "has all of",
    Operator.HAS_NONE: "has none of",
    Operator.IS_SET: "has a value",
    Operator.IS_NOT_SET: "has no value",
}

_MEASURES: dict[MeasureFn, str] = {
    MeasureFn.COUNT: "number of events",
    MeasureFn.COUNT_DAYS: "number of days with events",
    MeasureFn.COUNT_DISTINCT: "number of different values of",
    MeasureFn.SUM: "total of",
    MeasureFn.AVG: "average of",
    MeasureFn.MIN: "smallest",
    MeasureFn.MAX: "largest",
    MeasureFn.FIRST: "first time",
    MeasureFn.LAST: "last time",
}

_TYPES: dict[FieldType, str] = {
    FieldType.TEXT: "a text",
    FieldType.NUMBER: "a number",
    FieldType.BOOLEAN: "a yes-or-no",
    FieldType.DATE: "a date",
    FieldType.DATETIME: "a date and time",
    FieldType.LIST: "a list",
}

_ORDERS = {Order.DESC: "highest", Order.ASC: "lowest"}

_FIELDS = {"dob": "Date of birth", "email": "E-mail", "is_anonymous": "Anonymous"}


def operator_label(operator: Operator, field_type: FieldType) -> str:
    """The operator as a select shows it, read between a field's name and the value's input."""
    if operator is Operator.BETWEEN and field_type in (FieldType.DATE, FieldType.DATETIME):
        return "is from … to"
    return _OPERATORS[operator]


def measure_label(fn: MeasureFn) -> str:
    """The measure as a select shows it; those with a property are read before its name."""
    return _MEASURES[fn]


def order_label(order: Order) -> str:
    """The end that a rank counts from, read before its measure: "highest total order value"."""
    return _ORDERS[order]


def type_label(field_type: FieldType) -> str:
    """The type with its article, read before "field" or "property": "a text"."""
    return _TYPES[field_type]


def unit_label(unit: Unit, amount: int) -> str:
    """The unit as it is read behind the amount: "day" behind 1, "days" behind any other."""
    return str(unit) if amount == 1 else f"{unit}s"


def period_label(period: Period) -> str:
    """The period as it is read in a sentence: "last month"."""
    return period.replace("_", " ")


def field_label(name: str) -> str:
    """The name of a field or property for people: "Consent: email marketing", "Order: products sku"."""
    if name in _FIELDS:
        return _FIELDS[name]
    head, *rest = name.replace("[]", "").removeprefix("consent.purposes.").replace("_", " ").split(".")
    if name.startswith("consent.purposes."):
        head, rest = "consent", [head, *rest]
    return f"{_capital(head)}: {' '.join(rest)}" if rest else _capital(head)


def event_label(event_type: str) -> str:
    """The event type for people: "Add to cart" for ADD_TO_CART; a name in other letters stays as it is."""
    return _capital(event_type.replace("_", " ").lower()) if event_type.isupper() else event_type


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
