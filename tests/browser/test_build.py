"""A rule is built from an empty page by role and label, and every count is what plain Python finds in the same data."""

import re
from calendar import monthrange
from datetime import datetime
from zoneinfo import ZoneInfo

from playwright.sync_api import Page, Route, expect

from tests.browser.builder import add_value, ask, choose, condition, expect_alone, expect_count, open_menu, write
from tests.browser.conftest import Visit
from tests.web.shop import BRANDS, CUSTOMERS, NOW, PURCHASES, matching, spent


def test_a_nested_rule_from_an_empty_page(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    bought = condition(page, 1)
    ask(bought, "Purchase")
    choose(bought, "Measure", "total of")
    choose(bought, "Measured property", "Order: value")
    choose(bought, "Comparison", "is greater than")
    write(bought, "Value", "500")
    choose(bought, "When", "in the last")
    write(bought, "How long", "6")
    choose(bought, "Unit of time", "months")
    recent = [purchase for purchase in PURCHASES if purchase.at > half_a_year_ago()]
    totals = spent(recent)
    spenders = matching(lambda customer: totals[customer.id] > 500)
    assert 0 < len(spenders) < len(CUSTOMERS)
    expect_alone(bought, len(spenders))
    expect_count(page, len(spenders))

    page.get_by_role("button", name="Add a group").click()
    tier = condition(page, 2)
    expect(tier.get_by_label("Question")).to_be_focused()
    ask(tier, "Tier")
    add_value(tier, "gold")
    add_value(tier, "vip")
    good = matching(lambda customer: customer.tier in ("gold", "vip"))
    expect_alone(tier, len(good))
    expect_count(page, len(spenders & good))

    page.get_by_role("group", name="Group, level 2").get_by_role("button", name="Add a condition").click()
    country = condition(page, 3)
    ask(country, "Country")
    choose(country, "Comparison", "is")
    write(country, "Value", "co")
    turn(page, 3, "Turn into its opposite")
    elsewhere = matching(lambda customer: customer.country != "CO")
    expect_alone(country, len(elsewhere))
    expect_count(page, len(spenders & (good | elsewhere)))
    expect(country.locator(".size-without")).to_contain_text(f"{len(spenders & good)}")
    expect(page.locator("#preview-sentence")).to_contain_text("Customers who spent more than 500")
    expect(page.get_by_text(f"of {len(CUSTOMERS)}")).to_be_visible()


def test_lines_of_a_purchase_and_a_brand(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_label("Brand", exact=True).select_option(BRANDS[1])
    bought = condition(page, 1)
    ask(bought, "Purchase")
    bought.get_by_role("button", name="only where").click()
    choose(bought, "Property", "Order: products tags department")
    add_value(bought, "wine")
    bought.get_by_role("button", name="only where").click()
    second = bought.locator(".clause").nth(1)
    choose(second, "Property", "Order: products value")
    write(second, "Value", "60")
    own = [purchase for purchase in PURCHASES if purchase.brand == BRANDS[1]]
    wine = [
        purchase for purchase in own if any(line.department == "WINE" and line.value >= 60 for line in purchase.lines)
    ]
    expect_count(page, len({purchase.customer for purchase in wine}))
    expect(page.get_by_text(f"of {len({purchase.customer for purchase in own})}")).to_be_visible()


def test_saving_shows_the_audience(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_label("Name").fill("Golden customers")
    page.get_by_role("radio", name="Weekly").check()
    page.get_by_label("Weekday").select_option("Friday")
    expect(page.locator("#next-runs")).to_contain_text("Fri ")
    ask(condition(page, 1), "Tier")
    add_value(condition(page, 1), "gold")
    page.get_by_role("button", name="Save audience").click()
    expect(page.get_by_role("heading", level=1, name="Golden customers")).to_be_visible()
    expect(page.get_by_text("andes · weekly on Friday at 03:00")).to_be_visible()
    page.get_by_role("link", name="Edit").first.click()
    expect(page.get_by_role("heading", level=1, name="Edit Golden customers")).to_be_visible()
    expect(condition(page, 1).get_by_role("button", name="Remove gold")).to_be_visible()


def test_a_second_press_does_not_save_again(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_label("Name").fill("Pressed twice")
    ask(condition(page, 1), "Everyone")
    held: list[Route] = []
    page.route(re.compile("/audiences/new$"), lambda route: held.append(route))
    save = page.get_by_role("button", name="Save audience")
    save.evaluate("button => [0, 300].forEach((after) => setTimeout(() => button.click(), after))")
    page.wait_for_timeout(600)
    assert len(held) == 1
    held[0].continue_()
    expect(page.get_by_role("heading", level=1, name="Pressed twice")).to_be_visible()


def test_an_unfinished_line_says_so_in_its_place(visit: Visit) -> None:
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    ask(condition(page, 1), "Tier")
    add_value(condition(page, 1), "gold")
    gold = len(matching(lambda customer: customer.tier == "gold"))
    expect_count(page, gold)
    page.get_by_role("button", name="Add a condition").click()
    second = condition(page, 2)
    expect(second).to_contain_text("Choose what this line asks.")
    ask(second, "Purchase")
    write(second, "Value", "a few")
    expect(second).to_contain_text("“a few” is not a number.")
    expect(second.get_by_label("Value", exact=True)).to_have_attribute("aria-invalid", "true")
    expect_count(page, gold)
    expect(page.get_by_text("1 line is not finished and takes no part yet.")).to_be_visible()
    page.get_by_label("Name").fill("Half a rule")
    page.get_by_role("button", name="Save audience").click()
    expect(page.get_by_role("alert")).to_contain_text("Not saved yet: 1 thing is missing")
    expect(second.get_by_label("Value", exact=True)).to_have_value("a few")
    write(second, "Value", "1")
    expect(page.get_by_role("alert")).to_have_count(0)


def test_suggestions_come_from_the_data(visit: Visit) -> None:
    page = visit("/audiences/new")
    ask(condition(page, 1), "Tier")
    box = condition(page, 1).get_by_label("Add a value")
    offered = page.locator(f"datalist#{box.get_attribute('list')} option")
    expect(offered).to_have_count(4)
    values = {option.get_attribute("value") for option in offered.all()}
    assert values == {"gold", "vip", "silver", "basic"}


def half_a_year_ago() -> datetime:
    """The same time of day six months ago, on the last day of a month that is too short."""
    local = NOW.astimezone(ZoneInfo("America/Bogota"))
    year, month = divmod(local.year * 12 + local.month - 7, 12)
    day = min(local.day, monthrange(year, month + 1)[1])
    return local.replace(year=year, month=month + 1, day=day)


def turn(page: Page, number: int, words: str) -> None:
    """Use a line's menu."""
    line = condition(page, number)
    open_menu(line)
    line.get_by_role("button", name=words).click()
