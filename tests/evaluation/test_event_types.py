"""Where a table has rows of one event type alone it is not asked for them, and still answers for every type."""

import json
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from masivo.conditions.parse import parse
from masivo.conditions.windows import Interval
from masivo.config import Settings
from masivo.evaluation.evaluate import evaluate
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.moments import Moment
from masivo.evaluation.scope import Scope
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.imports import ImportOptions, import_events
from masivo.warehouse.store import Snapshot, Warehouse

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
UTC_ZONE = ZoneInfo("UTC")


def bring(warehouse: Warehouse, home: Path, type_: str, *customers: str) -> Snapshot:
    path = home / "events.ndjson"
    record = {"brand_id": "andes", "type": type_, "issued_at": "2026-02-01T00:00:00Z"}
    path.write_text("".join(f"{json.dumps({**record, 'customer_id': who})}\n" for who in customers))
    assert import_events(warehouse, [str(path)], ImportOptions(UTC_ZONE), home).accepted == len(customers)
    return warehouse.snapshot()


def who_did(snapshot: Snapshot, *types: str) -> Sequence[str]:
    condition = {"kind": "event", "event": list(types), "measure": {"fn": "count"}, "operator": "gte", "value": 1}
    rule = parse({"version": 1, "op": "all", "children": [condition]}, snapshot.catalog)
    return snapshot.ids(evaluate(rule, snapshot, brand=None, as_of=AS_OF, zone=UTC_ZONE).members)


def asks_for_types(snapshot: Snapshot, *types: str) -> bool:
    scope = Scope(snapshot, None, Moment(AS_OF, UTC_ZONE), {})
    rows = MatchingRows(scope, types, Interval(None, None), None)
    return "events.type" in str(rows.select(rows.table.c.customer_key))


def test_only_where_there_are_others_is_a_type_asked_for(home: Path) -> None:
    warehouse = open_warehouse(Settings(home, "sqlite://", None, None, "UTC"))
    empty = warehouse.snapshot()
    assert asks_for_types(empty, "PURCHASE")
    assert who_did(empty, "PURCHASE") == []

    of_one = bring(warehouse, home, "PURCHASE", "a", "b")
    assert not asks_for_types(of_one, "PURCHASE")
    assert who_did(of_one, "PURCHASE") == ["a", "b"]
    assert not asks_for_types(of_one, "ADD_TO_CART", "PURCHASE")
    assert who_did(of_one, "ADD_TO_CART", "PURCHASE") == ["a", "b"]
    assert asks_for_types(of_one, "ADD_TO_CART")
    assert who_did(of_one, "ADD_TO_CART") == []

    of_two = bring(warehouse, home, "ADD_TO_CART", "b", "c")
    assert asks_for_types(of_two, "PURCHASE")
    assert who_did(of_two, "PURCHASE") == ["a", "b"]
    assert who_did(of_two, "ADD_TO_CART", "PURCHASE") == ["a", "b", "c"]
