"""One operator on one column as a SQL predicate: where a field, a property or a measured instant holds."""

from collections.abc import Callable, Collection
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from sqlalchemy import ColumnElement, Numeric, and_, false, func, literal, or_, true
from sqlalchemy import cast as cast_sql

from masivo.conditions.fold import fold
from masivo.conditions.operators import OPERATORS, FieldType, Operator
from masivo.conditions.tree import Value
from masivo.conditions.windows import DateInterval, Interval, anniversary_days, resolve_dates, resolve_instants
from masivo.evaluation.moments import Moment, local_day, naive_utc
from masivo.warehouse.expressions import (
    EndsWith,
    HasAll,
    HasAny,
    HasText,
    MonthAndDay,
    StartsWith,
    has_no_value,
    has_value,
)

Predicate = ColumnElement[bool]
Years = Collection[int]
"""The years of UTC in which the values of a datetime column lie."""

_MICRO = Decimal("0.000001")
_HALF_MICRO = Decimal("0.0000005")
ANNIVERSARIES = frozenset({Operator.ANNIVERSARY_IN_NEXT, Operator.ANNIVERSARY_IN_MONTH})

_COMPARISONS: dict[Operator, Callable[[ColumnElement[Any], Any], Predicate]] = {
    Operator.EQ: lambda column, value: column == value,
    Operator.IN: lambda column, value: column.in_(value),
    Operator.GT: lambda column, value: column > value,
    Operator.GTE: lambda column, value: column >= value,
    Operator.LT: lambda column, value: column < value,
    Operator.LTE: lambda column, value: column <= value,
    Operator.BETWEEN: lambda column, value: column.between(*value),
    Operator.CONTAINS: HasText,
    Operator.STARTS_WITH: StartsWith,
    Operator.ENDS_WITH: EndsWith,
    Operator.HAS_ANY: HasAny,
    Operator.HAS_ALL: HasAll,
}


def positive_of(operator: Operator) -> Operator:
    """The operator whose complement this is, or itself."""
    return OPERATORS[operator].complement_of or operator


def holds(
    column: ColumnElement[Any],
    type_: FieldType,
    operator: Operator,
    value: Value,
    moment: Moment,
    years: Years = (),
) -> Predicate:
    """Where a positive operator holds; NULL or false on rows without a value.

    `column` is the folded one for text and lists. `years` is needed for the anniversaries of a datetime
    (`needs_years`); none there means that the column has no value at all.
    """
    if operator is Operator.IS_SET:
        return has_value(column)
    if operator is Operator.IS_NOT_SET:
        return has_no_value(column)
    if type_ is FieldType.DATE:
        return _date_holds(column, operator, value, moment)
    if type_ is FieldType.DATETIME:
        return _instant_holds(column, operator, value, moment, years)
    if type_ in (FieldType.TEXT, FieldType.LIST):
        texts = fold(value) if isinstance(value, str) else [fold(text) for text in cast(tuple[str, ...], value)]
        if operator in (Operator.EQ, Operator.IN):
            return _COMPARISONS[operator](column, texts)
        return _COMPARISONS[operator](column, literal(texts, column.type))
    if type_ is FieldType.BOOLEAN:
        return column == value
    return _COMPARISONS[operator](column, value)


def holds_for_row(
    column: ColumnElement[Any],
    type_: FieldType,
    operator: Operator,
    value: Value,
    exclude_missing: bool,
    moment: Moment,
    years: Years = (),
) -> Predicate:
    """Where an operator holds for the row itself, negative ones too; NULL, which a filter drops, only where false."""
    positive = positive_of(operator)
    predicate = holds(column, type_, positive, value, moment, years)
    if positive is operator:
        return predicate
    if exclude_missing:
        return and_(has_value(column), ~predicate)
    return ~func.coalesce(predicate, false())


def asks_for_value(operator: Operator, exclude_missing: bool) -> bool:
    """Whether `holds_for_row` can only be true where there is a value."""
    return exclude_missing if positive_of(operator) is not operator else operator is not Operator.IS_NOT_SET


def needs_years(type_: FieldType, operator: Operator) -> bool:
    """Whether `holds` must know in which years the column's values lie."""
    return type_ is FieldType.DATETIME and operator in ANNIVERSARIES


def compare_number(expression: ColumnElement[Any], operator: Operator, value: Value) -> Predicate:
    """A measured number against a value; every operator of numbers, `ne` too."""
    if operator is Operator.NE:
        return expression != value
    return _COMPARISONS[operator](expression, value)


def number_satisfies(number: Decimal, operator: Operator, value: Value) -> bool:
    """What `compare_number` says of a plain number."""
    if operator is Operator.BETWEEN:
        low, high = cast(tuple[Decimal, Decimal], value)
        return low <= number <= high
    limit = cast(Decimal, value)
    return {
        Operator.EQ: number == limit,
        Operator.NE: number != limit,
        Operator.GT: number > limit,
        Operator.GTE: number >= limit,
        Operator.LT: number < limit,
        Operator.LTE: number <= limit,
    }[operator]


def within(column: ColumnElement[Any], interval: Interval) -> list[Predicate]:
    """A naive UTC column inside a half-open interval; an open end asks nothing."""
    if interval.empty:
        return [false()]
    bounds: list[Predicate] = []
    if interval.start is not None:
        bounds.append(column >= naive_utc(interval.start))
    if interval.end is not None:
        bounds.append(column < naive_utc(interval.end))
    return bounds


def _date_holds(column: ColumnElement[date], operator: Operator, value: Value, moment: Moment) -> Predicate:
    if operator in ANNIVERSARIES:
        return _falls_on(column, operator, value, moment)
    days: DateInterval = resolve_dates(operator, value, moment.as_of, moment.zone)
    if days.empty:
        return false()
    bounds: list[Predicate] = [column.is_not(None)]
    if days.start is not None:
        bounds.append(column >= days.start)
    if days.end is not None:
        bounds.append(column < days.end)
    return and_(*bounds)


def _instant_holds(
    column: ColumnElement[datetime], operator: Operator, value: Value, moment: Moment, years: Years
) -> Predicate:
    if operator in ANNIVERSARIES:
        if not years:
            return false()
        return _falls_on(local_day(column, moment.zone, years), operator, value, moment)
    interval = resolve_instants(operator, value, moment.as_of, moment.zone)
    return and_(column.is_not(None), *within(column, interval))


def _falls_on(day: ColumnElement[date], operator: Operator, value: Value, moment: Moment) -> Predicate:
    days = anniversary_days(operator, value, moment.as_of, moment.zone)
    numbers = sorted(month * 100 + day_of_month for month, day_of_month in days)
    return MonthAndDay(day).in_(numbers)


def any_of(predicates: list[Predicate]) -> Predicate:
    """Where at least one holds."""
    return or_(false(), *predicates)


def all_of(predicates: list[Predicate]) -> Predicate:
    """Where every one holds."""
    return and_(true(), *predicates)


def compare_average(column: ColumnElement[Any], operator: Operator, value: Value) -> Predicate:
    """The average, rounded half away from zero to six decimals, against a value, without dividing.

    round(avg(x)) >= v holds where avg(x) reaches v - 0.0000005, the least number that rounds to v: inclusive above
    zero, where halves round up, exclusive at zero and below. And avg(x) >= b is sum(x - b) >= 0, which is exact.
    """
    if operator is Operator.BETWEEN:
        low, high = cast(tuple[Decimal, Decimal], value)
        return and_(_average_reaches(column, low), ~_average_reaches(column, high + _MICRO))
    limit = cast(Decimal, value)
    at_least, above = _average_reaches(column, limit), _average_reaches(column, limit + _MICRO)
    return {
        Operator.EQ: lambda: and_(at_least, ~above),
        Operator.GT: lambda: above,
        Operator.GTE: lambda: at_least,
        Operator.LT: lambda: ~at_least,
        Operator.LTE: lambda: ~above,
    }[operator]()


def _average_reaches(column: ColumnElement[Any], limit: Decimal) -> Predicate:
    least = literal(limit - _HALF_MICRO, Numeric(26, 7))
    surplus = func.sum(cast_sql(column, Numeric(26, 7)) - least)
    return surplus >= 0 if limit > 0 else surplus > 0
