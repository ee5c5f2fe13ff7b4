"""An event condition as one select: which rows take part (`where`), what is measured, and what the measure must be."""

from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Table, func, select

from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, FieldType, MeasureFn, Operator
from masivo.conditions.tree import EventCondition, Logic, PropertyTest, Where
from masivo.conditions.windows import resolve_window
from masivo.evaluation.moments import local_day
from masivo.evaluation.predicates import (
    Predicate,
    all_of,
    any_of,
    compare_average,
    compare_number,
    holds,
    holds_for_row,
    needs_years,
    number_satisfies,
    positive_of,
    within,
)
from masivo.evaluation.scope import Question, Scope
from masivo.warehouse.catalog import Entry, Owner

_AT_LEAST_ONE = {(Operator.GTE, Decimal(1)), (Operator.GT, Decimal(0)), (Operator.NE, Decimal(0))}


def event_question(condition: EventCondition, scope: Scope) -> Question:
    """The customers whose matching events measure as the condition says (section 4)."""
    rows = _MatchingRows(condition, scope)
    fn, operator = condition.measure.fn, condition.operator
    keys = select(rows.table.c.customer_key).where(*rows.predicates)
    if fn is MeasureFn.COUNT and (operator, condition.value) in _AT_LEAST_ONE:
        return Question(keys)
    if operator in (Operator.IS_SET, Operator.IS_NOT_SET):
        # Of a first or last event alone: without matching events there is no group that could lack a value.
        return Question(keys, complement=operator is Operator.IS_NOT_SET)
    grouped = keys.group_by(rows.table.c.customer_key)
    if fn in ZERO_WITHOUT_EVENTS:
        asked = compare_number(_measured(condition, scope, rows.table), operator, condition.value)
        if number_satisfies(Decimal(0), operator, condition.value):
            return Question(grouped.having(~asked), complement=True)
        return Question(grouped.having(asked))
    positive = positive_of(operator)
    asked = _valued_measure_holds(condition, positive, scope, rows.table)
    if positive is operator:
        return Question(grouped.having(asked))
    if condition.exclude_missing:
        has_value = _measured(condition, scope, rows.table).is_not(None)
        return Question(grouped.having(has_value, ~asked))
    return Question(grouped.having(asked), complement=True)


class _MatchingRows:
    """The table that the measure reads, and the predicates of the rows that take part."""

    def __init__(self, condition: EventCondition, scope: Scope) -> None:
        self._scope = scope
        self._condition = condition
        tables = scope.snapshot.tables
        measured = _entry(scope, condition.measure.property)
        self.table: Table = tables.lines if measured and measured.owner is Owner.LINE else tables.events
        self.predicates = self._base(self.table)
        if measured and measured.owner is Owner.LINE:
            self.predicates.append(tables.lines.c.list_name == measured.list_name)
            self.predicates.extend(self._where_of_lines(condition.where, measured.list_name))
        elif condition.where:
            self.predicates.append(self._where_of_events(condition.where.op, condition.where.children))

    def _base(self, table: Table) -> list[Predicate]:
        """The rows of counting events of the condition's types, the brand and the window."""
        condition, moment = self._condition, self._scope.moment
        types = table.c.type == condition.events[0]
        if len(condition.events) > 1:
            types = table.c.type.in_(condition.events)
        predicates: list[Predicate] = [table.c.counts, types]
        if self._scope.brand is not None:
            predicates.append(table.c.brand_id == self._scope.brand)
        window = self._scope.clip(resolve_window(condition.window, moment.as_of, moment.zone))
        return predicates + within(table.c.occurred_at, window)

    def _where_of_events(self, op: Logic, tests: tuple[PropertyTest, ...]) -> Predicate:
        """Which events satisfy a `where`: its line tests of one list go to the same line under `all`."""
        combine = all_of if op is Logic.ALL else any_of
        parts: list[Predicate] = []
        by_list: dict[str, list[PropertyTest]] = {}
        for test in tests:
            entry = self._scope.snapshot.catalog.properties[test.property]
            if entry.owner is Owner.LINE:
                by_list.setdefault(entry.list_name, []).append(test)
            else:
                parts.append(self._test(test, entry))
        for list_name, line_tests in by_list.items():
            parts.append(self._event_has_line(list_name, combine([self._line_test(test) for test in line_tests])))
        return combine(parts)

    def _where_of_lines(self, where: Where | None, list_name: str) -> list[Predicate]:
        """Which lines of one list a line measure is taken over."""
        if where is None:
            return []
        own: list[PropertyTest] = []
        others: list[PropertyTest] = []
        for test in where.children:
            entry = self._scope.snapshot.catalog.properties[test.property]
            of_this_list = entry.owner is Owner.LINE and entry.list_name == list_name
            (own if of_this_list else others).append(test)
        own_predicates = [self._line_test(test) for test in own]
        if where.op is Logic.ANY and own:
            # A line that satisfies one of them makes its event match; other lines are not measured.
            return [any_of(own_predicates)]
        if others:
            events = self._scope.snapshot.tables.events
            matching = select(events.c.event_key).where(
                *self._base(events), self._where_of_events(where.op, tuple(others))
            )
            own_predicates.append(self.table.c.event_key.in_(matching))
        return own_predicates

    def _event_has_line(self, list_name: str, predicate: Predicate) -> Predicate:
        tables = self._scope.snapshot.tables
        lines = select(tables.lines.c.event_key).where(
            *self._base(tables.lines), tables.lines.c.list_name == list_name, predicate
        )
        return tables.events.c.event_key.in_(lines)

    def _line_test(self, test: PropertyTest) -> Predicate:
        return self._test(test, self._scope.snapshot.catalog.properties[test.property])

    def _test(self, test: PropertyTest, entry: Entry) -> Predicate:
        years = self._scope.value_years(entry) if needs_years(entry.type, test.operator) else ()
        return holds_for_row(
            self._scope.column(entry),
            entry.type,
            test.operator,
            test.value,
            test.exclude_missing,
            self._scope.moment,
            years,
        )


def _measured(condition: EventCondition, scope: Scope, table: FromClause) -> ColumnElement[Any]:
    """The measure as an aggregate over a customer's rows; NULL where it has no value."""
    fn = condition.measure.fn
    occurred_at = table.c.occurred_at
    entry = _entry(scope, condition.measure.property)
    if fn is MeasureFn.COUNT:
        return func.count()
    if fn is MeasureFn.COUNT_DAYS:
        return func.count(local_day(occurred_at, scope.moment.zone, _years(condition, scope)).distinct())
    if fn is MeasureFn.FIRST:
        return func.min(occurred_at)
    if fn is MeasureFn.LAST:
        return func.max(occurred_at)
    assert entry is not None, "parse lets no other measure through without a property"
    column = scope.column(entry)
    if fn is MeasureFn.COUNT_DISTINCT:
        return func.count(column.distinct())
    if fn is MeasureFn.SUM:
        return func.coalesce(func.sum(column), 0)
    aggregates = {MeasureFn.MIN: func.min(column), MeasureFn.MAX: func.max(column), MeasureFn.AVG: func.avg(column)}
    return aggregates[fn]


def _valued_measure_holds(condition: EventCondition, operator: Operator, scope: Scope, table: FromClause) -> Predicate:
    """A positive operator on a measure that may have no value (avg, min, max, first, last)."""
    fn = condition.measure.fn
    if fn in (MeasureFn.FIRST, MeasureFn.LAST):
        measured = _measured(condition, scope, table)
        return holds(measured, FieldType.DATETIME, operator, condition.value, scope.moment, _years(condition, scope))
    if fn is MeasureFn.AVG:
        entry = _entry(scope, condition.measure.property)
        assert entry is not None, "an average has a property"
        return compare_average(scope.column(entry), operator, condition.value)
    return compare_number(_measured(condition, scope, table), operator, condition.value)


def _years(condition: EventCondition, scope: Scope) -> range:
    return scope.event_years(resolve_window(condition.window, scope.moment.as_of, scope.moment.zone))


def _entry(scope: Scope, name: str | None) -> Entry | None:
    return None if name is None else scope.snapshot.catalog.properties[name]
