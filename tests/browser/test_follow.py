"""Pages that are open while recalculation goes on: what a run, the schedule or others change is there by itself."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from pyroaring import BitMap
from sqlalchemy import select

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Audience, Run, RunState
from masivo.web import refresh
from tests.browser.conftest import Visit
from tests.web.stored import NOW, add_audience, add_held, add_living, add_success, writing


@pytest.fixture(scope="module")
def past(site: str, site_settings: Settings) -> Iterator[Flask]:
    """The application on the running one's database, to write what workers and other people would."""
    app = create_app(site_settings)
    yield app
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture
def audience_id(past: Flask, request: pytest.FixtureRequest) -> int:
    """An audience of seven members, due in some hours."""
    with writing(past):
        return add_audience(request.node.name[:100], members=[range(3), range(7)]).id


def finish(audience_id: int, members: int) -> None:
    run = db.session.scalars(select(Run).where(Run.audience_id == audience_id, Run.state == RunState.RUNNING)).one()
    run.state, run.finished_at, run.error = RunState.FAILED, NOW, "Left aside."
    audience = db.session.get_one(Audience, audience_id)
    add_success(audience, BitMap(range(7)), BitMap(range(members)), NOW + timedelta(seconds=1))


def begin(past: Flask, audience_id: int) -> None:
    with writing(past):
        audience = db.session.get_one(Audience, audience_id)
        audience.next_run_at = NOW + timedelta(days=1)
        add_living(audience, RunState.RUNNING)


def look_away_and_back(page: Page) -> None:
    page.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def asked_by(page: Page) -> list[str]:
    """What the page's script asks the server from now on; the list grows."""
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if request.resource_type in ("xhr", "fetch") else None)
    return asked


def test_a_page_at_rest_follows_the_run_that_its_schedule_begins(
    visit: Visit, past: Flask, audience_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(refresh, "_CLAIMED_AFTER", timedelta())
    with writing(past):
        db.session.get_one(Audience, audience_id).next_run_at = datetime.now(UTC) + timedelta(seconds=3)
    page = visit(f"/audiences/{audience_id}")
    begin(past, audience_id)
    page.evaluate("window.kept = true")
    page.get_by_label("Owner").focus()
    standing = page.locator("#standing")
    expect(standing.locator(".standing-number")).to_have_text("7")
    expect(standing).to_contain_text("3 of 7 conditions asked")
    with writing(past):
        finish(audience_id, 31)
    expect(standing.locator(".standing-number")).to_have_text("31")
    expect(page.locator("figure[data-chart=size] .u-legend")).to_contain_text("31")
    expect(page.locator("figure canvas")).to_have_count(2)
    expect(page.get_by_label("Owner")).to_be_focused()
    assert page.evaluate("window.kept")
    asked = asked_by(page)
    page.wait_for_timeout(2500)
    assert asked == []


def test_what_others_did_is_there_when_somebody_looks_again(visit: Visit, past: Flask, audience_id: int) -> None:
    page = visit(f"/audiences/{audience_id}")
    asked = asked_by(page)
    with page.expect_response("**/standing*"):
        look_away_and_back(page)
    expect(page.locator(".htmx-request")).to_have_count(0)
    expect(page.locator("#standing .state")).to_have_text("current")
    assert [url.split("?")[0].rpartition("/")[2] for url in asked] == ["standing"]
    begin(past, audience_id)
    look_away_and_back(page)
    expect(page.locator("#standing .state")).to_have_text("calculating")
    with writing(past):
        finish(audience_id, 5)
    expect(page.locator("#standing .state")).to_have_text("current")


def test_what_somebody_else_decided_is_there_when_somebody_looks_again(
    visit: Visit, past: Flask, audience_id: int
) -> None:
    with writing(past):
        run_id = add_held(db.session.get_one(Audience, audience_id)).id
    page = visit(f"/audiences/{audience_id}")
    held = page.get_by_role("region", name="Held: a new membership waits for a lead’s decision")
    expect(held).to_be_visible()
    with writing(past):
        db.session.get_one(Run, run_id).state = RunState.CANCELLED
    look_away_and_back(page)
    expect(held).to_have_count(0)
    expect(page.get_by_text("waits for a decision")).to_have_count(0)


def test_a_page_that_got_no_answer_asks_again(visit: Visit, past: Flask, audience_id: int) -> None:
    begin(past, audience_id)
    page = visit(f"/audiences/{audience_id}")
    with page.expect_response("**/standing*"):
        page.route("**/standing*", lambda route: route.fulfill(status=204), times=1)
    with writing(past):
        finish(audience_id, 5)
    expect(page.locator("#standing .state")).to_have_text("current")


def test_the_list_follows_without_taking_focus_or_menu(visit: Visit, past: Flask, audience_id: int) -> None:
    page = visit("/audiences")
    row = page.locator(f"#audience-{audience_id}")
    expect(row.locator(".state")).to_have_text("current")
    row.locator("summary").click()
    begin(past, audience_id)
    look_away_and_back(page)
    page.wait_for_timeout(500)
    expect(row.get_by_role("button", name="Pause")).to_be_visible()
    page.keyboard.press("Escape")
    look_away_and_back(page)
    expect(row.locator(".state")).to_have_text("calculating")
    with writing(past):
        finish(audience_id, 5)
    expect(row.locator(".state")).to_have_text("current")
    expect(row.locator("summary")).to_be_focused()


def test_typing_is_not_undone_by_an_older_answer(visit: Visit, past: Flask, audience_id: int) -> None:
    page = visit("/audiences")
    held: list[Callable[[], None]] = []
    page.route("**/audiences", lambda route: held.append(route.continue_))
    look_away_and_back(page)
    expect(page.locator("#list .htmx-request")).to_have_count(1)
    page.get_by_role("searchbox", name="Name", exact=True).fill("nothing has this name")
    expect(page.get_by_text("No audience fits")).to_be_visible()
    for let_through in held:
        let_through()
    page.wait_for_timeout(500)
    expect(page.get_by_text("No audience fits")).to_be_visible()
