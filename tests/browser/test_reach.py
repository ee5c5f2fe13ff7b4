"""Everybody can use the builder: by keyboard alone, without script, on a narrow screen, with a screen reader."""

from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.builder import add_value, ask, choose, condition, expect_count, open_menu, page_loads, submit, write
from tests.browser.conftest import Visit
from tests.web.shop import matching


def test_with_the_keyboard_alone(visit: Visit) -> None:
    page = visit("/audiences/new")
    press = page.keyboard.press
    expect(page.get_by_label("Name")).to_be_focused()
    page.keyboard.type("By keyboard")
    tab_to(page, "scope-0")
    press("ArrowRight")
    tab_to(page, "n2-subject")
    page.keyboard.type("Tier")
    press("Enter")
    expect(page.locator("#n2-adding")).to_be_visible()
    tab_to(page, "n2-adding")
    page.keyboard.type("gold")
    press("Enter")
    expect_count(page, len(matching(lambda customer: customer.tier == "gold")))
    tab_to(page, "n2-menu")
    press("Enter")
    press("Tab")
    press("Enter")  # the first of the menu: duplicate
    expect(condition(page, 2).get_by_role("button", name="Remove gold")).to_be_visible()
    expect(page.locator("#n3-menu")).to_be_focused()
    press("Enter")
    expect(page.locator("#n3-more")).to_have_attribute("open", "")
    press("Escape")
    expect(page.locator("#n3-more")).not_to_have_attribute("open", "")
    tab_to(page, "n1-add")
    press("Enter")
    expect(page.locator("#n4-subject")).to_be_focused()


def test_without_script(visit: Visit) -> None:
    page = visit("/audiences/new", java_script_enabled=False)
    page.wait_for_url("**/audiences/new?plain=1")
    page.get_by_label("Name").fill("Without script")
    page.get_by_label("All brands").check()
    ask(condition(page, 1), "Tier")
    submit(page, "Update the counts")
    write(condition(page, 1), "Add a value", "gold")
    with page_loads(page):
        condition(page, 1).get_by_label("Add a value").press("Enter")
    expect(condition(page, 1).get_by_role("button", name="Remove gold")).to_be_visible()
    expect_count(page, len(matching(lambda customer: customer.tier == "gold")))
    submit(page, "Add a group")
    ask(condition(page, 2), "Country")
    submit(page, "Update the counts")
    write(condition(page, 2), "Add a value", "MX")
    submit(page, "Update the counts")
    expect_count(page, len(matching(lambda customer: customer.tier == "gold" and customer.country == "MX")))
    open_menu(condition(page, 2))
    with page_loads(page):
        condition(page, 2).get_by_role("button", name="Mute").click()
    expect_count(page, len(matching(lambda customer: customer.tier == "gold")))
    submit(page, "Save audience")
    expect(page.get_by_role("heading", level=1, name="Without script")).to_be_visible()


def test_at_390_pixels(visit: Visit) -> None:
    page = visit("/audiences/new", width=390, height=800)
    page.get_by_label("All brands").check()
    fill_in(page)
    long = "unbroken" * 25
    ask(condition(page, 3), "Tier")
    add_value(condition(page, 3), long)
    expect(condition(page, 3).locator(".line-warning")).to_contain_text(long)
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator("#preview-count")).to_be_in_viewport()
    expect(page.locator("#preview-sentence")).to_be_hidden()
    page.get_by_text("Details", exact=True).click()
    expect(page.locator("#preview-sentence")).to_be_in_viewport()
    page.get_by_text("Details", exact=True).click()
    save = page.get_by_role("button", name="Save audience")
    save.scroll_into_view_if_needed()
    save.click(trial=True)


def test_names_are_searched_by_touch(visit: Visit) -> None:
    page = visit("/audiences/new", width=390, height=800, has_touch=True, is_mobile=True)
    question = condition(page, 1).get_by_label("Question")
    question.tap(force=True)  # what lies over it takes the tap
    names = page.get_by_role("dialog", name="Question")
    search = names.get_by_role("combobox", name="Search")
    expect(search).to_be_in_viewport(ratio=1)
    expect(search).not_to_be_focused()  # which would bring up the keyboard, over the list
    search.fill("tier")
    names.get_by_role("option").filter(has=page.get_by_text("Tier", exact=True)).tap()
    expect(question).to_have_value("field:tier")
    expect(condition(page, 1).get_by_label("Add a value")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == 390


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_axe_finds_nothing_serious(visit: Visit, scheme: Literal["light", "dark"], width: int) -> None:
    page = visit("/audiences/new", width=width, color_scheme=scheme)
    assert not serious(page)
    fill_in(page)
    if width < 1200:
        page.get_by_text("Details", exact=True).click()
    page.get_by_label("Show some of the customers").check()
    expect(page.locator("#sample")).to_be_attached()
    assert not serious(page)
    page.get_by_role("button", name="Save audience").click()
    expect(page.get_by_role("alert").first).to_be_visible()
    assert not serious(page)


def test_groups_and_counts_are_announced(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_role("button", name="Add a group").click()
    expect(page.get_by_role("group", name="Group, level 1: all of these")).to_be_visible()
    expect(page.get_by_role("group", name="Group, level 2: any of these")).to_be_visible()
    expect(page.get_by_role("status").filter(has_text="not counted")).to_be_visible()


def fill_in(page: Page) -> None:
    """A rule with every part that the builder can show."""
    ask(condition(page, 1), "Tier")
    add_value(condition(page, 1), "gold")
    condition(page, 1).get_by_label("Comparison").select_option(label="is none of")
    expect(condition(page, 1).get_by_label("Customers without a value")).to_be_visible()
    page.get_by_role("button", name="Add a group").click()
    bought = condition(page, 2)
    ask(bought, "Purchase")
    bought.get_by_label("When").select_option(label="in the last")
    write(bought, "How long", "90")
    bought.get_by_role("button", name="only where").click()
    choose(bought, "Property", "Order: products tags department")
    add_value(bought, "MEAT")
    expect(bought.get_by_text("= since")).to_be_visible()
    for words in ("Turn into its opposite", "Mute"):
        open_menu(bought)
        bought.get_by_role("button", name=words).click()
    expect(bought.get_by_text("muted", exact=True)).to_be_visible()
    page.get_by_role("button", name="Add a condition").first.click()
    expect(condition(page, 3)).to_be_visible()


def serious(page: Page) -> list[Any]:
    """What axe calls serious or critical once all is counted; what is being counted is dimmed until then."""
    expect(page.locator(".htmx-request, [data-counting]")).to_have_count(0)
    found = Axe().run(page).response["violations"]
    return [
        (fault["id"], [node["target"] for node in fault["nodes"]])
        for fault in found
        if fault["impact"] in ("serious", "critical")
    ]


def tab_to(page: Page, element_id: str) -> None:
    """Press Tab until the element has the focus."""
    for _ in range(80):
        if page.evaluate("document.activeElement.id") == element_id:
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"Tab never reaches {element_id}")
