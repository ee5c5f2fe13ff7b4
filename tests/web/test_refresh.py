"""An audience's page follows a run while it lives, and asks again when the next one is due, by itself."""

import re
from datetime import timedelta

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Run, RunState
from masivo.models.columns import utc_now
from tests.web.checked_client import CheckedClient
from tests.web.markup import Element, parse_html
from tests.web.stored import NOW, add_audience, add_living, add_success, writing


@pytest.fixture
def audience_id(site: Flask) -> int:
    with writing(site):
        return add_audience("Colombians", members=[range(60), range(10, 80)]).id


def test_a_living_run_is_followed_until_its_end(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        audience = db.session.get(Audience, audience_id)
        assert audience
        run = add_living(audience, RunState.QUEUED)
        run_id = run.id
    address = client.page(f"/audiences/{audience_id}").one(id="standing")["hx-get"]
    assert "waits for a worker" in poll(client, address).text

    with writing(site):
        running = db.session.get_one(Run, run_id)
        running.state, running.steps, running.steps_done = RunState.RUNNING, 7, 3
    standing = poll(client, address)
    assert "3 of 7 conditions asked" in standing.text
    assert (standing.one("progress")["value"], standing.one("progress")["max"]) == ("3", "7")
    assert standing["hx-trigger"].startswith("every 2s,")

    with writing(site):
        ended = db.session.get_one(Run, run_id)
        ended.state = RunState.FAILED
        ended.finished_at, ended.error = NOW, "No."
        add_success(db.session.get_one(Audience, audience_id), BitMap(), BitMap(range(33)), NOW + timedelta(seconds=1))
    answer = client.get(address)
    assert answer.headers["HX-Trigger"] == "run-settled"
    standing = parse_html(answer.text).one(id="standing")
    assert standing.one(class_="standing-number").text == "33"
    assert every(standing) > 4 * 3600
    assert poll(client, standing["hx-get"]).one(class_="standing-number").text == "33"


def poll(client: CheckedClient, address: str) -> Element:
    answer = client.get(address, headers={"HX-Request": "true"})
    assert "HX-Trigger" not in answer.headers
    return parse_html(answer.text).one(id="standing")


def every(part: Element) -> int:
    """How many seconds a part waits until it asks again."""
    found = re.match(r"every (\d+)s, ", part["hx-trigger"])
    assert found
    return int(found[1])


@pytest.mark.parametrize(
    ("due_in", "least", "most"),
    [
        (timedelta(hours=5), 17_700, 18_005),
        (timedelta(days=300), 86_400, 86_400),
        (timedelta(minutes=-1), 15, 15),
        (timedelta(hours=-1), 15, 15),
    ],
)
def test_a_page_at_rest_asks_when_the_next_run_is_due_and_not_before(
    client: CheckedClient, site: Flask, due_in: timedelta, least: int, most: int
) -> None:
    with writing(site):
        audience_id = add_audience("Due", next_run_at=utc_now() + due_in, members=[range(3)]).id
    assert least <= every(client.page(f"/audiences/{audience_id}").one(id="standing")) <= most


def test_a_page_whose_audience_is_never_due_asks_only_when_it_is_looked_at_again(
    client: CheckedClient, site: Flask
) -> None:
    with writing(site):
        audience_id = add_audience("Paused", state=AudienceState.PAUSED, members=[range(3)]).id
    standing = client.page(f"/audiences/{audience_id}").one(id="standing")
    assert standing["hx-trigger"] == "visibilitychange from:document"
