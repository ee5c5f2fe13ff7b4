"""What monitors ask, without a browser: healthz, readyz, metrics; and the id that every request has."""

import logging
from datetime import timedelta

import pytest
from flask import Flask
from prometheus_client.parser import text_string_to_metric_families

from masivo.config import Settings
from masivo.errors import WarehouseUnavailable
from masivo.logs import JsonLines
from masivo.models import RunState
from masivo.models.columns import utc_now
from masivo.services.connections import redis
from masivo.services.recalculation_health import record_tick, record_worker
from masivo.warehouse.lake import LakeWarehouse
from tests.redis import RedisServer
from tests.web.checked_client import CheckedClient
from tests.web.stored import NOW, add_audience, add_failure, add_living, writing

TOKEN = "a-long-token-of-the-monitor"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    return Settings(**{**vars(settings), "metrics_token": TOKEN})


def figures(text: str) -> dict[tuple[str, str], float]:
    """Each sample's value by its name and its labels' values."""
    return {
        (sample.name, " ".join(sample.labels.values())): sample.value
        for family in text_string_to_metric_families(text)
        for sample in family.samples
    }


def test_a_process_that_serves_says_so_whatever_it_leans_on(visitor: CheckedClient) -> None:
    answer = visitor.get("/healthz")
    assert (answer.status_code, answer.json) == (200, {"web": "here"})


STORES = {"database": "here", "redis": "here", "warehouse": "here"}
NOBODY = {"workers": "away", "scheduler": "away"}


def test_ready_is_who_reaches_every_store(visitor: CheckedClient, redis_server: RedisServer) -> None:
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json) == (200, STORES | NOBODY)


def test_monitors_hear_whether_workers_and_scheduler_are_there(
    visitor: CheckedClient, site: Flask, redis_server: RedisServer
) -> None:
    with site.app_context():
        record_worker(redis(), "worker-one")
        record_tick(utc_now())
    assert visitor.get("/readyz").json == STORES | {"workers": "here", "scheduler": "here"}


def test_the_store_that_does_not_answer_is_named(visitor: CheckedClient, monkeypatch: pytest.MonkeyPatch) -> None:
    answer = visitor.get("/readyz")
    assert (answer.status_code, answer.json) == (503, STORES | {"redis": "away"} | NOBODY)

    def away(_: LakeWarehouse) -> None:
        raise WarehouseUnavailable("The disk is gone.")

    monkeypatch.setattr(LakeWarehouse, "snapshot", away)
    assert visitor.get("/readyz").json == STORES | {"redis": "away", "warehouse": "away"} | NOBODY


def test_metrics_tell_what_is_late_where_nobody_ticks(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        add_audience("Due", next_run_at=NOW - timedelta(hours=1), members=[range(3)])
    told = figures(client.get("/metrics").text)
    assert told["masivo_audiences_in_trouble", "late"] == 1
    assert told["masivo_workers", ""] == told["masivo_last_tick_timestamp_seconds", ""] == 0


def test_metrics_ask_for_the_token_or_a_person(visitor: CheckedClient, client: CheckedClient) -> None:
    assert client.get("/metrics").status_code == 200
    stranger = client.application.test_client()
    assert stranger.get("/metrics").status_code == 302
    assert stranger.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 401
    assert stranger.get("/metrics", headers={"Authorization": f"Basic {TOKEN}"}).status_code == 401
    assert stranger.get("/metrics", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 200
    assert stranger.get("/audiences", headers={"Authorization": f"Bearer {TOKEN}"}).status_code == 302


def test_metrics_tell_the_state_of_recalculation_and_of_pages(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        add_failure(add_audience("Broken", members=[range(3)]), "The field is gone.")
        add_living(add_audience("Busy"), RunState.RUNNING)
    before = figures(client.get("/metrics").text)
    client.get("/audiences")
    told = figures(client.get("/metrics").text)
    assert told["masivo_store_up", "database"] == 1
    assert told["masivo_store_up", "redis"] == 0
    assert told["masivo_runs", "running"] == 1
    assert told["masivo_audiences_in_trouble", "failed"] == 1
    assert told["masivo_runs_ended_last_hour", "failed"] == 1
    counted = ("masivo_http_request_seconds_count", "audiences.index GET 200")
    assert told[counted] - before.get(counted, 0) == 1


def test_every_answer_bears_the_id_of_its_request(visitor: CheckedClient) -> None:
    made = visitor.get("/healthz").headers["X-Request-ID"]
    assert len(made) == 32
    given = {"X-Request-ID": "proxy-4711-abc"}
    assert visitor.get("/healthz", headers=given).headers["X-Request-ID"] == "proxy-4711-abc"
    forged = {"X-Request-ID": 'x" level="error, forged by a stranger'}
    assert visitor.get("/healthz", headers=forged).headers["X-Request-ID"] != forged["X-Request-ID"]


def test_the_lines_of_a_request_bear_its_id(visitor: CheckedClient) -> None:
    lines: list[str] = []

    class Keeper(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(JsonLines().format(record))

    logger = logging.getLogger("masivo.web.trace")
    keeper = Keeper()
    logger.addHandler(keeper)
    logger.setLevel(logging.DEBUG)
    try:
        visitor.get("/healthz", headers={"X-Request-ID": "proxy-4711-abc"})
    finally:
        logger.removeHandler(keeper)
        logger.setLevel(logging.NOTSET)
    assert '"request": "proxy-4711-abc"' in lines[0]
