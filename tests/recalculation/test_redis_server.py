"""The embedded Redis: one a home, started again whenever it dies, gone when its supervisor is told to end."""

import shutil
from pathlib import Path

import pytest
import redis

from masivo.services.redis_server import socket_path
from tests.recalculation.conftest import Start
from tests.recalculation.installation import Process, alive, children, kill, wait_until

COMMAND = ("masivo", "redis")


@pytest.fixture
def database_url() -> str:
    """None is used here."""
    return "sqlite://"


def connect(home: Path) -> redis.Redis:
    return redis.Redis(unix_socket_path=str(socket_path(home)))


def answers(home: Path) -> bool:
    try:
        with connect(home) as client:
            return bool(client.ping())
    except redis.RedisError:
        return False


def start_redis(start: Start, home: Path) -> Process:
    process = start(*COMMAND)
    wait_until(lambda: answers(home), "Redis answers")
    return process


def test_a_server_that_is_killed_is_started_again_with_its_data(start: Start, home: Path) -> None:
    supervisor = start_redis(start, home)
    with connect(home) as client:
        client.set("kept", "yes")
        client.execute_command("CONFIG", "SET", "appendfsync", "always")
        client.set("kept", "still")
    (server,) = children(supervisor.pid)
    kill(server)
    wait_until(lambda: answers(home) and children(supervisor.pid) != [server], "another server answers")
    with connect(home) as client:
        assert client.get("kept") == b"still"
    assert supervisor.alive


def test_it_listens_on_its_socket_alone_and_for_its_owner_alone(start: Start, home: Path) -> None:
    start_redis(start, home)
    with connect(home) as client:
        assert list(client.config_get("port").values()) == ["0"]
    assert socket_path(home).stat().st_mode & 0o777 == 0o700


def test_told_to_end_it_ends_its_server(start: Start, home: Path) -> None:
    supervisor = start_redis(start, home)
    (server,) = children(supervisor.pid)
    assert supervisor.stop() == 0
    assert not alive(server)


def test_a_second_supervisor_waits_and_takes_over(start: Start, home: Path) -> None:
    first, second = start_redis(start, home), start(*COMMAND)
    (server,) = children(first.pid)
    assert children(second.pid) == []
    first.kill()
    wait_until(lambda: children(second.pid), "the second has a server")
    wait_until(lambda: answers(home), "it answers")
    wait_until(lambda: not alive(server), "the orphan has ended")


def test_what_a_killed_machine_leaves_behind_is_dealt_with(start: Start, home: Path) -> None:
    start_redis(start, home).kill_family()
    assert socket_path(home).exists()
    start_redis(start, home)


def test_data_that_cannot_be_read_is_set_aside(start: Start, home: Path) -> None:
    (home / "redis").mkdir()
    (home / "redis" / "appendonly.aof").write_text("this is no append-only file")
    start_redis(start, home)
    (broken,) = (home / "redis").glob("appendonly.broken-*.aof")
    assert broken.read_text() == "this is no append-only file"


def test_two_homes_do_not_disturb_each_other(start: Start, home: Path, database_url: str) -> None:
    other = home / "other"
    other.mkdir()
    start_redis(start, home)
    with Process(other, database_url, *COMMAND) as second:
        wait_until(lambda: answers(other), "the other answers")
        with connect(home) as client:
            client.set("mine", 1)
        with connect(other) as client:
            assert client.get("mine") is None
        second.kill_family()
        assert answers(home)


def test_a_home_with_a_long_path_has_a_short_socket(home: Path, database_url: str) -> None:
    long = home / ("x" * 90)
    long.mkdir()
    path = socket_path(long)
    assert len(bytes(path)) <= 100
    assert path != socket_path(home / ("y" * 90))
    try:
        with Process(long, database_url, *COMMAND):
            wait_until(lambda: answers(long), "Redis answers")
            assert path.parent.stat().st_mode & 0o777 == 0o700
            assert (long / "redis" / "appendonly.aof").exists()
    finally:
        shutil.rmtree(path.parent)


def test_where_redis_url_is_set_none_is_started(start: Start, home: Path) -> None:
    waiting = start(*COMMAND, environment={"REDIS_URL": "redis://127.0.0.1:1"})
    wait_until(lambda: "REDIS_URL" in waiting.said(), "it has said why")
    assert children(waiting.pid) == []
    assert not (home / "redis").exists()
    assert waiting.stop() == 0
