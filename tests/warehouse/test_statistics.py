"""How many rows have a value, and when each event type was seen: known without asking the data, and always true."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import func, select

from masivo.warehouse import maintenance
from masivo.warehouse.catalog import Owner
from masivo.warehouse.manifest import Manifest, Part, TableState, read_manifest, write_manifest
from tests.stores import on_every_store
from tests.warehouse.lake import Lake, event


def _filled(lake: Lake, name: str, *event_types: str) -> tuple[int, int]:
    catalog = lake.snapshot.catalog
    entry = catalog.fields.get(name) or catalog.properties[name]
    return lake.snapshot.statistics.filled(entry, event_types or None)


@on_every_store
def test_the_share_of_customers_that_have_a_value(lake: Lake):
    lake.customers(
        {"id": "1", "city": "Quito", "platforms": ["web"]}, {"id": "2", "city": ""}, {"id": "3"}, {"id": "4"}
    )
    assert (_filled(lake, "city"), _filled(lake, "platforms"), _filled(lake, "country")) == ((1, 4), (1, 4), (0, 4))
    lake.customers({"id": "3", "city": "Lima"}, {"id": "1", "platforms": None})
    assert (_filled(lake, "city"), _filled(lake, "platforms")) == ((2, 4), (0, 4))
    lake.events(event(customer_id="newcomer"))
    assert _filled(lake, "city") == (2, 5)


@on_every_store
def test_nothing_is_a_share_of_no_rows(lake: Lake):
    assert _filled(lake, "city") == (0, 0)
    assert _filled(lake, "order.value") == (0, 0)


@on_every_store
def test_the_share_of_events_and_lines_that_have_a_value_by_type(lake: Lake):
    lake.events(
        event(id="1", type="PURCHASE", order={"value": 5, "products": [{"sku": "A", "value": 1}, {"sku": "B"}]}),
        event(id="2", type="PURCHASE"),
        event(id="3", type="VISIT"),
        event(id="4", type="VISIT", page="home"),
    )
    assert _filled(lake, "order.value") == (1, 4)
    assert _filled(lake, "order.value", "PURCHASE") == (1, 2)
    assert _filled(lake, "order.value", "VISIT") == (0, 2)
    assert _filled(lake, "order.value", "BIRTHDAY") == (0, 0)
    assert _filled(lake, "order.products[].value") == (1, 2)
    statistics, properties = lake.snapshot.statistics, lake.snapshot.catalog.properties
    assert statistics.types_with(properties["page"]) == {"VISIT"}
    assert statistics.types_with(properties["order.products[].sku"]) == {"PURCHASE"}


@on_every_store
def test_when_each_event_type_was_seen(lake: Lake):
    lake.events(
        event(type="PURCHASE", issued_at="2026-03-01T00:00:00Z"), event(type="VISIT", issued_at="2026-04-01T00:00:00Z")
    )
    lake.events(event(id="2", type="PURCHASE", issued_at="2026-02-01T00:00:00.000001Z", status="FAILED"))
    purchases = lake.snapshot.statistics.event_types["PURCHASE"]
    assert (purchases.number, purchases.first_at, purchases.last_at) == (
        2,
        datetime(2026, 2, 1, 0, 0, 0, 1, UTC),
        datetime(2026, 3, 1, tzinfo=UTC),
    )
    assert set(lake.snapshot.statistics.event_types) == {"PURCHASE", "VISIT"}


@pytest.mark.parametrize("change", ["compaction", "reversal"])
def test_rewritten_files_are_counted_anew(lake: Lake, change):
    for number in range(3):
        lake.events(event(id=f"e{number}", page="a", order={"products": [{"sku": "A"}]}))
    before = lake.snapshot.statistics
    if change == "compaction":
        maintenance.compact(lake.warehouse)
    else:
        lake.events(event(id="e1", status="REVERSED"))
    assert lake.snapshot.statistics == before
    events = lake.snapshot.tables.events
    assert lake.snapshot.rows(select(func.count()).select_from(events)) == [(before.event_types["PURCHASE"].number,)]


def test_files_of_an_earlier_program_are_measured_by_the_next_import(lake: Lake):
    lake.customers({"id": "1", "city": "Quito"})
    manifest = read_manifest(lake.warehouse.home)
    tables = {
        owner: TableState(
            tuple(Part(part.path, part.rows, part.size, part.stats) for part in state.parts), state.columns
        )
        for owner, state in manifest.tables.items()
    }
    write_manifest(lake.warehouse.home, Manifest(manifest.data_version, manifest.catalog, tables))
    assert _filled(lake, "city") == (0, 0)
    lake.customers({"id": "2"})
    assert _filled(lake, "city") == (1, 2)
    assert Owner.CUSTOMER in lake.snapshot.statistics.tables
