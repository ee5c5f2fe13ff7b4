"""The cache of sets in Redis, shared by every process; apart from the rest, so that a command starts without Redis."""

import logging

from pyroaring import BitMap
from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


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
