"""Editing at ease: undo and redo by button and key, dragging, templates by name, a rule pasted as JSON."""

import json
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from masivo.services.audience_templates import TEMPLATES, Template
from tests.browser.builder import add_value, ask, condition, expect_count, open_menu, submit, write
from tests.browser.by_hand import ByHand
from tests.browser.conftest import Visit
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import attribute, document, group
from tests.web.shop import matching
from tests.web.shop_world import answer

GOLD = len(matching(lambda customer: customer.tier == "gold"))
MEXICANS = len(matching(lambda customer: customer.country == "MX"))
BOTH = len(matching(lambda customer: customer.tier == "gold" and customer.country == "MX"))


@pytest.fixture
def page(visit: Visit) -> Page:
    """A page with two finished lines: gold, and from Mexico."""
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    ask(condition(page, 1), "Tier")
    add_value(condition(page, 1), "gold")
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 2), "Country")
    add_value(condition(page, 2), "MX")
    expect_count(page, BOTH)
    return page


def test_undo_and_redo_by_button_and_by_key(page: Page) -> None:
    assert 0 < BOTH < min(GOLD, MEXICANS)
    open_menu(condition(page, 1))
    condition(page, 1).get_by_role("button", name="Remove", exact=True).click()
    expect_count(page, MEXICANS)
    page.get_by_role("button", name="Undo").click()
    expect_count(page, BOTH)
    expect(condition(page, 1).get_by_role("button", name="Remove gold")).to_be_visible()
    expect(page.get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Control+Shift+Z")
    expect_count(page, MEXICANS)
    page.keyboard.press("Control+Z")
    expect_count(page, BOTH)
    write(condition(page, 2), "Add a value", "PE")
    expect(page.locator("#preview-sentence")).to_contain_text("PE")
    page.get_by_role("button", name="Undo").click()
    expect(condition(page, 2).get_by_label("Add a value")).to_have_value("")
    expect_count(page, BOTH)


def test_zero_offers_the_smallest_change(page: Page) -> None:
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 3), "Purchase")
    write(condition(page, 3), "Value", "900")
    expect_count(page, 0)
    zero = page.locator("#diagnosis")
    expect(zero).to_contain_text("Condition 3 makes it zero.")
    change = zero.get_by_role("listitem").filter(has_text="Made at least")
    found = int(change.locator("strong").inner_text())
    assert 0 < found < BOTH
    change.get_by_role("button", name="Use it").click()
    expect_count(page, found)
    expect(zero).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(condition(page, 3).get_by_label("Value", exact=True)).to_have_value("900")
    expect_count(page, 0)


def test_a_line_is_dragged_into_a_group(page: Page) -> None:
    page.get_by_role("button", name="Add a group").click()
    ask(condition(page, 3), "Tier")
    add_value(condition(page, 3), "vip")
    expect_count(page, 0)
    source, target = condition(page, 1).locator(".grip"), condition(page, 3)
    start, end = source.bounding_box(), target.bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 4, start["y"] + 10)
    page.mouse.down()
    page.mouse.move(end["x"] + 40, end["y"] + 12, steps=5)
    page.mouse.up()
    inner = page.get_by_role("group", name="Group, level 2: any of these")
    expect(inner.get_by_role("button", name="Remove gold")).to_be_visible()
    expect_count(page, len(matching(lambda each: each.tier in ("gold", "vip") and each.country == "MX")))


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.key)
def test_each_template_by_its_name_and_by_hand_finds_the_same(visit: Visit, template: Template) -> None:
    found = answer(*template.document["children"]).count
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    starts = page.get_by_role("group", name="Or start from a template:")
    starts.get_by_role("button", name=template.name, exact=True).click()
    expect(page.get_by_label("Name", exact=True)).to_have_value(template.name)
    expect_count(page, found)
    sentence = page.locator("#preview-sentence").inner_text()
    expect(page.locator(".line-problem")).to_have_count(0)
    expect(starts).to_have_count(0)

    page.get_by_role("button", name="Undo").click()
    expect(starts).to_be_visible()
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    ByHand(page, ACCOUNT).build(template.document)
    expect_count(page, found)
    at_any_minute = re.compile(re.sub(r"\d\d:\d\d", r"\\d\\d:\\d\\d", re.escape(sentence)))
    expect(page.locator("#preview-sentence")).to_contain_text(at_any_minute, use_inner_text=True)


def test_a_pasted_document_and_one_that_is_refused(page: Page) -> None:
    page.get_by_label("JSON", exact=True).check()
    shown = page.get_by_label("This rule as JSON")
    assert json.loads(shown.input_value())["children"][0]["value"] == ["gold"]
    box = page.get_by_label("Paste another")
    box.fill(json.dumps(document(attribute("tier", "eq", "gold"), attribute("shoe", "eq", "42"))))
    page.get_by_role("button", name="Use it instead").click()
    refusal = page.get_by_role("alert")
    expect(refusal).to_contain_text("Nothing was changed.")
    expect(refusal).to_contain_text("$.children[1].field")
    expect_count(page, BOTH)
    expect(box).to_be_focused()
    expect(box).to_have_value(json.dumps(document(attribute("tier", "eq", "gold"), attribute("shoe", "eq", "42"))))
    box.fill(json.dumps(document(group(attribute("country", "eq", "MX"), attribute("country", "is_not_set")))))
    page.get_by_role("button", name="Use it instead").click()
    expect_count(page, len(matching(lambda customer: customer.country in ("MX", None))))
    expect(refusal).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect_count(page, BOTH)


def test_undo_templates_and_json_without_script(visit: Visit) -> None:
    page = visit("/templates", java_script_enabled=False)
    page.get_by_role("link", name="Start with this template: One-time buyers").click()
    page.wait_for_url("**plain=1")
    page.get_by_label("All brands").check()
    condition(page, 1).get_by_label("Value", exact=True).fill("2")
    page.get_by_label("JSON", exact=True).check()
    submit(page, "Update the counts")
    assert json.loads(page.get_by_label("This rule as JSON").input_value())["children"][0]["value"] == 2
    condition(page, 1).get_by_label("Value", exact=True).fill("half-typ")
    submit(page, "Add a condition")
    expect(condition(page, 2)).to_be_visible()
    for text in ("half-typ", "2", "1"):
        submit(page, "Undo")
        expect(condition(page, 1).get_by_label("Value", exact=True)).to_have_value(text)
    submit(page, "Redo")
    expect(condition(page, 1).get_by_label("Value", exact=True)).to_have_value("2")


@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_in_templates_and_json(visit: Visit, width: int) -> None:
    page = visit("/templates", width=width)
    assert not Axe().run(page).response["violations"]
    page.goto("/audiences/new?template=cart-abandoners")
    page.get_by_label("JSON", exact=True).check()
    page.get_by_label("Paste another").fill("{")
    page.get_by_role("button", name="Use it instead").click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was changed.")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert not Axe().run(page).response["violations"]
