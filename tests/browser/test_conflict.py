"""What two people, or one whose session ended, typed is never lost; and why a customer belongs is told on the page."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.builder import add_value, ask, condition, expect_count, write
from tests.browser.conftest import EMAIL, PASSWORD, Visit
from tests.web.shop import CUSTOMERS, PURCHASES, matching

GOLD = matching(lambda customer: customer.tier == "gold")


def start(visit: Visit, name: str, **options: object) -> Page:
    """A page of all brands with one finished line: tier is gold."""
    page = visit("/audiences/new", **options)
    page.get_by_label("Name").fill(name)
    page.get_by_label("All brands").check()
    ask(condition(page, 1), "Tier")
    add_value(condition(page, 1), "gold")
    expect_count(page, len(GOLD))
    return page


def save(page: Page) -> None:
    page.get_by_role("button", name="Save audience").click()


def test_the_second_of_two_saves_sees_both_sides(visit: Visit) -> None:
    first = start(visit, "Edited by two")
    save(first)
    first.wait_for_url(re.compile(r"/audiences/\d+$"))
    path = f"{first.url}/edit"
    mine, theirs = visit(path), visit(path)
    add_value(condition(theirs, 1), "vip")
    theirs.get_by_label("At most").fill("5000")
    save(theirs)
    theirs.wait_for_url(first.url)
    add_value(condition(mine, 1), "silver")
    mine.get_by_label("Description").fill("Silver too")
    save(mine)
    conflict = mine.get_by_role("alert", name="Somebody else saved this audience while you were editing")
    expect(conflict).to_contain_text("gold or vip")
    expect(conflict).to_contain_text("gold or silver")
    expect(conflict).to_contain_text("at most 5,000 members")
    expect(conflict).to_contain_text("Silver too")
    assert not Axe().run(mine).response["violations"]
    expect(condition(mine, 1).get_by_role("button", name="Remove silver")).to_be_visible()
    save(mine)
    mine.wait_for_url(first.url)
    expect(mine.get_by_text("gold or silver").first).to_be_visible()


def test_a_session_that_ends_while_typing_loses_nothing(visit: Visit) -> None:
    page = start(visit, "Typed all night")
    page.context.clear_cookies()
    add_value_box = condition(page, 1).get_by_label("Add a value")
    add_value_box.fill("vip")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("Nothing that you typed is lost")
    expect(alert).to_be_in_viewport()
    with page.context.expect_page() as opened:
        alert.get_by_role("link", name="sign in in another tab").click()
    sign_in(opened.value)
    add_value_box.press("Enter")
    expect(condition(page, 1).get_by_role("button", name="Remove vip")).to_be_visible()
    expect(alert).to_have_count(0)
    expect_count(page, len(matching(lambda customer: customer.tier in ("gold", "vip"))))


def test_a_save_after_the_session_ended_comes_back_to_the_same_form(visit: Visit) -> None:
    page = start(visit, "Saved too late")
    page.context.clear_cookies()
    save(page)
    expect(page.get_by_text("What you typed is kept")).to_be_visible()
    sign_in(page)
    expect(page.get_by_label("Name")).to_have_value("Saved too late")
    expect(page.get_by_role("alert").first).to_contain_text("Nothing is lost, and nothing is saved yet.")
    save(page)
    expect(page.get_by_role("heading", level=1, name="Saved too late")).to_be_visible()


def sign_in(page: Page) -> None:
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)


def test_why_why_not_and_the_near_on_a_narrow_screen(visit: Visit) -> None:
    page = start(visit, "Why", width=390, height=844)
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 2), "Purchase")
    write(condition(page, 2), "Value", "5")
    bought = {customer.id: 0 for customer in CUSTOMERS}
    for purchase in PURCHASES:
        bought[purchase.customer] += 1
    expect_count(page, len({id_ for id_ in GOLD if bought[id_] >= 5}))
    page.locator("label.preview-opener").click()
    missed = next(id_ for id_ in sorted(GOLD) if bought[id_] < 5)
    page.get_by_label("Check a customer").fill(missed)
    why = page.locator("#why")
    expect(why).to_contain_text("does not belong")
    expect(why).to_contain_text(f"has {bought[missed]}: needs at least 5, {5 - bought[missed]} short")
    page.get_by_label("Show some of the customers").check()
    page.get_by_label("Near the threshold of").select_option(label="Condition 2")
    expect(page.locator("#near-people")).to_contain_text("Just outside")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    results = Axe().run(page)
    assert not results.response["violations"], results.generate_report()
