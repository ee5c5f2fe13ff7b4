"""Each kind of condition is built from an empty page by role and label; its count is the reference evaluator's."""

from collections.abc import Mapping

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from masivo.conditions.parse import parse
from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Frequency
from masivo.services.connections import warehouse
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import living_run
from masivo.services.save_audience import AudienceDraft, create_audience
from masivo.services.schedule import Schedule
from tests.browser.builder import add_value, ask, choose, condition, expect_alone, expect_count, write
from tests.browser.by_hand import ByHand
from tests.browser.conftest import Visit
from tests.conditions.account import ACCOUNT
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
from tests.web.shop import CUSTOMERS
from tests.web.shop_world import answer

BOUGHT = {"event": "PURCHASE"}
GOLD = {"kind": "attribute", "field": "tier", "operator": "in", "value": ["gold"]}


def empty_rule(visit: Visit) -> tuple[Page, Locator]:
    """A new audience of all brands, and its first line."""
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    return page, condition(page, 1)


MEAT = asks("order.products[].tags.department", "in", ["MEAT"])
DEAR_OR_MEAT = where(asks("order.value", "between", [10, 60]), MEAT, op="any")
KINDS = {
    "text": attribute("tier", "not_in", ["gold", "vip"], missing="exclude"),
    "part of a text": attribute("name", "starts_with", "customer 1"),
    "list": attribute("platforms", "has_all", ["ios", "web"]),
    "date": attribute("dob", "between", ["1980-01-01", "1989-12-31"]),
    "anniversary": attribute("dob", "anniversary_in_month", 3),
    "no value": negated(attribute("country", "is_set")),
    "days with events": event("count_days", "gte", 3, window={"kind": "last", **span(300, "day")}),
    "different values": event("count_distinct", "gte", 2, of="order.products[].sku", where=where(MEAT)),
    "total": event("sum", "lt", 300, of="order.value"),
    "average of lines": event("avg", "between", [5, 40], of="order.products[].value", where=DEAR_OR_MEAT),
    "first time": negated(event("first", "before", "2024-01-01")),
    "last time": event("last", "in_last", span(6, "month")),
    "a calendar window": bought(window={"kind": "period", "name": "last_year"}),
    "a fixed window": bought(window={"kind": "between", "from": "2020-01-01", "to": "2090-12-31"}),
    "since": event("count", "eq", 0, window={"kind": "since", "from": "2026-06-01"}),
    "longer ago": bought(window={"kind": "before_last", **span(200, "day")}),
    "two kinds of events": {**bought(), "event": ["PURCHASE", "ADD_TO_CART"]},
    "events in order": sequence(step(where=where(MEAT)), step(within=span(60, "day")), step(within=span(1, "year"))),
    "did not follow": sequence(step(), step(within=span(30, "day"), **{"not": True})),
    "rank": rank("avg", of="order.value", top={"percent": 12.5}, order="asc", where=where(MEAT)),
    "share": sample(percent=33.5, salt="spring test"),
    "opposite of a share": sample(percent=20, **{"not": True}),
}


@pytest.mark.parametrize("part", range(4))
def test_each_kind_is_built_by_hand(visit: Visit, part: int) -> None:
    asked = list(KINDS.values())[part::4]
    found = answer(group(*asked))
    page, _ = empty_rule(visit)
    ByHand(page, ACCOUNT).build(document(*asked, op="any"))
    expect_count(page, found.count)
    for number in range(1, len(asked) + 1):
        alone, _ = found.nodes[f"$.children[0].children[{number - 1}]"]
        expect_alone(condition(page, number), alone or 0)


def test_groups_within_groups_are_built_by_hand(visit: Visit) -> None:
    page, _ = empty_rule(visit)
    inner = group(attribute("country", "eq", "CO"), event("count", "gte", 5), op="all")
    either = group(GOLD, inner, negated(attribute("dob", "is_set")))
    nodes = [bought(), either, group(KINDS["share"], {**KINDS["total"], "muted": True}, op="all", **{"not": True})]
    ByHand(page, ACCOUNT).build(document(*nodes))
    expect_count(page, answer(*nodes).count)
    assert 0 < answer(*nodes).count < answer(bought()).count


def test_events_in_order_and_one_that_did_not_follow(visit: Visit) -> None:
    page, line = empty_rule(visit)
    ask(line, "Events in order: first …, then …")
    steps = line.get_by_role("listitem")
    expect(steps).to_have_count(2)
    choose(steps.nth(0), "Event", "Purchase")
    steps.nth(0).get_by_role("button", name="only where").click()
    choose(steps.nth(0), "Property", "Order: products tags department")
    add_value(steps.nth(0), "meat")
    choose(steps.nth(1), "Event", "Purchase")
    choose(steps.nth(1), "How soon", "within")
    write(steps.nth(1), "How many", "60")
    meat = {"property": "order.products[].tags.department", "operator": "in", "value": ["MEAT"]}
    first = {**BOUGHT, "where": {"op": "all", "children": [meat]}}
    soon = {**BOUGHT, "within": {"amount": 60, "unit": "day"}}
    came_back = answer({"kind": "sequence", "steps": [first, soon]})
    assert 0 < came_back.count < came_back.universe
    expect_count(page, came_back.count)

    choose(steps.nth(1), "Then, or then did not", "then did not")
    stayed_away = answer({"kind": "sequence", "steps": [first, {**soon, "not": True}]})
    assert 0 < stayed_away.count != came_back.count
    expect_count(page, stayed_away.count)

    line.get_by_role("button", name="Add a step").click()
    expect(steps.nth(1).get_by_label("Event", exact=True)).to_be_focused()
    choose(steps.nth(1), "Event", "Purchase")
    expect(steps.nth(2).get_by_label("Then, or then did not")).to_have_value("yes")
    between = answer({"kind": "sequence", "steps": [first, BOUGHT, {**soon, "not": True}]})
    expect_count(page, between.count)


def test_the_top_customers(visit: Visit) -> None:
    page, line = empty_rule(visit)
    ask(line, "Top customers")
    expect(line).to_contain_text("Choose the event.")
    choose(line, "Event", "Purchase")
    choose(line, "Customers or percent", "customers")
    write(line, "How many", "7")
    choose(line, "From which end", "with the lowest")
    choose(line, "Measure", "total of")
    choose(line, "Measured property", "Order: value")
    measure = {"fn": "sum", "property": "order.value"}
    rank = {"kind": "rank", **BOUGHT, "measure": measure, "order": "asc", "top": {"count": 7}}
    expect_count(page, answer(rank).count)
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 2), "Tier")
    add_value(condition(page, 2), "gold")
    expect_count(page, answer(rank, GOLD).count)


def test_a_share_and_everyone(visit: Visit) -> None:
    page, line = empty_rule(visit)
    ask(line, "Random share")
    expect(line).to_contain_text("the same name always draws the same customers")
    write(line, "Percent", "33.5")
    write(line, "Name of the draw", "spring test")
    share = answer({"kind": "sample", "percent": 33.5, "salt": "spring test"})
    assert 0 < share.count < share.universe
    expect_count(page, share.count)
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 2), "Everyone")
    expect_alone(condition(page, 2), len(CUSTOMERS))
    expect(condition(page, 2)).to_contain_text("changes nobody")
    expect_count(page, share.count)


def test_another_audience(visit: Visit, site_settings: Settings) -> None:
    keep_audience(site_settings, "Golden", GOLD)
    page, line = empty_rule(visit)
    ask(line, "Audience “Golden”")
    golden = answer(GOLD)
    expect_count(page, golden.count)
    choose(line, "Membership", "does not include the customer")
    expect_count(page, golden.universe - golden.count)
    expect(page.locator("#preview-sentence")).to_contain_text("who are not in the audience “Golden”")
    line.get_by_label("Question").click()
    page.keyboard.type("golden")
    offered = page.get_by_role("dialog", name="Question").get_by_role("option")
    expect(offered).to_have_text([f"Audience “Golden”{golden.count} members · as of today"])
    assert not [found["id"] for found in Axe().run(page).response["violations"]]


def test_a_name_is_searched_with_the_keyboard(visit: Visit) -> None:
    page, line = empty_rule(visit)
    question = line.get_by_label("Question")
    question.focus()
    page.keyboard.press("g")
    names = page.get_by_role("dialog", name="Question")
    search = names.get_by_role("combobox", name="Search")
    expect(search).to_be_focused()
    expect(search).to_have_value("g")
    search.fill("email")  # as data write it
    expect(names.get_by_role("option").first).to_contain_text("E-mail")
    search.fill("birthday")
    expect(names.get_by_role("option")).to_have_text(
        ["Date of birthdate, for birthdays · 85 % have it", "Birthdaynever seen"]
    )
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(names).to_be_hidden()
    expect(question).to_be_focused()
    expect(question).to_have_value("event:BIRTHDAY")
    expect(line).to_contain_text("Birthday: never seen.")
    question.click()
    expect(names.get_by_role("option", name="Birthday never seen")).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(names).to_be_hidden()
    expect(question).to_have_value("event:BIRTHDAY")


def test_enter_chooses_the_name_that_was_typed_whole(visit: Visit) -> None:
    page, line = empty_rule(visit)
    ask(line, "Purchase")
    choose(line, "Measure", "total of")
    measured = line.get_by_label("Measured property")
    measured.click()
    page.keyboard.type("order value")  # "Order: discounted value" has both words, and stands before
    page.keyboard.press("Enter")
    expect(measured).to_have_value("order.value")


def test_a_rare_value_is_found_as_one_types(visit: Visit) -> None:
    page, line = empty_rule(visit)
    ask(line, "Name")
    box = line.get_by_label("Add a value")
    offered = page.locator(f"datalist#{box.get_attribute('list')} option")
    expect(offered).to_have_count(100)
    box.press_sequentially("er 99")
    expect(offered).to_have_count(1)
    expect(offered).to_have_attribute("value", "Customer 99")
    expect(offered).to_have_attribute("label", "Customer 99 · 1")
    add_value(line, "Customer 99")
    expect_count(page, 1)


def keep_audience(settings: Settings, name: str, rule: Mapping[str, object]) -> None:
    """An audience of everyone for whom the condition holds, calculated."""
    app = create_app(settings)
    with app.app_context():
        document = parse({"version": 1, "op": "all", "children": [rule]}, warehouse().snapshot().catalog)
        audience = create_audience(AudienceDraft(name, "", None, Schedule(Frequency.NEVER), document), None)
        db.session.commit()
        run = living_run(audience.id)
        assert run is not None
        recalculate_audience(run.id, "worker-1")
        db.engine.dispose()
