"""The generated customers and events into a warehouse, through the door for typed tables."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import pyarrow as pa

from masivo.demo.columns import constant
from masivo.demo.customers import customer_batches, customer_ids
from masivo.demo.events import EventBatch, event_batches
from masivo.demo.population import make_population
from masivo.warehouse.ingest.tables import load_tables
from masivo.warehouse.store import Warehouse


@dataclass(frozen=True)
class DemoSize:
    """How much to make, from which seed."""

    customers: int = 50_000
    events: int = 1_000_000
    seed: int = 2026


def fill_warehouse(
    warehouse: Warehouse, size: DemoSize, until: datetime, progress: Callable[[int], None] | None = None
) -> None:
    """Import everything up to the instant `until`; `progress(events)` is told how many events went in with each batch.

    Doing it again with the same arguments changes nothing, so what was broken off is finished by that.
    """
    population = make_population(size.seed, size.customers, until)
    load_tables(warehouse, customers=pa.concat_tables(customer_batches(population)))
    ids = customer_ids(0, size.customers)
    for batch in event_batches(population, size.events):
        load_tables(warehouse, events=_with_ids(batch, ids), lines=_with_list(batch.lines))
        if progress is not None:
            progress(batch.events.num_rows)


def _with_ids(batch: EventBatch, ids: pa.Array) -> pa.Table:
    """The events with the outside ids of their customers."""
    customer = batch.events.column("customer").combine_chunks()
    named = batch.events.drop_columns("customer").append_column(
        "customer_id", pa.DictionaryArray.from_arrays(customer, ids)
    )
    return named.rename_columns({"occurred_at": "issued_at"})


def _with_list(lines: pa.Table) -> pa.Table:
    """The lines with the name of their list."""
    named = lines.append_column("list_name", constant("order.products", lines.num_rows))
    return named.rename_columns({"event": "event_row"})
