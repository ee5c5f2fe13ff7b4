"""What is kept of old runs: numbers for good, members as long as anybody needs them, failures a year."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from pyroaring import BitMap
from rq import Queue

import jobs.thin
import jobs.tick
from masivo.extensions import db
from masivo.models import Audience, Cause, Membership, Run, RunReference, RunState
from masivo.services.queues import SCHEDULED
from masivo.services.read_audience import audience_history
from masivo.services.recalculation_settings import RecalculationSettings, change_recalculation_settings
from masivo.services.runs import THINNING_JOB, cancel_run
from masivo.services.thin_runs import claim_thinning, thin_runs
from tests.databases import on_both_databases
from tests.redis import RedisServer

NOW = datetime(2026, 11, 22, 17, tzinfo=UTC)
EMPTY = BitMap().serialize()


@pytest.fixture
def kept(audience: Audience) -> Audience:
    cancel_run(audience.id, None, NOW)
    change_recalculation_settings(RecalculationSettings(members_days=30, failures_days=100))
    db.session.commit()
    return audience


def add_run(audience: Audience, finished_at: datetime, state: RunState = RunState.SUCCEEDED) -> Run:
    run = Run(id=f"{state}-{finished_at:%Y-%m-%d}", audience_id=audience.id, version_id=audience.version_id)
    run.state, run.cause, run.queued_at, run.finished_at = state, Cause.SCHEDULED, finished_at, finished_at
    db.session.add(run)
    db.session.flush()
    if state in (RunState.SUCCEEDED, RunState.HELD):
        run.size, run.entered, run.departed = finished_at.day, 1, 2
        db.session.add(Membership(run_id=run.id, members=EMPTY, entered=EMPTY, departed=EMPTY))
    db.session.commit()
    return run


def thin() -> int:
    removed = 0
    for number in thin_runs(NOW):
        db.session.commit()
        removed += number
    db.session.expire_all()
    return removed


def stored() -> set[str]:
    return {membership.run_id for membership in db.session.query(Membership)}


@on_both_databases
def test_old_members_go_but_for_each_months_last_and_the_numbers_stay(kept: Audience) -> None:
    days = [NOW - timedelta(days=days) for days in range(80, 0, -5)]
    for day in days:
        kept.run_id = add_run(kept, day).id
    db.session.commit()
    history = audience_history(kept.id)
    assert thin() == 9
    recent = {f"succeeded-{day:%Y-%m-%d}" for day in days if day >= NOW - timedelta(days=30)}
    assert stored() == recent | {"succeeded-2026-09-28"}
    assert len(recent) == 6
    assert audience_history(kept.id) == history
    assert len(history) == len(days)
    assert thin() == 0


@on_both_databases
def test_what_is_in_force_or_waits_or_was_asked_for_stays(kept: Audience) -> None:
    old = [add_run(kept, NOW - timedelta(days=100 + number)) for number in range(5)]
    held = add_run(kept, NOW - timedelta(days=102, hours=1), RunState.HELD)
    kept.run_id = old[4].id
    db.session.add(RunReference(run_id=old[4].id, audience_id=kept.id, used_run_id=old[3].id))
    db.session.commit()
    thin()
    assert stored() == {old[0].id, old[3].id, old[4].id, held.id}


@on_both_databases
def test_old_failures_are_forgotten_but_for_the_latest(kept: Audience) -> None:
    ends = (RunState.FAILED, RunState.GAVE_UP, RunState.CANCELLED)
    for number, state in enumerate(ends):
        add_run(kept, NOW - timedelta(days=200 + number), state)
    recent = add_run(kept, NOW - timedelta(days=99), RunState.FAILED)
    db.session.query(Run).filter(Run.finished_at == NOW).delete()
    db.session.commit()
    assert thin() == 3
    assert [run.id for run in db.session.query(Run)] == [recent.id]
    recent.finished_at = NOW - timedelta(days=300)
    db.session.commit()
    assert thin() == 0


def test_the_month_is_the_accounts(kept: Audience) -> None:
    last = add_run(kept, datetime(2026, 9, 1, 4, 59, tzinfo=UTC))
    first = add_run(kept, datetime(2026, 9, 1, 5, 1, tzinfo=UTC) + timedelta(days=1))
    assert thin() == 0
    assert stored() == {last.id, first.id}


def test_the_job_thins_and_the_tick_sends_it_once(
    kept: Audience, redis_server: RedisServer, app_context: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    long_ago = datetime.now(UTC) - timedelta(days=1000)
    for days in (0, 40):
        kept.run_id = add_run(kept, long_ago + timedelta(days=days, hours=days)).id
    add_run(kept, long_ago + timedelta(days=1), RunState.FAILED)
    db.session.commit()
    for module in (jobs.thin, jobs.tick):
        monkeypatch.setattr(module, "application", lambda: app_context)
    jobs.tick.tick()
    jobs.tick.tick()
    queue = Queue(SCHEDULED, connection=redis_server.connect())
    assert [job.func_name for job in queue.get_jobs()].count(THINNING_JOB) == 1
    jobs.thin.thin()
    db.session.expire_all()
    assert [run.state for run in db.session.query(Run) if run.finished_at != NOW] == [RunState.SUCCEEDED] * 2


@on_both_databases
def test_it_is_done_once_a_day(app_context: Flask) -> None:
    asked = [claim_thinning(NOW + timedelta(hours=hours)) for hours in (0, 1, 12, 13)]
    assert asked == [True, False, True, False]
