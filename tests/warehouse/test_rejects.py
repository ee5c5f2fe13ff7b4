"""Every reason for which a record is rejected, and that the rest goes in."""

import json

import pytest

from masivo.warehouse.catalog import Owner
from tests.warehouse.lake import Lake, event, numbers, rejects

DEEP = '{"customer_id":"ana","brand_id":"b","type":"t","x":' + '{"y":' * 120 + "1" + "}" * 121


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        ("{", "not JSON"),
        ("not json", "not JSON"),
        ('{"customer_id": NaN}', "not JSON"),
        ("[]", "not a JSON object"),
        ('"text"', "not a JSON object"),
        ("[" * 100_000, "nested far too deeply"),
        (DEEP, "longer than 200 characters"),
        ({"brand_id": "b", "type": "t"}, "has no customer_id"),
        ({"customer_id": "ana", "type": "t"}, "has no brand_id"),
        ({"customer_id": "ana", "brand_id": "b"}, "has no type"),
        (event(customer_id=None), "has no customer_id"),
        (event(customer_id="  "), "has no customer_id"),
        (event(customer_id=True), "customer_id is a text"),
        ('{"customer_id": 1.5, "brand_id": "b", "type": "t"}', "customer_id is a text"),
        ('{"customer_id": 1e500, "brand_id": "b", "type": "t"}', "at most 100 digits"),
        (event(customer_id={"id": "ana"}), "customer_id takes one value"),
        (event(brand_id=["b"]), "brand_id is a text"),
        (event(id={"a": 1}), "id takes one value"),
        (event(status=False), "status is a text"),
        (event(issued_at="2024-05-01T10:00:00"), "issued_at is an instant"),
        (event(issued_at="2024-05-01"), "issued_at is an instant"),
        (event(issued_at="yesterday"), "issued_at is an instant"),
        (event(issued_at=1714575600), "issued_at is an instant"),
        (event(issued_at="2024-02-30T10:00:00Z"), "issued_at is an instant"),
        (event(issued_at="0001-01-01T00:00:00+10:00"), "issued_at is an instant"),
        (event(order={"value": "10"}), "order.value is a number"),
        (event(order={"value": 10**18}), "at most 18 digits"),
        ('{"customer_id": "a", "brand_id": "b", "type": "t", "order": {"value": 1e99999999999999999999}}', "18 digits"),
        (event(order={"products": [{"value": "x"}]}), "order.products[].value is a number"),
        (event(order={"products": "A"}), "order.products is a list of objects"),
        (event(order={"products": ["A"]}), "order.products is a list of objects"),
        (event(order={"products": {"sku": "A"}}), "order.products takes a list of objects"),
        (event(platform="a\0b"), "U+0000"),
        (event(**{"": 1}), "is empty"),
        (event(**{"a..b": 1}), "is empty"),
        (event(**{"a[]b": 1}), "no name can hold"),
        (event(**{"n" * 201: 1}), "longer than 200"),
        ('{"customer_id": "a", "brand_id": "b", "type": "t", "tags": {"a": 1}, "tags.a": 2}', "names tags.a twice"),
    ],
)
def test_a_record_that_is_not_understood_is_rejected_with_its_number_and_reason(lake: Lake, record, reason):
    summary = lake.events(event(), "", record, event())
    assert numbers(summary) == (3, 2, 0, 1)
    [(number, told)] = rejects(summary)
    assert number == 3
    assert reason in told
    assert lake.count(Owner.EVENT) == 2


def test_bytes_that_are_no_text_are_rejected(lake: Lake):
    path = lake.folder / "events.ndjson"
    good = json.dumps(event()).encode()
    path.write_bytes(good + b"\n" + good.replace(b"andes", b"and\xffes") + b"\n")
    assert numbers(lake.import_files("events", str(path))) == (2, 1, 0, 1)


def test_half_of_a_surrogate_pair_is_rejected(lake: Lake):
    assert numbers(lake.customers('{"id": "a\\ud800b"}', '{"id": "\\ud83d\\ude00"}')) == (2, 1, 0, 1)
    assert lake.snapshot.key_of("😀") == 0


def test_the_rejects_file_keeps_records_as_they_stood_in_the_order_of_the_files(lake: Lake):
    first = lake.write("first.ndjson", "oops", event(), "{}")
    second = lake.write("second.csv", "customer_id,brand_id,type", "ana,b", '"a,b",b,', "ana,b,t,9")
    summary = lake.import_files("events", first, second)
    assert numbers(summary) == (6, 1, 0, 5)
    assert summary.rejects_file is not None
    lines = [json.loads(line) for line in summary.rejects_file.read_text().splitlines()]
    assert [(line["file"], line["number"], line["record"]) for line in lines] == [
        (first, 1, "oops"),
        (first, 3, "{}"),
        (second, 2, "ana,b"),
        (second, 3, '"a,b",b,'),
        (second, 4, "ana,b,t,9"),
    ]
    assert lines[2]["reason"] == "The row has 2 cells; the first line names 3 columns."


def test_a_rejected_record_leaves_no_trace(lake: Lake):
    lake.events(event(customer_id="x", brand_id="other", type="NEW", id="e1", fresh=1, order={"value": "?"}))
    assert lake.snapshot.customer_count == 0
    assert lake.snapshot.catalog.brands == frozenset()
    assert lake.snapshot.catalog.property_type("fresh") is None
    assert numbers(lake.events(event(id="e1"))) == (1, 1, 0, 0)


def test_a_rejected_update_of_a_customer_changes_nothing(lake: Lake):
    lake.customers({"id": "ana", "city": "Cali"})
    summary = lake.customers({"id": "ana", "city": "Lima", "dob": "1990"}, {"id": "ana", "tier": "gold"}, {"city": "x"})
    assert numbers(summary) == (3, 1, 0, 2)
    assert [reason for _, reason in rejects(summary)][1] == "The record has no id."
    assert lake.fields("ana") == {"city": "Cali", "tier": "gold"}


def test_all_records_of_many_chunks_are_numbered_through(lake: Lake, monkeypatch):
    monkeypatch.setattr("masivo.warehouse.ingest.sources.CHUNK_BYTES", 300)
    records = [event(id=str(number)) if number % 10 else "oops" for number in range(1, 101)]
    summary = lake.events(*records)
    assert numbers(summary) == (100, 90, 0, 10)
    assert [number for number, _ in rejects(summary)] == list(range(10, 101, 10))
