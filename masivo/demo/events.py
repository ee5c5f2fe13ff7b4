"""The events as the warehouse takes them, a week at a time, so that any number of them needs little memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import pyarrow as pa

from masivo.demo.population import EVENT_DAYS, EVENT_STREAM, Population
from masivo.demo.purchases import order_columns, order_lines, product_columns
from masivo.demo.seasons import Calendar, day_starts, make_calendar, micros_of
from masivo.demo.traces import Traces, event_columns, leave_traces
from masivo.demo.visits import draw_visits

BATCH = 1_000_000
_SLICE_DAYS = 7
_FEWEST_CUSTOMERS = 100


@dataclass(frozen=True)
class EventBatch:
    """Events in the order of time, a column a property by its dotted name, and the lines of their orders.

    `customer` is the row of the customer among all. A line's `event` is the row of its event in this batch.
    """

    events: pa.Table
    lines: pa.Table

    def part(self, first: int, keep: int) -> "EventBatch":
        """`keep` events from row `first`, with their lines."""
        event = self.lines.column("event").to_numpy()
        start, stop = np.searchsorted(event, [first, first + keep])
        lines = self.lines.slice(start, stop - start)
        return EventBatch(self.events.slice(first, keep), _renumber(lines, -first))


def event_batches(population: Population, events: int, rows: int = BATCH) -> Iterator[EventBatch]:
    """Exactly `events` events, the newest of two years and today up to the population's `until`, oldest first.

    Each batch has at least `rows` events, but for the last. Today's events come on top of the two full years', and as
    many of the oldest make room for them: so an event is the same at every hour of the day.
    Raises ValueError where there are too few customers for somebody to come in every week.
    """
    if population.size < _FEWEST_CUSTOMERS:
        raise ValueError(f"the demonstration needs at least {_FEWEST_CUSTOMERS} customers")
    return _gather(_slices(population, events), rows)


def _slices(population: Population, events: int) -> Iterator[EventBatch]:
    calendar = make_calendar(population.today - EVENT_DAYS, EVENT_DAYS + 1)
    until_day = np.cumsum(np.concatenate([[0.0], calendar.weights]))
    due = np.rint(events * until_day / until_day[EVENT_DAYS]).astype(np.int64)
    edges = [*range(EVENT_DAYS % _SLICE_DAYS, EVENT_DAYS + 1, _SLICE_DAYS)]
    edges = edges if edges[0] == 0 else [0, *edges]
    today = _make_slice(population, calendar, len(edges), EVENT_DAYS, EVENT_DAYS + 1, int(due[-1] - due[-2]))
    so_far = int(
        np.searchsorted(
            today.events.column("occurred_at").to_numpy().astype(np.int64), micros_of(population.until), side="right"
        )
    )
    surplus = so_far
    for number, (first, last) in enumerate(pairwise(edges)):
        batch = _make_slice(population, calendar, number, first, last, int(due[last] - due[first]))
        size = batch.events.num_rows
        drop = min(surplus, size)
        surplus -= drop
        yield batch.part(drop, size - drop)
    yield today.part(0, so_far)


def _make_slice(
    population: Population, calendar: Calendar, number: int, first: int, last: int, size: int
) -> EventBatch:
    generator = population.generator(EVENT_STREAM, number)
    days = Calendar(calendar.first + first, calendar.weights[first:last])
    start, end = day_starts(calendar.first + first), day_starts(calendar.first + last)
    registered = np.arange(*np.searchsorted(population.joined, [start, end]))
    registered = registered[~population.anonymous[registered]][:size]
    visits = draw_visits(population, generator, days, start, end, size - len(registered)).cut(size - len(registered))
    traces = leave_traces(population, generator, visits, registered)
    return _build(population, generator, traces, number)


def _build(population: Population, generator: np.random.Generator, traces: Traces, number: int) -> EventBatch:
    lines = order_lines(population, generator, traces)
    columns = event_columns(population, generator, traces, number)
    columns |= product_columns(population.shelves, traces)
    columns |= order_columns(population, generator, traces, lines, number)
    return EventBatch(pa.table(columns), lines.table(population.shelves))


def _gather(slices: Iterator[EventBatch], rows: int) -> Iterator[EventBatch]:
    waiting: list[EventBatch] = []
    held = 0
    for batch in slices:
        waiting.append(EventBatch(batch.events, _renumber(batch.lines, held)))
        held += batch.events.num_rows
        if held >= rows:
            yield _join(waiting)
            waiting, held = [], 0
    if held:
        yield _join(waiting)


def _join(batches: list[EventBatch]) -> EventBatch:
    return EventBatch(
        pa.concat_tables([batch.events for batch in batches]), pa.concat_tables([batch.lines for batch in batches])
    )


def _renumber(lines: pa.Table, by: int) -> pa.Table:
    moved = pa.array(lines.column("event").to_numpy() + by)
    return lines.set_column(lines.column_names.index("event"), "event", moved)
