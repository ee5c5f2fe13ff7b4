"""A Redis that hangs costs one wait, however many questions a page asks; once it answers, it is asked again."""

import os
import signal
from collections.abc import Iterator
from contextlib import suppress

import pytest
from flask import Flask
from redis import ConnectionPool
from redis.exceptions import RedisError

from masivo.services import impatient_pool
from masivo.services.connections import redis, redis_alive
from tests.redis import RedisServer


@pytest.fixture
def hanging(app_context: Flask, redis_server: RedisServer) -> Iterator[int]:
    """The process of a server that answered before, and is stopped in its tracks."""
    pid = redis().info("server")["process_id"]
    os.kill(pid, signal.SIGSTOP)
    yield pid
    os.kill(pid, signal.SIGCONT)


@pytest.fixture
def tried(monkeypatch: pytest.MonkeyPatch) -> list[ConnectionPool]:
    """One entry for each time that a connection was really asked."""
    seen: list[ConnectionPool] = []
    real = ConnectionPool.get_connection

    def get_connection(pool: ConnectionPool) -> object:
        seen.append(pool)
        return real(pool)

    monkeypatch.setattr(ConnectionPool, "get_connection", get_connection)
    return seen


def test_a_hundred_questions_cost_one_wait(hanging: int, tried: list[ConnectionPool]) -> None:
    for _ in range(100):
        with suppress(RedisError):
            redis().get("anything")
    assert len(tried) == 1


def test_a_pipeline_counts_like_a_question(hanging: int, tried: list[ConnectionPool]) -> None:
    for _ in range(3):
        with suppress(RedisError), redis().pipeline(transaction=False) as asked:
            asked.get("anything")
            asked.execute()
    assert len(tried) == 1


def test_after_its_rest_it_is_asked_again(hanging: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(impatient_pool, "_REST_SECONDS", 0.0)
    assert not redis_alive()
    os.kill(hanging, signal.SIGCONT)
    assert redis_alive()
