"""What an audience's pages say of its runs: held, given up, cancelled, waiting, and why its members changed."""

from datetime import timedelta

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, ChangeReason, Membership, Run, RunChange, RunState, User
from masivo.services.account import change_brand
from masivo.services.runs import living_run
from tests.web.checked_client import CheckedClient
from tests.web.conftest import EMAIL
from tests.web.markup import parse_html
from tests.web.stored import NOW, add_audience, add_failure, add_held, add_living, add_success, writing


@pytest.fixture
def audience_id(site: Flask) -> int:
    with writing(site):
        return add_audience("Colombians", "andes", members=[range(5), range(8)]).id


def hold(audience_id: int) -> str:
    return add_held(db.session.get_one(Audience, audience_id)).id


def run_of(site: Flask, run_id: str) -> Run:
    with site.app_context():
        return db.session.get_one(Run, run_id)


def test_a_held_run_is_shown_beside_what_is_in_force_and_approved(
    client: CheckedClient, site: Flask, audience_id: int
) -> None:
    with writing(site):
        run_id = hold(audience_id)
    page = client.page(f"/audiences/{audience_id}")
    held = page.one(id="held")
    assert "It found 50 customers, and at most 20 are expected." in held.text
    assert [number.text for number in held.all("dd")][:4] == ["8", "50", "42", "0"]
    assert "rule edited" in held.one("table").text
    examples = [link.text for link in held.all("a") if link["href"].startswith("/customers/")]
    assert examples == [f"Customer {number}" for number in range(8, 13)]
    assert page.one(id="standing").one(class_="state").text == "held"
    answer = client.press(f"/audiences/{audience_id}", f"/runs/{run_id}/approve")
    assert (answer.status_code, answer.location) == (303, f"/audiences/{audience_id}")
    assert run_of(site, run_id).state == RunState.SUCCEEDED
    page = client.page(f"/audiences/{audience_id}")
    assert page.one(class_="standing-number").text == "50"
    assert "Approved: the new members are in force." in page.one(id="flashes").text
    assert not page.all(id="held")
    assert "Approved by" in client.page(f"/audiences/{audience_id}/runs").text


def test_who_is_no_lead_is_told_whom_to_ask(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run_id = hold(audience_id)
        db.session.add(User(email="lea@example.com", name="Lea", password_hash="none", is_lead=True))
        db.session.execute(db.update(User).where(User.email == EMAIL).values(is_lead=False))
    held = client.page(f"/audiences/{audience_id}").one(id="held")
    assert held.all("button") == []
    assert "Lea can approve or reject it." in held.text
    token = client.page(f"/audiences/{audience_id}").all("input", name="csrf_token")[0]["value"]
    answer = client.post(f"/audiences/{audience_id}/runs/{run_id}/approve", data={"csrf_token": token})
    assert answer.status_code == 303
    assert "Only a lead decides on what is held. Ask Lea." in client.page(f"/audiences/{audience_id}").text
    assert run_of(site, run_id).state == RunState.HELD


def test_a_held_run_is_rejected(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run_id = hold(audience_id)
    client.press(f"/audiences/{audience_id}", f"/runs/{run_id}/reject")
    assert run_of(site, run_id).state == RunState.CANCELLED
    page = client.page(f"/audiences/{audience_id}")
    assert (page.one(class_="standing-number").text, page.all(id="held")) == ("8", [])
    assert "rejected what this run found" in client.page(f"/audiences/{audience_id}/runs").text


def test_what_somebody_else_decided_is_said(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run_id = hold(audience_id)
    held = client.page(f"/audiences/{audience_id}").one(id="held").one("form")
    with writing(site):
        db.session.get_one(Run, run_id).state = RunState.CANCELLED
    answer = client.submit(held, held.all("button")[0])
    assert (answer.status_code, answer.location) == (303, f"/audiences/{audience_id}")
    assert "waits for a decision no more" in client.page(answer.location).one(id="flashes").text


def test_an_open_page_follows_what_somebody_else_decided(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run_id = hold(audience_id)
    standing = client.page(f"/audiences/{audience_id}").one(id="standing")
    assert "HX-Trigger" not in client.get(standing["hx-get"]).headers
    with writing(site):
        db.session.get_one(Run, run_id).state = RunState.CANCELLED
    answer = client.get(standing["hx-get"])
    assert answer.headers["HX-Trigger"] == "run-settled"
    assert "waits for a decision" not in answer.text


def test_a_run_that_gave_up_is_told_in_red_with_a_way_to_try_again(
    client: CheckedClient, site: Flask, audience_id: int
) -> None:
    with writing(site):
        run = add_failure(db.session.get_one(Audience, audience_id), "This audience was not recalculated: busy.")
        run.state = RunState.GAVE_UP
    standing = client.page(f"/audiences/{audience_id}").one(id="standing")
    alert = standing.one(role="alert")
    assert "alert-danger" in alert["class"]
    assert "This audience was not recalculated: busy." in alert.text
    assert standing.one(class_="state").text == "gave up"
    assert client.submit(alert.one("form")).status_code == 303
    with site.app_context():
        assert living_run(audience_id) is not None


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_a_living_run_is_cancelled(client: CheckedClient, site: Flask, audience_id: int, state: RunState) -> None:
    with writing(site):
        run_id = add_living(db.session.get_one(Audience, audience_id), state).id
    assert client.press(f"/audiences/{audience_id}", "/cancel").status_code == 303
    assert run_of(site, run_id).state == RunState.CANCELLED
    page = client.page(f"/audiences/{audience_id}")
    assert "Cancelled. The last members stay." in page.one(id="flashes").text
    assert page.one(id="standing").one(class_="state").text == "current"


def test_what_a_queued_run_waits_for_is_said(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run = add_living(db.session.get_one(Audience, audience_id), RunState.QUEUED)
        run.retry_at, run.attempt = NOW + timedelta(days=1), 3
        run_id = run.id
    standing = client.page(f"/audiences/{audience_id}").one(id="standing").text
    assert "try 3 met a fault that passes; the next one follows in" in standing
    with writing(site):
        db.session.get_one(Run, run_id).retry_at = NOW - timedelta(days=1)
    assert "the next one follows at once" in client.page(f"/audiences/{audience_id}").one(id="standing").text
    with writing(site):
        db.session.get_one(Run, run_id).waits_for_id = add_audience("Base").id
    assert "waits for “Base”, on which it builds" in client.page(f"/audiences/{audience_id}").one(id="standing").text


def test_which_promise_a_run_keeps_is_said(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run = add_living(db.session.get_one(Audience, audience_id), RunState.QUEUED)
        run.promised_at, run.missed = NOW - timedelta(days=3), 2
    assert "waits for a worker, due" in client.page(f"/audiences/{audience_id}").one(id="standing").text
    listed = client.page(f"/audiences/{audience_id}/runs").text
    assert "2 later promises had passed when it was made." in listed


def test_why_it_changed_is_said_on_the_page_and_with_each_run(
    client: CheckedClient, site: Flask, audience_id: int
) -> None:
    with writing(site):
        run = add_success(db.session.get_one(Audience, audience_id), BitMap(range(8)), BitMap(range(2, 12)), NOW)
        for reason, entered, departed in ((ChangeReason.TIME, 0, 2), (ChangeReason.DATA, 4, 0)):
            db.session.add(RunChange(run_id=run.id, reason=reason, entered=entered, departed=departed))
    table = client.page(f"/audiences/{audience_id}").one("table", class_="changes")
    lines = [[cell.text for cell in row.all("th", "td")] for row in table.one("tbody").all("tr")]
    assert lines == [["new data", "4", "0"], ["time moving on", "0", "2"]]
    note = client.page(f"/audiences/{audience_id}/runs").one("tr", class_="run-note")
    assert note.text.split() == ["new", "data", "+4", "·", "time", "moving", "on", "−2"]


def test_lists_that_are_kept_no_more_are_not_led_to(client: CheckedClient, site: Flask, audience_id: int) -> None:
    def links() -> list[str]:
        return [link["href"] for link in client.page(f"/audiences/{audience_id}/runs").one("tbody").all("a")]

    assert len(links()) == 2
    with writing(site):
        in_force = db.session.get_one(Audience, audience_id).run_id
        db.session.query(Membership).filter(Membership.run_id != in_force).delete()
    assert len(links()) == 1


def test_five_runs_to_come_are_shown_by_the_brands_clock(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        change_brand("andes", "Andes", "Asia/Tokyo")
    following = client.page(f"/audiences/{audience_id}").one("ol", class_="next-runs")
    times = [each.text for each in following.all("li")]
    assert len(times) == 4
    assert all(time.endswith(", 03:00") for time in times)
    assert "Asia/Tokyo" in parse_html(client.get(f"/audiences/{audience_id}/edit").text).one(id="next-runs").text


def test_a_late_page_says_since_when_and_what_it_waits_for(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Late", next_run_at=NOW - timedelta(hours=2), members=[range(3)]).id
    standing = client.page(f"/audiences/{audience_id}").one(id="standing").text
    assert "was due 2 h ago , and starts as soon as the scheduler is back" in standing


def test_what_somebody_cancelled_is_told_calmly(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        run = add_failure(db.session.get_one(Audience, audience_id), "Lea cancelled it.")
        run.state = RunState.CANCELLED
    page = client.page(f"/audiences/{audience_id}/runs")
    assert (page.all(class_="run-error"), page.one(class_="run-note").text) == ([], "Lea cancelled it.")
