"""A fork takes further runs out of the queue: in order, each once, and nothing that is none of its business."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask
from rq import Queue
from rq.job import Job

from masivo.services.connections import redis
from masivo.services.queues import ASKED, SCHEDULED, TICK
from masivo.services.runs import enqueue_runs, enqueue_thinning, take_next_run
from tests.redis import RedisServer


def test_scheduled_runs_are_taken_in_order_and_leave_nothing(app_context: Flask, redis_server: RedisServer) -> None:
    enqueue_runs(["first", "second"], SCHEDULED)
    assert [take_next_run(), take_next_run(), take_next_run()] == ["first", "second", None]
    assert list(redis().scan_iter("rq:job:*")) == []


def test_the_job_of_another_worker_that_has_the_run_already_stays(
    app_context: Flask, redis_server: RedisServer
) -> None:
    enqueue_runs(["asked-for-too"], SCHEDULED)
    job = Job.fetch("asked-for-too", connection=redis())
    with redis().pipeline() as sent:
        job.prepare_for_execution("another-worker", sent)
        sent.execute()
    assert take_next_run() == "asked-for-too"
    assert Job.exists(job.id, connection=redis())


def test_what_a_person_waits_for_and_the_tick_go_first(app_context: Flask, redis_server: RedisServer) -> None:
    enqueue_runs(["scheduled"], SCHEDULED)
    for name in (ASKED, TICK):
        enqueue_runs(["urgent"], name)
        assert take_next_run() is None
        Queue(name, connection=redis()).empty()
    assert take_next_run() == "scheduled"


def test_another_kind_of_job_is_left_to_a_worker(app_context: Flask, redis_server: RedisServer) -> None:
    enqueue_thinning()
    enqueue_runs(["behind"], SCHEDULED)
    assert take_next_run() is None
    assert len(Queue(SCHEDULED, connection=redis()).get_job_ids()) == 2


def test_no_run_is_taken_twice(app: Flask, redis_server: RedisServer) -> None:
    def take(_: int) -> str | None:
        with app.app_context():
            return take_next_run()

    with app.app_context():
        enqueue_runs([f"run-{number}" for number in range(40)], SCHEDULED)
    with ThreadPoolExecutor(8) as takers:
        taken = [run_id for run_id in takers.map(take, range(100)) if run_id is not None]
    assert len(taken) == len(set(taken))


def test_a_job_that_redis_forgot_stops_nothing(app_context: Flask, redis_server: RedisServer) -> None:
    enqueue_runs(["forgotten", "known"], SCHEDULED)
    redis().delete(Job.key_for("forgotten"))
    assert "known" in (take_next_run(), take_next_run())


def test_without_redis_there_is_none(app_context: Flask) -> None:
    assert take_next_run() is None
