"""What waits because of a schedule alone ends with that schedule; what a person asked for, or a worker has, goes on."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Cause, Frequency, Run, RunState, User
from masivo.models.columns import utc_now
from masivo.services.claim_due import claim_due
from masivo.services.run_lease import LEASE, claim_run
from masivo.services.runs import ask_run, cancel_run, living_run, recover_runs
from masivo.services.save_audience import create_audience, edit_audience, pause_audience
from masivo.services.schedule import Schedule
from tests.databases import on_both_databases
from tests.redis import RedisServer
from tests.services.conftest import draft, rule


def claimed(name: str = "Due") -> tuple[Audience, Run]:
    """An audience with a queued run that the schedule alone asked for."""
    audience, now = create_audience(draft(name), None), utc_now()
    cancel_run(audience.id, None, now)
    audience.next_run_at = now - timedelta(seconds=1)
    db.session.commit()
    claim_due(now)
    db.session.commit()
    return audience, the_run(audience)


def the_run(audience: Audience) -> Run:
    run = living_run(audience.id)
    assert run is not None
    return run


def never(audience_id: int, **changes: object) -> None:
    edit_audience(audience_id, draft("Due", schedule=Schedule(Frequency.NEVER), **changes), 1, None)


@on_both_databases
@pytest.mark.parametrize("asked", [False, True])
@pytest.mark.parametrize(
    ("end", "clause"),
    [(pause_audience, "it was paused"), (never, "its frequency was set to “never”")],
)
def test_what_waits_ends_with_its_schedule_unless_a_person_asked_for_it(
    app_context: Flask, end: Callable[[int], object], clause: str, *, asked: bool
) -> None:
    (audience, run), (another, _) = claimed(), claimed("Another")
    if asked:
        assert ask_run(audience, Cause.ASKED) is run
    end(audience.id)
    db.session.commit()
    said = f"This audience was not recalculated: {clause} before a worker began. The last members stay."
    assert (run.state, run.error) == ((RunState.QUEUED, None) if asked else (RunState.CANCELLED, said))
    assert claim_run(run.id, "worker", utc_now()) == asked
    assert the_run(another).state == RunState.QUEUED


def test_another_schedule_leaves_what_waits(app_context: Flask) -> None:
    audience, run = claimed()
    edit_audience(audience.id, draft("Due", schedule=Schedule(Frequency.WEEKLY)), 1, None)
    assert the_run(audience) is run


def test_a_rule_that_is_saved_with_the_end_of_its_schedule_is_calculated(app_context: Flask) -> None:
    audience, run = claimed()
    never(audience.id, document=rule("PE"))
    db.session.commit()
    assert run.state == RunState.CANCELLED
    assert the_run(audience).cause == Cause.SAVED


@on_both_databases
def test_a_run_becomes_that_of_the_person_who_asks_meanwhile(app_context: Flask) -> None:
    audience, run = claimed()
    person = User(email="lea@example.com", name="Lea", password_hash="none")
    db.session.add(person)
    ask_run(audience, Cause.ASKED, asked_by=person)
    db.session.commit()
    assert (run.cause, run.asked_by, run.promised_at is None) == (Cause.ASKED, person, False)


@on_both_databases
def test_a_worker_ends_what_it_began_before_a_pause_but_no_other_begins_it_anew(
    app_context: Flask, redis_server: RedisServer
) -> None:
    (audience, run), now = claimed(), utc_now()
    claim_run(run.id, "worker", now)
    pause_audience(audience.id)
    recover_runs(now + LEASE)
    db.session.commit()
    assert the_run(audience).state == RunState.RUNNING
    recover_runs(now + 2 * LEASE)
    db.session.commit()
    assert run.state == RunState.CANCELLED
