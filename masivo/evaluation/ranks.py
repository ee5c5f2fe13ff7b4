"""A rank condition: the first customers by an exact measure, ties broken by id (conditions.md, section 6)."""

import numpy as np
from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.operators import ZERO_WITHOUT_EVENTS
from masivo.conditions.tree import Order, RankCondition, TopCount, TopPercent
from masivo.conditions.windows import resolve_window
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.measures import Measures
from masivo.evaluation.scope import Reckoning, Scope, TakeMeasures
from masivo.warehouse.bitmaps import bitmap_of_sorted, keys_of
from masivo.warehouse.store import Snapshot


def rank_reckoning(condition: RankCondition, scope: Scope) -> Reckoning:
    """The first by the measure. Who has a matching event is in the universe, so the cut need not wait for that."""
    window = resolve_window(condition.window, scope.moment.as_of, scope.moment.zone)
    rows = MatchingRows(scope, condition.events, window, condition.where, condition.measure)
    measured = rows.of_each()
    matching = []
    if rows.of_lines and condition.measure.fn in ZERO_WITHOUT_EVENTS:
        # A matching event none of whose lines is counted has no row among the lines, and its customer ranks with 0.
        events = MatchingRows(scope, condition.events, window, condition.where)
        matching.append(events.select(events.table.c.customer_key))

    def find(snapshot: Snapshot, take_measures: TakeMeasures) -> BitMap:
        measures = take_measures(measured)
        for asked in matching:
            measures = _with_zeros(measures, snapshot.keys(asked))
        return _first(measures, condition, snapshot)

    settings = repr((condition.measure.fn, condition.order, condition.top))
    return Reckoning((measured.asked_of(scope.snapshot), *matching), settings, find)


def _with_zeros(measures: Measures, matching: BitMap) -> Measures:
    others = keys_of(matching - bitmap_of_sorted(measures.keys))
    keys = np.concatenate([measures.keys, others])
    values = np.concatenate([measures.values, np.zeros(len(others), dtype=np.int64)])
    order = np.argsort(keys)
    return Measures(keys[order], values[order])


def _first(measures: Measures, condition: RankCondition, snapshot: Snapshot) -> BitMap:
    """The keys of the first; only those that tie for the last places are put in the order of their ids."""
    keys, among = measures.keys, len(measures.keys)
    wanted = min(_how_many(condition.top, among), among)
    if not wanted:
        return BitMap()
    values = -measures.values if condition.order is Order.DESC else measures.values
    last = np.partition(values, wanted - 1)[wanted - 1]
    ahead, tied = bitmap_of_sorted(keys[values < last]), bitmap_of_sorted(keys[values == last])
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
