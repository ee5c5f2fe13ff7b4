"""What conditions measure of single customers: their own value, the events behind it, and who is near a threshold."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from functools import reduce
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import ColumnElement, Numeric, func, literal, select

from masivo.conditions.operators import TEMPORAL_MEASURES, ZERO_WITHOUT_EVENTS, FieldType, MeasureFn, Operator
from masivo.conditions.tree import AttributeCondition, Condition, EventCondition, Order, RankCondition, Step, Value
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.windows import Interval, resolve_window
from masivo.evaluation.asking import Asker
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.measures import average_in_millionths, threshold_ends
from masivo.evaluation.predicates import compare_number, number_satisfies
from masivo.evaluation.scope import Scope
from masivo.evaluation.tallies import MILLION
from masivo.warehouse.bitmaps import bitmap_of_sorted, keys_of

NumberCondition = AttributeCondition | EventCondition

_NUMBER_OPERATORS = frozenset(
    {Operator.EQ, Operator.NE, Operator.GT, Operator.GTE, Operator.LT, Operator.LTE, Operator.BETWEEN}
)
_NUMBER = Numeric(24, 6)
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
    values = rows.select(*_values(rows, condition.measure.fn, scope))
    ((*found,),) = scope.snapshot.rows(values.where(rows.table.c.customer_key == key))
    if isinstance(found[0], datetime):
        return found[0].replace(tzinfo=UTC)
    return None if found[0] is None else _number(found)


def events_behind(
    asked: EventCondition | RankCondition | Step, window: Interval, scope: Scope, key: int, most: int
) -> Behind:
    """The customer's events that an event condition, a rank or a step of a sequence looks at, latest first."""
    rows = MatchingRows(scope, asked.events, window, asked.where)
    own, at = rows.table.c.customer_key == key, rows.table.c.occurred_at
    ((number,),) = scope.snapshot.rows(rows.select(func.count()).where(own))
    latest = scope.snapshot.rows(rows.select(at).where(own).order_by(at.desc()).limit(most))
    return Behind(number, tuple(instant.replace(tzinfo=UTC) for (instant,) in latest))


def ranked_before(condition: RankCondition, asker: Asker, value: Decimal) -> tuple[int, int]:
    """How many customers rank strictly before a value, and how many rank at all.

    A matching event none of whose lines is measured ranks its customer with 0, which is left aside here.
    """
    measures = asker.measures(_rows(condition, asker.scope).of_each())
    before = Operator.GT if condition.order is Order.DESC else Operator.LT
    return int(measures.meet(before, value).sum()), len(measures.keys)


def nearest(condition: NumberCondition, asker: Asker, within: BitMap, *, holds: bool, most: int) -> list[Near]:
    """Those of some customers who are nearest to a condition's threshold on one side of it, nearest first.

    `holds` asks for the side on which the condition holds, its own `not` left aside. Who has no value is on neither.
    """
    if isinstance(condition, AttributeCondition):
        return _nearest_of_field(condition, asker.scope, within, holds=holds, most=most)
    measures = asker.measures(_rows(condition, asker.scope).of_each())
    side = measures.meet(condition.operator, condition.value) == holds
    side &= np.isin(measures.keys, keys_of(within))
    keys, values = measures.keys[side], measures.values[side]
    far = reduce(np.minimum, [_far(values, int(end * MILLION)) for end in threshold_ends(condition.value)])
    first = np.lexsort((keys, far))[:most]
    found = [Near(int(keys[place]), Decimal(int(values[place])) / MILLION) for place in first]
    if condition.measure.fn in ZERO_WITHOUT_EVENTS:
        zero_holds = number_satisfies(Decimal(0), condition.operator, condition.value)
        others = within - bitmap_of_sorted(measures.keys) if zero_holds is holds else BitMap()
        found += [Near(key, Decimal(0)) for key in others[:most]]
    return sorted(found, key=lambda near: (distance(near.value, condition.value), near.key))[:most]


def _nearest_of_field(
    condition: AttributeCondition, scope: Scope, within: BitMap, *, holds: bool, most: int
) -> list[Near]:
    customers = scope.snapshot.tables.customers
    key, column = customers.c.customer_key, scope.column(scope.snapshot.catalog.fields[condition.field])
    asked = compare_number(column, condition.operator, condition.value)
    far = [func.abs(column - literal(end, _NUMBER)) for end in threshold_ends(condition.value)]
    ordered = (
        select(key, column)
        .where(column.is_not(None), asked if holds else ~asked)
        .order_by(func.least(*far) if len(far) > 1 else far[0], key)
    )
    page = _FIRST_PAGE
    while True:
        rows = scope.snapshot.rows(ordered.limit(page))
        found = [Near(key, Decimal(value)) for key, value in rows if key in within]
        if len(found) >= most or len(rows) < page:
            return found[:most]
        page *= _PAGES_GROW


def _far(values: NDArray[Any], limit: int) -> NDArray[Any]:
    """How far values in millionths are from a limit, as Python's own numbers where 64 bits do not hold that."""
    largest = max(int(values.max(initial=0)), -int(values.min(initial=0)))
    exact = values if largest + abs(limit) < 1 << 63 else values.astype(object)
    far: NDArray[Any] = np.abs(exact - limit)
    return far


def distance(number: Decimal, threshold: Value) -> Decimal:
    """How far a number is from a threshold, or from the nearer end of a range."""
    return min(abs(number - end) for end in threshold_ends(threshold))


def _rows(condition: EventCondition | RankCondition, scope: Scope) -> MatchingRows:
    window = resolve_window(condition.window, scope.moment.as_of, scope.moment.zone)
    return MatchingRows(scope, condition.events, window, condition.where, condition.measure)


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
    return Decimal(average_in_millionths(total, among)) / MILLION
