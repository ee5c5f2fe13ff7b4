"""An event condition as one select or two: what is measured over the matching rows, and what the measure must be."""

from datetime import UTC, datetime
from decimal import Decimal

from masivo.conditions.operators import TEMPORAL_MEASURES, ZERO_WITHOUT_EVENTS, FieldType, MeasureFn, Operator
from masivo.conditions.tree import EventCondition
from masivo.conditions.windows import Interval, resolve_instants, resolve_window
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.predicates import (
    ANNIVERSARIES,
    Predicate,
    compare_average,
    compare_number,
    holds,
    number_satisfies,
    positive_of,
)
from masivo.evaluation.scope import KeySelect, Question, Scope, Threshold

_NOTHING = Interval(datetime.min.replace(tzinfo=UTC), datetime.min.replace(tzinfo=UTC))
_AT_LEAST_ONE = {(Operator.GTE, Decimal(1)), (Operator.GT, Decimal(0)), (Operator.NE, Decimal(0))}


def event_question(condition: EventCondition, scope: Scope) -> Question:
    """The customers whose matching events measure as the condition says (section 4)."""
    window = resolve_window(condition.window, scope.moment.as_of, scope.moment.zone)
    rows = MatchingRows(scope, condition.events, window, condition.where, condition.measure)
    fn, operator = condition.measure.fn, condition.operator
    keys = rows.select(rows.table.c.customer_key)
    if fn is MeasureFn.COUNT and (operator, condition.value) in _AT_LEAST_ONE:
        return Question(keys)
    if operator in (Operator.IS_SET, Operator.IS_NOT_SET):
        # Of a first or last event alone: without matching events there is no group that could lack a value.
        return Question(keys, complement=operator is Operator.IS_NOT_SET)
    if fn in TEMPORAL_MEASURES and operator not in ANNIVERSARIES:
        return _first_or_last_question(condition, scope, window)
    grouped = keys.group_by(rows.table.c.customer_key)

    def met_by(*, holds: bool) -> Threshold | None:
        if fn in TEMPORAL_MEASURES:
            return None
        return Threshold(rows.of_each(), lambda measures: measures.meet(operator, condition.value) == holds)

    if fn in ZERO_WITHOUT_EVENTS:
        asked = compare_number(rows.measured(), operator, condition.value)
        if number_satisfies(Decimal(0), operator, condition.value):
            return Question(grouped.having(~asked), complement=True, threshold=met_by(holds=False))
        return Question(grouped.having(asked), threshold=met_by(holds=True))
    positive = positive_of(operator)
    asked = _valued_measure_holds(condition, positive, scope, rows)
    if positive is operator:
        return Question(grouped.having(asked), threshold=met_by(holds=True))
    if condition.exclude_missing:
        has_value = rows.measured().is_not(None)
        return Question(grouped.having(has_value, ~asked), threshold=met_by(holds=True))
    return Question(grouped.having(asked), complement=True, threshold=met_by(holds=False))


def _first_or_last_question(condition: EventCondition, scope: Scope, window: Interval) -> Question:
    """Whose last event lies in an interval: who has one there but none after it; of the first, none before it.

    Two plain reads, where a server's grouping would have to remember every customer's instant.
    """
    moment, is_last = scope.moment, condition.measure.fn is MeasureFn.LAST
    positive = positive_of(condition.operator)
    wanted = resolve_instants(positive, condition.value, moment.as_of, moment.zone)
    complement = positive is not condition.operator
    if complement and condition.exclude_missing:
        # The one negative operator is not_in_last, and no event is later than as_of: the others are those before.
        wanted, complement = Interval(None, wanted.start) if wanted.start else _NOTHING, False
    edge = wanted.end if is_last else wanted.start
    beyond = _NOTHING if edge is None else window & (Interval(edge, None) if is_last else Interval(None, edge))

    def keys(interval: Interval) -> KeySelect:
        rows = MatchingRows(scope, condition.events, interval, condition.where)
        return rows.select(rows.table.c.customer_key)

    inside = window & wanted
    minus = None if inside.empty or beyond.empty else keys(beyond)
    measured = MatchingRows(scope, condition.events, window, condition.where, condition.measure).of_each()
    threshold = Threshold(measured, lambda measures: measures.lie_within(wanted))
    return Question(keys(inside), complement=complement, minus=minus, threshold=threshold)


def _valued_measure_holds(condition: EventCondition, operator: Operator, scope: Scope, rows: MatchingRows) -> Predicate:
    """A positive operator on a measure that may have no value (avg, min, max, first, last)."""
    if condition.measure.fn in TEMPORAL_MEASURES:
        years = scope.event_years(rows.window)
        return holds(rows.measured(), FieldType.DATETIME, operator, condition.value, scope.moment, years)
    if condition.measure.fn is MeasureFn.AVG:
        return compare_average(scope.column(rows.measured_entry), operator, condition.value)
    return compare_number(rows.measured(), operator, condition.value)
