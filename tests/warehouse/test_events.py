"""Importing events: each once, with its lines, its status and its customer."""

from datetime import UTC, datetime
from decimal import Decimal

from sqlalchemy import func, select

from masivo.warehouse.catalog import Owner
from masivo.warehouse.store import Line
from tests.stores import on_every_store
from tests.warehouse.lake import Lake, event, numbers

pytestmark = on_every_store


def test_an_event_comes_in_with_its_properties_and_lines(lake: Lake):
    order = {
        "value": Decimal("99.5"),
        "store_id": "Norte",
        "products": [
            {"sku": "A-1", "amount": 2, "value": Decimal("10.1"), "tags": {"department": "MEAT"}},
            {"sku": "B-2", "tags": {"colours": ["red", "blue"]}},
        ],
    }
    lake.events(event(id="e1", order=order, metadata={"app": {"version": "1.2"}}))
    [found] = lake.events_of("ana")
    assert (found.id, found.type, found.brand_id, found.status) == ("e1", "PURCHASE", "andes", None)
    assert found.occurred_at == datetime(2024, 5, 1, 15, tzinfo=UTC)
    assert found.properties == {
        "order.value": Decimal("99.5"),
        "order.store_id": "Norte",
        "metadata.app.version": "1.2",
    }
    assert found.lines == (
        Line(
            "order.products", {"sku": "A-1", "amount": Decimal(2), "value": Decimal("10.1"), "tags.department": "MEAT"}
        ),
        Line("order.products", {"sku": "B-2", "tags.colours": ["red", "blue"]}),
    )


def test_any_list_of_objects_makes_lines_and_an_empty_object_is_one(lake: Lake):
    lake.events(event(items=[{"kind": "x"}, {}, None]), event(items=[]), event(items=None))
    lines = lake.snapshot.tables.lines
    kind = lake.snapshot.tables.given(lake.snapshot.catalog.properties["items[].kind"])
    found = select(lines.c.list_name, lines.c.line_number, kind).order_by(lines.c.line_number)
    assert lake.snapshot.rows(found) == [
        ("items", 0, "x"),
        ("items", 1, None),
    ]


def test_the_same_id_again_is_a_duplicate_and_changes_nothing(lake: Lake):
    first = event(id="e1", order={"value": 10})
    assert numbers(lake.events(first, first)) == (2, 1, 1, 0)
    again = event(id="e1", customer_id="other", type="OTHER", order={"value": 99})
    assert numbers(lake.events(again, again)) == (2, 0, 2, 0)
    [found] = lake.events_of("ana")
    assert found.properties == {"order.value": Decimal(10)}
    assert lake.snapshot.key_of("other") is None
    assert "OTHER" not in lake.snapshot.catalog.event_types


def test_events_without_an_id_are_never_duplicates(lake: Lake):
    assert numbers(lake.events(event(), event())) == (2, 2, 0, 0)
    assert numbers(lake.events(event(), event())) == (2, 2, 0, 0)
    assert lake.count(Owner.EVENT) == 4


def _lines_that_count(lake: Lake) -> list[tuple[object, ...]]:
    snapshot = lake.snapshot
    return snapshot.rows(select(snapshot.tables.lines.c.counts))


def test_a_status_changes_also_where_later_imports_brought_other_names(lake: Lake):
    lake.events(event(id="e1", status="PENDING", order={"products": [{"sku": "A"}]}))
    lake.events(
        event(customer_id="luz", order={"value": 1, "products": [{"tags": {"colour": "red"}}]}, tags={"a": "1"})
    )
    assert numbers(lake.events(event(id="e1", status="RESOLVED"))) == (1, 1, 0, 0)
    [found] = lake.events_of("ana")
    assert (found.status, found.properties) == ("RESOLVED", {})
    assert found.lines == (Line("order.products", {"sku": "A"}),)


def test_a_different_status_is_taken_over_and_counts_as_accepted(lake: Lake):
    lake.events(event(id="e1", order={"products": [{"sku": "A"}]}), event(id="e2"))
    assert numbers(lake.events(event(id="e1", status="REVERSED"))) == (1, 1, 0, 0)
    assert numbers(lake.events(event(id="e1", status="REVERSED"))) == (1, 0, 1, 0)
    assert numbers(lake.events(event(id="e1"))) == (1, 0, 1, 0)
    reversed_, other = sorted(lake.events_of("ana"), key=lambda found: str(found.id))
    assert (reversed_.status, reversed_.counts) == ("REVERSED", False)
    assert (other.status, other.counts) == (None, True)
    assert _lines_that_count(lake) == [(False,)]
    assert numbers(lake.events(event(id="e1", status="RESOLVED"))) == (1, 1, 0, 0)
    assert _lines_that_count(lake) == [(True,)]


def test_resolved_is_what_no_status_was(lake: Lake):
    assert numbers(lake.events(event(id="e1"), event(id="e1", status="RESOLVED"))) == (2, 1, 1, 0)
    assert numbers(lake.events(event(id="e1", status="resolved"))) == (1, 1, 0, 0)
    assert not lake.events_of("ana")[0].counts


def test_statuses_within_one_file_go_in_order(lake: Lake):
    summary = lake.events(
        event(id="e1", status="PENDING"),
        event(id="e1"),
        event(id="e1", status="RESOLVED"),
        event(id="e1", status="REVERSED"),
        event(id="e1", status="REVERSED"),
        event(id="e2"),
        event(id="e2", status="FAILED"),
    )
    assert numbers(summary) == (7, 5, 2, 0)
    assert {found.id: found.status for found in lake.events_of("ana")} == {"e1": "REVERSED", "e2": "FAILED"}


def test_an_unknown_customer_is_made_with_an_id_and_nothing_else(lake: Lake):
    lake.events(event(customer_id=7), event(customer_id=" 7 "))
    assert lake.fields("7") == {}
    assert lake.snapshot.customer_count == 1


def test_brands_and_types_become_known_letter_by_letter(lake: Lake):
    lake.events(event(brand_id="Andes", type="app open"), event(brand_id="andes"))
    assert lake.snapshot.catalog.brands == {"Andes", "andes"}
    assert "app open" in lake.snapshot.catalog.event_types


def test_an_event_that_tells_no_time_happened_now(lake: Lake):
    before = datetime.now(UTC)
    untimed = event()
    del untimed["issued_at"]
    lake.events(untimed, event(issued_at=None))
    for found in lake.events_of("ana"):
        assert before <= found.occurred_at <= datetime.now(UTC)


def test_the_ends_of_the_events_are_known(lake: Lake):
    assert lake.snapshot.first_event_at is None
    lake.events(event(issued_at="2024-05-01T10:00:00Z"), event(issued_at="2024-03-01T10:00:00Z", status="FAILED"))
    lake.events(event(issued_at="2024-04-01T10:00:00.123456Z"))
    assert lake.snapshot.first_event_at == datetime(2024, 3, 1, 10, tzinfo=UTC)
    assert lake.snapshot.last_event_at == datetime(2024, 5, 1, 10, tzinfo=UTC)


def test_a_nameless_event_of_a_duplicated_id_leaves_the_lines_of_the_first(lake: Lake):
    lake.events(
        event(id="e1", order={"products": [{"sku": "A"}]}),
        event(id="e1", order={"products": [{"sku": "B"}, {"sku": "C"}]}),
    )
    assert [line.properties for found in lake.events_of("ana") for line in found.lines] == [{"sku": "A"}]


def test_sums_are_exact(lake: Lake):
    lake.events(*(event(order={"value": value}) for value in (Decimal("0.1"), Decimal("0.2"))))
    events = lake.snapshot.tables.events
    assert lake.snapshot.rows(select(func.sum(events.c.order_value))) == [(Decimal("0.3"),)]


def test_numbers_are_rounded_half_away_from_zero_and_hold_eighteen_digits(lake: Lake):
    values = ("1.0000005", "-1.0000005", "0.00000049", "999999999999999999.999999", "123456789012345678")
    lake.events(
        *(
            f'{{"customer_id": "c{n}", "brand_id": "b", "type": "t", "order": {{"value": {value}}}}}'
            for n, value in enumerate(values)
        )
    )
    assert [lake.events_of(f"c{n}")[0].properties["order.value"] for n in range(5)] == [
        Decimal("1.000001"),
        Decimal("-1.000001"),
        Decimal(0),
        Decimal("999999999999999999.999999"),
        Decimal("123456789012345678"),
    ]


def test_the_first_and_the_last_instant_of_the_calendar_are_kept(lake: Lake):
    first, last = "0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z"
    assert numbers(lake.events(event(issued_at=first), event(issued_at=last))) == (2, 2, 0, 0)
    kept = [found.occurred_at.isoformat() for found in lake.events_of("ana")]
    assert kept == ["9999-12-31T23:59:59.999999+00:00", "0001-01-01T00:00:00+00:00"]
