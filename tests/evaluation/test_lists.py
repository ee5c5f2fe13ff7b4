"""Lines of one list are never taken for those of another, whichever tests are asked of them."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from masivo.conditions.parse import parse
from masivo.config import Settings
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.imports import ImportOptions, import_events
from masivo.warehouse.store import Snapshot
from tests.reference import evaluator
from tests.reference.world import EVENT, Import, World

AS_OF = datetime(2026, 3, 1, tzinfo=UTC)
BOGOTA = ZoneInfo("America/Bogota")
BOUGHT: dict[str, dict[str, Any]] = {
    "a": {"order": {"products": [{"sku": "A"}]}},
    "b": {"order": {"products": [{"sku": "B"}]}, "basket": [{"sku": "A"}]},
    "empty": {"order": {"products": [{}]}},
    "other": {"basket": [{"sku": "B"}, {}]},
}
RECORDS = [
    {"customer_id": who, "brand_id": "andes", "type": "PURCHASE", "issued_at": "2026-02-01T00:00:00Z", **lists}
    for who, lists in BOUGHT.items()
]


@pytest.fixture(scope="module")
def snapshot(tmp_path_factory: pytest.TempPathFactory) -> Snapshot:
    home = tmp_path_factory.mktemp("lists")
    path: Path = home / "events.ndjson"
    path.write_text("".join(f"{json.dumps(record)}\n" for record in RECORDS))
    warehouse = open_warehouse(Settings(home, "sqlite://", None, None, "UTC"))
    assert import_events(warehouse, [str(path)], ImportOptions(BOGOTA), home).rejected == 0
    return warehouse.snapshot()


def sku(operator: str, value: str | None = None, list_name: str = "order.products", **more: Any) -> dict[str, Any]:
    asked = {} if value is None else {"value": value}
    return {"property": f"{list_name}[].sku", "operator": operator, **asked, **more}


@pytest.mark.parametrize(
    ("op", "tests", "members"),
    [
        ("all", [sku("eq", "A")], {"a"}),
        ("all", [sku("ne", "A")], {"b", "empty"}),
        ("all", [sku("ne", "A", missing="exclude")], {"b"}),
        ("all", [sku("is_set")], {"a", "b"}),
        ("all", [sku("is_not_set")], {"empty"}),
        ("all", [sku("is_not_set"), sku("ne", "A")], {"empty"}),
        ("all", [sku("ne", "A"), sku("eq", "B")], {"b"}),
        ("any", [sku("eq", "A"), sku("is_not_set")], {"a", "empty"}),
        ("any", [sku("eq", "A"), sku("eq", "B")], {"a", "b"}),
        ("all", [sku("ne", "A"), sku("eq", "A", "basket")], {"b"}),
        ("all", [sku("is_set"), sku("ne", "B", "basket")], {"b"}),
        ("any", [sku("is_not_set"), sku("ne", "A", "basket")], {"empty", "other"}),
    ],
)
def test_who_bought(snapshot: Snapshot, op: str, tests: list[dict[str, Any]], members: set[str]) -> None:
    where = {"op": op, "children": tests}
    asked = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}
    document = {"version": 1, "op": "all", "children": [{**asked, "where": where}]}
    rule = parse(document, snapshot.catalog)
    found = evaluate(rule, snapshot, brand=None, as_of=AS_OF, zone=BOGOTA).members
    world = World()
    world.take(Import(EVENT, RECORDS, BOGOTA))
    told = evaluator.evaluate(document, world, brand=None, as_of=AS_OF, zone=BOGOTA)
    assert set(snapshot.ids(found)) == set(told.ids) == members
