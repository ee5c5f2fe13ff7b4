"""A thousand audiences due at the same minute, with the product's own processes; and what a tick and a run cost."""

import os
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from flask import Flask
from flask_migrate import upgrade
from redis import Redis
from rq import Queue
from sqlalchemy import func, select

from bench.bench_worker import PEAKS
from bench.figures import Figure
from bench.generate import UNTIL, settings_of
from bench.thousand import add_thousand
from bench.visitor import Visitor
from masivo.demo.people import EMAIL, PASSWORD
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Run, RunState
from masivo.services.connections import connect_redis, wait_for_redis
from masivo.services.queues import TICK

_WORKERS = 2
_LOOKS = 100
_FEWEST_LOOKS = 20
_PAGES = ("/audiences", "/audiences/1", "/audiences/1/runs", "/operations", "/audiences?state=attention")
_PATIENCE_SECONDS = 1800


def recalculation_figures(home: Path, how_many: int) -> Iterator[Figure]:
    """The thousand with and without the cache of answers, somebody looking at pages meanwhile."""
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        measured = _recalculate(home, Path(scratch) / "with", how_many)
        idle, busy = (statistics.quantiles(seconds, n=20)[-1] for seconds in (measured.idle, measured.busy))
        yield Figure(
            f"{how_many:,} audiences, {_WORKERS} workers, until the last is done", f"{measured.took:.0f} s", "120 s"
        )
        yield Figure("95th percentile of a page's time, idle", f"{idle * 1000:.0f} ms")
        yield Figure("the same meanwhile", f"{busy * 1000:.0f} ms ({busy / idle:.1f} ×)", "3 ×")
        yield Figure("peak memory of a work-horse", f"{measured.peak / 2**30:.2f} GiB", "1.5 GB")
        without = _recalculate(home, Path(scratch) / "without", how_many, "no-cache")
        yield Figure(f"the {how_many:,} without the cache of answers", f"{without.took:.0f} s")
        yield Figure("ratio", f"{without.took / measured.took:.1f} ×")


@dataclass(frozen=True)
class _Measured:
    """Seconds that all took, the most bytes of a work-horse, and the seconds of each page before and meanwhile."""

    took: float
    peak: int
    idle: list[float]
    busy: list[float]


def _recalculate(store: Path, home: Path, how_many: int, *options: str) -> _Measured:
    shutil.copytree(store / "warehouse", home / "warehouse", copy_function=os.link)
    settings, port = settings_of(home), _free_port()
    app = create_app(settings)
    offset = UNTIL - datetime.now(UTC)
    with app.app_context():
        upgrade()
        add_thousand(how_many, UNTIL)
    with ExitStack() as processes:
        processes.enter_context(_running(home, "masivo", "redis"))
        client = processes.enter_context(connect_redis(settings, patience=None))
        wait_for_redis(client)
        serve = ("--config", "python:masivo.serving", "--bind", f"127.0.0.1:{port}", "--workers", "2", "--threads", "4")
        processes.enter_context(
            _running(home, "gunicorn", *serve, "--graceful-timeout", "3", "--no-control-socket", "app:app")
        )
        seconds = str(offset.total_seconds())
        processes.enter_context(_running(home, "bench.bench_worker", str(_WORKERS), seconds, *options))
        visitor = _visitor(port)
        idle = visitor.look(_PAGES, lambda looks: looks < _LOOKS)
        took, busy = _run_all(app, client, how_many, visitor)
    peaks = [int(line) for line in (home / PEAKS).read_text().split()]
    return _Measured(took, max(peaks) * (1 if sys.platform == "darwin" else 1024), idle, busy)


def _run_all(app: Flask, client: Redis, how_many: int, visitor: Visitor) -> tuple[float, list[float]]:
    """Have the tick claim all, and look at pages until the last one is done."""
    done = threading.Event()
    busy: list[float] = []

    def goes_on(looks: int) -> bool:
        return looks < _FEWEST_LOOKS or not done.is_set()

    looker = threading.Thread(target=lambda: busy.extend(visitor.look(_PAGES, goes_on)))
    started = time.perf_counter()
    Queue(TICK, connection=client).enqueue_call("jobs.tick.tick")
    looker.start()
    try:
        with app.app_context():
            _wait_until_all_ended(how_many)
            took = time.perf_counter() - started
            _check(how_many)
            db.engine.dispose()
    finally:
        done.set()
        looker.join()
    return took, busy


def _wait_until_all_ended(how_many: int) -> None:
    ended = select(func.count()).select_from(Run).where(Run.finished_at.is_not(None))
    deadline = time.monotonic() + _PATIENCE_SECONDS
    while (db.session.scalar(ended) or 0) < how_many:
        db.session.rollback()
        if time.monotonic() > deadline:
            raise SystemExit("the recalculations did not end within half an hour")
        time.sleep(0.25)


def _check(how_many: int) -> None:
    """A benchmark of failures would be fast."""
    asked = select(func.count(), func.sum(Run.size)).where(Run.state == RunState.SUCCEEDED)
    succeeded, members = db.session.execute(asked).one()
    if succeeded != how_many or not members:
        raise SystemExit(f"{succeeded} of {how_many} recalculations succeeded, with {members} members in all")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _visitor(port: int) -> Visitor:
    deadline = time.monotonic() + 60
    while True:
        try:
            return Visitor(f"http://127.0.0.1:{port}", EMAIL, PASSWORD)
        except OSError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.2)


@contextmanager
def _running(home: Path, *command: str) -> Iterator[None]:
    environment = {**os.environ, "MASIVO_HOME": str(home), "MASIVO_LOG_LEVEL": "WARNING"}
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment, stdout=subprocess.DEVNULL)
    try:
        yield
    finally:
        process.terminate()
        process.wait()
