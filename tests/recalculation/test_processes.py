"""Real Redis, real RQ workers, a real scheduler: what is due is calculated, whatever is killed on the way."""

import json
from datetime import timedelta
from pathlib import Path

from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Cause, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.connections import redis_alive
from masivo.services.queues import SCHEDULED
from masivo.services.recalculation_health import recalculation_health
from masivo.services.runs import ask_run, cancel_run, enqueue_run, enqueue_runs, living_run, recover_runs
from masivo.services.save_audience import create_audience
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.installation import alive, children, descendants, kill, wait_until
from tests.recalculation.watching import SCHEDULER, WORKER, let_time_pass, start_redis, state, wait_for, work_horse
from tests.services.conftest import draft

SLOW_WORKER = "tests.recalculation.slow_worker"


@on_both_databases
def test_what_is_due_is_calculated_once(app_context: Flask, start: Start, run: Run) -> None:
    run.state = RunState.SUCCEEDED
    promised_at = utc_now() - timedelta(days=3)
    audience = run.audience
    audience.next_run_at = promised_at
    db.session.commit()
    start(SCHEDULER)
    start(WORKER)
    start_redis(start)

    def scheduled() -> list[Run]:
        db.session.expire_all()
        return list(db.session.scalars(db.select(Run).where(Run.cause == Cause.SCHEDULED)))

    wait_until(lambda: [run.state for run in scheduled()] == [RunState.SUCCEEDED], "the scheduled run is done")
    (done,) = scheduled()
    assert done.promised_at == promised_at
    assert (done.attempt, done.size, done.universe) == (1, 0, 0)
    assert audience.run_id == done.id
    assert audience.next_run_at is not None
    assert audience.next_run_at > utc_now()


def test_the_health_of_all_this_is_seen(app_context: Flask, start: Start, run: Run) -> None:
    assert recalculation_health().problem is not None
    start_redis(start)
    worker = start(WORKER, "1")
    start(SCHEDULER)
    wait_until(lambda: recalculation_health().problem is None, "all is well")
    health = recalculation_health()
    assert health.redis
    assert health.workers == 1
    assert health.ticked_at is not None
    assert worker.stop() == 0
    wait_until(lambda: "no worker" in (recalculation_health().problem or ""), "the worker is missed")


@on_both_databases
def test_a_run_survives_its_worker_and_everything_the_worker_started(
    app_context: Flask, start: Start, run: Run, home: Path
) -> None:
    start_redis(start)
    enqueue_run(run.id)
    worker = start(SLOW_WORKER)
    wait_for(run, RunState.RUNNING)
    worker.kill_family()
    assert state(run) == RunState.RUNNING
    let_time_pass(run)
    (home / "go").touch()
    start(WORKER)
    start(SCHEDULER)
    wait_for(run, RunState.SUCCEEDED)
    assert run.attempt == 2


def test_a_worker_that_is_killed_is_followed_by_another_and_its_run_goes_back(
    app_context: Flask, start: Start, run: Run, home: Path
) -> None:
    start_redis(start)
    enqueue_run(run.id)
    workers = start(SLOW_WORKER, "1")
    wait_for(run, RunState.RUNNING)
    (first,) = children(workers.pid)
    horse = work_horse(workers)
    kill(first)
    wait_for(run, RunState.QUEUED)
    wait_until(lambda: not alive(horse), "the work-horse has followed its worker")
    (home / "go").touch()
    let_time_pass(run)
    start(SCHEDULER)
    wait_for(run, RunState.SUCCEEDED)
    assert workers.alive
    assert children(workers.pid) not in ([], [first])


def test_a_work_horse_that_is_killed_counts_as_an_attempt(
    app_context: Flask, start: Start, run: Run, home: Path
) -> None:
    start_redis(start)
    enqueue_run(run.id)
    workers = start(SLOW_WORKER, "1")
    wait_for(run, RunState.RUNNING)
    kill(work_horse(workers))
    wait_for(run, RunState.QUEUED)
    said = [json.loads(line) for line in workers.said().splitlines() if run.id in line or "horse" in line]
    assert said
    assert {line.get("run") for line in said} == {run.id}
    assert (run.attempt, run.worker, run.lease_until) == (1, None, None)
    (home / "go").touch()
    enqueue_run(run.id)
    wait_for(run, RunState.SUCCEEDED)
    assert run.attempt == 2


def test_a_worker_that_is_told_to_stop_puts_its_run_back_and_leaves_nothing(
    app_context: Flask, start: Start, run: Run
) -> None:
    start_redis(start)
    enqueue_run(run.id)
    workers = start(SLOW_WORKER)
    wait_for(run, RunState.RUNNING)
    family = descendants(workers.pid)
    assert workers.stop() == 0
    assert state(run) == RunState.QUEUED
    assert (run.attempt, run.worker) == (0, None)
    assert not any(alive(pid) for pid in family)
    assert "Traceback" not in workers.said()


def test_workers_end_when_the_process_that_started_them_is_killed(app_context: Flask, start: Start, run: Run) -> None:
    start_redis(start)
    enqueue_run(run.id)
    workers = start(SLOW_WORKER)
    wait_for(run, RunState.RUNNING)
    family = descendants(workers.pid)
    assert len(family) == 3
    workers.kill()
    wait_until(lambda: not any(alive(pid) for pid in family), "nothing is left of them")
    wait_for(run, RunState.QUEUED)


def test_what_is_asked_while_redis_is_away_is_not_lost(app_context: Flask, start: Start, run: Run, home: Path) -> None:
    redis = start_redis(start)
    start(WORKER)
    start(SCHEDULER)
    enqueue_run(run.id)
    wait_for(run, RunState.SUCCEEDED)
    redis.stop()
    wait_until(lambda: not redis_alive(), "Redis is away")
    (home / "redis" / "appendonly.aof").unlink()
    asked = ask_run(db.session.get_one(Audience, run.audience_id), Cause.ASKED)
    db.session.commit()
    assert asked.id != run.id
    assert not enqueue_run(asked.id)
    let_time_pass(asked)
    start_redis(start)
    wait_for(asked, RunState.SUCCEEDED)
    assert asked.attempt == 1
    wait_until(lambda: recalculation_health().problem is None, "workers and scheduler are back")


def test_worker_and_scheduler_alone_start_redis_on_demand_and_end_it(
    app_context: Flask, start: Start, run: Run
) -> None:
    worker = start(WORKER)
    wait_until(redis_alive, "Redis was started on demand")
    enqueue_run(run.id)
    wait_for(run, RunState.SUCCEEDED)
    family = descendants(worker.pid)
    assert worker.stop() == 0
    wait_until(lambda: not any(alive(pid) for pid in family), "Redis has ended too")
    assert not redis_alive()


def test_a_run_that_is_cancelled_or_takes_too_long_frees_its_worker(
    app_context: Flask, start: Start, run: Run, home: Path
) -> None:
    start_redis(start)
    enqueue_run(run.id)
    worker = start(SLOW_WORKER, "1")
    wait_for(run, RunState.RUNNING)
    assert cancel_run(run.audience_id, None, utc_now())
    db.session.commit()
    left = "was cancelled, or given to another worker"
    wait_until(lambda: worker.said().count(left) == 1, "the worker lets go of what was cancelled")

    hanging = ask_run(run.audience, Cause.ASKED)
    db.session.commit()
    enqueue_run(hanging.id)
    wait_for(hanging, RunState.RUNNING)
    recover_runs(utc_now() + timedelta(minutes=61))
    db.session.commit()
    wait_until(lambda: worker.said().count(left) == 2, "the worker lets go of what took too long")
    assert (state(run), state(hanging)) == (RunState.CANCELLED, RunState.FAILED)

    (home / "go").touch()
    last = ask_run(run.audience, Cause.ASKED)
    db.session.commit()
    enqueue_run(last.id)
    wait_for(last, RunState.SUCCEEDED)


def test_a_fork_calculates_what_waits_behind_its_run(app_context: Flask, start: Start, run: Run) -> None:
    others = [create_audience(draft(f"Colombians {number}"), None) for number in range(4)]
    db.session.commit()
    living = [living_run(audience.id) for audience in others]
    runs = [run, *(each for each in living if each is not None)]
    start_redis(start)
    enqueue_runs([each.id for each in runs], SCHEDULED)
    worker = start(WORKER, "1")
    for each in runs:
        wait_for(each, RunState.SUCCEEDED)
    # A worker says so after everybody can see it.
    wait_until(lambda: worker.said().count(" succeeded: ") == len(runs), "the worker has said so of every run")
    lines = [json.loads(line) for line in worker.said().splitlines() if "recalculate_audience" in line]
    assert {line["run"] for line in lines} == {each.id for each in runs}
    assert len({line["process"] for line in lines}) == 1
