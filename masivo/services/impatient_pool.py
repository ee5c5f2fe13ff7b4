"""Connections to Redis for pages: after one that failed, none is tried for a moment.

A Redis that hangs would else cost a page its patience with every question, and a page may ask dozens.
"""

import time
from typing import Any

from redis import Connection, ConnectionPool
from redis.exceptions import ConnectionError as RedisAway

_REST_SECONDS = 3.0


class ImpatientPool(ConnectionPool):
    """A pool that refuses at once while it rests, and rests whenever a connection comes back broken."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self._rests_until = 0.0

    def get_connection(self, command_name: Any = None, *keys: Any, **options: Any) -> Connection:
        """A connection that stands. Raises redis-py's ConnectionError while Redis is away or the pool rests."""
        if time.monotonic() < self._rests_until:
            raise RedisAway("Redis did not answer a moment ago, and is asked again soon")
        return super().get_connection()

    def release(self, connection: Any) -> None:
        """Take a connection back; redis-py has closed it where it failed or took too long."""
        if not connection.is_connected:
            self._rests_until = time.monotonic() + _REST_SECONDS
        super().release(connection)
