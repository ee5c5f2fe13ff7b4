"""The pages around the builder in a real browser: readable for everybody, quiet in change, whole without script."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect
from pyroaring import BitMap
from sqlalchemy import select

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Audience, AudienceState, Run, RunState
from tests.browser.conftest import Visit
from tests.web.stored import NOW, add_audience, add_failure, add_living, add_success, writing

PAGES = [
    "/audiences",
    "/audiences?q=nothing+has+this+name",
    "/audiences/1",
    "/audiences/2",
    "/audiences/1/members",
    "/audiences/1/overlap",
    "/audiences/1/runs",
    "/audiences/2/runs",
    "/audiences/1/versions",
    "/audiences/1/archive",
    "/customers",
    "/customers?q=customer",
    "/customers/profile?id=c007",
    "/catalog",
    "/catalog/values?owner=customers&name=tier",
    "/operations",
    "/operations/costs",
    "/settings",
    "/search?q=customer",
]


@pytest.fixture(scope="module")
def past(site: str, site_settings: Settings) -> Iterator[Flask]:
    """Audiences with a history in the running application's database, and a way to write more."""
    app = create_app(site_settings)
    with writing(app):
        add_audience("Colombians", "andes", members=[range(size, 80 - size) for size in range(20)])
        add_failure(
            add_audience("Broken – a rule with quite a long name", members=[range(9)]), "The field tier is gone."
        )
        add_audience("Paused", "pacifico", state=AudienceState.PAUSED, members=[range(5), range(7)])
        add_living(add_audience("Working", members=[range(3), range(4)]), RunState.RUNNING)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.mark.usefixtures("past")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [390, 1280])
def test_every_page_can_be_read_by_everybody(visit: Visit, width: int, theme: str) -> None:
    page = visit("/audiences", width=width, color_scheme=theme)
    for path in PAGES:
        page.goto(path)
        assert page.evaluate("document.documentElement.dataset.bsTheme") == theme
        found = Axe().run(page).response["violations"]
        assert [(each["id"], each["nodes"][0]["target"]) for each in found] == [], path
        assert page.evaluate("document.documentElement.scrollWidth - innerWidth") <= 0, f"{path} is wider than {width}"


def test_the_sign_in_can_be_read_by_everybody(visit: Visit) -> None:
    page = visit("/audiences")
    page.get_by_text("Ana Torres").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert Axe().run(page).response["violations"] == []


@pytest.mark.usefixtures("past")
def test_typing_narrows_the_list_and_the_address_follows(visit: Visit) -> None:
    page = visit("/audiences")
    search = page.get_by_role("searchbox", name="Name", exact=True)
    search.press_sequentially("brok", delay=20)
    expect(page.locator(".list-link")).to_have_text(["Broken – a rule with quite a long name"])
    expect(search).to_be_focused()
    assert "q=brok" in page.url
    page.get_by_label("State").select_option("paused")
    expect(page.get_by_text("No audience fits")).to_be_visible()
    page.get_by_role("link", name="Show all audiences").click()
    expect(page.locator(".list-link")).to_have_count(4)
    page.go_back()
    expect(page.get_by_text("No audience fits")).to_be_visible()


@pytest.mark.usefixtures("past")
def test_a_heading_sorts_without_a_new_page(visit: Visit) -> None:
    page = visit("/audiences")
    page.evaluate("window.kept = true")
    page.get_by_role("link", name="Members", exact=True).click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("Members")
    page.get_by_role("link", name="Members", exact=True).click()
    expect(page.locator("th[aria-sort=descending]")).to_contain_text("Members")
    expect(page.locator(".list-link").first).to_have_text("Colombians")
    assert page.evaluate("window.kept")


@pytest.mark.usefixtures("past")
def test_a_line_is_a_link_and_its_menu_is_not(visit: Visit) -> None:
    page = visit("/audiences")
    row = page.locator("tr", has_text="Paused")
    menu = row.locator("summary", has_text="Actions for Paused")
    menu.click()
    expect(row.get_by_role("button", name="Resume")).to_be_visible()
    page.keyboard.press("Escape")
    expect(row.get_by_role("button", name="Resume")).to_be_hidden()
    menu.click()
    page.get_by_role("heading", name="Audiences").click()
    expect(row.get_by_role("button", name="Resume")).to_be_hidden()
    cell = row.locator("td").nth(1).bounding_box()
    assert cell
    page.mouse.click(cell["x"] + 5, cell["y"] + 5)  # where the line's link lies over the cell
    expect(page.get_by_role("heading", name="Paused", level=1)).to_be_visible()


@pytest.mark.usefixtures("past")
def test_the_theme_is_kept_and_stands_before_the_first_paint(visit: Visit) -> None:
    page = visit("/audiences", color_scheme="light")
    page.get_by_text("Ana Torres").click()
    page.get_by_role("button", name="Dark").click()
    assert theme(page) == "dark"
    page.reload()
    assert theme(page) == "dark"
    assert page.evaluate("document.querySelector('head > script').src").split("?")[0].endswith("/js/theme.js")
    page.get_by_text("Ana Torres").click()
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")
    page.get_by_role("button", name="Auto").click()
    page.emulate_media(color_scheme="light")
    assert theme(page) == "light"


def theme(page: Page) -> str:
    return str(page.evaluate("document.documentElement.dataset.bsTheme"))


@pytest.mark.usefixtures("past")
def test_the_charts_are_drawn_and_tell_the_latest_run(visit: Visit) -> None:
    page = visit("/audiences/1")
    expect(page.locator("figure canvas")).to_have_count(2)
    expect(page.locator("figure[data-chart=size] .u-legend")).to_contain_text("42")
    page.set_viewport_size({"width": 600, "height": 800})
    chart = page.locator("figure[data-chart=size]")
    page.wait_for_function(
        "figure => Math.abs(figure.querySelector('.uplot').clientWidth - figure.clientWidth) < 2",
        arg=chart.element_handle(),
    )


def test_a_run_is_followed_to_its_end_without_a_reload(visit: Visit, past: Flask) -> None:
    page = visit("/audiences/4")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.evaluate("window.kept = true")
    standing = page.locator("#standing")
    expect(standing).to_contain_text("3 of 7 conditions asked")
    with writing(past):
        run = db.session.scalars(select(Run).where(Run.state == RunState.RUNNING)).one()
        run.steps_done = 5
    expect(standing).to_contain_text("5 of 7 conditions asked")
    with writing(past):
        run = db.session.scalars(select(Run).where(Run.state == RunState.RUNNING)).one()
        run.state, run.finished_at, run.error = RunState.FAILED, NOW, "Left aside."
        audience = db.session.get_one(Audience, run.audience_id)
        add_success(audience, BitMap(range(4)), BitMap(range(31)), NOW + timedelta(seconds=1))
    expect(standing.locator(".standing-number")).to_have_text("31")
    expect(page.locator("figure[data-chart=size] .u-legend")).to_contain_text("31")
    assert page.evaluate("window.kept")
    asked.clear()
    page.wait_for_timeout(2000)
    assert asked == []


@pytest.mark.usefixtures("past")
def test_nothing_moves_while_a_page_comes_up(visit: Visit) -> None:
    page = visit("/audiences")
    for path in ("/audiences", "/audiences/1", "/customers/profile?id=c007"):
        page.goto(path)
        moved = page.evaluate(
            """() => new Promise(done => {
                let total = 0;
                new PerformanceObserver(list => list.getEntries().forEach(entry => total += entry.value))
                    .observe({type: "layout-shift", buffered: true});
                setTimeout(() => done(total), 600);
            })"""
        )
        assert moved < 0.01, path


def test_frequent_values_come_into_their_line(visit: Visit) -> None:
    page = visit("/catalog")
    page.get_by_role("link", name="Show the frequent values of tier").click()
    expect(page.locator("tr", has=page.get_by_text("tier", exact=True)).locator("li").first).to_be_visible()


def test_the_folded_sidebar_opens(visit: Visit) -> None:
    page = visit("/customers", width=390)
    link = page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings")
    expect(link).to_be_hidden()
    page.get_by_role("button", name="Menu").click()
    link.click()
    expect(page.get_by_role("heading", name="Settings", level=1)).to_be_visible()


@pytest.mark.usefixtures("past")
def test_all_is_reachable_without_script(visit: Visit) -> None:
    page = visit("/audiences", java_script_enabled=False, width=390)
    expect(page.get_by_role("navigation", name="Main").get_by_role("link", name="Settings")).to_be_visible()
    page.get_by_role("searchbox", name="Name", exact=True).fill("colom")
    page.get_by_role("button", name="Show").click()
    expect(page.locator(".list-link")).to_have_text(["Colombians"])
    page.locator("summary", has_text="Actions for Colombians").click()
    page.get_by_role("link", name="Archive…").click()
    expect(page.get_by_role("heading", name="Archive “Colombians”?")).to_be_visible()
    page.get_by_role("link", name="Keep it").click()
    page.get_by_role("link", name="Members", exact=True).click()
    expect(page.get_by_text("members as of")).to_be_visible()


def test_keys_alone_lead_to_the_content(visit: Visit) -> None:
    page = visit("/customers")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_focused()
    expect(skip).to_be_in_viewport()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.get_by_role("searchbox", name="Id, e-mail or name")).to_be_focused()
