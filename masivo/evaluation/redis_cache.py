"""The cache of answers in Redis, shared by every process; apart, so that a command starts without Redis."""

import logging

from redis import Redis
from redis.exceptions import RedisError

log = logging.getLogger(__name__)


class RedisAnswerCache:
    """Answers in Redis, for `seconds` each. A Redis that is away finds nothing."""

    def __init__(self, redis: Redis, seconds: int = 900) -> None:
        self._redis = redis
        self._seconds = seconds

    def get(self, key: str) -> bytes | None:
        """The answer kept under the key; None where there is none, or Redis does not answer."""
        try:
            kept = self._redis.get(key)
        except RedisError as error:
            log.warning("the cache of answers did not answer: %s", error)
            return None
        return kept if isinstance(kept, bytes) else None

    def put(self, key: str, answer: bytes) -> None:
        """Keep an answer; lost without a fuss where Redis does not take it."""
        try:
            self._redis.set(key, answer, ex=self._seconds)
        except RedisError as error:
            log.warning("the cache of answers did not take one: %s", error)
