"""Many at once: two schedulers and five workers do everything once; a scheduler that dies with its lock is followed."""

from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, Cause, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.connections import redis
from masivo.services.save_audience import create_audience
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.history import check_history
from tests.recalculation.installation import wait_until
from tests.recalculation.watching import HALTING_SCHEDULER, SCHEDULER, WORKER, halt, start_redis
from tests.services.conftest import draft

pytestmark = pytest.mark.chaos

LOCK = "masivo:scheduler:lock"
LOCKED_SECONDS = 15


def make_due(how_many: int) -> list[int]:
    """Audiences that were promised yesterday, and have not been calculated for it; their ids."""
    audiences = [create_audience(draft(f"Colombians {number}"), None) for number in range(how_many)]
    db.session.execute(db.delete(Run))
    for audience in audiences:
        audience.next_run_at = utc_now() - timedelta(hours=1)
    db.session.commit()
    return [audience.id for audience in audiences]


def wait_for_all(audience_ids: list[int]) -> None:
    done = db.select(db.func.count()).where(Run.audience_id.in_(audience_ids), Run.state == RunState.SUCCEEDED)

    def all_done() -> bool:
        db.session.rollback()
        return bool(db.session.scalar(done) == len(audience_ids))

    wait_until(all_done, "every due audience is calculated")


@on_both_databases
def test_two_schedulers_and_five_workers_do_everything_once(
    app_context: Flask, start: Start, colombians: BitMap
) -> None:
    audience_ids = make_due(25)
    start_redis(start)
    start(WORKER, "5")
    start(SCHEDULER)
    start(SCHEDULER)
    wait_for_all(audience_ids)
    for audience_id in audience_ids:
        (run,) = check_history(audience_id, colombians)
        assert (run.cause, run.attempt) == (Cause.SCHEDULED, 1)
        next_run_at = db.session.get_one(Audience, audience_id).next_run_at
        assert next_run_at is not None
        assert next_run_at > utc_now()
    assert db.session.scalar(db.select(db.func.count()).select_from(Run)) == len(audience_ids)


@on_both_databases
def test_a_scheduler_that_is_killed_with_its_lock_is_followed_by_another(
    app_context: Flask, home: Path, start: Start, colombians: BitMap
) -> None:
    start_redis(start)
    start(WORKER, "1")
    halt(home, "polling")
    first = start(HALTING_SCHEDULER)
    wait_until((home / "halted").exists, "the scheduler holds its lock")
    first.kill_family()
    assert 0 < redis().ttl(LOCK) <= LOCKED_SECONDS
    audience_ids = make_due(1)
    start(SCHEDULER)
    wait_for_all(audience_ids)
    check_history(audience_ids[0], colombians)
