"""The operators of the language, one table entry each: which types take them, what value they want, how they read."""

from dataclasses import dataclass
from enum import StrEnum


class FieldType(StrEnum):
    """What a field or property holds (conditions.md, section 3)."""

    TEXT = "text"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    DATETIME = "datetime"
    LIST = "list"


class Operator(StrEnum):
    """How a field, a property or a measure is asked."""

    EQ = "eq"
    NE = "ne"
    IN = "in"
    NOT_IN = "not_in"
    CONTAINS = "contains"
    NOT_CONTAINS = "not_contains"
    STARTS_WITH = "starts_with"
    ENDS_WITH = "ends_with"
    GT = "gt"
    GTE = "gte"
    LT = "lt"
    LTE = "lte"
    BETWEEN = "between"
    ON = "on"
    BEFORE = "before"
    AFTER = "after"
    IN_LAST = "in_last"
    NOT_IN_LAST = "not_in_last"
    MORE_THAN_AGO = "more_than_ago"
    IN_NEXT = "in_next"
    ANNIVERSARY_IN_NEXT = "anniversary_in_next"
    ANNIVERSARY_IN_MONTH = "anniversary_in_month"
    HAS_ANY = "has_any"
    HAS_ALL = "has_all"
    HAS_NONE = "has_none"
    IS_SET = "is_set"
    IS_NOT_SET = "is_not_set"


class Takes(StrEnum):
    """The shape of an operator's value."""

    ONE = "one"
    MANY = "many"
    RANGE = "range"
    SPAN = "span"
    DAYS = "days"
    MONTH = "month"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class OperatorEntry:
    """`complement_of` is set on the negative operators: they hold exactly where that one does not."""

    takes: Takes
    complement_of: Operator | None = None


OPERATORS: dict[Operator, OperatorEntry] = {
    Operator.EQ: OperatorEntry(Takes.ONE),
    Operator.NE: OperatorEntry(Takes.ONE, Operator.EQ),
    Operator.IN: OperatorEntry(Takes.MANY),
    Operator.NOT_IN: OperatorEntry(Takes.MANY, Operator.IN),
    Operator.CONTAINS: OperatorEntry(Takes.ONE),
    Operator.NOT_CONTAINS: OperatorEntry(Takes.ONE, Operator.CONTAINS),
    Operator.STARTS_WITH: OperatorEntry(Takes.ONE),
    Operator.ENDS_WITH: OperatorEntry(Takes.ONE),
    Operator.GT: OperatorEntry(Takes.ONE),
    Operator.GTE: OperatorEntry(Takes.ONE),
    Operator.LT: OperatorEntry(Takes.ONE),
    Operator.LTE: OperatorEntry(Takes.ONE),
    Operator.BETWEEN: OperatorEntry(Takes.RANGE),
    Operator.ON: OperatorEntry(Takes.ONE),
    Operator.BEFORE: OperatorEntry(Takes.ONE),
    Operator.AFTER: OperatorEntry(Takes.ONE),
    Operator.IN_LAST: OperatorEntry(Takes.SPAN),
    Operator.NOT_IN_LAST: OperatorEntry(Takes.SPAN, Operator.IN_LAST),
    Operator.MORE_THAN_AGO: OperatorEntry(Takes.SPAN),
    Operator.IN_NEXT: OperatorEntry(Takes.SPAN),
    Operator.ANNIVERSARY_IN_NEXT: OperatorEntry(Takes.DAYS),
    Operator.ANNIVERSARY_IN_MONTH: OperatorEntry(Takes.MONTH),
    Operator.HAS_ANY: OperatorEntry(Takes.MANY),
    Operator.HAS_ALL: OperatorEntry(Takes.MANY),
    Operator.HAS_NONE: OperatorEntry(Takes.MANY, Operator.HAS_ANY),
    Operator.IS_SET: OperatorEntry(Takes.NOTHING),
    Operator.IS_NOT_SET: OperatorEntry(Takes.NOTHING),
}

_SET = (Operator.IS_SET, Operator.IS_NOT_SET)
_NUMERIC = (
    Operator.EQ,
    Operator.NE,
    Operator.GT,
    Operator.GTE,
    Operator.LT,
    Operator.LTE,
    Operator.BETWEEN,
)
_TEMPORAL = (
    Operator.ON,
    Operator.BEFORE,
    Operator.AFTER,
    Operator.BETWEEN,
    Operator.IN_LAST,
    Operator.NOT_IN_LAST,
    Operator.MORE_THAN_AGO,
    Operator.IN_NEXT,
    Operator.ANNIVERSARY_IN_NEXT,
    Operator.ANNIVERSARY_IN_MONTH,
    *_SET,
)

OPERATORS_BY_TYPE: dict[FieldType, tuple[Operator, ...]] = {
    FieldType.TEXT: (
        Operator.EQ,
        Operator.NE,
        Operator.IN,
        Operator.NOT_IN,
        Operator.CONTAINS,
        Operator.NOT_CONTAINS,
        Operator.STARTS_WITH,
        Operator.ENDS_WITH,
        *_SET,
    ),
    FieldType.NUMBER: (*_NUMERIC, Operator.IN, Operator.NOT_IN, *_SET),
    FieldType.BOOLEAN: (Operator.EQ, *_SET),
    FieldType.DATE: _TEMPORAL,
    FieldType.DATETIME: _TEMPORAL,
    FieldType.LIST: (Operator.HAS_ANY, Operator.HAS_ALL, Operator.HAS_NONE, *_SET),
}


class MeasureFn(StrEnum):
    """What an event condition measures over a customer's matching events (section 4)."""

    COUNT = "count"
    COUNT_DAYS = "count_days"
    COUNT_DISTINCT = "count_distinct"
    SUM = "sum"
    AVG = "avg"
    MIN = "min"
    MAX = "max"
    FIRST = "first"
    LAST = "last"


COUNTING = frozenset({MeasureFn.COUNT, MeasureFn.COUNT_DAYS, MeasureFn.COUNT_DISTINCT})
"""Measures whose value is a whole number from 0 up."""

ZERO_WITHOUT_EVENTS = COUNTING | {MeasureFn.SUM}
"""Measures that are 0 for a customer without a matching event; the others have no value there."""

TEMPORAL_MEASURES = frozenset({MeasureFn.FIRST, MeasureFn.LAST})
"""Measures whose value is an instant; that of the others is a number."""

OPERATORS_BY_MEASURE: dict[MeasureFn, tuple[Operator, ...]] = {
    fn: _TEMPORAL if fn in TEMPORAL_MEASURES else _NUMERIC for fn in MeasureFn
}
