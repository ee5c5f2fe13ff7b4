"""The builder as a person finds it in the page: by role and label."""

import re
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page, expect


def condition(page: Page, number: int) -> Locator:
    """A line, by the number that it is called by."""
    return page.get_by_role("group", name=f"Condition {number}", exact=True)


def ask(line: Locator, option: str) -> None:
    """Choose what the line asks, by the words in the list."""
    choose(line, "Question", option)


def choose(line: Locator, label: str, option: str) -> None:
    """Choose in a list: one that can be searched by typing its words, one of the browser's own by its option."""
    select = line.get_by_label(label, exact=True)
    if select.get_attribute("data-list") is None or select.locator("option").count() > 1:
        select.select_option(label=option)
        return
    select.click()
    names = line.page.get_by_role("dialog", name=label, exact=True)
    names.get_by_role("combobox", name="Search").fill(option)
    names.get_by_role("option").filter(has=line.page.get_by_text(option, exact=True)).first.click()
    expect(names).to_be_hidden()


def write(line: Locator, label: str, text: str) -> None:
    line.get_by_label(label, exact=True).fill(text)


def add_value(line: Locator, text: str) -> None:
    """Type a value beside a list and press Enter."""
    box = line.get_by_label("Add a value")
    box.fill(text)
    box.press("Enter")
    expect(line.get_by_role("button", name=f"Remove {text}")).to_be_visible()


def open_menu(line: Locator) -> None:
    """Open what can be done to a line."""
    line.locator("summary", has_text="More for this condition").click()


@contextmanager
def page_loads(page: Page) -> Iterator[None]:
    """What is done within loads a page, which is there whole afterwards.

    Without script nothing notices a press that hits nothing, because what is still being read moved the button.
    """
    with page.expect_event("load"):
        yield


def submit(page: Page, button: str) -> None:
    """Press a button that loads a page."""
    with page_loads(page):
        page.get_by_role("button", name=button).click()


def expect_count(page: Page, count: int) -> None:
    """The preview shows that many customers."""
    noun = "customer" if count == 1 else "customers"
    expect(page.locator("#preview-count")).to_have_text(re.compile(rf"^\s*{count:,}\s+{noun}\s*$"))


def expect_alone(line: Locator, count: int) -> None:
    """The line shows that many by itself."""
    expect(line.locator(".size-alone").first).to_have_text(re.compile(rf"^{count:,}\b"))
