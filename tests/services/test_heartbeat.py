"""A worker's sign of life: the lease grows, progress shows, and work that nobody waits for is stopped."""

import signal
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Event

import pytest
from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Run, RunState
from masivo.models.columns import utc_now
from masivo.services import heartbeat as module
from masivo.services.heartbeat import Heartbeat
from masivo.services.run_lease import RunLost, RunTooLong, claim_run
from masivo.services.runs import cancel_run, living_run
from tests.databases import on_both_databases
from tests.recalculation.installation import DEADLINE, wait_until

WORKER = "worker-1"
LATER = utc_now() + timedelta(hours=1)


@pytest.fixture
def run(audience: Audience) -> Run:
    """A run that the worker claimed long ago."""
    run = living_run(audience.id)
    assert run is not None
    claim_run(run.id, WORKER, utc_now() - timedelta(hours=1))
    db.session.commit()
    db.session.refresh(run)
    return run


@pytest.fixture(autouse=True)
def busy(monkeypatch: pytest.MonkeyPatch) -> None:
    """A heart that beats as often as it looks."""
    monkeypatch.setattr(module, "_BEAT_SECONDS", 0)


def now_in_database(run: Run) -> Run:
    db.session.rollback()
    db.session.refresh(run)
    return run


@on_both_databases
def test_progress_is_written_and_prolongs_the_lease(run: Run) -> None:
    with Heartbeat(db.engine, run.id, WORKER, LATER) as heartbeat:
        heartbeat.progress(2, 5)
        wait_until(lambda: now_in_database(run).steps_done == 2, "the progress shows")
    assert run.steps == heartbeat.steps == 5
    assert run.lease_until is not None
    assert run.lease_until > utc_now()


def test_the_lease_grows_without_progress(run: Run) -> None:
    lease = run.lease_until
    assert lease is not None
    with Heartbeat(db.engine, run.id, WORKER, LATER):
        wait_until(lambda: now_in_database(run).lease_until != lease, "the lease grows")


def hang() -> None:
    """A step of the work that never ends by itself."""
    never = Event()
    while not never.wait(0.01):
        pass


@on_both_databases
def test_a_run_that_was_given_away_stops_the_work_within_a_step(run: Run, app_context: Flask) -> None:
    run.worker = "worker-2"
    db.session.commit()
    lease = run.lease_until
    with pytest.raises(RunLost), Heartbeat(db.engine, run.id, WORKER, LATER):
        hang()
    assert (now_in_database(run).worker, run.lease_until, run.steps_done) == ("worker-2", lease, 0)


def test_a_run_that_was_cancelled_stops_the_work(run: Run, audience: Audience) -> None:
    assert cancel_run(audience.id, None, utc_now())
    db.session.commit()
    with pytest.raises(RunLost), Heartbeat(db.engine, run.id, WORKER, LATER):
        hang()
    assert now_in_database(run).state == RunState.CANCELLED


def test_a_run_that_takes_too_long_is_stopped(run: Run) -> None:
    with pytest.raises(RunTooLong), Heartbeat(db.engine, run.id, WORKER, utc_now()):
        hang()


def test_work_that_heeds_nothing_meets_the_last_resort(
    run: Run, app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    def work() -> bool:
        with app_context.app_context(), Heartbeat(db.engine, run_id, WORKER, utc_now(), ended.set):
            return ended.wait(DEADLINE)

    monkeypatch.setattr(module, "_LAST_RESORT_SECONDS", 0.1)
    run_id, ended = run.id, Event()
    with ThreadPoolExecutor(1) as other:
        assert other.submit(work).result()


def test_in_another_thread_the_work_stops_at_its_next_step(run: Run, app_context: Flask) -> None:
    def work() -> None:
        with app_context.app_context(), Heartbeat(db.engine, run_id, WORKER, utc_now()) as heartbeat:
            while True:
                heartbeat.progress(1, 2)

    run_id = run.id
    with ThreadPoolExecutor(1) as other, pytest.raises(RunTooLong):
        other.submit(work).result()


def test_a_signal_that_comes_after_the_work_stops_nothing(run: Run) -> None:
    def work() -> Heartbeat:
        heartbeat = Heartbeat(db.engine, run.id, WORKER, utc_now())
        heartbeat.__enter__()
        with pytest.raises(RunTooLong):
            hang()
        return heartbeat

    heartbeat = work()
    wait_until(lambda: not heartbeat._thread.is_alive(), "the thread finds that nothing is left to stop")
    heartbeat.__exit__(None, None, None)


def test_what_was_going_on_with_signals_goes_on(run: Run) -> None:
    before = signal.getsignal(signal.SIGUSR1)
    with Heartbeat(db.engine, run.id, WORKER, LATER):
        assert signal.getsignal(signal.SIGUSR1) is not before
    assert signal.getsignal(signal.SIGUSR1) is before
