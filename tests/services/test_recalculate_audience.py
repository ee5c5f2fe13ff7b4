"""One run from queued to its end: what it publishes, and what becomes of it when others act meanwhile."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.conditions.parse import parse
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.extensions import db
from masivo.models import Audience, Membership, Run, RunState
from masivo.models.columns import utc_now
from masivo.services import calculate_rule
from masivo.services import recalculate_audience as module
from masivo.services.claim_due import claim_due
from masivo.services.connections import warehouse
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.run_lease import LEASE, claim_run
from masivo.services.runs import cancel_run
from masivo.services.save_audience import archive_audience, create_audience, edit_audience
from tests.databases import on_both_databases
from tests.services.calculated import WORKER, again, calculate, members_in_force, next_run_of
from tests.services.conftest import draft, rule
from tests.services.people import BRAND, load_customers, load_purchases


@pytest.fixture
def people(app_context: Flask) -> None:
    """Two Colombians and a Mexican."""
    load_customers(ana="CO", luis="MX", eva="CO")


def before_evaluating(monkeypatch: pytest.MonkeyPatch, app: Flask, act: Callable[[], object]) -> None:
    """Have somebody else act, in a session of their own, while the first evaluation goes on."""
    acts = iter([act])

    def evaluate_while_others_act(*arguments: Any, **options: Any) -> Evaluation:
        with app.app_context():
            next(acts, lambda: None)()
            db.session.commit()
        return evaluate(*arguments, **options)

    monkeypatch.setattr(calculate_rule, "evaluate", evaluate_while_others_act)


@on_both_databases
def test_the_members_are_published_with_all_that_belongs_to_them(people: None, audience: Audience) -> None:
    before = utc_now()
    run = calculate(audience)
    assert run.state == RunState.SUCCEEDED
    assert (run.size, run.universe, run.entered, run.departed) == (2, 3, 2, 0)
    assert (run.steps, run.steps_done, run.attempt) == (1, 1, 1)
    assert run.data_version == warehouse().snapshot().data_version
    assert run.as_of is not None
    assert run.finished_at is not None
    assert before <= run.as_of <= run.finished_at
    assert (run.lease_until, run.error) == (None, None)
    assert audience.run_id == run.id
    assert members_in_force(audience) == ["ana", "eva"]


@on_both_databases
def test_the_next_run_says_who_entered_and_who_left(people: None, audience: Audience) -> None:
    calculate(audience)
    load_customers(ana="MX", luis="CO", sol="CO")
    run = calculate(audience)
    assert (run.size, run.entered, run.departed) == (3, 2, 1)
    membership = db.session.get_one(Membership, run.id)
    ids = warehouse().snapshot().ids
    assert ids(BitMap.deserialize(membership.entered)) == ["luis", "sol"]
    assert ids(BitMap.deserialize(membership.departed)) == ["ana"]
    assert members_in_force(audience) == ["eva", "luis", "sol"]


def test_a_brands_audience_is_of_its_customers(people: None) -> None:
    load_purchases("ana", "luis")
    audience = create_audience(draft(brand_id=BRAND), None)
    run = calculate(audience)
    assert (run.size, run.universe) == (1, 2)
    assert members_in_force(audience) == ["ana"]


@on_both_databases
def test_a_run_done_twice_changes_nothing_the_second_time(people: None, audience: Audience) -> None:
    run = calculate(audience)
    finished_at = run.finished_at
    load_customers(ana="MX")
    recalculate_audience(run.id, "worker-2")
    run = again(run)
    assert (run.state, run.finished_at, run.attempt, run.worker) == (RunState.SUCCEEDED, finished_at, 1, WORKER)
    assert members_in_force(audience) == ["ana", "eva"]


@on_both_databases
def test_two_workers_at_once_publish_once(people: None, audience: Audience) -> None:
    run = next_run_of(audience)
    run_id, app = run.id, audience_app()

    def work(number: int) -> None:
        with app.app_context():
            recalculate_audience(run_id, f"worker-{number}")

    with ThreadPoolExecutor(4) as workers:
        for done in [workers.submit(work, number) for number in range(4)]:
            done.result()
    assert (again(run).state, run.attempt) == (RunState.SUCCEEDED, 1)
    assert db.session.query(Membership).count() == 1


def test_an_unknown_run_is_left_alone(people: None) -> None:
    recalculate_audience("no such run", WORKER)
    assert db.session.query(Membership).count() == 0


def test_runs_that_one_tick_claimed_share_their_instant(people: None, audience: Audience) -> None:
    calculate(audience)
    audience.next_run_at = tick = utc_now()
    [run_id] = claim_due(tick)
    db.session.commit()
    recalculate_audience(run_id, WORKER)
    run = db.session.get_one(Run, run_id)
    assert run.state == RunState.SUCCEEDED
    assert run.as_of == tick.replace(second=0, microsecond=0)


def test_a_run_that_waited_for_long_asks_as_of_now(people: None, audience: Audience) -> None:
    calculate(audience)
    audience.next_run_at = tick = utc_now() - timedelta(hours=1)
    [run_id] = claim_due(tick)
    db.session.commit()
    recalculate_audience(run_id, WORKER)
    run = db.session.get_one(Run, run_id)
    assert run.as_of is not None
    assert run.as_of > tick + timedelta(minutes=50)


@on_both_databases
def test_a_rule_that_is_edited_meanwhile_is_calculated_as_it_stands_then(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = audience.id
    before_evaluating(monkeypatch, audience_app(), lambda: edit_audience(id_, draft(document=rule("MX")), 1, None))
    run = calculate(audience)
    assert (run.state, run.version.number) == (RunState.SUCCEEDED, 2)
    assert members_in_force(audience) == ["luis"]
    assert db.session.query(Run).count() == 1


def test_an_audience_that_is_archived_meanwhile_is_not_published(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    id_ = audience.id
    before_evaluating(monkeypatch, audience_app(), lambda: archive_audience(id_))
    run = calculate(audience)
    assert run.state == RunState.CANCELLED
    assert "archived" in (run.error or "")
    assert audience.run_id is None


@on_both_databases
def test_a_run_that_another_worker_got_meanwhile_is_not_touched(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = next_run_of(audience)
    id_ = run.id
    lease = utc_now() + 2 * LEASE

    def take() -> None:
        taken = db.session.get_one(Run, id_)
        taken.worker, taken.lease_until = "worker-2", lease

    before_evaluating(monkeypatch, audience_app(), take)
    recalculate_audience(id_, WORKER)
    assert (again(run).state, run.worker, run.lease_until) == (RunState.RUNNING, "worker-2", lease)
    assert db.session.get_one(Audience, run.audience_id).run_id is None
    assert db.session.query(Membership).count() == 0


def test_a_run_that_is_cancelled_as_soon_as_it_is_claimed_is_let_go_in_peace(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def claim_and_be_cancelled(run_id: str, worker: str, now: datetime) -> bool:
        return claim_run(run_id, worker, now) and cancel_run(audience.id, None, now)

    monkeypatch.setattr(module, "claim_run", claim_and_be_cancelled)
    run = calculate(audience)
    assert run.state == RunState.CANCELLED
    assert [record.levelname for record in caplog.records] == ["WARNING"]


def test_the_rule_is_exactly_the_stored_document(people: None) -> None:
    """Numbers keep their digits on the way through the database."""
    condition = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "sum", "property": "order.value"}}
    exact = {**condition, "operator": "lt", "value": 0.1}
    document = parse({"version": 1, "op": "all", "children": [exact]}, warehouse().snapshot().catalog)
    run = calculate(create_audience(draft(document=document), None))
    assert run.size == 3


def audience_app() -> Flask:
    from flask import current_app

    return current_app._get_current_object()  # type: ignore[attr-defined, no-any-return]
