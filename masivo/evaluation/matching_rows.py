"""Which rows an event condition, a rank or a step of a sequence looks at, and what they measure."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, Table, func, select

from masivo.conditions.operators import MeasureFn
from masivo.conditions.tree import Logic, Measure, PropertyTest, Where
from masivo.conditions.windows import Interval
from masivo.evaluation.measures import Measured
from masivo.evaluation.moments import local_day
from masivo.evaluation.predicates import Predicate, all_of, any_of, asks_for_value, holds_for_row, needs_years, within
from masivo.evaluation.scope import Scope
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.seeking import Sought, seeking

_THE_EVENTS = Measure(MeasureFn.COUNT)


class MatchingRows:
    """The table to read, and the rows of it that take part.

    That is the table of the lines where the measure is taken over them (`of_lines`), and also where only one list's
    lines decide which events match: a line carries its event's own columns, so the events need not be read at all.
    They are of counting events of the types and the brand in `window`, which is resolved, and `where` holds for them.
    """

    def __init__(
        self,
        scope: Scope,
        events: tuple[str, ...],
        window: Interval,
        where: Where | None,
        measure: Measure = _THE_EVENTS,
    ) -> None:
        self._scope = scope
        self._events = events
        self._measure = measure
        self.window = window
        tables = scope.snapshot.tables
        self.of_lines = measure.property is not None and self.measured_entry.owner is Owner.LINE
        list_name = self.measured_entry.list_name if self.of_lines else self._deciding_list(where)
        self.table: Table = tables.events if list_name is None else tables.lines
        self._predicates = self._base(self.table)
        if list_name is not None:
            self._predicates.extend(self._where_of_lines(where, list_name))
        elif where:
            self._predicates.append(self._where_of_events(where.op, where.children))

    def select(self, *columns: ColumnElement[Any]) -> Select[Any]:
        """A select of these rows."""
        return seeking(select(*columns).where(*self._predicates), Sought(self._events, self.window))

    @property
    def measured_entry(self) -> Entry:
        """The catalog's entry of the measure's property."""
        assert self._measure.property is not None, "parse lets no other measure through without a property"
        return self._scope.snapshot.catalog.properties[self._measure.property]

    @property
    def repeats_events(self) -> bool:
        """Whether an event may have several rows: one for each of its lines that matches."""
        return "list_name" in self.table.c

    def local_day(self) -> ColumnElement[date]:
        """The day of a row on the clock of the scope's zone."""
        years = self._scope.event_years(self.window)
        return local_day(self.table.c.occurred_at, self._scope.moment.zone, years)

    def measured(self) -> ColumnElement[Any]:
        """The measure as an aggregate over a customer's rows; NULL where it has no value. An average is not exact."""
        fn, occurred_at = self._measure.fn, self.table.c.occurred_at
        if fn is MeasureFn.COUNT:
            return func.count(self.table.c.event_key.distinct()) if self.repeats_events else func.count()
        if fn is MeasureFn.COUNT_DAYS:
            return func.count(self.local_day().distinct())
        if fn is MeasureFn.FIRST:
            return func.min(occurred_at)
        if fn is MeasureFn.LAST:
            return func.max(occurred_at)
        column = self._scope.column(self.measured_entry)
        if fn is MeasureFn.COUNT_DISTINCT:
            return func.count(column.distinct())
        if fn is MeasureFn.SUM:
            return func.coalesce(func.sum(column), 0)
        aggregates = {MeasureFn.MIN: func.min(column), MeasureFn.MAX: func.max(column), MeasureFn.AVG: func.avg(column)}
        return aggregates[fn]

    def of_each(self) -> Measured:
        """The measure, to be taken of every customer."""
        fn, key = self._measure.fn, self.table.c.customer_key
        values: list[ColumnElement[Any]] = [self.measured().label("measured")]
        if fn is MeasureFn.AVG:
            column = self._scope.column(self.measured_entry)
            values = [func.sum(column), func.count(column)]
        return Measured(fn, self._plain(), self.select(key, *values).group_by(key))

    def _plain(self) -> Select[Any] | None:
        """A customer key a row, and what is measured of it; None where rows must be told apart before."""
        plain = self.select(self.table.c.customer_key)
        match self._measure.fn:
            case MeasureFn.COUNT:
                return None if self.repeats_events else plain
            case MeasureFn.COUNT_DAYS:
                return plain.add_columns(self.local_day())
            case MeasureFn.SUM:
                # Who has rows, but no number in any of them, has the sum 0.
                return plain.add_columns(func.coalesce(self._scope.column(self.measured_entry), 0))
            case MeasureFn.AVG | MeasureFn.MIN | MeasureFn.MAX:
                column = self._scope.column(self.measured_entry)
                return plain.add_columns(column).where(column.is_not(None))
            case MeasureFn.FIRST | MeasureFn.LAST:
                return plain.add_columns(self.table.c.occurred_at)
        return None

    def _deciding_list(self, where: Where | None) -> str | None:
        """The list whose lines alone decide which events match, for measures of the events' own columns."""
        if where is None or self._measure.property is not None:
            return None
        properties = self._scope.snapshot.catalog.properties
        asked = {properties[test.property] for test in where.children}
        lists = {entry.list_name if entry.owner is Owner.LINE else None for entry in asked}
        return lists.pop() if len(lists) == 1 else None

    def _base(self, table: Table) -> list[Predicate]:
        predicates: list[Predicate] = [table.c.counts]
        owner = Owner.LINE if "list_name" in table.c else Owner.EVENT
        if not self._scope.snapshot.statistics.hold_only(owner, self._events):
            one = len(self._events) == 1
            predicates.append(table.c.type == self._events[0] if one else table.c.type.in_(self._events))
        if self._scope.brand is not None:
            predicates.append(table.c.brand_id == self._scope.brand)
        return predicates + within(table.c.occurred_at, self._scope.clip(self.window))

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
            parts.append(self._event_has_line(list_name, op, line_tests))
        return combine(parts)

    def _where_of_lines(self, where: Where | None, list_name: str) -> list[Predicate]:
        """Which lines of one list are looked at."""
        if where is None:
            return self._of_list(list_name, Logic.ALL, [])
        own: list[PropertyTest] = []
        others: list[PropertyTest] = []
        for test in where.children:
            entry = self._scope.snapshot.catalog.properties[test.property]
            of_this_list = entry.owner is Owner.LINE and entry.list_name == list_name
            (own if of_this_list else others).append(test)
        if where.op is Logic.ANY and own:
            # A line that satisfies one of them makes its event match; other lines are not measured.
            return self._of_list(list_name, where.op, own)
        predicates = self._of_list(list_name, Logic.ALL, own)
        if others:
            events = self._scope.snapshot.tables.events
            matching = select(events.c.event_key).where(
                *self._base(events), self._where_of_events(where.op, tuple(others))
            )
            predicates.append(self.table.c.event_key.in_(matching))
        return predicates

    def _event_has_line(self, list_name: str, op: Logic, tests: list[PropertyTest]) -> Predicate:
        tables = self._scope.snapshot.tables
        lines = select(tables.lines.c.event_key).where(*self._base(tables.lines), *self._of_list(list_name, op, tests))
        return tables.events.c.event_key.in_(lines)

    def _of_list(self, list_name: str, op: Logic, tests: list[PropertyTest]) -> list[Predicate]:
        """The lines of a list that satisfy tests of its properties.

        Only they have values of its properties, so tests that ask for one need not be told which list it is.
        """
        asked = [self._line_test(test) for test in tests]
        with_value = [asks_for_value(test.operator, test.exclude_missing) for test in tests]
        predicates = asked if op is Logic.ALL else [any_of(asked)]
        if any(with_value) if op is Logic.ALL else all(with_value):
            return predicates
        return [self._scope.snapshot.tables.lines.c.list_name == list_name, *predicates]

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
