"""Runs before a worker takes them: asked for, due, sent, lost and found."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from flask import Flask
from rq import Queue
from sqlalchemy import ColumnElement, update

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Cause, Frequency, Run, RunState, User
from masivo.models.columns import utc_now
from masivo.services import run_lease
from masivo.services.claim_due import claim_due
from masivo.services.queues import ASKED, SCHEDULED
from masivo.services.recalculation_settings import RecalculationSettings, change_recalculation_settings
from masivo.services.run_lease import ATTEMPTS, LEASE, claim_run, expire_leases, held_by, retry_run
from masivo.services.runs import ask_run, cancel_run, enqueue_run, living_run, recover_runs
from masivo.services.save_audience import archive_audience, create_audience, pause_audience
from masivo.services.schedule import Schedule
from tests.databases import on_both_databases
from tests.redis import RedisServer
from tests.services.conftest import draft

THREE_AM = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""03:00 in Bogotá."""


def due(name: str, promised_at: datetime) -> Audience:
    """A daily audience whose promise is that instant, without a living run."""
    audience = create_audience(draft(name), None)
    audience.next_run_at = promised_at
    finish(audience)
    return audience


def finish(audience: Audience) -> None:
    run = living_run(audience.id)
    assert run is not None
    run.state = RunState.SUCCEEDED
    db.session.commit()


def the_run(audience: Audience) -> Run:
    db.session.expire_all()
    run = living_run(audience.id)
    assert run is not None
    return run


def wait_for_too_long(run: Run) -> None:
    run.queued_at = utc_now() - timedelta(minutes=5)
    db.session.commit()


@on_both_databases
def test_an_audience_has_one_living_run(audience: Audience) -> None:
    asked = ask_run(audience, Cause.ASKED)
    assert asked.cause == Cause.SAVED
    finish(audience)
    again = ask_run(audience, Cause.ASKED)
    assert again.id != asked.id
    assert again.cause == Cause.ASKED


@on_both_databases
def test_two_who_ask_at_the_same_moment_get_one_run(audience: Audience, monkeypatch: pytest.MonkeyPatch) -> None:
    found = iter([None, living_run(audience.id)])
    monkeypatch.setattr("masivo.services.runs.living_run", lambda _id: next(found))
    ask_run(audience, Cause.ASKED)
    db.session.commit()
    assert db.session.query(Run).count() == 1


def test_an_archived_audience_cannot_be_asked(audience: Audience) -> None:
    archive_audience(audience.id)
    with pytest.raises(ActionRefused):
        ask_run(audience, Cause.ASKED)


@on_both_databases
def test_what_is_due_is_claimed_oldest_promise_first_and_once(app_context: Flask) -> None:
    late = due("Late", THREE_AM - timedelta(days=3))
    on_time = due("On time", THREE_AM)
    due("Not yet", THREE_AM + timedelta(seconds=1))
    claimed = claim_due(THREE_AM)
    db.session.commit()
    assert claimed == [the_run(late).id, the_run(on_time).id]
    assert [the_run(audience).promised_at for audience in (late, on_time)] == [THREE_AM - timedelta(days=3), THREE_AM]
    assert the_run(late).cause == Cause.SCHEDULED
    assert late.next_run_at == on_time.next_run_at == THREE_AM + timedelta(days=1)
    assert claim_due(THREE_AM) == []


@on_both_databases
def test_two_ticks_at_once_claim_nothing_twice(app_context: Flask) -> None:
    audiences = [due(f"Due {number}", THREE_AM) for number in range(20)]
    db.session.remove()
    start = Barrier(2)

    def tick() -> list[str]:
        with app_context.app_context():
            start.wait()
            claimed = claim_due(THREE_AM)
            db.session.commit()
            return claimed

    with ThreadPoolExecutor(2) as ticks:
        claimed = [run_id for done in [ticks.submit(tick) for _ in range(2)] for run_id in done.result()]
    assert len(claimed) == len(set(claimed)) == len(audiences)


@pytest.mark.parametrize("action", [pause_audience, archive_audience])
def test_what_is_not_active_is_not_due(app_context: Flask, action: object) -> None:
    audience = due("Due", THREE_AM)
    action(audience.id)  # type: ignore[operator]
    assert audience.state != AudienceState.ACTIVE
    db.session.commit()
    assert claim_due(THREE_AM + timedelta(days=400)) == []


def test_never_is_not_due(app_context: Flask) -> None:
    finish(create_audience(draft(schedule=Schedule(Frequency.NEVER)), None))
    assert claim_due(THREE_AM + timedelta(days=4000)) == []


def test_a_run_reaches_the_queue_that_was_named(audience: Audience, redis_server: RedisServer) -> None:
    run = the_run(audience)
    assert enqueue_run(run.id)
    assert enqueue_run(run.id, SCHEDULED)
    for name in (ASKED, SCHEDULED):
        assert Queue(name, connection=redis_server.connect()).get_job_ids() == [run.id]


def test_with_redis_away_a_run_waits_in_sql(audience: Audience) -> None:
    run = the_run(audience)
    assert not enqueue_run(run.id)
    wait_for_too_long(run)
    assert recover_runs(utc_now()) == []
    assert the_run(audience).state == RunState.QUEUED


@on_both_databases
def test_a_queued_run_that_redis_lost_is_found(audience: Audience, redis_server: RedisServer) -> None:
    run = the_run(audience)
    enqueue_run(run.id)
    wait_for_too_long(run)
    assert recover_runs(utc_now()) == []
    redis_server.connect().flushall()
    assert recover_runs(utc_now()) == [run.id]


def test_a_run_that_was_queued_just_now_is_not_lost(audience: Audience, redis_server: RedisServer) -> None:
    assert recover_runs(utc_now()) == []


@on_both_databases
def test_lost_runs_that_people_wait_for_come_first(app_context: Flask, redis_server: RedisServer) -> None:
    promised = [due(name, THREE_AM + timedelta(minutes=minute)) for minute, name in ((1, "Second"), (0, "First"))]
    claim_due(THREE_AM + timedelta(hours=1))
    asked = create_audience(draft("Asked"), None)
    runs = [the_run(audience) for audience in (*promised, asked)]
    for run in runs:
        wait_for_too_long(run)
    second, first, person = (run.id for run in runs)
    assert recover_runs(utc_now()) == [person, first, second]


@on_both_databases
def test_a_run_whose_worker_fell_silent_is_queued_again_and_in_the_end_given_up(
    audience: Audience, redis_server: RedisServer
) -> None:
    run, now = the_run(audience), utc_now()
    for attempt in range(1, ATTEMPTS + 1):
        assert claim_run(run.id, f"worker-{attempt}", now)
        recover_runs(now + LEASE / 2)
        assert the_run(audience).state == RunState.RUNNING
        now += LEASE + timedelta(seconds=1)
        found = recover_runs(now)
        db.session.commit()
        db.session.expire_all()
        assert found == ([run.id] if attempt < ATTEMPTS else [])
        if attempt < ATTEMPTS:
            assert (run.state, run.worker, run.lease_until) == (RunState.QUEUED, None, None)
    assert run.state == RunState.GAVE_UP
    assert run.finished_at == now
    assert run.error is not None
    assert run.error.startswith("This audience was not recalculated: its worker fell silent")


@on_both_databases
def test_a_run_that_waits_is_cancelled_and_says_by_whom(audience: Audience) -> None:
    run, person = the_run(audience), User(email="lea@example.com", name="Lea", password_hash="none")
    db.session.add(person)
    db.session.flush()
    assert cancel_run(audience.id, person, THREE_AM)
    assert not cancel_run(audience.id, person, THREE_AM)
    db.session.commit()
    db.session.refresh(run)
    assert (run.state, run.finished_at, run.decided_by) == (RunState.CANCELLED, THREE_AM, person)
    assert run.error == "This audience was not recalculated: Lea cancelled it. The last members stay."
    assert not claim_run(run.id, "worker", utc_now())


@on_both_databases
def test_a_passing_fault_pauses_longer_each_time_and_a_pausing_run_is_left_alone(
    audience: Audience, redis_server: RedisServer
) -> None:
    run, now = the_run(audience), utc_now()
    pauses = []
    for _ in range(ATTEMPTS - 1):
        assert claim_run(run.id, "worker", now)
        assert retry_run(run.id, "worker", now, "the database was busy")
        db.session.commit()
        db.session.refresh(run)
        assert run.retry_at is not None
        pauses.append(run.retry_at - now)
        assert not claim_run(run.id, "worker", run.retry_at - timedelta(seconds=1))
        assert recover_runs(run.retry_at - timedelta(seconds=1)) == []
        now = run.retry_at + timedelta(minutes=1)
        assert recover_runs(now) == [run.id]
    assert pauses == sorted(pauses)
    for number, pause in enumerate(pauses):
        assert 0.75 <= pause / timedelta(seconds=10 * 4**number) <= 1.25
    assert claim_run(run.id, "worker", now)
    assert not retry_run(run.id, "worker", now, "the database was busy")
    db.session.commit()
    db.session.refresh(run)
    assert run.state == RunState.GAVE_UP
    assert run.error is not None
    assert run.error.startswith("This audience was not recalculated: the database was busy, 4 times in a row.")


@on_both_databases
def test_a_run_that_pauses_goes_on_at_once_when_a_person_asks(audience: Audience) -> None:
    run, now = the_run(audience), utc_now()
    claim_run(run.id, "worker", now)
    retry_run(run.id, "worker", now, "the database was busy")
    db.session.commit()
    assert not claim_run(run.id, "worker", now)
    ask_run(audience, Cause.SCHEDULED)
    assert not claim_run(run.id, "worker", now)
    assert ask_run(audience, Cause.ASKED).id == run.id
    db.session.commit()
    assert claim_run(run.id, "worker", now)


@on_both_databases
def test_a_run_past_its_deadline_is_ended_though_its_worker_beats(
    audience: Audience, redis_server: RedisServer
) -> None:
    run, now = the_run(audience), utc_now()
    change_recalculation_settings(RecalculationSettings(run_minutes=5))
    claim_run(run.id, "worker", now)
    db.session.commit()
    run.lease_until = now + timedelta(minutes=6)
    db.session.commit()
    recover_runs(now + timedelta(minutes=4, seconds=59))
    assert the_run(audience).state == RunState.RUNNING
    assert recover_runs(now + timedelta(minutes=5, seconds=1)) == []
    db.session.commit()
    db.session.refresh(run)
    assert run.state == RunState.FAILED
    assert "it took more than 5 minutes" in (run.error or "")


def test_a_worker_that_beats_at_the_last_moment_keeps_its_run(
    audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, now = the_run(audience), utc_now()
    claim_run(run.id, "worker", now)
    db.session.commit()

    def beat_first(*_: object) -> tuple[ColumnElement[bool], ...]:
        db.session.execute(update(Run).values(lease_until=now + 3 * LEASE).execution_options(synchronize_session=False))
        return held_by(run.id, "worker")

    monkeypatch.setattr(run_lease, "held_by", beat_first)
    assert expire_leases(now + 2 * LEASE) == []
    db.session.commit()
    assert the_run(audience).state == RunState.RUNNING
