"""Sets that were found before, shared by every process: the same select of the same data version is asked once."""

import hashlib
import logging
from typing import Protocol

from pyroaring import BitMap
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

log = logging.getLogger(__name__)

_DIALECT = postgresql.dialect()


class SetCache(Protocol):
    """Remembers bitmaps by a text key; forgetting is allowed at any time."""

    def get(self, key: str) -> BitMap | None:
        """The set kept under the key, if there still is one."""
        ...

    def put(self, key: str, found: BitMap) -> None:
        """Keep a set for a while."""
        ...


class RedisSetCache:
    """Bitmaps in Redis in the portable Roaring format, for `seconds` each. A Redis that is away finds nothing."""

    def __init__(self, redis: Redis, seconds: int = 900) -> None:
        self._redis = redis
        self._seconds = seconds

    def get(self, key: str) -> BitMap | None:
        """The set kept under the key; None where there is none, or Redis does not answer."""
        try:
            kept = self._redis.get(key)
        except RedisError as error:
            log.warning("the cache of sets did not answer: %s", error)
            return None
        return BitMap.deserialize(kept) if isinstance(kept, bytes) else None

    def put(self, key: str, found: BitMap) -> None:
        """Keep a set; lost without a fuss where Redis does not answer."""
        try:
            self._redis.set(key, found.serialize(), ex=self._seconds)
        except RedisError as error:
            log.warning("the cache of sets did not take a set: %s", error)


def cache_key(select: Select[tuple[int]], data_version: int) -> str:
    """The name of a select's answer: a digest of its text, its bound values and the data version it is asked of."""
    compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    asked = f"{data_version}\n{compiled}\n{sorted(compiled.params.items())!r}"
    return f"masivo:set:{hashlib.sha256(asked.encode()).hexdigest()}"
