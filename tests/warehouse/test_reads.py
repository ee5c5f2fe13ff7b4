"""What pages ask of a snapshot: profiles, searches, frequent values, a customer's events."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from pyroaring import BitMap
from sqlalchemy import Select, func, select

from masivo.config import read_settings
from masivo.errors import SettingsRefused, WarehouseUnavailable
from masivo.warehouse import open_warehouse
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.manifest import Manifest
from masivo.warehouse.storage import lake_tables
from masivo.warehouse.views import Views
from tests.stores import on_every_store
from tests.warehouse.lake import Lake, event


@on_every_store
def test_an_empty_warehouse_answers(lake: Lake):
    snapshot = lake.snapshot
    assert (snapshot.data_version, snapshot.customer_count, snapshot.first_event_at) == (0, 0, None)
    assert snapshot.keys(select(snapshot.tables.events.c.customer_key)) == BitMap()
    assert snapshot.ids(BitMap([3])) == []
    assert snapshot.profiles([0]) == []
    assert snapshot.find_customers("ana", 5) == []
    assert snapshot.top_values("country", Owner.CUSTOMER, 5) == []
    assert snapshot.events_of(0, 5) == []


@on_every_store
def test_profiles_come_in_the_order_asked_for(lake: Lake):
    lake.customers({"id": "a"}, {"id": "b", "city": "Cali"}, {"id": "c"})
    assert [(profile.key, profile.id) for profile in lake.snapshot.profiles([2, 0, 7, 1])] == [
        (2, "c"),
        (0, "a"),
        (1, "b"),
    ]


@on_every_store
def test_ids_are_sorted_by_code_point(lake: Lake):
    ids = ["b", "B", "é", "z", "10", "9", "😀", "\uffee"]
    lake.customers(*({"id": id_} for id_ in ids))
    assert lake.snapshot.ids(BitMap(range(len(ids)))) == sorted(ids)
    assert lake.snapshot.ids(BitMap([0, 5])) == ["9", "b"]


@on_every_store
def test_customers_are_found_by_id_then_email_then_name(lake: Lake):
    lake.customers(
        {"id": "1", "name": "ANA@x.co the second"},
        {"id": "2", "email": "Ana@X.co"},
        {"id": "ana@x.co", "name": "Zoe"},
        {"id": "4", "name": "Ana 100%_\\ 'Paz'"},
        {"id": "5", "name": "Ñandú"},
    )
    snapshot = lake.snapshot
    assert [found.id for found in snapshot.find_customers(" ana@x.co ", 10)] == ["ana@x.co", "2", "1"]
    assert [found.id for found in snapshot.find_customers("ana", 10)] == ["4", "1"]
    assert [found.id for found in snapshot.find_customers("ANA 100%_\\ 'p", 10)] == ["4"]
    assert [found.id for found in snapshot.find_customers("ñAN", 10)] == ["5"]
    assert [found.id for found in snapshot.find_customers("ana", 1)] == ["4"]
    assert snapshot.find_customers("%", 10) == []
    assert snapshot.find_customers(" ", 10) == []


@on_every_store
def test_frequent_values_are_told_as_given(lake: Lake):
    lake.customers(
        {"id": "a", "city": "Cali", "platforms": ["IOS", "WEB"], "is_anonymous": True},
        {"id": "b", "city": "Cali", "platforms": ["WEB"]},
        {"id": "c", "city": "Bogotá", "score": 1},
    )
    lake.events(event(order={"products": [{"sku": "A"}, {"sku": "B"}, {"sku": "A"}]}, platform="IOS"))
    snapshot = lake.snapshot
    assert snapshot.top_values("city", Owner.CUSTOMER, 5) == [("Cali", 2), ("Bogotá", 1)]
    assert snapshot.top_values("city", Owner.CUSTOMER, 1) == [("Cali", 2)]
    assert snapshot.top_values("city", Owner.CUSTOMER, 5, "OGOT") == [("Bogotá", 1)]
    assert snapshot.top_values("city", Owner.CUSTOMER, 5, "%") == []
    assert snapshot.top_values("platforms", Owner.CUSTOMER, 5, "o") == [("IOS", 1)]
    assert snapshot.top_values("platforms", Owner.CUSTOMER, 5) == [("WEB", 2), ("IOS", 1)]
    assert snapshot.top_values("is_anonymous", Owner.CUSTOMER, 5) == [("true", 1)]
    assert snapshot.top_values("platform", Owner.EVENT, 5) == [("IOS", 1)]
    assert snapshot.top_values("order.products[].sku", Owner.LINE, 5) == [("A", 2), ("B", 1)]
    assert snapshot.top_values("score", Owner.CUSTOMER, 5) == []
    assert snapshot.top_values("unknown", Owner.EVENT, 5) == []


@on_every_store
def test_events_come_newest_first_with_their_own_lines(lake: Lake):
    lake.events(
        event(id="old", issued_at="2024-01-01T00:00:00Z", order={"products": [{"sku": "A"}]}),
        event(id="new", issued_at="2024-03-01T00:00:00Z", order={"products": [{"sku": "B"}, {"sku": "C"}]}),
        event(id="other", customer_id="luz", order={"products": [{"sku": "D"}]}),
        event(id="mid", issued_at="2024-02-01T00:00:00Z"),
    )
    found = lake.events_of("ana")
    assert [one.id for one in found] == ["new", "mid", "old"]
    assert [[line.properties["sku"] for line in one.lines] for one in found] == [["B", "C"], [], ["A"]]
    assert found[0].occurred_at == datetime(2024, 3, 1, tzinfo=UTC)
    assert [one.id for one in lake.snapshot.events_of(0, 2)] == ["new", "mid"]


@on_every_store
def test_keys_may_come_often_and_in_any_order(lake: Lake):
    lake.events(*(event(customer_id=f"c{number % 7}") for number in range(50)))
    events = lake.snapshot.tables.events
    assert lake.snapshot.keys(select(events.c.customer_key)) == BitMap(range(7))
    asked = select(events.c.customer_key).where(events.c.customer_key.in_([3, 5]))
    assert lake.snapshot.keys(asked) == BitMap([3, 5])


def test_the_same_folder_gives_the_same_warehouse(home):
    settings = read_settings({"MASIVO_HOME": str(home)})
    assert open_warehouse(settings) is open_warehouse(settings)


def test_another_kind_of_warehouse_is_refused_in_words(home):
    settings = read_settings({"MASIVO_HOME": str(home), "MASIVO_WAREHOUSE_URL": "mysql://x/y"})
    with pytest.raises(SettingsRefused, match="MASIVO_WAREHOUSE_URL"):
        open_warehouse(settings)


def test_a_manifest_that_cannot_be_read_is_told_in_words(lake: Lake):
    lake.customers({"id": "ana"})
    (lake.warehouse.home / "snapshot.json").write_text('{"format": 99}')
    with pytest.raises(WarehouseUnavailable, match="its format is 99"):
        lake.warehouse.snapshot()


def test_a_file_that_is_gone_is_told_in_words(lake: Lake):
    lake.customers({"id": "ana"})
    for part in (lake.warehouse.home / Owner.CUSTOMER).glob("*.parquet"):
        part.unlink()
    with pytest.raises(WarehouseUnavailable):
        lake.snapshot.key_of("ana")


def test_a_home_whose_path_holds_what_globs_mean(home):
    folder = home / "it's [a] *home*?"
    folder.mkdir()
    lake = Lake(folder)
    lake.customers({"id": "ana", "city": "Cali"})
    lake.customers({"id": "ana", "tier": "gold"})
    assert lake.fields("ana") == {"city": "Cali", "tier": "gold"}


@on_every_store
def test_counts_come_as_arrays_too(lake: Lake) -> None:
    assert [column.tolist() for column in lake.snapshot.columns(_counts(lake))] == [[], []]
    lake.events(*(event(customer_id=f"c{n}") for n in (0, 1, 1, 2, 2, 2)))
    assert [sorted(column.tolist()) for column in lake.snapshot.columns(_counts(lake))] == [[0, 1, 2], [1, 2, 3]]


def _counts(lake: Lake) -> Select[Any]:
    events = lake.snapshot.tables.events
    return select(events.c.customer_key, func.count().label("number")).group_by(events.c.customer_key)


def test_questions_are_asked_with_the_settings_of_the_database(tmp_path: Path):
    cursor = Views(tmp_path, Manifest(), lake_tables(Catalog())).cursor()
    cursor.execute("SELECT current_setting('TimeZone'), current_setting('parquet_metadata_cache')")
    assert cursor.fetchall() == [("UTC", True)]
