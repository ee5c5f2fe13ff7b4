"""The three kinds of warehouse side by side, at the demonstration's size: loading it, and the same questions."""

import shutil
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from bench.conditions import ask
from bench.generate import UNTIL, settings_of
from bench.timing import Timing, measure
from masivo.demo.fill import DemoSize, fill_warehouse
from masivo.demo.rules import Json, did, document, field, last, span, where
from masivo.warehouse import open_warehouse
from masivo.warehouse.store import Snapshot
from tests.clickhouse import ClickHouse
from tests.postgres import PostgresServer

_ONE_PRODUCT = where(("order.products[].sku", "eq", "MEA-001"))
_ONE_DEPARTMENT = where(("order.products[].tags.department", "eq", "MEAT"))

QUESTIONS: dict[str, Json] = {
    "spent over 500 in 180 days": document(did("PURCHASE", "sum", "gt", 500, "order.value", window=last(180, "day"))),
    "bought twice in 30 days": document(did("PURCHASE", "count", "gte", 2, window=last(30, "day"))),
    "last bought more than 60 days ago": document(did("PURCHASE", "last", "more_than_ago", span(60, "day"))),
    "spent over 100 on one product": document(
        did("PURCHASE", "sum", "gt", 100, "order.products[].value", where=_ONE_PRODUCT)
    ),
    "spent over 100 on lines of a department (custom name), 90 days": document(
        did("PURCHASE", "sum", "gt", 100, "order.products[].value", window=last(90, "day"), where=_ONE_DEPARTMENT)
    ),
    "lives in one of two cities": document(field("city", "in", ["Bogotá", "Medellín"])),
}


@dataclass(frozen=True)
class StoreRow:
    """What a question, or loading everything, took in each kind of warehouse, by its name."""

    what: str
    answer: int | None
    timings: dict[str, Timing]


def store_rows(size: DemoSize, times: int) -> Iterator[StoreRow]:
    """Each question, answered alike by all, and at last the loading."""
    scratch = Path(tempfile.mkdtemp(prefix="bench-"))
    scratch.chmod(0o755)  # PostgreSQL may run as another user
    try:
        (scratch / "postgres").mkdir()
        with PostgresServer(scratch / "postgres") as postgres:
            urls = {
                "lake": None,
                "PostgreSQL": postgres.make_database(),
                "ClickHouse": ClickHouse(scratch / "clickhouse").make_database(),
            }
            loaded = {name: _load(scratch / name, url, size) for name, url in urls.items()}
            for what, rule in QUESTIONS.items():
                counts = {ask(snapshot, rule).count for snapshot, _ in loaded.values()}
                if len(counts) > 1:
                    raise SystemExit(f"{what}: the warehouses give different numbers of customers")
                yield StoreRow(
                    what,
                    counts.pop(),
                    {name: measure(partial(ask, snapshot, rule), times) for name, (snapshot, _) in loaded.items()},
                )
            yield StoreRow("loading all of it", None, {name: seconds for name, (_, seconds) in loaded.items()})
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _load(home: Path, url: str | None, size: DemoSize) -> tuple[Snapshot, Timing]:
    warehouse = open_warehouse(replace(settings_of(home), warehouse_url=url))
    started = time.perf_counter()
    fill_warehouse(warehouse, size, UNTIL)
    seconds = time.perf_counter() - started
    return warehouse.snapshot(), Timing((seconds,))
