"""Every rule of the contract that refuses: the path of the offending key, and a sentence that names the thing."""

from decimal import Decimal
from typing import Any

import pytest

from masivo.conditions.parse import parse, parse_condition
from masivo.conditions.tree import Group, takes_part
from masivo.errors import DocumentRefused
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import (
    asks,
    attribute,
    belongs,
    bought,
    document,
    event,
    group,
    negated,
    rank,
    sample,
    sequence,
    span,
    step,
    where,
)

EVERYONE = {"kind": "everyone"}
CHILD = "$.children[0]"
DAYS = span(7, "day")


def refusal(given: object) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        parse(given, ACCOUNT)
    assert str(refused.value) == refused.value.message
    assert refused.value.message[-1] in ".?"
    return refused.value


def without(node: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name != key}


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = EVERYONE
    for _ in range(depth - 1):
        node = group(node)
    return document(node)


DOCUMENTS: list[tuple[Any, str, str]] = [
    ([], "$", "object in braces"),
    (None, "$", "null"),
    ("everyone", "$", "“everyone”"),
    ({}, "$.version", "“version”"),
    (without(document(EVERYONE), "version"), "$.version", "missing"),
    ({**document(EVERYONE), "version": 2}, "$.version", "not 2"),
    ({**document(EVERYONE), "version": True}, "$.version", "not true"),
    ({**document(EVERYONE), "version": "1"}, "$.version", "“1”"),
    (without(document(EVERYONE), "op"), "$.op", "“op”"),
    (without(document(EVERYONE), "children"), "$.children", "“children”"),
    (document(EVERYONE, op="none"), "$.op", "all, any"),
    (document(EVERYONE, op="ALL"), "$.op", "“ALL”"),
    (document(EVERYONE, op=["all"]), "$.op", "a list"),
    (document(), "$.children", "empty"),
    ({**document(EVERYONE), "children": EVERYONE}, "$.children", "are a list"),
    ({**document(EVERYONE), "name": "VIP"}, "$.name", "“name”"),
    ({**document(EVERYONE), "chidren": []}, "$.chidren", "Did you mean “children”?"),
    ({**document(EVERYONE), "a key": 1}, '$["a key"]', "“a key”"),
    ({"version": 1, **EVERYONE}, "$.kind", "group"),
    ({**document(EVERYONE), "not": "yes"}, "$.not", "“yes”"),
    ({**document(EVERYONE), "muted": 1}, "$.muted", "true or false"),
    (document(EVERYONE, muted=True), "$", "muted"),
    (document({**EVERYONE, "muted": True}), "$", "muted"),
    (
        document({**EVERYONE, "muted": True}, group({**EVERYONE, "muted": True}), group(EVERYONE, muted=True)),
        "$",
        "muted",
    ),
]

NODES = [
    (document("everyone"), CHILD, "“everyone”"),
    (document(EVERYONE, None), "$.children[1]", "null"),
    (document({}), f"{CHILD}.kind", "“kind”"),
    (document(group()), f"{CHILD}.children", "empty"),
    (document({"op": "any"}), f"{CHILD}.children", "missing"),
    (document({"children": [EVERYONE]}), f"{CHILD}.op", "missing"),
    (document(group(EVERYONE, version=1)), f"{CHILD}.version", "no part of a group"),
    (document(group(group(EVERYONE, "x"))), f"{CHILD}.children[0].children[1]", "“x”"),
    (document({"kind": "evnt"}), f"{CHILD}.kind", "Did you mean “event”?"),
    (document({"kind": "zzz"}), f"{CHILD}.kind", "attribute, event, sequence, audience, rank, sample, everyone"),
    (document({"kind": ["event"]}), f"{CHILD}.kind", "a list"),
    (document({**EVERYONE, "value": 1}), f"{CHILD}.value", "no part of the condition “everyone”"),
    (document({**EVERYONE, "not": 0}), f"{CHILD}.not", "0 is neither"),
    (document({**EVERYONE, "muted": None}), f"{CHILD}.muted", "null is neither"),
    (document({**EVERYONE, "op": "all"}), f"{CHILD}.op", "“op”"),
    (nested(9), "$" + ".children[0]" * 8, "8 deep"),
    (nested(60_000), "$" + ".children[0]" * 8, "8 deep"),
    (document(*[EVERYONE] * 101), "$", "100 conditions"),
    (document(*[EVERYONE] * 50, group(*[{**EVERYONE, "muted": True}] * 51)), "$", "100 conditions"),
]

TIER = attribute("tier", "eq", "gold")

ATTRIBUTES = [
    (without(TIER, "field"), "field", "missing"),
    (without(TIER, "operator"), "operator", "missing"),
    (without(TIER, "value"), "value", "missing"),
    ({**TIER, "feild": "tier"}, "feild", "Did you mean “field”?"),
    ({**TIER, "window": {}}, "window", "no part of an attribute condition"),
    (attribute("Tier", "eq", "gold"), "field", "“Tier”"),
    (attribute("tags", "eq", "gold"), "field", "“tags”"),
    (attribute(" ", "eq", "gold"), "field", "empty"),
    (attribute(7, "eq", "gold"), "field", "7 is not one"),
    (attribute("x\ud800", "eq", "gold"), "field", "“x\\ud800”"),
    (attribute("tier", "equals", "gold"), "operator", "“equals” is no operator"),
    (attribute("tier", "EQ", "gold"), "operator", "“EQ” is no operator"),
    (attribute("tier", None, "gold"), "operator", "null is no operator"),
    (attribute("tier", "gt", 3), "operator", "tier is a text field; it cannot be asked “gt” (“is greater than”)"),
    (attribute("points", "contains", "3"), "operator", "points is a number field"),
    (attribute("is_anonymous", "ne", True), "operator", "is_anonymous is a yes-or-no field"),
    (attribute("dob", "eq", "2000-01-01"), "operator", "dob is a date field"),
    (attribute("registration_date", "in", ["2000-01-01"]), "operator", "registration_date is a date and time field"),
    (attribute("platforms", "eq", "ios"), "operator", "platforms is a list field"),
    (attribute("tier", "eq", 3), "value", "3 is not one"),
    (attribute("tier", "eq", ["gold"]), "value", "a list"),
    (attribute("tier", "eq", None), "value", "null"),
    (attribute("tier", "eq", {}), "value", "an object"),
    (attribute("tier", "eq", ""), "value", "empty text"),
    (attribute("tier", "contains", "\u3000\t \u2028"), "value", "empty text"),
    (attribute("tier", "eq", "a\udfffb"), "value", "“a\\udfffb”"),
    (attribute("tier", "eq", "a\0b"), "value", "“a\\u0000b”"),
    (attribute("tier", "in", "gold"), "value", "“gold” is not a list"),
    (attribute("tier", "in", []), "value", "empty list"),
    (attribute("tier", "not_in", ["gold", "vip", ""]), "value[2]", "empty text"),
    (attribute("tier", "in", ["gold", 5]), "value[1]", "5 is not one"),
    (attribute("tier", "in", [["gold"]]), "value[0]", "a list"),
    (attribute("platforms", "has_any", []), "value", "empty list"),
    (attribute("platforms", "has_all", [" "]), "value[0]", "empty text"),
    (attribute("platforms", "has_none", "ios"), "value", "“ios” is not a list"),
    (attribute("tier", "is_set", "gold"), "value", "remove it"),
    (attribute("tier", "is_not_set", None), "value", "remove it"),
    (attribute("tier", "eq", "gold", missing="exclude"), "missing", "“eq”"),
    (attribute("tier", "is_not_set", missing="exclude"), "missing", "“is_not_set”"),
    (attribute("tier", "ne", "gold", missing="include"), "missing", "“include”"),
    (attribute("tier", "ne", "gold", missing=True), "missing", "true"),
    (attribute("tier", "ne", "gold", missing=None), "missing", "null"),
    (attribute("is_anonymous", "eq", "true"), "value", "“true” is neither"),
    (attribute("is_anonymous", "eq", 1), "value", "1 is neither"),
]

NUMBERS = [
    (attribute("points", "eq", "5"), "value", "“5” is not one"),
    (attribute("points", "eq", True), "value", "true is not one"),
    (attribute("points", "in", [1, False]), "value[1]", "false is not one"),
    (attribute("points", "eq", float("nan")), "value", "nan"),
    (attribute("points", "lt", float("inf")), "value", "inf"),
    (attribute("points", "lt", Decimal("-Infinity")), "value", "-Infinity"),
    (attribute("points", "lt", Decimal("sNaN")), "value", "sNaN"),
    (attribute("points", "gt", 10**18), "value", "18 digits"),
    (attribute("points", "gt", -(10**18)), "value", "18 digits"),
    (attribute("points", "gt", Decimal("999999999999999999.9999995")), "value", "18 digits"),
    (attribute("points", "gt", 1e300), "value", "18 digits"),
    (attribute("points", "gt", Decimal("1e999999")), "value", "18 digits"),
    (attribute("points", "gt", 10**10_000), "value", "18 digits"),
    (attribute("points", "between", [2, 1]), "value", "ends before it starts"),
    (attribute("points", "between", [1]), "value", "a list of 1"),
    (attribute("points", "between", [1, 2, 3]), "value", "a list of 3"),
    (attribute("points", "between", {"from": 1, "to": 2}), "value", "an object"),
    (attribute("points", "between", [1, None]), "value[1]", "null"),
    (attribute("points", "not_in", []), "value", "empty list"),
]

DATES = [
    (attribute("dob", "on", "2026-02-29"), "value", "“2026-02-29”"),
    (attribute("dob", "on", "20260228"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-W09-1"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-2-8"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "0000-01-01"), "value", "“0000-01-01”"),
    (attribute("dob", "on", "２０２６-01-01"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-02-28\n"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", 20260228), "value", "20260228"),
    (attribute("dob", "before", "2026-02-28T10:00:00Z"), "value", "dob, a date field"),
    (attribute("dob", "between", ["2026-02-28", "2026-02-27"]), "value", "Swap them"),
    (attribute("dob", "between", ["2026-02-28", "x"]), "value[1]", "“x”"),
    (attribute("registration_date", "after", "2026-02-28T10:00:00"), "value", "offset"),
    (attribute("registration_date", "after", "2026-02-28T25:00:00Z"), "value", "offset"),
    (attribute("registration_date", "after", "0001-01-01T00:00:00+05:00"), "value", "offset"),
    (attribute("registration_date", "after", "yesterday"), "value", "“yesterday”"),
    (attribute("registration_date", "between", ["2026-02-28T10:00:00Z", "2026-02-28T09:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-02-28T10:00:00-05:00", "2026-02-28T14:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-03-02", "2026-03-01T07:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-03-03T16:00:01Z", "2026-03-02"]), "value", "Swap"),
    (attribute("dob", "in_last", 7), "value", "7 is not one"),
    (attribute("dob", "in_last", {"unit": "day"}), "value.amount", "missing"),
    (attribute("dob", "in_last", {"amount": 7}), "value.unit", "missing"),
    (attribute("dob", "in_last", {**DAYS, "from": "today"}), "value.from", "“from”"),
    (attribute("dob", "in_last", span(0, "day")), "value.amount", "from 1 to 3,650"),
    (attribute("dob", "in_last", span(3651, "day")), "value.amount", "3651"),
    (attribute("dob", "in_last", span(1.5, "day")), "value.amount", "1.5"),
    (attribute("dob", "in_last", span(True, "day")), "value.amount", "true"),
    (attribute("dob", "in_last", span("7", "day")), "value.amount", "“7”"),
    (attribute("dob", "in_last", span(10**5000, "day")), "value.amount", "more than 24 digits"),
    (attribute("dob", "in_last", span(Decimal("1e-999999"), "day")), "value.amount", "1E-999999"),
    (attribute("dob", "in_last", span(7, "days")), "value.unit", "Did you mean “day”?"),
    (attribute("dob", "in_last", span(7, "minute")), "value.unit", "hour, day, week, month, quarter, year"),
    (attribute("dob", "in_last", span(7, "hour")), "value.unit", "dob is a date without a time"),
    (attribute("dob", "not_in_last", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "more_than_ago", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "in_next", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "anniversary_in_next", span(366, "day")), "value.amount", "from 0 to 365"),
    (attribute("dob", "anniversary_in_next", span(-1, "day")), "value.amount", "-1"),
    (attribute("dob", "anniversary_in_next", span(1, "week")), "value.unit", "“week”"),
    (attribute("dob", "anniversary_in_next", span(1, "moon")), "value.unit", "“moon”"),
    (attribute("dob", "anniversary_in_next", 7), "value", "an object"),
    (attribute("dob", "anniversary_in_month", 0), "value", "from 1 to 12"),
    (attribute("dob", "anniversary_in_month", 13), "value", "13"),
    (attribute("dob", "anniversary_in_month", 1.5), "value", "1.5"),
    (attribute("dob", "anniversary_in_month", "May"), "value", "“May”"),
    (attribute("dob", "anniversary_in_month", [5]), "value", "a list"),
]

EVENTS = [
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

WINDOWS = [
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

IOS = asks("platform", "eq", "ios")

WHERES: list[tuple[Any, str, str]] = [
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

SEQUENCES = [
    (without(sequence(), "steps"), "steps", "missing"),
    (sequence(steps=step()), "steps", "an object is not one"),
    (sequence(steps=None), "steps", "null"),
    (sequence(), "steps", "2 to 4 steps; this one has 0"),
    (sequence(step()), "steps", "this one has 1"),
    (sequence(*[step()] * 5), "steps", "this one has 5"),
    (sequence(step(), step(), event="PURCHASE"), "event", "“event”"),
    (sequence(step(), step(), missing="exclude"), "missing", "“missing”"),
    (sequence(step(), "PURCHASE"), "steps[1]", "“PURCHASE” is not one"),
    (sequence(step(), {}), "steps[1].event", "missing"),
    (sequence(step(), step([])), "steps[1].event", "empty"),
    (sequence(step("CART"), step()), "steps[0].event", "“CART”"),
    (sequence(step(), step(["PURCHASE", "CART"])), "steps[1].event[1]", "“CART”"),
    (sequence(step(), step(window=span(3, "day"))), "steps[1].window", "“window”"),
    (sequence(step(), step(muted=True)), "steps[1].muted", "“muted”"),
    (sequence(step(within=span(1, "day")), step()), "steps[0].within", "first step"),
    (sequence(step(), step(within=7)), "steps[1].within", "7 is not one"),
    (sequence(step(), step(within=None)), "steps[1].within", "null"),
    (sequence(step(), step(within={"unit": "day"})), "steps[1].within.amount", "missing"),
    (sequence(step(), step(within=span(0, "day"))), "steps[1].within.amount", "from 1 to 3,650"),
    (sequence(step(), step(within=span(1, "minute"))), "steps[1].within.unit", "“minute”"),
    (sequence(step(**{"not": True}), step()), "steps[0].not", "Only the last step"),
    (sequence(step(), step(**{"not": True}), step()), "steps[1].not", "Only the last step"),
    (sequence(step(), step(**{"not": "yes"})), "steps[1].not", "“yes”"),
    (sequence(step(), step(where=where())), "steps[1].where.children", "at least one test"),
    (sequence(step(), step(where=where(asks("tier", "eq", "x")))), "steps[1].where.children[0].property", "“tier”"),
    (sequence(step(), step(), window={"kind": "last", "amount": 0, "unit": "day"}), "window.amount", "0"),
]

RANKS = [
    (without(rank(), "event"), "event", "missing"),
    (without(rank(), "measure"), "measure", "missing"),
    (without(rank(), "order"), "order", "missing"),
    (without(rank(), "top"), "top", "missing"),
    (rank(event=[]), "event", "empty"),
    (rank(operator="gt"), "operator", "“operator”"),
    (rank("first"), "measure.fn", "“first” is a date and time"),
    (rank("last"), "measure.fn", "ranked by a number"),
    (rank("sum"), "measure.property", "missing"),
    (rank("max", of="platform"), "measure.property", "“platform” is a text property"),
    (rank(order="down"), "order", "desc, asc"),
    (rank(top=10), "top", "10 is not one"),
    (rank(top={}), "top", "either"),
    (rank(top={"count": 1, "percent": 1}), "top", "either"),
    (rank(top={"amount": 1}), "top.amount", "“amount”"),
    (rank(top={"count": 0}), "top.count", "0"),
    (rank(top={"count": 1.5}), "top.count", "whole number"),
    (rank(top={"count": 10**18}), "top.count", "whole number"),
    (rank(top={"percent": 0}), "top.percent", "above 0"),
    (rank(top={"percent": 100.5}), "top.percent", "up to 100"),
    (rank(top={"percent": "10"}), "top.percent", "“10”"),
    (rank(top={"percent": None}), "top.percent", "null"),
    (rank(where=where(asks("tier", "eq", "x"))), "where.children[0].property", "“tier”"),
    (rank(window={"kind": "since"}), "window.from", "missing"),
]

VIP = belongs("3")

MEMBERS = [
    (without(VIP, "audience"), "audience", "missing"),
    (without(VIP, "operator"), "operator", "missing"),
    ({**VIP, "operator": "in"}, "operator", "member, not_member"),
    ({**VIP, "value": 1}, "value", "no part of an audience condition"),
    ({**VIP, "missing": "exclude"}, "missing", "no part of"),
    (belongs(None), "audience", "null"),
    (belongs(True), "audience", "true"),
    (belongs(" "), "audience", "empty"),
    (belongs(["3"]), "audience", "a list"),
    (belongs(3.5), "audience", "whole number"),
    (belongs(0), "audience", "whole number"),
    (belongs(-3), "audience", "whole number"),
    (belongs(10**400), "audience", "whole number"),
    (belongs("4"), "audience", "no audience with the id “4”"),
    (belongs(4), "audience", "no audience with the id “4”"),
    (belongs("03"), "audience", "no audience with the id “03”"),
    (belongs(" 3"), "audience", "no audience with the id “ 3”"),
    (belongs("VIP"), "audience", "no audience with the id “VIP”"),
    (belongs("11"), "audience", "“Old friends” is archived"),
    (belongs("12"), "audience", "“Brand new” was never calculated"),
    (belongs("13", muted=True), "audience", "“Regulars” builds on “Neighbours”, which builds on “Regulars”"),
]

SAMPLES = [
    (without(sample(), "percent"), "percent", "missing"),
    (without(sample(), "salt"), "salt", "missing"),
    (sample(seed=1), "seed", "“seed”"),
    (sample(percent=0), "percent", "above 0"),
    (sample(percent=-5), "percent", "-5"),
    (sample(percent=Decimal("0.0000004")), "percent", "above 0"),
    (sample(percent=Decimal("100.000001")), "percent", "up to 100"),
    (sample(percent=float("nan")), "percent", "nan"),
    (sample(percent=True), "percent", "true"),
    (sample(percent="10"), "percent", "“10”"),
    (sample(percent=[10]), "percent", "a list"),
    (sample(salt=""), "salt", "empty"),
    (sample(salt=" \t"), "salt", "empty"),
    (sample(salt=7), "salt", "7 is not one"),
    (sample(salt="a\0b"), "salt", "no text can have"),
    (sample(salt="\ud800"), "salt", "no text can have"),
]

IN_CONDITIONS = [
    *((document(condition), f"{CHILD}.{key}", words) for condition, key, words in (*ATTRIBUTES, *NUMBERS)),
    *((document(condition), f"{CHILD}.{key}", words) for condition, key, words in (*DATES, *EVENTS)),
    *((document(condition), f"{CHILD}.{key}", words) for condition, key, words in (*SEQUENCES, *RANKS)),
    *((document(condition), f"{CHILD}.{key}", words) for condition, key, words in (*SAMPLES, *MEMBERS)),
    *((document(bought(window=window)), f"{CHILD}.window{path}", words) for window, path, words in WINDOWS),
    *((document(bought(where=tests)), f"{CHILD}.where{path}", words) for tests, path, words in WHERES),
]


@pytest.mark.parametrize(
    ("given", "path", "words"),
    [
        pytest.param(*case, id=f"{number}: {case[1][-40:]} {case[2]}".encode("ascii", "replace").decode())
        for number, case in enumerate([*DOCUMENTS, *NODES, *IN_CONDITIONS])
    ],
)
def test_what_the_contract_does_not_allow_is_refused(given: object, path: str, words: str) -> None:
    refused = refusal(given)
    assert refused.path == path
    assert words in refused.message
    assert refused.message.encode()


def test_what_stands_at_the_limits_is_taken() -> None:
    assert takes_part(parse(nested(8), ACCOUNT))
    assert takes_part(parse(document(*[EVERYONE] * 100), ACCOUNT))
    assert takes_part(parse(document(group(*[{**EVERYONE, "muted": True}] * 99), EVERYONE), ACCOUNT))
    tests = [IOS] * 300
    for condition in (
        bought(where=where(*tests)),
        attribute("points", "lt", Decimal("999999999999999999.9999994")),
        attribute("points", "between", [5, 5]),
        attribute("dob", "in_last", span(3650, "year")),
        attribute("dob", "anniversary_in_next", span(0, "day")),
        attribute("dob", "anniversary_in_next", span(365, "day")),
        attribute("dob", "on", "0001-01-01"),
        attribute("dob", "between", ["2026-01-01", "2026-01-01"]),
        attribute("registration_date", "between", ["2026-03-02", "2026-03-01T08:00:01Z"]),
        attribute("registration_date", "between", ["2026-03-03T16:00:00Z", "2026-03-02"]),
        attribute("registration_date", "on", "9999-12-31T23:59:59.999999Z"),
        event("count", "eq", 0),
        event("count", "lt", 1),
        event("count", "between", [0, 10**18 - 1]),
        event("sum", "gte", 0, of="order.value"),
        event("count", "ne", 3, missing="exclude"),
        event("last", "not_in_last", span(1, "hour"), missing="exclude"),
        event("count_distinct", "gte", 1, of="metadata.gift"),
        event("last", "anniversary_in_month", 12.0),
        sequence(step(**{"not": False}), step(within=span(3650, "year"), **{"not": True})),
        sequence(*[step(["PURCHASE", "ADD_TO_CART"])] * 4),
        rank(top={"count": 10**18 - 1}),
        rank("avg", of="order.value", top={"percent": Decimal("0.000001")}, order="asc"),
        sample(percent=100),
        belongs("2147483647", "not_member"),
        belongs(3.0),
        sample(percent=Decimal("0.0000005")),
    ):
        assert takes_part(parse(document(condition), ACCOUNT))


def test_a_value_keeps_its_white_space_and_is_composed() -> None:
    tree = parse(document(attribute("name", "starts_with", " Jose\u0301 ")), ACCOUNT)
    condition = tree.children[0]
    assert not isinstance(condition, Group)
    assert condition == parse_condition(attribute("name", "starts_with", " José "), ACCOUNT)


def test_the_first_mistake_in_the_order_of_the_document_is_told() -> None:
    assert refusal(document(attribute("tier", "eq", ""), attribute("nope", "eq", "x"))).path == f"{CHILD}.value"


def test_a_condition_by_itself_is_refused_with_the_path_it_was_given() -> None:
    for given, path in [
        (attribute("tier", "eq", 5), "$.children[3].value"),
        (group(EVERYONE), "$.children[3].kind"),
        (5, "$.children[3]"),
    ]:
        with pytest.raises(DocumentRefused) as refused:
            parse_condition(given, ACCOUNT, "$.children[3]")
        assert refused.value.path == path
