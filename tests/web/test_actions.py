"""What people do to an audience, each up the same ladder: works, signed out, missing, wrong method, not fitting."""

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import select

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Cause, Run, RunState
from masivo.services.queues import ASKED
from masivo.services.users import create_user
from tests.redis import RedisServer
from tests.web.checked_client import CheckedClient
from tests.web.stored import add_audience, add_living, writing

ACTIONS = ("recalculate", "duplicate", "pause", "resume", "archive", "owner")


@pytest.fixture
def audience_id(site: Flask) -> int:
    with writing(site):
        return add_audience("Colombians", "andes", members=[range(5)]).id


def state_of(site: Flask, audience_id: int) -> AudienceState:
    with site.app_context():
        return db.session.get_one(Audience, audience_id).state


def runs_of(site: Flask, audience_id: int) -> list[tuple[RunState, Cause]]:
    with site.app_context():
        found = db.session.execute(select(Run.state, Run.cause).where(Run.audience_id == audience_id))
        return [(state, cause) for state, cause in found if state != RunState.SUCCEEDED]


def test_recalculating_queues_one_run_and_sends_it(
    client: CheckedClient, site: Flask, audience_id: int, redis_server: RedisServer
) -> None:
    for _ in range(2):
        answer = client.press(f"/audiences/{audience_id}", "/recalculate")
        assert (answer.status_code, answer.location) == (303, f"/audiences/{audience_id}")
    assert runs_of(site, audience_id) == [(RunState.QUEUED, Cause.ASKED)]
    with site.app_context():
        run_id = db.session.scalar(select(Run.id).where(Run.state == RunState.QUEUED))
        assert set(Queue(ASKED, connection=redis_server.connect()).get_job_ids()) == {run_id}
    assert "could not be reached" not in client.page(f"/audiences/{audience_id}").text


def test_recalculating_while_redis_is_away_says_so_and_is_not_lost(
    client: CheckedClient, site: Flask, audience_id: int
) -> None:
    client.press(f"/audiences/{audience_id}", "/recalculate")
    page = client.page(f"/audiences/{audience_id}")
    assert "The recalculation is asked for. It waits" in page.one(id="flashes").text
    assert "Recalculation is waiting" in page.text
    assert runs_of(site, audience_id) == [(RunState.QUEUED, Cause.ASKED)]


def test_duplicating_shows_the_copy(client: CheckedClient, site: Flask, audience_id: int) -> None:
    answer = client.press(f"/audiences/{audience_id}", "/duplicate")
    page = client.page(answer.location)
    assert page.one("h1").text == "Colombians (copy)"
    assert "This is the copy." in page.one(id="flashes").text
    with site.app_context():
        copy = db.session.scalars(select(Audience).where(Audience.name == "Colombians (copy)")).one()
        assert copy.brand_id == "andes"
        assert copy.created_by is not None
        assert copy.created_by.name == "Ana"
        copy_id = copy.id
    assert runs_of(site, copy_id) == [(RunState.QUEUED, Cause.SAVED)]


def test_pausing_and_resuming(client: CheckedClient, site: Flask, audience_id: int) -> None:
    path = f"/audiences/{audience_id}"
    client.press(path, "/pause")
    assert state_of(site, audience_id) == AudienceState.PAUSED
    assert "Paused: it is recalculated only when somebody asks" in client.page(path).text
    client.press(path, "/resume")
    assert state_of(site, audience_id) == AudienceState.ACTIVE
    assert "Resumed" in client.page(path).text


def owner_of(site: Flask, audience_id: int) -> str | None:
    with site.app_context():
        owner = db.session.get_one(Audience, audience_id).owner
        return owner.name if owner else None


def test_it_is_handed_over(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        create_user("ben@example.com", "Ben", "correct horse battery")
    path = f"/audiences/{audience_id}"
    for email, name in (("ben@example.com", "Ben"), ("", None)):
        form = client.page(path).one("form", action=f"{path}/owner")
        assert client.submit(form, owner=email).location == path
        assert owner_of(site, audience_id) == name
        page = client.page(path)
        assert f"{name or 'Nobody'} answers for it now." in page.one(id="flashes").text
        chosen = [option["value"] for option in page.all("option") if option.get("selected") is not None]
        assert email in chosen or not email
        assert (name or "nobody") in client.page("/audiences").one("tr", id=f"audience-{audience_id}").text


def test_nobody_unknown_becomes_its_owner(client: CheckedClient, site: Flask, audience_id: int) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    client.post(f"/audiences/{audience_id}/owner", data={"owner": "gone\0@example.com"})
    assert "Choose somebody else." in client.page(f"/audiences/{audience_id}").one(id="flashes").text
    assert client.post(f"/audiences/{audience_id}/owner").status_code == 400
    assert owner_of(site, audience_id) is None


def test_archiving_is_asked_about_first(client: CheckedClient, site: Flask, audience_id: int) -> None:
    link = client.page(f"/audiences/{audience_id}").one("a", href=f"/audiences/{audience_id}/archive")
    question = client.page(link["href"])
    assert question.one("h1").text == "Archive “Colombians”?"
    assert state_of(site, audience_id) == AudienceState.ACTIVE
    answer = client.press(link["href"], "/archive")
    assert (answer.status_code, answer.location) == (303, "/audiences")
    assert state_of(site, audience_id) == AudienceState.ARCHIVED
    page = client.page("/audiences")
    assert "“Colombians” is archived." in page.one(id="flashes").text
    assert not page.all("a", class_="list-link")


def test_what_others_build_on_says_so_and_cannot_be_archived(
    client: CheckedClient, site: Flask, audience_id: int
) -> None:
    named = f'{{"kind":"audience","audience":"{audience_id}","operator":"member"}}'
    with writing(site):
        other_id = add_audience("Builders", document=f'{{"version":1,"op":"all","children":[{named}]}}').id
    path = f"/audiences/{audience_id}"
    assert client.page(path).one("a", href=f"/audiences/{other_id}").text == "Builders"
    assert client.page(f"/audiences/{other_id}").one("a", href=path).text == "Colombians"
    question = client.page(f"{path}/archive")
    assert question.one("a", href=f"/audiences/{other_id}").text == "Builders"
    assert not question.all("form", action=f"{path}/archive")


def test_an_archived_audience_offers_only_a_copy(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Old", state=AudienceState.ARCHIVED, members=[range(5)]).id
    page = client.page(f"/audiences/{audience_id}")
    offered = {button.get("formaction") for button in page.all("button") if button.get("formaction")}
    assert offered == {f"/audiences/{audience_id}/duplicate"}
    assert not page.all("a", href=f"/audiences/{audience_id}/edit")


@pytest.mark.parametrize("action", ["recalculate", "pause", "resume", "owner"])
def test_what_does_not_fit_an_archived_audience_is_refused_in_words(
    client: CheckedClient, site: Flask, action: str
) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    with writing(site):
        audience_id = add_audience("Old", state=AudienceState.ARCHIVED).id
    answer = client.post(f"/audiences/{audience_id}/{action}", data={"owner": ""})
    assert answer.status_code == 303
    refusal = client.page(answer.location).one(id="flashes").one(role="alert")
    assert "This audience is archived." in refusal.text
    assert state_of(site, audience_id) == AudienceState.ARCHIVED
    assert runs_of(site, audience_id) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_signed_out_nothing_happens(visitor: CheckedClient, site: Flask, audience_id: int, action: str) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    answer = visitor.post(f"/audiences/{audience_id}/{action}")
    assert answer.location == "/sign-in"
    assert state_of(site, audience_id) == AudienceState.ACTIVE
    assert runs_of(site, audience_id) == []


@pytest.mark.parametrize("action", ACTIONS)
@pytest.mark.parametrize("audience_id", ["4711", "99999999999999999999"])
def test_an_unknown_audience_is_not_there(client: CheckedClient, site: Flask, action: str, audience_id: str) -> None:
    site.config["WTF_CSRF_ENABLED"] = False
    answer = client.post(f"/audiences/{audience_id}/{action}", data={"owner": ""})
    assert answer.status_code == 404
    assert "There is no such audience." in answer.text


@pytest.mark.parametrize("action", ["recalculate", "duplicate", "pause", "resume", "owner"])
def test_looking_does_nothing(client: CheckedClient, site: Flask, audience_id: int, action: str) -> None:
    page = client.page(f"/audiences/{audience_id}/{action}", 405)
    assert "takes part in a form" in page.text
    assert runs_of(site, audience_id) == []


@pytest.mark.parametrize("action", ACTIONS)
def test_a_forged_form_does_nothing(client: CheckedClient, site: Flask, audience_id: int, action: str) -> None:
    assert client.post(f"/audiences/{audience_id}/{action}").status_code == 400
    assert state_of(site, audience_id) == AudienceState.ACTIVE
    assert runs_of(site, audience_id) == []


def test_asking_while_a_run_works_asks_nothing_more(client: CheckedClient, site: Flask, audience_id: int) -> None:
    with writing(site):
        add_living(db.session.get_one(Audience, audience_id), RunState.RUNNING)
    client.press(f"/audiences/{audience_id}", "/recalculate")
    assert [state for state, _ in runs_of(site, audience_id)] == [RunState.RUNNING]
