"""The operations page: what the team lead reads, presses, and is told on every page."""

from datetime import timedelta

import pytest
from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Run, RunState, User
from masivo.models.columns import utc_now
from masivo.services.connections import redis
from masivo.services.recalculation_health import record_tick, record_worker
from tests.redis import RedisServer
from tests.web.checked_client import CheckedClient
from tests.web.stored import NOW, add_audience, add_failure, add_living, writing


@pytest.fixture
def troubled(site: Flask) -> None:
    """One audience of each kind of trouble, all of them Ana's, and one that is well."""
    with writing(site):
        add_audience("Well", members=[range(3)])
        add_failure(add_audience("Broken", members=[range(3)]), "The field tier no longer exists.")
        gave_up = add_failure(add_audience("Unlucky", members=[range(3)]), "The warehouse was busy.")
        gave_up.state = RunState.GAVE_UP
        held = add_failure(add_audience("Grown", members=[range(3)]), "")
        held.state, held.held_reason = RunState.HELD, "Twice as many as before."
        add_audience("Forgotten", members=[range(3)], next_run_at=NOW - timedelta(hours=3))
        add_living(add_audience("Busy"), RunState.RUNNING)
        ana = db.session.scalars(db.select(User)).one()
        for audience in db.session.scalars(db.select(Audience)):
            audience.owner_id = ana.id


@pytest.mark.usefixtures("troubled")
@pytest.mark.parametrize(
    ("status", "name", "words"),
    [
        ("failed", "Broken", "The field tier no longer exists."),
        ("gave_up", "Unlucky", "The warehouse was busy."),
        ("held", "Grown", "Twice as many as before."),
        ("late", "Forgotten", "due 3 h ago"),
        ("running", "Busy", "3 of 7 conditions asked"),
    ],
)
def test_each_trouble_stands_with_its_owner_and_its_reason(
    client: CheckedClient, status: str, name: str, words: str
) -> None:
    section = client.page("/operations").one("section", id=status)
    assert section.all("a")[0].text == name
    assert "Ana" in section.text
    assert words in section.text


@pytest.mark.usefixtures("troubled")
def test_one_press_recalculates_and_leads_back(client: CheckedClient, site: Flask) -> None:
    page = client.page("/operations")
    form = page.one("section", id="failed").one("form")
    answer = client.submit(form, form.one("button"))
    assert (answer.status_code, answer.location) == (303, "/operations")
    assert not client.page("/operations").all("section", id="failed")
    with site.app_context():
        queued = db.session.scalars(db.select(Run).filter_by(state=RunState.QUEUED)).one()
        assert queued.audience.name == "Broken"


@pytest.mark.usefixtures("troubled")
def test_one_press_cancels_what_runs(client: CheckedClient, site: Flask) -> None:
    form = client.page("/operations").one("section", id="running").one("form")
    assert client.submit(form, form.one("button")).location == "/operations"
    assert not client.page("/operations").all("section", id="running")
    with site.app_context():
        cancelled = db.session.scalars(db.select(Run).filter_by(state=RunState.CANCELLED)).one()
        assert cancelled.audience.name == "Busy"


def test_nothing_wants_a_person(client: CheckedClient) -> None:
    page = client.page("/operations")
    assert "No audience wants a person" in page.text
    assert "No schedule has fallen due since" in page.text
    assert "No audience has been evaluated" in page.text


def test_promises_queue_and_machinery(client: CheckedClient, site: Flask, redis_server: RedisServer) -> None:
    with writing(site):
        run = db.session.get_one(Run, add_audience("Kept", members=[range(3)]).run_id)
        assert run.started_at is not None
        run.promised_at, run.queued_at, run.evaluation_ms = run.finished_at, run.started_at, 12_300
        add_living(add_audience("Waits"), RunState.QUEUED, utc_now() - timedelta(minutes=5))
        record_tick(utc_now())
        record_worker(redis(), "worker-one")
    page = client.page("/operations")
    figures = page.one(id="figures").text
    assert "100.0 %" in figures or NOW.day == 1
    assert "run waits, the oldest since 5 min ago" in figures
    assert "just now was its last tick" in figures
    assert "worker-one" in page.one("section", id="workers").text
    stores = page.one("section", id="stores").text
    assert "SQLite" in stores
    assert "120 customers" in stores
    assert "does not answer" not in stores
    assert "12 s" in page.one("section", id="dearest").text


def test_a_store_that_is_away_is_told_in_words(client: CheckedClient) -> None:
    page = client.page("/operations")
    assert "recalculations wait in the database" in page.one("section", id="stores").text
    assert "kept in Redis, which does not answer" in page.one("section", id="workers").text
    assert page.one(id="figures").text.count("Nobody knows while Redis does not answer.") == 2


@pytest.mark.usefixtures("troubled")
def test_the_board_refreshes_itself_and_the_banner(client: CheckedClient) -> None:
    page = client.page("/operations")
    board = page.one(id="board")
    assert board["hx-get"] == "/operations"
    assert board["hx-trigger"].startswith("every 15s,")
    for part in (board["hx-select"], board["hx-select-oob"].removesuffix(":morph")):
        assert page.all(id=part.removeprefix("#"))


@pytest.mark.usefixtures("troubled")
def test_held_runs_are_told_on_every_page(client: CheckedClient) -> None:
    for path in ("/audiences", "/settings"):
        banner = client.page(path).one("a", href="/operations#held")
        assert banner.text == "Look and decide"


def test_the_costs_of_every_audience(client: CheckedClient, site: Flask) -> None:
    assert "Nothing was evaluated yet" in client.page("/operations/costs").text
    with writing(site):
        for name, cost in (("Cheap", 400), ("Dear", 3_600)):
            audience = add_audience(name, members=[range(3)])
            db.session.get_one(Run, audience.run_id).evaluation_ms = cost
    table = client.page("/operations/costs").one("table")
    assert [row.one("a").text for row in table.one("tbody").all("tr")] == ["Dear", "Cheap"]
    assert "90.0 %" in table.text
    assert "4.0 s" in table.one("tfoot").text
