"""Event conditions, with their windows and their `where`: what the contract refuses."""

from decimal import Decimal

from masivo.conditions.parse import parse
from masivo.conditions.tree import takes_part
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import asks, bought, document, event, group, negated, span, where
from tests.conditions.refused import Case, check_refusal, each_case, in_condition, without

IOS = asks("platform", "eq", "ios")

EVENTS: list[Case] = [
    (without(bought(), "event"), "event", "missing"),
    (without(bought(), "measure"), "measure", "missing"),
    (without(bought(), "operator"), "operator", "missing"),
    (without(bought(), "value"), "value", "missing"),
    (bought(field="tier"), "field", "no part of an event condition"),
    (bought(event="PURCHASES"), "event", "Did you mean “PURCHASE”?"),
    (bought(event="purchase"), "event", "“purchase”"),
    (bought(event=[]), "event", "empty"),
    (bought(event=["PURCHASE", "BUY"]), "event[1]", "“BUY”"),
    (bought(event=["PURCHASE", ["BUY"]]), "event[1]", "a list"),
    (bought(event=7), "event", "7 is no name"),
    (bought(event=None), "event", "null"),
    (bought(measure="count"), "measure", "“count” is not one"),
    (bought(measure={}), "measure.fn", "missing"),
    (bought(measure={"fn": "total"}), "measure.fn", "count_days"),
    (bought(measure={"fn": "count", "of": "x"}), "measure.of", "“of”"),
    (bought(measure={"fn": "count", "property": "order.value"}), "measure.property", "no property"),
    (bought(measure={"fn": "last", "property": "order.value"}), "measure.property", "no property"),
    (bought(measure={"fn": "sum"}), "measure.property", "missing"),
    (bought(measure={"fn": "count_distinct"}), "measure.property", "missing"),
    (bought(measure={"fn": "sum", "property": "order.total"}), "measure.property", "“order.total”"),
    (bought(measure={"fn": "avg", "property": "platform"}), "measure.property", "“platform” is a text property"),
    (bought(measure={"fn": "max", "property": "metadata.delivery_day"}), "measure.property", "a date property"),
    (bought(measure={"fn": "count_distinct", "property": "metadata.channels"}), "measure.property", "a list"),
    (event("count", "in", [1, 2]), "operator", "The number of events is a number"),
    (event("sum", "is_set", of="order.value"), "operator", "The total of order.value"),
    (event("last", "gt", 3), "operator", "The last time is a date and time"),
    (event("count", "gte", 0), "value", "everybody"),
    (event("count", "lt", 0), "value", "nobody"),
    (event("count_days", "gte", 0.0), "value", "everybody"),
    (event("count_distinct", "lt", Decimal("0.00"), of="platform"), "value", "nobody"),
    (event("count", "gte", -1), "value", "-1"),
    (event("count", "eq", 1.5), "value", "whole number"),
    (event("count", "eq", Decimal("1.0000001")), "value", "whole number"),
    (event("count", "eq", True), "value", "true"),
    (event("count", "eq", "3"), "value", "“3”"),
    (event("count", "gt", 10**18), "value", "18 digits"),
    (event("count", "between", [2, 1]), "value", "Swap them"),
    (event("count", "between", [-1, 1]), "value[0]", "-1"),
    (event("count", "between", [1, 2.5]), "value[1]", "2.5"),
    (event("count", "gte", 1, missing="exclude"), "missing", "“gte”"),
    (event("sum", "gt", "500", of="order.value"), "value", "“500”"),
    (event("first", "on", "2026-13-01"), "value", "“2026-13-01”"),
    (event("last", "in_last", span(0, "hour")), "value.amount", "0"),
]

WINDOWS: list[Case] = [
    ("last 7 days", "", "“last 7 days” is not one"),
    (None, "", "null"),
    ({}, ".kind", "missing"),
    ({"kind": "latest"}, ".kind", "Did you mean “last”?"),
    ({"kind": 5}, ".kind", "5 is not one"),
    ({"kind": "last", "amount": 7, "unit": "day", "zone": "UTC"}, ".zone", "“zone”"),
    ({"kind": "last", "unit": "day"}, ".amount", "missing"),
    ({"kind": "last", "amount": 7}, ".unit", "missing"),
    ({"kind": "last", "amount": 0, "unit": "day"}, ".amount", "from 1 to 3,650"),
    ({"kind": "before_last", "amount": 3651, "unit": "day"}, ".amount", "3651"),
    ({"kind": "before_last", "amount": 3, "unit": "fortnight"}, ".unit", "“fortnight”"),
    ({"kind": "last", "amount": 7, "unit": "day", "from": "2026-01-01"}, ".from", "kind “last”"),
    ({"kind": "between", "to": "2026-01-01"}, ".from", "missing"),
    ({"kind": "between", "from": "2026-01-01"}, ".to", "missing"),
    ({"kind": "between", "from": "2026-01-01", "to": "soon"}, ".to", "“soon”"),
    ({"kind": "between", "from": "2026-01-02", "to": "2026-01-01"}, "", "Swap them"),
    ({"kind": "between", "from": "2026-01-02T00:00:00Z", "to": "2026-01-01T23:59:59Z"}, "", "Swap them"),
    ({"kind": "between", "from": "2026-01-03", "to": "2026-01-01T00:00:00Z"}, "", "Swap them"),
    ({"kind": "since"}, ".from", "missing"),
    ({"kind": "since", "from": "2026-01-01T10:00"}, ".from", "offset"),
    ({"kind": "since", "from": "2026-01-01", "to": "2026-01-02"}, ".to", "“to”"),
    ({"kind": "period"}, ".name", "missing"),
    ({"kind": "period", "name": "this_weak"}, ".name", "Did you mean “this_week”?"),
    ({"kind": "period", "name": "next_week"}, ".name", "“next_week”"),
]

WHERES: list[Case] = [
    ([], "", "a list is not one"),
    (None, "", "null"),
    ({}, ".op", "missing"),
    ({"op": "all"}, ".children", "missing"),
    ({"op": "none", "children": [IOS]}, ".op", "“none”"),
    ({**where(IOS), "not": True}, ".not", "“not”"),
    (where(), ".children", "at least one test"),
    ({"op": "all", "children": IOS}, ".children", "are a list"),
    (where(IOS, "ios"), ".children[1]", "“ios” is not one"),
    (where(group(IOS)), ".children[0].op", "“op”"),
    (where(negated(IOS)), ".children[0].not", "“not”"),
    (where({**IOS, "muted": True}), ".children[0].muted", "“muted”"),
    (where(without(IOS, "property")), ".children[0].property", "missing"),
    (where(without(IOS, "operator")), ".children[0].operator", "missing"),
    (where(without(IOS, "value")), ".children[0].value", "missing"),
    (where(asks("order.products.sku", "eq", "A")), ".children[0].property", "“order.products.sku”"),
    (where(asks("tier", "eq", "gold")), ".children[0].property", "“tier”"),
    (where(asks("order.value", "contains", "1")), ".children[0].operator", "order.value is a number property"),
    (where(IOS, asks("order.value", "gt", "x")), ".children[1].value", "“x”"),
    (where(asks("order.products[].sku", "in", ["A", 1])), ".children[0].value[1]", "order.products[].sku"),
    (where(asks("metadata.delivery_day", "in_last", span(3, "hour"))), ".children[0].value.unit", "hours"),
    (where(asks("platform", "eq", "ios", missing="exclude")), ".children[0].missing", "“eq”"),
    (where(asks("metadata.gift", "eq", "yes")), ".children[0].value", "“yes” is neither"),
]


@each_case(*in_condition(EVENTS))
def test_what_the_contract_does_not_allow_is_refused(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


@each_case(*in_condition([(bought(window=window), f"window{path}", words) for window, path, words in WINDOWS]))
def test_no_other_window_is_taken(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


@each_case(*in_condition([(bought(where=tests), f"where{path}", words) for tests, path, words in WHERES]))
def test_no_other_where_is_taken(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


def test_what_stands_at_the_limits_is_taken() -> None:
    for condition in (
        bought(where=where(*[IOS] * 300)),
        event("count", "eq", 0),
        event("count", "lt", 1),
        event("count", "between", [0, 10**18 - 1]),
        event("sum", "gte", 0, of="order.value"),
        event("count", "ne", 3, missing="exclude"),
        event("last", "not_in_last", span(1, "hour"), missing="exclude"),
        event("count_distinct", "gte", 1, of="metadata.gift"),
        event("last", "anniversary_in_month", 12.0),
    ):
        assert takes_part(parse(document(condition), ACCOUNT))
