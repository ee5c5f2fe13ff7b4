"""kill -9 at each step of a run, of the work-horse, its worker, or all: nothing is lost and nothing is there twice."""

import os
import signal
from pathlib import Path

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.models import Run, RunState
from masivo.services.runs import enqueue_run
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.history import check_history
from tests.recalculation.installation import Process, alive, children, kill, wait_until
from tests.recalculation.watching import (
    HALTING_WORKER,
    SCHEDULER,
    WORKER,
    halt,
    let_time_pass,
    start_redis,
    state,
    wait_for,
    work_horse,
)

STEPS = ("taken", "claimed", "evaluating", "evaluated", "publishing", "published")
"""In a run's order: out of the queue, claimed in SQL, before and after the warehouse, before and after the commit."""

IN_SHORT = {("publishing", "work-horse")}
CASES = [
    pytest.param(step, victim, marks=() if (step, victim) in IN_SHORT else pytest.mark.chaos)
    for step in STEPS
    for victim in ("work-horse", "worker", "all")
]


def kill_at_once(workers: Process, victim: str) -> None:
    """Kill the victim; the work-horse follows its worker by itself."""
    horse = work_horse(workers)
    match victim:
        case "work-horse":
            kill(horse)
        case "worker":
            kill(children(workers.pid)[0])
        case _:
            workers.kill_family()
    wait_until(lambda: not alive(horse), "the work-horse is gone")


@on_both_databases
@pytest.mark.parametrize(("step", "victim"), CASES)
def test_a_kill_at_any_step_loses_nothing_and_doubles_nothing(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap, step: str, victim: str
) -> None:
    start_redis(start)
    workers = start(HALTING_WORKER, "1")
    resume = halt(home, step)
    enqueue_run(run.id)
    wait_until((home / "halted").exists, f"the run is {step}")
    kill_at_once(workers, victim)
    resume()
    if victim == "all":
        start(WORKER, "1")
    else:
        wait_until(lambda: state(run) != RunState.RUNNING, "the run was let go")
    if state(run) != RunState.SUCCEEDED:
        let_time_pass(run)
        start(SCHEDULER)
    wait_for(run, RunState.SUCCEEDED)
    (done,) = check_history(run.audience_id, colombians)
    assert done.id == run.id


@pytest.mark.chaos
@on_both_databases
def test_all_is_as_it_should_be_one_lease_after_a_worker_vanished(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap
) -> None:
    start_redis(start)
    workers = start(HALTING_WORKER, "1")
    resume = halt(home, "evaluating")
    enqueue_run(run.id)
    wait_until((home / "halted").exists, "the run is evaluating")
    workers.kill_family()
    resume()
    start(WORKER, "1")
    start(SCHEDULER)
    wait_for(run, RunState.SUCCEEDED)
    check_history(run.audience_id, colombians)


@pytest.mark.chaos
@on_both_databases
def test_a_work_horse_that_stood_still_for_longer_than_its_lease_publishes_nothing(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap
) -> None:
    start_redis(start)
    workers = start(HALTING_WORKER, "1")
    resume = halt(home, "evaluated")
    enqueue_run(run.id)
    wait_until((home / "halted").exists, "the run is evaluated")
    horse = work_horse(workers)
    os.kill(horse, signal.SIGSTOP)
    let_time_pass(run)
    resume()
    start(WORKER, "1")
    start(SCHEDULER)
    wait_for(run, RunState.SUCCEEDED)
    os.kill(horse, signal.SIGCONT)
    wait_until(lambda: "given to another worker" in workers.said(), "it has seen that the run is its own no more")
    (done,) = check_history(run.audience_id, colombians)
    assert (done.id, done.attempt) == (run.id, 2)


def test_every_line_of_a_run_bears_its_id(app_context: Flask, start: Start, run: Run, colombians: BitMap) -> None:
    start_redis(start)
    workers = start(WORKER, "1")
    enqueue_run(run.id)
    wait_for(run, RunState.SUCCEEDED)
    wait_until(lambda: f'"run": "{run.id}"' in workers.said(), "the worker has said so")
    about = [line for line in workers.said().splitlines() if "recalculate_audience" in line]
    assert about
    assert all(f'"run": "{run.id}"' in line for line in about)
