"""The doors to the other stores, as the settings of the current application name them."""

import contextlib
import logging
import time
from typing import Any

from flask import current_app
from redis import ConnectionPool, Redis, UnixDomainSocketConnection
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

from masivo.config import Settings
from masivo.services.impatient_pool import ImpatientPool
from masivo.services.redis_server import socket_path
from masivo.warehouse import open_warehouse
from masivo.warehouse.store import Warehouse

log = logging.getLogger(__name__)

_PATIENCE = 1.0
"""Seconds that a page waits for Redis before it does without."""

_RETRY_SECONDS = 0.5


def current_settings() -> Settings:
    """The settings that the current application was made with."""
    settings = current_app.extensions["masivo"]
    assert isinstance(settings, Settings)
    return settings


def warehouse() -> Warehouse:
    """The customers and events of the current application."""
    return open_warehouse(current_settings())


def redis() -> Redis:
    """Queue and cache of the current application, answering in bytes.

    It fails within a second rather than hang, and for a while after that at once.

    One connection pool an application and process. Asking never connects: the first command does.
    """
    kept = current_app.extensions.get("masivo_redis")
    if kept is None:
        kept = connect_redis(current_settings(), patience=_PATIENCE, pools=ImpatientPool)
        current_app.extensions["masivo_redis"] = kept
    assert isinstance(kept, Redis)
    return kept


def redis_alive() -> bool:
    """Whether Redis answers just now."""
    try:
        return bool(redis().ping())
    except RedisError:
        return False


def connect_redis(settings: Settings, *, patience: float | None, pools: type[ConnectionPool] = ConnectionPool) -> Redis:
    """A client of `REDIS_URL`, or of the embedded server; `patience` in seconds, None waits for every answer.

    It does not try again by itself: redis-py's own retries would hold a page for seconds.
    """
    options: dict[str, Any] = {
        "socket_timeout": patience,
        "socket_connect_timeout": patience or 5,
        "retry": Retry(NoBackoff(), 0),
    }
    if settings.redis_url is not None:
        return Redis.from_pool(pools.from_url(settings.redis_url, **options))
    path = str(socket_path(settings.home))
    return Redis.from_pool(pools(connection_class=UnixDomainSocketConnection, path=path, **options))


def wait_for_redis(client: Redis) -> None:
    """Return as soon as Redis answers, however long that takes."""
    try:
        client.ping()
        return
    except RedisError as error:
        log.warning("waiting for Redis: %s", error)
    while True:
        time.sleep(_RETRY_SECONDS)
        with contextlib.suppress(RedisError):
            client.ping()
            return
