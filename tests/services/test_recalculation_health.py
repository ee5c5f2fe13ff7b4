"""What the banner says of recalculation, and that asking costs a page nothing but a moment."""

import os
import signal
import socket
import subprocess
from datetime import timedelta

import pytest
from flask import Flask

from jobs.recalculation_worker import RecalculationWorker
from masivo.models import Audience
from masivo.models.columns import utc_now
from masivo.services import recalculation_health as module
from masivo.services.connections import redis
from masivo.services.recalculation_health import (
    list_workers,
    recalculation_health,
    record_tick,
    record_worker,
    remove_worker,
)
from tests.redis import RedisServer


@pytest.fixture(autouse=True)
def forgetful(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ask Redis every time."""
    monkeypatch.setattr(module, "_REMEMBER_SECONDS", 0)


def test_without_redis_recalculation_waits(audience: Audience) -> None:
    health = recalculation_health()
    assert (health.redis, health.workers, health.ticked_at, health.waiting, health.running) == (False, 0, None, 1, 0)
    assert "Redis" in (health.problem or "")


def test_a_redis_that_hangs_is_as_good_as_away(app_context: Flask, redis_server: RedisServer) -> None:
    pid = redis().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    try:
        assert not recalculation_health().redis
    finally:
        os.kill(pid, signal.SIGCONT)


def test_without_a_worker_everything_waits(app_context: Flask, redis_server: RedisServer) -> None:
    record_tick(utc_now())
    assert "no worker" in (recalculation_health().problem or "")


def test_without_a_tick_what_is_scheduled_waits(app_context: Flask, redis_server: RedisServer) -> None:
    record_worker(redis(), "one")
    assert "scheduler" in (recalculation_health().problem or "")
    record_tick(utc_now() - timedelta(minutes=5))
    assert "scheduler" in (recalculation_health().problem or "")


def test_all_is_well(app_context: Flask, redis_server: RedisServer) -> None:
    now = utc_now()
    record_tick(now)
    record_worker(redis(), "one")
    record_worker(redis(), "two")
    health = recalculation_health()
    assert (health.workers, health.ticked_at, health.problem) == (2, now, None)
    remove_worker(redis(), "two")
    assert recalculation_health().workers == 1


def test_a_worker_that_fell_silent_is_not_counted(
    app_context: Flask, redis_server: RedisServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    record_worker(redis(), "one")
    monkeypatch.setattr(module, "_ALIVE_SECONDS", -1)
    assert recalculation_health().workers == 0


def test_a_new_worker_takes_the_place_of_those_of_its_machine_that_are_gone(
    app_context: Flask, redis_server: RedisServer
) -> None:
    ended = subprocess.Popen(["true"])
    ended.wait()
    host = socket.gethostname()
    lives, elsewhere = f"{host}-{os.getpid()}-00000001", f"elsewhere-{ended.pid}-00000003"
    for name in (lives, f"{host}-{ended.pid}-00000002", elsewhere):
        record_worker(redis(), name)
    worker = RecalculationWorker(redis())
    worker.register_birth()
    assert {each.name for each in list_workers()} == {lives, elsewhere}
    worker.teardown()
