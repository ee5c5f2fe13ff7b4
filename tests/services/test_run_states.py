"""The table of what may become of a run: every step from every state, and nothing beside it."""

import ast
from pathlib import Path

import pytest
from flask import Flask

import masivo.services
from masivo.extensions import db
from masivo.models import LIVING, Audience, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.run_states import ENDS, STEPS, Step, take_step
from masivo.services.runs import living_run
from tests.databases import on_both_databases

LEASE = ("lease_until", "deadline_at")
NOT_OF = dict.fromkeys(RunState, LEASE) | {RunState.RUNNING: (), RunState.QUEUED: (*LEASE, "worker", "started_at")}
"""What a run in that state does not have."""

SERVICES = Path(masivo.services.__file__).parent


def the_run(audience: Audience) -> Run:
    run = living_run(audience.id)
    assert run is not None
    return run


@on_both_databases
def test_each_step_leads_from_its_states_to_its_target_and_from_no_other(audience: Audience) -> None:
    run = the_run(audience)
    for step, move in STEPS.items():
        for state in RunState:
            run.state, run.worker = state, "worker-1"
            run.lease_until = run.deadline_at = run.started_at = utc_now()
            db.session.commit()
            taken = take_step(step, Run.id == run.id)
            db.session.commit()
            assert taken == (state in move.sources), (step, state)
            assert run.state == (move.target if taken else state), (step, state)
            left_over = [name for name in NOT_OF[move.target] if getattr(run, name) is not None]
            assert not (taken and left_over), (step, state)


def test_every_step_has_a_move_and_every_state_an_end() -> None:
    assert set(STEPS) == set(Step)
    assert {RunState.SUCCEEDED, RunState.FAILED, RunState.GAVE_UP, RunState.CANCELLED} == ENDS
    reached = {RunState.QUEUED}
    for _ in RunState:
        reached |= {move.target for move in STEPS.values() if reached & set(move.sources)}
    assert reached == set(RunState)
    assert not ENDS & set(LIVING)


def test_a_step_that_another_took_first_has_no_effect(audience: Audience, app_context: Flask) -> None:
    run = the_run(audience)
    assert take_step(Step.CLAIM, Run.id == run.id, worker="worker-1")
    assert not take_step(Step.CLAIM, Run.id == run.id, worker="worker-2")
    db.session.commit()
    assert run.worker == "worker-1"


def writes_a_state(call: ast.Call) -> bool:
    """Whether a call is `update(Run)….values(state=…)`."""
    values = isinstance(call.func, ast.Attribute) and call.func.attr == "values"
    return values and any(each.arg == "state" for each in call.keywords) and "update(Run)" in ast.unparse(call)


@pytest.mark.parametrize("path", sorted(SERVICES.glob("*.py")), ids=lambda path: path.name)
def test_no_other_module_changes_a_runs_state(path: Path) -> None:
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call)]
    assert any(map(writes_a_state, calls)) == (path.name == "run_states.py")
