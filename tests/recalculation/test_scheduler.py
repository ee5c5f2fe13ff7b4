"""The scheduler's one job: always there, always sound, never in heaps; and a scheduler that outlives Redis."""

import time
from collections.abc import Iterator
from datetime import timedelta

import pytest
import redis
from flask import Flask
from rq import Queue
from rq.job import Job
from sqlalchemy.exc import OperationalError

from jobs import stand_in
from jobs.scheduler import TICK_ID, TICK_JOB, TICK_SECONDS, TickScheduler
from masivo.extensions import db
from masivo.models import Audience, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.queues import TICK
from masivo.services.recalculation_health import recalculation_health
from masivo.services.webhook import change_webhook
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.installation import wait_until
from tests.recalculation.watching import SCHEDULER, WORKER, start_redis
from tests.redis import RedisServer
from tests.services.receiver import Receiver, receiving

PLAN = TickScheduler.scheduled_jobs_key


@pytest.fixture
def client(redis_server: RedisServer) -> redis.Redis:
    return redis_server.connect()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


def waiting(client: redis.Redis) -> list[str]:
    """The ids in the tick's queue."""
    return Queue(TICK, connection=client).get_job_ids()


def make_due(client: redis.Redis) -> None:
    client.zadd(PLAN, {TICK_ID: time.time() - 1})


def test_the_first_poll_sends_the_tick_and_plans_the_next(client: redis.Redis) -> None:
    TickScheduler(client).enqueue_jobs()
    assert waiting(client) == [TICK_ID]
    assert Job.fetch(TICK_ID, connection=client).func_name == TICK_JOB
    planned = client.zscore(PLAN, TICK_ID)
    assert planned is not None
    assert 0 < planned - time.time() <= TICK_SECONDS


def test_ticks_do_not_pile_up_where_no_worker_is(client: redis.Redis, monkeypatch: pytest.MonkeyPatch) -> None:
    done_here: list[str] = []
    monkeypatch.setattr(stand_in, "tick", lambda: done_here.append("tick"))
    monkeypatch.setattr(stand_in, "notify", lambda: done_here.append("notify"))
    for _ in range(3):
        make_due(client)
        TickScheduler(client).enqueue_jobs()
    assert waiting(client) == [TICK_ID]
    assert client.zcard(PLAN) == 1
    assert done_here == ["tick", "notify"] * 2


def test_a_database_that_is_away_does_not_end_the_scheduler(
    client: redis.Redis, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail() -> None:
        raise OperationalError("SELECT 1", {}, Exception("the database is away"))

    monkeypatch.setattr(stand_in, "tick", fail)
    for _ in range(2):
        make_due(client)
        TickScheduler(client).enqueue_jobs()
    assert "could not be done here" in caplog.text
    assert waiting(client) == [TICK_ID]


@pytest.mark.chaos
@on_both_databases
def test_without_a_worker_what_is_late_is_told_all_the_same(
    app_context: Flask, start: Start, run: Run, receiver: Receiver
) -> None:
    change_webhook(receiver.url, "https://masivo.example/", utc_now() - timedelta(days=1))
    audience, run.state = run.audience, RunState.CANCELLED
    audience.next_run_at = utc_now() - timedelta(hours=1)
    db.session.commit()
    start_redis(start)
    start(SCHEDULER)
    wait_until(receiver.events, "the webhook hears of it")
    assert receiver.events() == [[("late", audience.name)]]
    assert recalculation_health().problem is not None
    start(WORKER, "1")
    wait_until(lambda: done(audience), "it is calculated once a worker is there")


def done(audience: Audience) -> bool:
    db.session.expire_all()
    return audience.run_id is not None


def test_a_second_scheduler_adds_nothing(client: redis.Redis) -> None:
    TickScheduler(client).enqueue_jobs()
    client.delete(Queue(TICK, connection=client).key)
    TickScheduler(client).enqueue_jobs()
    assert waiting(client) == []


def test_jobs_of_former_versions_are_taken_out(client: redis.Redis) -> None:
    client.zadd(PLAN, {"old-tick": 0, "another": 0})
    TickScheduler(client).enqueue_jobs()
    assert client.zrange(PLAN, 0, -1) == [TICK_ID.encode()]
    assert waiting(client) == [TICK_ID]


@pytest.mark.parametrize(
    "spoil",
    [
        pytest.param(lambda client: client.delete(Job.key_for(TICK_ID)), id="the job has gone"),
        pytest.param(lambda client: client.hset(Job.key_for(TICK_ID), "data", b"\x00rubbish"), id="no payload"),
        pytest.param(lambda client: client.hset(Job.key_for(TICK_ID), "created_at", b"never"), id="no date"),
        pytest.param(lambda client: client.zrem(PLAN, TICK_ID), id="not planned"),
        pytest.param(lambda client: client.flushall(), id="Redis is empty"),
    ],
)
def test_whatever_becomes_of_the_tick_it_is_sent(client: redis.Redis, spoil: object) -> None:
    TickScheduler(client).enqueue_jobs()
    client.delete(Queue(TICK, connection=client).key)
    spoil(client)  # type: ignore[operator]
    TickScheduler(client).enqueue_jobs()
    assert waiting(client) == [TICK_ID]
    assert Job.fetch(TICK_ID, connection=client).func_name == TICK_JOB


def test_the_scheduler_outlives_redis(start: Start, app: Flask) -> None:
    redis_process = start("masivo", "redis")
    scheduler = start("jobs.scheduler")
    from masivo.services.connections import redis, redis_alive

    with app.app_context():
        wait_until(redis_alive, "Redis answers")
        wait_until(lambda: waiting(redis()), "the tick is sent")
        redis().flushall()
        redis_process.stop()
        wait_until(lambda: "Redis" in scheduler.said(), "the scheduler has noticed")
        start("masivo", "redis")
        wait_until(redis_alive, "Redis answers again")
        redis().flushall()
        wait_until(lambda: waiting(redis()), "the tick is sent again")
    assert scheduler.stop() == 0
    assert "Traceback" not in scheduler.said()
