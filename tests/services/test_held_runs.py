"""Runs that break a limit wait beside the members in force, until a lead decides or a newer run takes their place."""

import pytest
from flask import Flask

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import Audience, Membership, Run, RunState, User
from masivo.models.columns import utc_now
from masivo.services.held_runs import approve_run, held_run, reject_run
from masivo.services.save_audience import archive_audience, create_audience, edit_audience
from masivo.services.size_limits import SizeLimits
from tests.databases import on_both_databases
from tests.services.conftest import draft, rule
from tests.services.people import load_customers
from tests.services.runs_done import calculate, members_of

AT_MOST_TWO = SizeLimits(most_size=2)


@pytest.fixture
def person(app_context: Flask) -> User:
    person = User(email="lea@example.com", name="Lea", password_hash="none", is_lead=True)
    db.session.add(person)
    db.session.commit()
    return person


@pytest.fixture
def audience(app_context: Flask) -> Audience:
    """Two Colombians in force, then two more, which is more than the audience's limit: held."""
    load_customers(ana="CO", eva="CO", luis="MX")
    audience = create_audience(draft(limits=AT_MOST_TWO), None)
    assert calculate(audience).state == RunState.SUCCEEDED
    load_customers(sol="CO", mar="CO", ana="MX")
    assert calculate(audience).state == RunState.HELD
    return audience


def held(audience: Audience) -> Run:
    run = held_run(audience.id)
    assert run is not None
    return run


@on_both_databases
def test_what_breaks_a_limit_waits_and_the_members_of_before_stay(audience: Audience) -> None:
    run = held(audience)
    assert run.held_reason == "It found 3 customers, and at most 2 are expected."
    assert (run.size, run.entered, run.departed, run.error) == (3, 2, 1, None)
    assert members_of(run.id) == ["eva", "mar", "sol"]
    assert audience.run_id != run.id
    assert members_of(audience.run_id) == ["ana", "eva"]


@on_both_databases
def test_approved_it_comes_in_force(audience: Audience, person: User) -> None:
    run, now = held(audience), utc_now()
    approve_run(audience.id, run.id, person, now)
    db.session.commit()
    db.session.expire_all()
    assert (run.state, run.decided_by, run.decided_at) == (RunState.SUCCEEDED, person, now)
    assert audience.run_id == run.id
    assert held_run(audience.id) is None


@on_both_databases
def test_rejected_it_is_gone_and_says_by_whom(audience: Audience, person: User) -> None:
    run, before = held(audience), audience.run_id
    reject_run(audience.id, run.id, person, utc_now())
    db.session.commit()
    db.session.expire_all()
    assert (run.state, run.decided_by, audience.run_id) == (RunState.CANCELLED, person, before)
    assert run.error is not None
    assert run.error.startswith("Lea rejected what this run found: it found 3 customers")
    assert db.session.get(Membership, run.id) is None


@pytest.mark.parametrize("decide", [approve_run, reject_run])
def test_what_was_decided_is_decided(audience: Audience, person: User, decide: object) -> None:
    run_id = held(audience).id
    reject_run(audience.id, run_id, person, utc_now())
    with pytest.raises(ActionRefused):
        decide(audience.id, run_id, person, utc_now())  # type: ignore[operator]


@pytest.mark.parametrize("decide", [approve_run, reject_run])
def test_only_a_lead_decides(audience: Audience, person: User, decide: object) -> None:
    marketer = User(email="max@example.com", name="Max", password_hash="none")
    db.session.add(marketer)
    with pytest.raises(ActionRefused, match=r"Only a lead decides on what is held. Ask Lea\."):
        decide(audience.id, held(audience).id, marketer, utc_now())  # type: ignore[operator]
    assert held(audience).state == RunState.HELD


@on_both_databases
def test_a_newer_run_in_force_takes_its_place(audience: Audience) -> None:
    run = held(audience)
    load_customers(sol="MX", mar="MX")
    newer = calculate(audience)
    assert newer.state == RunState.SUCCEEDED
    assert (run.state, run.error) == (RunState.CANCELLED, "Nobody decided before a newer run took its place.")
    assert members_of(audience.run_id) == ["eva"]
    assert (newer.entered, newer.departed) == (0, 1)


@on_both_databases
def test_a_newer_run_that_is_held_takes_its_place_too(audience: Audience) -> None:
    run = held(audience)
    newer = calculate(audience)
    assert newer.state == RunState.HELD
    assert run.state == RunState.CANCELLED
    assert held(audience) is newer
    assert (newer.entered, newer.departed) == (2, 1)


def test_a_newer_run_that_fails_leaves_it_waiting(audience: Audience) -> None:
    run = held(audience)
    assert audience.version is not None
    audience.version.document = audience.version.document.replace("country", "no_such_field")
    with pytest.raises(AssertionError, match="no_such_field"):
        calculate(audience)
    assert held(audience) is run


@on_both_databases
def test_another_rule_does_away_with_it(audience: Audience, person: User) -> None:
    run = held(audience)
    edit_audience(audience.id, draft(document=rule("MX"), limits=AT_MOST_TWO), audience.revision, None)
    db.session.commit()
    assert (run.state, run.error) == (RunState.CANCELLED, "Nobody decided before the rule was edited.")


def test_another_name_leaves_it_waiting(audience: Audience) -> None:
    edit_audience(audience.id, draft("Renamed", limits=AT_MOST_TWO), audience.revision, None)
    assert held_run(audience.id) is not None


def test_the_archive_does_away_with_it(audience: Audience) -> None:
    run = held(audience)
    archive_audience(audience.id)
    db.session.commit()
    assert run.state == RunState.CANCELLED


def test_a_first_run_may_be_held_too(app_context: Flask, person: User) -> None:
    load_customers(ana="CO", eva="CO", luis="CO")
    audience = create_audience(draft(limits=AT_MOST_TWO), None)
    run = calculate(audience)
    assert (run.state, audience.run_id) == (RunState.HELD, None)
    approve_run(audience.id, run.id, person, utc_now())
    db.session.commit()
    assert members_of(audience.run_id) == ["ana", "eva", "luis"]
