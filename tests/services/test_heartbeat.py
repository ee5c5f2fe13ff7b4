"""A worker's sign of life: the lease grows, progress shows, and a run that was lost is noticed."""

from datetime import timedelta

import pytest
from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Run
from masivo.models.columns import utc_now
from masivo.services import heartbeat as module
from masivo.services.heartbeat import Heartbeat
from masivo.services.run_lease import RunLost, claim_run
from masivo.services.runs import living_run
from tests.databases import on_both_databases
from tests.recalculation.installation import wait_until

WORKER = "worker-1"


@pytest.fixture
def run(audience: Audience) -> Run:
    """A run that the worker claimed long ago."""
    run = living_run(audience.id)
    assert run is not None
    claim_run(run.id, WORKER, utc_now() - timedelta(hours=1))
    db.session.commit()
    db.session.refresh(run)
    return run


def now_in_database(run: Run) -> Run:
    db.session.rollback()
    db.session.refresh(run)
    return run


@on_both_databases
def test_progress_is_written_and_prolongs_the_lease(run: Run) -> None:
    with Heartbeat(db.engine, run.id, WORKER) as heartbeat:
        heartbeat.progress(2, 5)
        wait_until(lambda: now_in_database(run).steps_done == 2, "the progress shows")
    assert run.steps == heartbeat.steps == 5
    assert run.lease_until is not None
    assert run.lease_until > utc_now()


def test_the_lease_grows_without_progress(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_BEAT_SECONDS", 0)
    lease = run.lease_until
    assert lease is not None
    with Heartbeat(db.engine, run.id, WORKER):
        wait_until(lambda: now_in_database(run).lease_until != lease, "the lease grows")


@on_both_databases
def test_a_run_that_was_given_away_stops_the_work(run: Run, app_context: Flask) -> None:
    run.worker = "worker-2"
    db.session.commit()
    lease = run.lease_until

    def is_lost() -> bool:
        try:
            heartbeat.progress(1, 2)
        except RunLost:
            return True
        return False

    with Heartbeat(db.engine, run.id, WORKER) as heartbeat:
        wait_until(is_lost, "the loss is noticed")
    assert (now_in_database(run).worker, run.lease_until, run.steps_done) == ("worker-2", lease, 0)
