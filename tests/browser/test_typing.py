"""Typing is never disturbed: focus, caret and scroll stay, an older answer never takes a newer text away."""

import json
import re

import pytest
from playwright.sync_api import Dialog, Page, Route, expect

from tests.browser.builder import add_value, ask, choose, condition, expect_count, open_menu, write
from tests.browser.conftest import Visit
from tests.web.shop import PURCHASES, matching, spent

PREVIEW = re.compile(r"/audiences/preview$")


@pytest.fixture
def page(visit: Visit) -> Page:
    """A page with one finished line: all brands, spent at least 600."""
    page = visit("/audiences/new")
    page.get_by_label("All brands").check()
    line = condition(page, 1)
    ask(line, "Purchase")
    choose(line, "Measure", "total of")
    choose(line, "Measured property", "Order: value")
    write(line, "Value", "600")
    assert spenders(600) != spenders(1), "the count must tell that the answer to the last change is in"
    expect_count(page, spenders(600))
    return page


def spenders(least: int) -> int:
    totals = spent(PURCHASES)
    return len(matching(lambda customer: totals[customer.id] >= least))


def test_focus_caret_and_scroll_stay_while_counts_come_in(page: Page) -> None:
    box = condition(page, 1).get_by_label("Value", exact=True)
    box.focus()
    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    before = page.evaluate("scrollY")
    box.evaluate("box => { box.value = ''; }")
    with page.expect_response(PREVIEW):
        page.keyboard.type("1100")
        for _ in range(2):
            page.keyboard.press("ArrowLeft")
    expect_count(page, spenders(1100))
    expect(box).to_be_focused()
    assert box.evaluate("box => [box.selectionStart, box.selectionEnd]") == [2, 2]
    assert page.evaluate("scrollY") == before
    with page.expect_response(PREVIEW):
        page.keyboard.press("Backspace")
    expect(box).to_have_value("100")
    expect_count(page, spenders(100))
    assert box.evaluate("box => box.selectionStart") == 1


def test_nothing_jumps_while_a_line_is_counted(page: Page) -> None:
    add = page.get_by_role("button", name="Add a condition")
    before = add.bounding_box()
    held: list[Route] = []
    page.route(PREVIEW, lambda route: held.append(route))
    box = condition(page, 1).get_by_label("Value", exact=True)
    with page.expect_request(PREVIEW):
        box.fill("500")
    expect(page.get_by_text("Counting…")).to_be_visible()
    expect(condition(page, 1)).to_have_attribute("data-counting", "")
    assert add.bounding_box() == before
    held[0].continue_()
    expect_count(page, spenders(500))
    assert add.bounding_box() == before
    expect(page.get_by_text("Counting…")).to_be_hidden()


def test_typing_shifts_nothing_of_the_rule(page: Page) -> None:
    page.evaluate("""() => {
        window.shifted = [];
        new PerformanceObserver((list) => {
            for (const entry of list.getEntries()) {
                const nodes = entry.sources.map((source) => source.node?.parentElement);
                window.shifted.push(...nodes.filter((node) => node?.closest("#builder")).map((node) => node.outerHTML));
            }
        }).observe({ type: "layout-shift" });
    }""")
    box = condition(page, 1).get_by_label("Value", exact=True)
    box.focus()
    for key in ("Backspace", "Backspace", "5"):
        with page.expect_response(PREVIEW):
            page.keyboard.press(key)
    expect_count(page, spenders(65))
    assert page.evaluate("window.shifted") == []


def test_the_save_button_stays_under_the_pointer_however_the_page_scrolls(page: Page) -> None:
    save = page.get_by_role("button", name="Save audience")
    before = save.bounding_box()
    page.get_by_label("At most").focus()
    assert page.evaluate("scrollY") > 0, "the limits lie below what is shown at first"
    settled = page.evaluate("scrollY")
    page.evaluate("new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn)))")
    assert page.evaluate("scrollY") == settled, "the page glides"
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    assert save.bounding_box() == pytest.approx(before, abs=1)


def test_the_count_is_in_view_at_the_end_of_the_page(page: Page) -> None:
    page.get_by_label("Show some of the customers").check()
    page.set_viewport_size({"width": 1280, "height": 400})
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator("#preview-count")).to_be_in_viewport(ratio=1)


def test_a_late_answer_never_takes_newer_text_away(page: Page) -> None:
    held: list[Route] = []
    page.route(PREVIEW, lambda route: held.append(route))
    box = condition(page, 1).get_by_label("Value", exact=True)
    with page.expect_request(PREVIEW):
        box.fill("300")
    box.press_sequentially("0")  # typed while the first answer is under way, and left at once
    page.get_by_label("Name").fill("Big spenders")
    held[0].continue_()
    page.unroute(PREVIEW)
    expect_count(page, spenders(3000))
    expect(box).to_have_value("3000")
    expect(page.get_by_label("Name")).to_have_value("Big spenders")


def test_a_server_that_is_away_is_asked_again(page: Page) -> None:
    page.route(PREVIEW, lambda route: route.abort("connectionrefused"))
    form = page.locator("#audience-form")
    condition(page, 1).get_by_label("Value", exact=True).fill("900")
    expect(page.get_by_text("The server cannot be reached.")).to_be_visible()
    expect(form).to_have_attribute("data-counting", "")  # the count beside it is that of an older rule
    page.unroute(PREVIEW)
    expect_count(page, spenders(900))
    expect(form).not_to_have_attribute("data-counting", "")
    expect(page.get_by_text("The server cannot be reached.")).to_have_count(0)


def test_what_is_typed_while_a_button_is_answered_stays(page: Page) -> None:
    held: list[Route] = []
    page.route(PREVIEW, lambda route: held.append(route))
    with page.expect_request(PREVIEW):
        page.get_by_role("button", name="Add a condition").click()
    write(condition(page, 1), "Value", "700")
    page.get_by_role("button", name="Add a condition").click()
    page.wait_for_timeout(600)  # longer than the pause after which typing is sent
    assert len(held) == 1, "nothing may cut a button's answer short"
    held[0].continue_()
    page.unroute(PREVIEW)
    expect(condition(page, 3)).to_be_visible()
    expect(condition(page, 1).get_by_label("Value", exact=True)).to_have_value("700")
    expect_count(page, spenders(700))


def test_what_is_chosen_while_a_button_is_answered_stays(page: Page) -> None:
    held: list[Route] = []
    page.route(PREVIEW, lambda route: held.append(route))
    with page.expect_request(PREVIEW):
        page.get_by_role("button", name="Add a condition").click()
    page.get_by_label("One brand").check()
    page.get_by_label("Weekly").check()
    held[0].continue_()
    page.unroute(PREVIEW)
    expect(condition(page, 2)).to_be_visible()
    expect(page.get_by_label("One brand")).to_be_checked()
    expect(page.get_by_label("Weekly")).to_be_checked()


def test_a_button_is_pressed_once(page: Page) -> None:
    write(condition(page, 1), "Value", "650")  # which the press sends along
    page.get_by_role("button", name="Add a condition").click()
    second = condition(page, 2)
    expect(second.get_by_label("Question")).to_be_focused()
    expect(page.locator("[data-counting]")).to_have_count(0)
    ask(second, "Tier")
    add_value(second, "gold")
    second.get_by_label("Add a value").press_sequentially("vip")
    expect(page.locator("#preview-sentence")).to_contain_text("gold or vip")
    expect(second.get_by_label("Add a value")).to_have_value("vip")
    expect(condition(page, 3)).to_have_count(0)


def test_enter_in_a_text_only_counts(page: Page) -> None:
    page.get_by_label("Name").fill("Not to be saved yet")
    with page.expect_response(PREVIEW):
        page.get_by_label("Name").press("Enter")
    assert page.url.endswith("/audiences/new")
    expect(condition(page, 1)).to_be_visible()
    expect(condition(page, 2)).to_have_count(0)


def test_a_pasted_column_becomes_values(page: Page) -> None:
    line = condition(page, 1)
    ask(line, "Tier")
    box = line.get_by_label("Add a value")
    box.focus()
    box.evaluate(
        """box => {
            const clipboardData = new DataTransfer();
            clipboardData.setData("text/plain", "gold\\nvip\\r\\n silver ");
            box.dispatchEvent(new ClipboardEvent("paste", { clipboardData, bubbles: true, cancelable: true }));
        }"""
    )
    for value in ("gold", "vip", "silver"):
        expect(line.get_by_role("button", name=f"Remove {value}")).to_be_visible()
    expect_count(page, len(matching(lambda customer: customer.tier in ("gold", "vip", "silver"))))


def test_removing_a_line_leaves_the_others_as_they_are(page: Page) -> None:
    page.get_by_role("button", name="Add a condition").click()
    ask(condition(page, 2), "Tier")
    add_value(condition(page, 2), "gold")
    kept = condition(page, 2).element_handle()
    open_menu(condition(page, 1))
    condition(page, 1).get_by_role("button", name="Remove", exact=True).click()
    expect(condition(page, 2)).to_have_count(0)
    expect(condition(page, 1).get_by_role("button", name="Remove gold")).to_be_visible()
    assert condition(page, 1).evaluate("(line, kept) => line === kept", kept)
    expect_count(page, len(matching(lambda customer: customer.tier == "gold")))


def test_leaving_with_unsaved_changes_asks(page: Page) -> None:
    asked: list[str] = []

    def accept(dialog: Dialog) -> None:
        asked.append(dialog.type)
        dialog.accept()

    page.on("dialog", accept)
    page.get_by_role("link", name="Cancel").click()
    page.wait_for_url(re.compile(r"/audiences$"))
    assert asked == ["beforeunload"]


def test_a_rule_of_a_hundred_lines_stays_usable(page: Page) -> None:
    lines = [{"kind": "attribute", "field": "tier", "operator": "is_set"}] * 98
    page.get_by_label("JSON", exact=True).check()
    page.get_by_label("Paste another").fill(json.dumps({"version": 1, "op": "all", "children": lines}))
    page.get_by_role("button", name="Add it as a group").click()
    least = condition(page, 1).get_by_label("Value", exact=True)
    expect(page.get_by_text("99 of the 100 conditions that a rule may have.")).to_be_visible()
    page.get_by_label("JSON", exact=True).uncheck()
    expect(page.get_by_label("Paste another")).to_have_count(0)
    last = condition(page, 99)
    kept = last.element_handle()
    with page.expect_response(PREVIEW) as answer:
        least.fill("900")
    assert len(answer.value.body()) < 150_000
    spenders = {id_ for id_, total in spent(PURCHASES).items() if total >= 900}
    known = matching(lambda customer: customer.tier is not None)
    assert 0 < len(spenders & known) < len(spenders)
    expect_count(page, len(spenders & known))
    expect(least).to_be_focused()
    assert last.evaluate("(line, kept) => line === kept", kept)
    expect(last.locator(".size-alone")).to_contain_text(f"{len(known)}")
    expect(last.locator(".size-without")).to_contain_text("changes nobody")
