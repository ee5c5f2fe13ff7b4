"""The reference evaluator gives the answers that the contract spells out, so that it may judge the product."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.reference.clock import Moment, day_start, in_window, instant_of, shifted
from tests.reference.evaluator import Answer, evaluate
from tests.reference.numbers import average, millionths
from tests.reference.operators import holds
from tests.reference.texts import folded, imported
from tests.reference.world import CUSTOMER, EVENT, Import, World

BOGOTA, NEW_YORK = ZoneInfo("America/Bogota"), ZoneInfo("America/New_York")
AS_OF = datetime(2024, 3, 31, 15, 0, tzinfo=UTC)


def _purchase(customer: str, number: str, at: str = "2024-03-01T10:00:00Z", **more: Any) -> dict[str, Any]:
    return {
        "id": number, "customer_id": customer, "brand_id": "andes", "type": "PURCHASE", "issued_at": at, **more
    }  # fmt: skip


def _world(events: list[dict[str, Any]], customers: list[dict[str, Any]] | None = None) -> World:
    world = World()
    world.take(Import(EVENT, events, BOGOTA))
    world.take(Import(CUSTOMER, customers or [], BOGOTA))
    return world


def _ask(world: World, *children: dict[str, Any], brand: str | None = None) -> Answer:
    document = {"version": 1, "op": "all", "children": list(children)}
    return evaluate(document, world, brand=brand, as_of=AS_OF, zone=BOGOTA)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("JOSÉ", "josé", True),
        ("jose", "josé", False),
        ("Jose\u0301", "josé", True),
        ("ß", "ss", False),
        ("İ", "i", False),
    ],
)
def test_texts_compare_by_single_characters(one: str, other: str, same: bool) -> None:
    assert (folded(one) == folded(other)) is same
    assert imported("\u2003 x\u00a0") == "x"


def test_numbers_are_exact_and_round_halves_away_from_zero() -> None:
    assert millionths(Decimal("0.1")) + millionths(Decimal("0.2")) == millionths(0.3)
    assert [millionths(Decimal(text)) for text in ("0.0000005", "-0.0000005", "0.0000004999")] == [1, -1, 0]
    assert (average([1, 2]), average([-1, -2]), average([1, 1, 2])) == (2, -2, 1)


@pytest.mark.parametrize(
    ("start", "amount", "unit", "end"),
    [
        ("2024-03-11T02:30:00-04:00", 1, "day", "2024-03-10T03:30:00-04:00"),
        ("2024-11-04T01:30:00-05:00", 1, "day", "2024-11-03T01:30:00-04:00"),
        ("2024-11-03T12:00:00-05:00", 24, "hour", "2024-11-02T13:00:00-04:00"),
        ("2024-03-31T10:00:00-04:00", 1, "month", "2024-02-29T10:00:00-05:00"),
        ("2024-05-31T10:00:00-04:00", 1, "quarter", "2024-02-29T10:00:00-05:00"),
        ("2024-02-29T10:00:00-05:00", 1, "year", "2023-02-28T10:00:00-05:00"),
    ],
)
def test_steps_go_by_the_wall_clock(start: str, amount: int, unit: str, end: str) -> None:
    assert shifted(instant_of(start), {"amount": amount, "unit": unit}, NEW_YORK, -1) == instant_of(end)


@pytest.mark.parametrize(
    ("day", "zone", "start"),
    [
        (date(2024, 3, 10), "America/New_York", "2024-03-10T05:00:00Z"),
        (date(2018, 11, 4), "America/Sao_Paulo", "2018-11-04T03:00:00Z"),  # midnight is skipped
        (date(2024, 11, 3), "America/Havana", "2024-11-03T04:00:00Z"),  # midnight comes twice
        (date(1919, 3, 31), "America/Toronto", "1919-03-31T04:30:00Z"),  # half past eleven became half past midnight
        (date(2011, 12, 30), "Pacific/Apia", "2011-12-30T10:00:00Z"),  # there was no such day
    ],
)
def test_a_day_starts_at_its_first_instant(day: date, zone: str, start: str) -> None:
    assert day_start(day, ZoneInfo(zone)) == instant_of(start)


@pytest.mark.parametrize(
    ("window", "instant", "inside"),
    [
        ({"kind": "last", "amount": 30, "unit": "day"}, "2024-03-01T15:00:00Z", False),
        ({"kind": "last", "amount": 30, "unit": "day"}, "2024-03-01T15:00:00.000001Z", True),
        ({"kind": "before_last", "amount": 30, "unit": "day"}, "2024-03-01T15:00:00Z", True),
        ({"kind": "last", "amount": 2030, "unit": "year"}, "0001-01-01T05:00:00Z", True),
        ({"kind": "before_last", "amount": 2030, "unit": "year"}, "0001-01-01T05:00:00Z", False),
        ({"kind": "between", "from": "2024-03-01", "to": "2024-03-02"}, "2024-03-03T04:59:59.999999Z", True),
        ({"kind": "between", "from": "2024-03-01", "to": "2024-03-02T05:00:00Z"}, "2024-03-02T05:00:00Z", False),
        ({"kind": "since", "from": "2024-03-31"}, "2024-03-31T15:00:00.000001Z", False),
        ({"kind": "period", "name": "last_month"}, "2024-03-01T04:59:59.999999Z", True),
        ({"kind": "period", "name": "this_week"}, "2024-03-25T05:00:00Z", True),
        ({"kind": "period", "name": "this_week"}, "2024-03-25T04:59:59.999999Z", False),
        ({"kind": "period", "name": "last_quarter"}, "2023-10-01T05:00:00Z", True),
    ],
)
def test_windows(window: dict[str, Any], instant: str, inside: bool) -> None:
    assert in_window(window, Moment(AS_OF, BOGOTA))(instant_of(instant)) is inside


def test_a_leap_day_is_kept_on_the_first_of_march_in_a_common_year() -> None:
    question = {"operator": "anniversary_in_next", "value": {"amount": 1, "unit": "day"}}
    common = Moment(datetime(2023, 2, 28, 12, tzinfo=UTC), BOGOTA)
    assert holds("date", question, date(2000, 2, 29), common)
    assert not holds("date", {**question, "value": {"amount": 0, "unit": "day"}}, date(2000, 2, 29), common)
    leap = Moment(datetime(2024, 3, 1, 12, tzinfo=UTC), BOGOTA)
    assert not holds("date", question, date(2000, 2, 29), leap)


def test_an_event_counts_once_with_its_first_body_and_its_latest_status() -> None:
    world = _world(
        [
            _purchase("ana", "1", order={"value": 60}),
            _purchase("ana", "1", order={"value": 99}, status="REVERSED"),
            _purchase("bea", "2", order={"value": 60}, status="PENDING"),
            _purchase("bea", "2", status=" RESOLVED "),
            _purchase("bea", "2"),
        ]
    )
    spent = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}}
    assert _ask(world, {**spent, "operator": "eq", "value": 60}).ids == ["bea"]
    assert _ask(world, {**spent, "operator": "lt", "value": 1}).ids == ["ana"]
    assert _ask(world, {"kind": "everyone"}, brand="andes").ids == ["bea"]


def test_children_of_the_same_list_hold_on_the_same_line() -> None:
    lines = [{"sku": "a", "value": 10}, {"sku": "b", "value": 90}]
    world = _world([_purchase("ana", "1", order={"products": lines}), _purchase("bea", "2", order={"products": []})])
    sku = {"property": "order.products[].sku", "operator": "eq", "value": "A"}
    dear = {"property": "order.products[].value", "operator": "gt", "value": 50}
    bought = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}
    assert _ask(world, {**bought, "where": {"op": "all", "children": [sku, dear]}}).ids == []
    assert _ask(world, {**bought, "where": {"op": "any", "children": [sku, dear]}}).ids == ["ana"]
    of_lines = {"fn": "sum", "property": "order.products[].value"}
    spent = {**bought, "measure": of_lines, "where": {"op": "all", "children": [sku]}, "value": 10, "operator": "eq"}
    assert _ask(world, spent).ids == ["ana"]
    other = {"property": "order.products[].sku", "operator": "ne", "value": "a"}
    assert _ask(world, {**bought, "where": {"op": "all", "children": [other]}}).ids == ["ana"]


def test_a_null_clears_what_is_under_it_and_an_update_leaves_the_rest() -> None:
    world = _world(
        [],
        [
            {"id": 7, "country": "CO", "tags": {"a": "x", "b": "y"}, "platforms": ["ios", " "]},
            {"id": "7", "country": " ", "tags": {"a": "z"}, "platforms": ["web"]},
            {"id": "8", "tags": {"a": "x"}},
            {"id": "8", "tags": None},
        ],
    )
    assert world.customers == {"7": {"tags.a": "z", "tags.b": "y", "platforms": ("web",)}, "8": {}}


def test_sizes_of_lines_alone_and_without_them() -> None:
    world = _world([], [{"id": "1", "country": "CO"}, {"id": "2", "country": "MX"}, {"id": "3"}])
    colombia = {"kind": "attribute", "field": "country", "operator": "eq", "value": "co"}
    rest = {"kind": "attribute", "field": "country", "operator": "ne", "value": "CO", "muted": True}
    answer = _ask(world, colombia, rest, {"op": "any", "not": True, "children": [rest]})
    assert (answer.count, answer.universe, answer.ids) == (1, 3, ["1"])
    assert answer.nodes == {
        "$": (1, None),
        "$.children[0]": (1, None),
        "$.children[1]": (2, 1),
        "$.children[2]": (None, 1),
        "$.children[2].children[0]": (2, 1),
    }
