"""A rank condition: the first customers by an exact measure, ties broken by id (conditions.md, section 6)."""

from collections.abc import Sequence
from decimal import Decimal
from operator import gt, lt
from typing import Any

import numpy as np
from pyroaring import BitMap
from sqlalchemy import ColumnElement, func, select

from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, MeasureFn
from masivo.conditions.tree import Order, RankCondition, TopCount, TopPercent
from masivo.conditions.windows import resolve_window
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.scope import KeySelect, Reckoning, Scope
from masivo.warehouse.store import Snapshot

Ranked = tuple[int, Decimal | int]
"""A customer key, and the exact value that it is ranked by."""

_MILLION = 10**6


def rank_reckoning(condition: RankCondition, scope: Scope) -> Reckoning:
    """The first by the measure. Who has a matching event is in the universe, so the cut need not wait for that."""
    window = resolve_window(condition.window, scope.moment.as_of, scope.moment.zone)
    rows = MatchingRows(scope, condition.events, window, condition.where, condition.measure)
    selects = [_measured(rows, condition.measure.fn, scope)]
    if rows.of_lines and condition.measure.fn in ZERO_WITHOUT_EVENTS:
        # A matching event none of whose lines is counted has no row among the lines, and its customer ranks with 0.
        events = MatchingRows(scope, condition.events, window, condition.where)
        selects.append(select(events.table.c.customer_key).where(*events.predicates))

    def find(snapshot: Snapshot) -> BitMap:
        measured, *matching = selects
        ranked = _ranked(measured, condition.measure.fn, snapshot)
        for asked in matching:
            ranked += [(key, 0) for key in snapshot.keys(asked) - BitMap(key for key, _ in ranked)]
        return _first(ranked, condition, snapshot)

    return Reckoning(tuple(selects), repr((condition.order, condition.top)), find)


def _measured(rows: MatchingRows, fn: MeasureFn, scope: Scope) -> KeySelect:
    """Customer keys with the measure or, for an average, with the sum and the number of what it is taken over."""
    key = rows.table.c.customer_key
    if fn is MeasureFn.AVG:
        column = scope.column(rows.measured_entry)
        values: list[ColumnElement[Any]] = [func.sum(column), func.count(column)]
    else:
        values = [rows.measured()]
    return select(key, *values).where(*rows.predicates).group_by(key).having(values[0].is_not(None))


def _ranked(measured: KeySelect, fn: MeasureFn, snapshot: Snapshot) -> list[Ranked]:
    found = snapshot.rows(measured)
    if fn is not MeasureFn.AVG:
        return [(key, value) for key, value in found]
    return [(key, average_in_millionths(total, among)) for key, total, among in found]


def average_in_millionths(total: Decimal, among: int) -> int:
    """The average in millionths, rounded half away from zero, by whole numbers alone."""
    numerator, denominator = total.as_integer_ratio()
    twice, divisor = 2 * abs(numerator) * _MILLION, denominator * among
    rounded = (twice + divisor) // (2 * divisor)
    return -rounded if numerator < 0 else rounded


def _first(ranked: Sequence[Ranked], condition: RankCondition, snapshot: Snapshot) -> BitMap:
    """The keys of the first; only those that tie for the last places are put in the order of their ids."""
    wanted = min(_how_many(condition.top, len(ranked)), len(ranked))
    if not wanted:
        return BitMap()
    last = sorted((value for _, value in ranked), reverse=condition.order is Order.DESC)[wanted - 1]
    comes_before = gt if condition.order is Order.DESC else lt
    ahead = BitMap(key for key, value in ranked if comes_before(value, last))
    tied = BitMap(key for key, value in ranked if value == last)
    places = wanted - len(ahead)
    return ahead | (tied if places == len(tied) else _first_by_id(tied, places, snapshot))


def _how_many(top: TopCount | TopPercent, among: int) -> int:
    if isinstance(top, TopCount):
        return top.count
    numerator, denominator = top.percent.as_integer_ratio()
    return -(-among * numerator // (denominator * 100))


def _first_by_id(keys: BitMap, places: int, snapshot: Snapshot) -> BitMap:
    """So many of the customers, in the order of their ids' code points, which is how Python compares texts."""
    customers = snapshot.tables.customers
    all_keys, ids = snapshot.columns(select(customers.c.customer_key, customers.c.id))
    id_of = np.empty(snapshot.customer_count, dtype=object)
    id_of[all_keys] = ids
    return BitMap(sorted(keys, key=lambda key: str(id_of[key]))[:places])
