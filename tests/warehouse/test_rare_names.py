"""More names than a table has columns for: ten thousand in one import, and every kind of value among the rare ones."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

import pytest

from masivo.conditions.operators import FieldType
from masivo.conditions.parse import parse
from masivo.errors import ImportRefused
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse import maintenance
from masivo.warehouse.catalog import OWN_COLUMNS, Catalog, Owner
from tests.stores import on_every_store
from tests.warehouse.lake import BOGOTA, Lake, event, numbers

NOW = datetime(2024, 6, 1, tzinfo=UTC)
TWICE = {f"filler{n}": n for n in range(OWN_COLUMNS)}
"""Names that come more often than the rare ones, and take all columns."""

RARE = {
    "Name %": 'JOSÉ\'s "ring" \\ 5',
    "number": Decimal("-0.000001"),
    "flag": False,
    "day": "2024-02-29",
    "moment": "2024-02-29T23:59:59.999999-05:00",
    "colours": ["Rojo", "a,b", 'quo"te'],
}
KEPT = {
    **{f"tags.{name}": value for name, value in RARE.items()},
    "tags.day": date(2024, 2, 29),
    "tags.moment": datetime(2024, 3, 1, 4, 59, 59, 999999, tzinfo=UTC),
}


def _ids(lake: Lake, *children: dict[str, Any]) -> list[str]:
    snapshot = lake.snapshot
    document = parse({"version": 1, "op": "all", "children": list(children)}, snapshot.catalog)
    return snapshot.ids(evaluate(document, snapshot, brand=None, as_of=NOW, zone=BOGOTA).members)


def _is(field: str, operator: str, value: Any = None) -> dict[str, Any]:
    asked = {} if value is None else {"value": value}
    return {"kind": "attribute", "field": f"tags.{field}", "operator": operator, **asked}


def _sum(property_: str, operator: str, value: int, **more: Any) -> dict[str, Any]:
    measure = {"fn": "sum", "property": property_}
    return {"kind": "event", "event": "PURCHASE", "measure": measure, "operator": operator, "value": value, **more}


def _rare(lake: Lake) -> dict[str, Any]:
    """The customer's rare fields."""
    return {name: value for name, value in lake.fields("ana").items() if name in KEPT}


def _filled(lake: Lake, name: str, *event_types: str) -> tuple[int, int]:
    catalog = lake.snapshot.catalog
    return lake.snapshot.statistics.filled(catalog.fields.get(name) or catalog.properties[name], event_types or None)


@pytest.fixture
def crowded(lake: Lake) -> Lake:
    """A warehouse with a customer whose tags are rare."""
    lake.customers({"id": "bob", "tags": TWICE}, {"id": "eva", "tags": TWICE}, {"id": "ana", "tags": RARE})
    assert all(lake.snapshot.catalog.fields[name].packed for name in KEPT)
    return lake


@on_every_store
def test_ten_thousand_names_of_one_import_are_kept_and_asked(lake: Lake) -> None:
    records = ({"id": f"c{n}", "tags": {f"number{k}_of_{n}": n for k in range(20)}, "often": n} for n in range(500))
    assert numbers(lake.customers(*records)) == (500, 500, 0, 0)
    fields = lake.snapshot.catalog.fields
    assert len(fields) > 10_000
    assert not fields["often"].packed
    assert lake.fields("c99") == {"often": 99, **{f"tags.number{k}_of_99": 99 for k in range(20)}}
    assert _ids(lake, _is("number7_of_498", "between", [498, 498])) == ["c498"]
    assert _ids(lake, _is("number0_of_3", "is_set")) == ["c3"]
    assert _filled(lake, "tags.number19_of_499") == (1, 500)


@on_every_store
def test_ten_thousand_names_of_events_are_kept_and_asked(lake: Lake) -> None:
    records = (
        event(id=f"e{n}", customer_id=f"c{n % 50}", tags={f"number{(20 * n + k) % 10_000}": n for k in range(20)})
        for n in range(1_000)
    )
    assert numbers(lake.events(*records)) == (1_000, 1_000, 0, 0)
    assert len(lake.snapshot.catalog.properties) > 10_000
    [first] = [found for found in lake.events_of("c1") if found.id == "e1"]
    assert first.properties == {f"tags.number{20 + k}": 1 for k in range(20)}
    assert _ids(lake, _sum("tags.number25", "eq", 502)) == ["c1"]
    assert _filled(lake, "tags.number9999", "PURCHASE") == (2, 1_000)


@on_every_store
def test_rare_values_of_every_type_come_back_and_are_asked(crowded: Lake) -> None:
    assert _rare(crowded) == KEPT
    for asked in (
        _is("Name %", "eq", 'josé\'s "RING" \\ 5'),
        _is("Name %", "contains", "Ring"),
        _is("number", "lt", 0),
        _is("flag", "eq", False),
        _is("day", "on", "2024-02-29"),
        _is("day", "anniversary_in_month", 2),
        _is("moment", "on", "2024-02-29"),
        _is("moment", "before", "2024-03-01T05:00:00Z"),
        _is("colours", "has_all", ["rojo", "A,B", 'QUO"te']),
        _is("colours", "is_set"),
    ):
        assert _ids(crowded, asked) == ["ana"], asked
        assert _ids(crowded, {**asked, "not": True}) == ["bob", "eva"], asked
    assert {name: _filled(crowded, name) for name in KEPT} == dict.fromkeys(KEPT, (1, 3))
    assert crowded.snapshot.top_values("tags.Name %", Owner.CUSTOMER, 5) == [(RARE["Name %"], 1)]
    assert sorted(crowded.snapshot.top_values("tags.colours", Owner.CUSTOMER, 5)) == [
        ("Rojo", 1),
        ("a,b", 1),
        ('quo"te', 1),
    ]


@on_every_store
def test_later_records_change_and_empty_rare_values(crowded: Lake) -> None:
    crowded.customers(
        {"id": "ana", "tags": {"Name %": "Luz", "flag": None, "colours": [], "new": 1}},
        {"id": "bob", "tags": {"number": 5, "Name %": "first"}},
        {"id": "bob", "tags": {"number": None, "Name %": "second"}},
        {"id": "new", "tags": {"day": "2020-01-01"}},
    )
    left = {name: KEPT[f"tags.{name}"] for name in ("number", "day", "moment")}
    assert _rare(crowded) == {"tags.Name %": "Luz", **{f"tags.{name}": value for name, value in left.items()}}
    assert _ids(crowded, _is("Name %", "in", ["LUZ", "Second"])) == ["ana", "bob"]
    assert _ids(crowded, _is("number", "is_set")) == ["ana"]
    assert _ids(crowded, _is("flag", "is_not_set")) == ["ana", "bob", "eva", "new"]
    assert _ids(crowded, _is("new", "eq", 1)) == ["ana"]
    assert _filled(crowded, "tags.flag") == (0, 4)
    crowded.customers({"id": "ana", "tags": None})
    assert crowded.fields("ana") == {}
    assert _ids(crowded, _is("Name %", "is_set")) == ["bob"]
    assert crowded.fields("eva") == {f"tags.{name}": value for name, value in TWICE.items()}
    crowded.customers({"id": "ana", "tags": RARE})
    assert _rare(crowded) == KEPT


@on_every_store
def test_rare_properties_of_events_and_lines_are_measured_and_asked(lake: Lake) -> None:
    line = {"sku": "A", "tags": {**TWICE, "rare": 7, "shelf": "Düsseldorf"}}
    lake.events(
        event(id="1", tags=TWICE, order={"products": [{"sku": "B", "tags": TWICE}, {"sku": "C", "tags": TWICE}]}),
        event(id="2", tags=TWICE, customer_id="bob", order={"products": [{"tags": TWICE}]}),
        event(id="3", tags={"rare": 2.5, "text": "Ä"}, order={"products": [{"sku": "B"}, line]}),
        event(id="4", type="VISIT", tags={"rare": 1}),
    )
    assert lake.snapshot.catalog.properties["order.products[].tags.rare"].packed
    assert _ids(lake, _sum("tags.rare", "eq", 2.5)) == ["ana"]  # type: ignore[arg-type]
    shelf = {"property": "order.products[].tags.shelf", "operator": "eq", "value": "DÜSSELDORF"}
    where = {"op": "all", "children": [shelf, {"property": "tags.text", "operator": "eq", "value": "ä"}]}
    assert _ids(lake, _sum("order.products[].tags.rare", "gt", 6, where=where)) == ["ana"]
    assert (_filled(lake, "tags.rare"), _filled(lake, "tags.rare", "VISIT")) == ((2, 4), (1, 1))
    assert _filled(lake, "order.products[].tags.rare") == (1, 5)
    found = {record.id: record for record in lake.events_of("ana")}
    assert found["3"].properties == {"tags.rare": Decimal("2.5"), "tags.text": "Ä"}
    assert found["3"].lines[1].properties["tags.shelf"] == "Düsseldorf"
    assert numbers(lake.events(event(id="3", status="REVERSED"), event(id="1"))) == (2, 1, 1, 0)
    assert _ids(lake, _sum("tags.rare", "gt", 0)) == []
    lake.events(event(id="3", status="RESOLVED"))
    assert _ids(lake, _sum("order.products[].tags.rare", "eq", 7, where=where)) == ["ana"]


def test_the_files_of_rare_values_are_joined_like_others(crowded: Lake) -> None:
    crowded.customers({"id": "new", "tags": {"Name %": "Iñaki"}})
    assert maintenance.compact(crowded.warehouse) == 2
    assert _rare(crowded) == KEPT
    assert _ids(crowded, _is("Name %", "eq", "iñaki")) == ["new"]
    assert _filled(crowded, "tags.Name %") == (2, 4)


def test_the_names_with_the_most_values_of_all_chunks_get_the_columns(lake: Lake, monkeypatch) -> None:
    monkeypatch.setattr("masivo.warehouse.ingest.sources.CHUNK_BYTES", 2_000)
    often = [{"id": f"often{n}", "zz": n, "text": f"Text {n}"} for n in range(50)]
    few = [{"id": f"few{n}", "tags": {f"n{10 * n + k}": n for k in range(10)}} for n in range(40)]
    lake.customers(*often[:25], *few, *often[25:])
    packed = {name for name, entry in lake.snapshot.catalog.fields.items() if entry.packed}
    assert packed < {f"tags.n{n}" for n in range(400)}
    assert len(packed) == 400 + 2 - OWN_COLUMNS
    assert lake.fields("few39") == {f"tags.n{390 + k}": 39 for k in range(10)}
    assert lake.fields("often49") == {"zz": 49, "text": "Text 49"}


def test_in_a_csv_file_rare_names_are_columns_like_others(lake: Lake) -> None:
    names = [f"n{n}" for n in range(OWN_COLUMNS + 50)]
    lake.csv(
        "customers",
        ",".join(("id", *names)),
        ",".join(("ana", *map(str, range(len(names))))),
        f"bob,1{',' * (len(names) - 1)}",
    )
    assert lake.fields("ana") == {name: n for n, name in enumerate(names)}
    assert lake.fields("bob") == {"n0": 1}


def test_a_value_that_does_not_fit_a_rare_name_rejects_its_record(crowded: Lake) -> None:
    assert numbers(crowded.customers({"id": "ana", "tags": {"number": "many"}}, {"id": "bob"})) == (2, 1, 0, 1)
    assert _rare(crowded) == KEPT


def test_names_without_end_are_refused_with_an_example(lake: Lake, monkeypatch) -> None:
    monkeypatch.setattr("masivo.warehouse.ingest.imports.MOST_NEW_NAMES", 300)
    with pytest.raises(ImportRefused, match=r"more than 300 new names.* such as tags\.2024-01-01"):
        lake.customers({"id": "ana", "tags": {f"2024-01-01 {n}": n for n in range(301)}})
    assert lake.snapshot.customer_count == 0


def test_a_declared_name_beyond_the_columns_is_packed_too() -> None:
    catalog = Catalog().with_fields(dict.fromkeys(map(str, range(OWN_COLUMNS)), FieldType.TEXT))
    grown = catalog.with_fields({"late": FieldType.NUMBER}).with_properties({"other": FieldType.NUMBER})
    assert grown.fields["late"].packed
    assert not grown.properties["other"].packed
