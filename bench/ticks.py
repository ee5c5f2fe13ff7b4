"""What a tick costs among ten thousand audiences, what the operations page asks, and what a run costs by itself."""

import os
import shutil
import statistics
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from sqlalchemy import select, update

import jobs.tick
from bench.crowd import RULE, add_crowd
from bench.figures import Figure
from bench.generate import settings_of
from masivo.conditions.parse import parse, read_json
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import LIVING, Audience, Cause, Frequency, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.account import account_zone
from masivo.services.connections import current_settings, redis, wait_for_redis
from masivo.services.promises import month_promises
from masivo.services.read_operations import list_running, list_troubles, read_queue
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.recalculation_cost import list_costs
from masivo.services.redis_server import redis_on_demand
from masivo.services.runs import ask_run
from masivo.services.save_audience import AudienceDraft, create_audience
from masivo.services.schedule import Schedule
from masivo.warehouse.catalog import Catalog

_DUE = 100
_RUNS_EACH = 50


def tick_figures(folder: Path, times: int, audiences: int) -> Iterator[Figure]:
    """The tick and the operations page's questions, on SQLite."""
    with _application(folder) as app, app.app_context():
        add_crowd(audiences, audiences * _RUNS_EACH, utc_now(), _DUE)
        jobs.tick.application = lambda: app  # type: ignore[assignment, attr-defined]
        spent = [_seconds(jobs.tick.tick, before=_make_due) for _ in range(times)]
        yield Figure(
            f"a tick: {min(_DUE, audiences)} due of {audiences:,} audiences", f"{_milliseconds(spent)}", "100 ms"
        )
        spent = [_seconds(_ask_for_operations) for _ in range(times)]
        yield Figure(f"the operations page's questions, {audiences * _RUNS_EACH:,} runs", _milliseconds(spent))


def overhead_figures(store: Path, times: int) -> Iterator[Figure]:
    """A run of everyone at the store's full size, without the time of its evaluation."""
    with _application(store.parent) as app, app.app_context():
        shutil.copytree(store / "warehouse", current_settings().warehouse_home, copy_function=os.link)
        rule = parse(read_json(RULE), Catalog())
        audience = create_audience(AudienceDraft("Everyone", "", None, Schedule(Frequency.NEVER), rule), None)
        db.session.commit()
        spent = [_overhead(audience.id) for _ in range(times + 1)][1:]
    yield Figure("a run beyond its evaluation: claim, members, publication", _milliseconds(spent), "30 ms")


def _overhead(audience_id: int) -> float:
    run_id = ask_run(db.session.get_one(Audience, audience_id), Cause.ASKED).id
    db.session.commit()
    started = time.perf_counter()
    recalculate_audience(run_id, "bench")
    seconds = time.perf_counter() - started
    run = db.session.get_one(Run, run_id, populate_existing=True)
    assert run.state == RunState.SUCCEEDED, run.error
    assert run.evaluation_ms is not None
    return seconds - run.evaluation_ms / 1000


def _make_due() -> None:
    """Have the first hundred due again, as if what they had was done."""
    now = utc_now()
    db.session.execute(update(Run).where(Run.state.in_(LIVING)).values(state=RunState.SUCCEEDED, finished_at=now))
    due = select(Audience.id).order_by(Audience.id).limit(_DUE)
    db.session.execute(update(Audience).where(Audience.id.in_(due)).values(next_run_at=now - timedelta(minutes=1)))
    db.session.commit()
    redis().flushdb()


def _ask_for_operations() -> None:
    now = utc_now()
    month_promises(now, account_zone())
    list_troubles(now)
    list_running()
    read_queue(now)
    list_costs(now, 1, 5)
    db.session.rollback()


def _seconds(run: Callable[[], object], before: Callable[[], object] = lambda: None) -> float:
    before()
    started = time.perf_counter()
    run()
    return time.perf_counter() - started


def _milliseconds(seconds: list[float]) -> str:
    return f"{statistics.median(seconds) * 1000:.0f} ms ({min(seconds) * 1000:.0f} – {max(seconds) * 1000:.0f})"


@contextmanager
def _application(folder: Path) -> Iterator[Flask]:
    """An application on a home of its own in `folder`, with its Redis."""
    with tempfile.TemporaryDirectory(dir=folder) as home:
        settings = settings_of(Path(home))
        app = create_app(settings)
        with redis_on_demand(settings), app.app_context():
            upgrade()
            wait_for_redis(redis())
            yield app
            db.session.remove()
            db.engine.dispose()
