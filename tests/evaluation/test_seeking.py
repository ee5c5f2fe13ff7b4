"""A question to the lake reads only the files that may hold rows of its window and types, and misses none for it."""

from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from masivo.conditions.parse import parse
from masivo.conditions.windows import Interval
from masivo.errors import WarehouseUnavailable
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse.catalog import Owner
from masivo.warehouse.manifest import read_manifest, write_manifest
from masivo.warehouse.seeking import Sought
from masivo.warehouse.statistics import Rows
from tests.warehouse.lake import Lake, event

CUSTOMERS = ["ana", "bo", "cy"]
"""In the order in which they come, which is that of their keys."""

AS_OF = datetime(2024, 6, 1, tzinfo=UTC)
MARCH = {"kind": "between", "from": "2024-03-01", "to": "2024-03-31"}
SKU = {"property": "order.products[].sku", "operator": "eq", "value": "A"}
VALUE = {"property": "order.value", "operator": "eq", "value": 5}


@pytest.fixture
def lake(home: Path) -> Lake:
    lake = Lake(home)
    bought(lake, "ana", "2024-01-10T10:00:00Z")
    bought(lake, "bo", "2024-03-10T10:00:00Z")
    return lake


def bought(lake: Lake, customer: str, at: str, **more: Any) -> None:
    """An import of one purchase, which has files of its own."""
    lake.events(event(customer_id=customer, issued_at=at, order={"value": 5, "products": [{"sku": "A"}]}, **more))


def who(lake: Lake, **asked: Any) -> list[str]:
    """Who has an event of March such as asked."""
    condition = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}
    document = {"version": 1, "op": "all", "children": [{**condition, "window": MARCH, **asked}]}
    snapshot = lake.snapshot
    rule = parse(document, snapshot.catalog)
    members = evaluate(rule, snapshot, brand=None, as_of=AS_OF, zone=ZoneInfo("UTC")).members
    return [CUSTOMERS[key] for key in members]


def lose_january(lake: Lake) -> None:
    for owner in (Owner.EVENT, Owner.LINE):
        for part in read_manifest(lake.warehouse.home).tables[owner].parts:
            at = part.types["PURCHASE"].first_at
            if at is not None and at.month == 1:
                (lake.warehouse.home / owner / part.path).unlink()


@pytest.mark.parametrize("tests", [[VALUE], [SKU], [SKU, VALUE]], ids=["events", "lines", "both"])
def test_a_file_without_any_is_not_read(lake: Lake, tests: list[Any]) -> None:
    lose_january(lake)
    asked = {"where": {"op": "all", "children": tests}}
    assert who(lake, **asked) == ["bo"]
    assert who(lake, **asked, event="BIRTHDAY") == []
    with pytest.raises(WarehouseUnavailable):
        who(lake, **asked, window={"kind": "since", "from": "2024-01-01"})


def test_a_file_that_nobody_measured_is_read(lake: Lake) -> None:
    home = lake.warehouse.home
    manifest = read_manifest(home)
    tables = {
        owner: replace(table, parts=tuple(replace(part, layout="", types={}) for part in table.parts))
        for owner, table in manifest.tables.items()
    }
    write_manifest(home, replace(manifest, tables=tables))
    assert who(lake) == ["bo"]


def test_a_name_that_only_a_file_without_any_has(lake: Lake) -> None:
    bought(lake, "cy", "2024-02-10T10:00:00Z", color="red")
    red = {"op": "all", "children": [{"property": "color", "operator": "eq", "value": "red"}]}
    assert who(lake, where=red) == []
    assert who(lake, where={"op": "all", "children": [{"property": "color", "operator": "is_not_set"}]}) == ["bo"]


@pytest.mark.parametrize(
    ("start", "end", "found"),
    [
        (None, None, True),
        ("2024-03-01", None, True),
        ("2024-03-21", None, False),
        (None, "2024-03-11", True),
        (None, "2024-03-10", False),
        ("2024-03-20", "2024-03-20", True),
    ],
)
def test_where_rows_may_lie(start: str | None, end: str | None, found: bool) -> None:
    def instant(day: str | None) -> datetime | None:
        return None if day is None else datetime.fromisoformat(day).replace(tzinfo=UTC)

    stored = {"PURCHASE": Rows(2, {}, instant("2024-03-10"), instant("2024-03-20"))}
    window = Interval(instant(start), instant(end))
    assert Sought(("VISIT", "PURCHASE"), window).may_be_among(stored) is found
    assert not Sought(("VISIT",), window).may_be_among(stored)
