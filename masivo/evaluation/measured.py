"""What conditions measure of single customers: their own value, the events behind it, and who is near a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, cast

from pyroaring import BitMap
from sqlalchemy import ColumnElement, Numeric, Select, func, literal, select

from masivo.conditions.operators import TEMPORAL_MEASURES, ZERO_WITHOUT_EVENTS, FieldType, MeasureFn, Operator
from masivo.conditions.tree import AttributeCondition, Condition, EventCondition, Order, RankCondition, Step, Value
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.windows import Interval, resolve_window
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.predicates import compare_average, compare_number, number_satisfies
from masivo.evaluation.ranks import average_in_millionths
from masivo.evaluation.scope import Scope

NumberCondition = AttributeCondition | EventCondition

_NUMBER_OPERATORS = frozenset(
    {Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN}
)
_NUMBER = Numeric(24, 6)
_MILLION = 10**6
_FIRST_PAGE = 64
_PAGES_GROW = 16


@dataclass(frozen=True, slots=True)
class Near:
    """A customer's key, and the number that the condition compares."""

    key: int
    value: Decimal


@dataclass(frozen=True, slots=True)
class Behind:
    """One customer's events that a condition looks at: how many, and when the latest of them happened."""

    number: int
    latest: tuple[datetime, ...]


def number_condition(condition: Condition, names: Vocabulary) -> NumberCondition | None:
    """The condition, if it compares a number of each customer with a threshold."""
    match condition:
        case EventCondition() if condition.measure.fn not in TEMPORAL_MEASURES:
            return condition
        case AttributeCondition() if condition.operator in _NUMBER_OPERATORS:
            return condition if names.field_type(condition.field) is FieldType.NUMBER else None
    return None


def own_measure(condition: EventCondition | RankCondition, scope: Scope, key: int) -> Decimal | datetime | None:
    """What is measured of one customer: a number, or an instant for `first` and `last`; None without a value."""
    rows = _rows(condition, scope)
    values: Select[Any] = select(*_values(rows, condition.measure.fn, scope))
    ((*found,),) = scope.snapshot.rows(values.where(*rows.predicates, rows.table.c.customer_key == key))
    if isinstance(found[0], datetime):
        return found[0].replace(tzinfo=UTC)
    return None if found[0] is None else _number(found)


def events_behind(
    asked: EventCondition | RankCondition | Step, window: Interval, scope: Scope, key: int, most: int
) -> Behind:
    """The customer's events that an event condition, a rank or a step of a sequence looks at, latest first."""
    rows = MatchingRows(scope, asked.events, window, asked.where)
    own = (*rows.predicates, rows.table.c.customer_key == key)
    at = rows.table.c.occurred_at
    ((number,),) = scope.snapshot.rows(select(func.count()).select_from(rows.table).where(*own))
    latest = scope.snapshot.rows(select(at).where(*own).order_by(at.desc()).limit(most))
    return Behind(number, tuple(instant.replace(tzinfo=UTC) for (instant,) in latest))


def ranked_before(condition: RankCondition, scope: Scope, value: Decimal) -> tuple[int, int]:
    """How many customers rank strictly before a value, and how many rank at all.

    A matching event none of whose lines is measured ranks its customer with 0, which is left aside here.
    """
    rows = _rows(condition, scope)
    keys = _keys(rows).add_columns(rows.measured().label("measured")).having(rows.measured().is_not(None)).subquery()
    first = keys.c.measured > value if condition.order is Order.DESC else keys.c.measured < value
    counts: list[ColumnElement[Any]] = [func.count().filter(first), func.count()]
    ((before, among),) = scope.snapshot.rows(select(*counts).select_from(keys))
    return before, among


def nearest(condition: NumberCondition, scope: Scope, within: BitMap, *, holds: bool, most: int) -> list[Near]:
    """Those of some customers who are nearest to a condition's threshold on one side of it, nearest first.

    `holds` asks for the side on which the condition holds, its own `not` left aside. Who has no value is on neither.
    """
    asked, number = _of_side(condition, scope, holds=holds)
    key = asked.selected_columns[0]
    far = [func.abs(number - literal(end, _NUMBER)) for end in threshold_ends(condition.value)]
    ordered = asked.order_by(func.least(*far) if len(far) > 1 else far[0], key)
    page = _FIRST_PAGE
    while True:
        rows = scope.snapshot.rows(ordered.limit(page))
        found = [Near(key, _number(values)) for key, *values in rows if key in within]
        if len(found) >= most or len(rows) < page:
            break
        page *= _PAGES_GROW
    found += _without_events(condition, scope, within, holds=holds, most=most)
    return sorted(found, key=lambda near: (distance(near.value, condition.value), near.key))[:most]


def distance(number: Decimal, threshold: Value) -> Decimal:
    """How far a number is from a threshold, or from the nearer end of a range."""
    return min(abs(number - end) for end in threshold_ends(threshold))


def threshold_ends(threshold: Value) -> Sequence[Decimal]:
    """The number that a number condition compares with, or both ends of its range."""
    return cast(Sequence[Decimal], threshold if isinstance(threshold, tuple) else (threshold,))


def _of_side(condition: NumberCondition, scope: Scope, *, holds: bool) -> tuple[Select[Any], ColumnElement[Any]]:
    """Keys with their numbers on one side of the threshold, and the number to put them in order by."""
    if isinstance(condition, AttributeCondition):
        customers = scope.snapshot.tables.customers
        column = customers.c[scope.snapshot.catalog.fields[condition.field].column]
        asked = compare_number(column, condition.operator, condition.value)
        side = (column.is_not(None), asked if holds else ~asked)
        return select(customers.c.customer_key, column).where(*side), column
    rows, fn = _rows(condition, scope), condition.measure.fn
    asked = _measure_holds(condition, scope, rows)
    keys = _keys(rows).add_columns(*_values(rows, fn, scope)).having(rows.measured().is_not(None))
    return keys.having(asked if holds else ~asked), rows.measured()


def _without_events(
    condition: NumberCondition, scope: Scope, within: BitMap, *, holds: bool, most: int
) -> Sequence[Near]:
    """Customers without a matching event, whose measure is 0, where that is the side that is asked for."""
    if not isinstance(condition, EventCondition) or condition.measure.fn not in ZERO_WITHOUT_EVENTS:
        return ()
    if number_satisfies(Decimal(0), condition.operator, condition.value) is not holds:
        return ()
    others = within - scope.snapshot.keys(_keys(_rows(condition, scope)))
    return [Near(key, Decimal(0)) for key in others[:most]]


def _rows(condition: EventCondition | RankCondition, scope: Scope) -> MatchingRows:
    window = resolve_window(condition.window, scope.moment.as_of, scope.moment.zone)
    return MatchingRows(scope, condition.events, window, condition.where, condition.measure)


def _keys(rows: MatchingRows) -> Select[Any]:
    key = rows.table.c.customer_key
    return select(key).where(*rows.predicates).group_by(key)


def _values(rows: MatchingRows, fn: MeasureFn, scope: Scope) -> list[ColumnElement[Any]]:
    """The measure or, for an average, the sum and the number of what it is taken over, from which it is exact."""
    if fn is not MeasureFn.AVG:
        return [rows.measured()]
    column = scope.column(rows.measured_entry)
    return [func.sum(column), func.count(column)]


def _number(found: Sequence[Any]) -> Decimal:
    if len(found) == 1:
        return Decimal(found[0])
    total, among = found
    return Decimal(average_in_millionths(total, among)) / _MILLION


def _measure_holds(condition: EventCondition, scope: Scope, rows: MatchingRows) -> ColumnElement[bool]:
    if condition.measure.fn is not MeasureFn.AVG:
        return compare_number(rows.measured(), condition.operator, condition.value)
    column = scope.column(rows.measured_entry)
    if condition.operator is Operator.NE:
        return ~compare_average(column, Operator.EQ, condition.value)
    return compare_average(column, condition.operator, condition.value)
