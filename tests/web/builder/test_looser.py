"""Where a rule finds nobody: what the smallest changes give is exactly what the changed rule gives, for each kind."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask import Flask

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.conditions.tree import Group
from masivo.services.connections import warehouse
from masivo.services.loosen_rule import MOST_LINES, MOST_TRIED, Looser, loosen_rule
from masivo.services.preview_audience import preview_audience
from masivo.services.rewrite_rule import put
from tests.conditions.documents import (
    asks,
    attribute,
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
from tests.reference.evaluator import evaluate
from tests.web.shop import NOW
from tests.web.shop_world import ZONE, shop_world

pytestmark = pytest.mark.usefixtures("client")  # who brings the shop along

Json = Mapping[str, Any]

LONG_AGO = {"kind": "before_last", "amount": 20, "unit": "year"}
TODAY = {"kind": "period", "name": "today"}
OLD = (NOW - timedelta(days=500)).date().isoformat()
NEVER = {"kind": "between", "from": "1990-01-01", "to": "1990-01-02"}
FAR_MEAT = where(asks("order.value", "gt", 1), asks("order.products[].tags.department", "in", ["MAET"]))
GOLD, CO, MX = attribute("tier", "eq", "gold"), attribute("country", "eq", "CO"), attribute("country", "eq", "MX")


def proposed(app: Flask, rule: Json, at: datetime = NOW) -> list[tuple[str, Json]]:
    """The changes by path, once each count was compared with the reference evaluator's of the changed rule."""
    with app.app_context():
        asked = parse(rule, warehouse().snapshot().catalog)
        found = loosen_rule(asked, preview_audience(asked, None, at), None)
        for each in found:
            changed = evaluate(dump(put(asked, each.path, each.node)), shop_world(), brand=None, as_of=at, zone=ZONE)
            assert each.count == changed.count > 0, dump(each.node)
        assert [each.count for each in found] == sorted(each.count for each in found)
        return [(each.path, _written(each)) for each in found]


def _written(each: Looser) -> Json:
    return {"op": each.node.op.value} if isinstance(each.node, Group) else dump(each.node)


@pytest.mark.parametrize(
    ("line", "change"),
    [
        (attribute("tier", "eq", "glod"), attribute("tier", "eq", "gold")),
        (attribute("tier", "in", ["glod", "nobody"]), attribute("tier", "in", ["gold", "nobody"])),
        (attribute("tier", "starts_with", "old"), attribute("tier", "contains", "old")),
        (attribute("platforms", "has_all", ["ios", "toaster"]), attribute("platforms", "has_any", ["ios", "toaster"])),
        (attribute("platforms", "has_any", ["andoid"]), attribute("platforms", "has_any", ["android"])),
        (attribute("dob", "before", "1900-06-01"), None),
        (attribute("dob", "on", "1900-06-01"), None),
        (bought(window=LONG_AGO), bought()),
        (bought(window=NEVER), bought(window={"kind": "since", "from": "1990-01-01"})),
        (event("count", "gte", 3, window=TODAY), event("count", "gte", 3)),
        (bought(where=FAR_MEAT), bought(where=where(asks("order.value", "gt", 1)))),
        (bought(where=where(asks("order.value", "gt", 10**6))), bought()),
        (event("last", "before", OLD), event("last", "before", ...)),
        (event("first", "more_than_ago", span(9, "year")), event("first", "more_than_ago", ...)),
        (event("count", "gte", 900), event("count", "gte", ...)),
        (negated(event("count", "lt", 900)), negated(event("count", "lt", ...))),
        (event("sum", "gt", 10**7, of="order.value"), event("sum", "gte", ..., of="order.value")),
        (
            sequence(step(), step(within=span(1, "hour"))),
            sequence(step(), step()),
        ),
        (negated(attribute("tier", "is_not_set")), None),
    ],
)
def test_a_line_is_loosened_in_the_ways_of_its_kind(pages: Flask, line: Json, change: Json | None) -> None:
    changes = [node for _, node in proposed(pages, document(line))]
    if change is not None:
        assert any(_like(change, node) for node in changes), changes


def test_birthdays_are_looked_for_further_ahead(pages: Flask) -> None:
    nobodys = datetime(2026, 1, 30, 12, tzinfo=UTC)
    today = attribute("dob", "anniversary_in_next", span(0, "day"))
    ((_, change),) = proposed(pages, document(today), nobodys)
    assert _like(attribute("dob", "anniversary_in_next", ...), change)


def _like(pattern: Any, found: Any) -> bool:
    """Whether what was found is as a pattern, in which `...` stands for anything."""
    if isinstance(pattern, Mapping):
        return all(name in found and _like(each, found[name]) for name, each in pattern.items())
    return pattern is ... or pattern == found


def test_a_share_and_a_rank_are_loosened_beside_other_lines(pages: Flask) -> None:
    rare = attribute("name", "eq", "Customer 99")
    for line in (sample(percent=1), rank(top={"count": 1}), rank(top={"percent": 1})):
        for path, node in proposed(pages, document(rare, line)):
            assert path in ("$", "$.children[0]", "$.children[1]"), node


def test_the_logic_of_a_group_is_a_change_too(pages: Flask) -> None:
    assert ("$", {"op": "any"}) in proposed(pages, document(CO, MX))
    assert ("$.children[1]", {"op": "any"}) in proposed(pages, document(GOLD, group(CO, MX, op="all")))
    muted = {**MX, "muted": True}
    assert not [
        path for path, node in proposed(pages, document(attribute("tier", "eq", "glod"), muted)) if "op" in node
    ]


def test_nothing_is_proposed_where_somebody_is_found_or_no_single_change_helps(pages: Flask) -> None:
    assert proposed(pages, document(GOLD)) == []
    assert proposed(pages, document({"kind": "everyone", "not": True})) == []


def test_what_is_asked_is_bounded(pages: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    lines = [attribute("tier", "eq", f"glod{number}") for number in range(20)]
    asked: list[int] = []

    def counted(rule: Group, *args: Any) -> Any:
        asked.append(len(rule.children))
        return preview_audience(rule, *args)

    monkeypatch.setattr("masivo.services.loosen_rule.preview_audience", counted)
    proposed(pages, document(*lines, event("count", "gte", 900, window=LONG_AGO, where=FAR_MEAT)))
    proposed(pages, document(*[event("count", "gte", 900, window=LONG_AGO, where=FAR_MEAT)] * 5))
    assert max(asked) <= MOST_TRIED + MOST_LINES * 2
