"""How often a wrong password may be tried: counted in Redis for all web processes, and by each itself while it is away.

Only failures count. A person at one address, an address, and a person from anywhere each have a limit: the first one
stops guessing, the second one stops trying one password on everybody, the third one stops many machines at once.
"""

from math import ceil
from time import time

from flask import current_app
from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage, RedisStorage
from limits.strategies import FixedWindowRateLimiter
from redis.exceptions import RedisError

from masivo.errors import MasivoError
from masivo.services.connections import redis

_MINUTES = 15
_PREFIX = "masivo:sign-in"


class TooManyTries(MasivoError):
    """Nobody may try this sign-in for a while; the sentence says how long."""


def check_attempts(email: str, address: str) -> None:
    """Let somebody try a password. Raises TooManyTries after too many that were wrong."""
    for limit, key in _counters(email, address):
        for limiter in _limiters():
            try:
                if limiter.test(limit, *key):
                    break
                resets_at = limiter.get_window_stats(limit, *key).reset_time
            except RedisError:
                continue
            minutes = max(1, ceil((resets_at - time()) / 60))
            raise TooManyTries(f"Too many wrong passwords. Try again in {minutes} minute{'s' if minutes > 1 else ''}.")


def note_failure(email: str, address: str) -> None:
    """Count a wrong password."""
    for limit, key in _counters(email, address):
        for limiter in _limiters():
            try:
                limiter.hit(limit, *key)
            except RedisError:
                continue
            break


def _counters(email: str, address: str) -> tuple[tuple[RateLimitItem, tuple[str, ...]], ...]:
    person = email.strip().lower()
    return (
        (RateLimitItemPerMinute(10, _MINUTES, _PREFIX), ("person at address", person, address)),
        (RateLimitItemPerMinute(50, _MINUTES, _PREFIX), ("address", address)),
        (RateLimitItemPerMinute(100, _MINUTES, _PREFIX), ("person", person)),
    )


def _limiters() -> tuple[FixedWindowRateLimiter, FixedWindowRateLimiter]:
    """The one that all processes share, and the one to fall back to."""
    own = current_app.extensions.setdefault("masivo_sign_in_attempts", FixedWindowRateLimiter(MemoryStorage()))
    return FixedWindowRateLimiter(RedisStorage("redis://", connection_pool=redis().connection_pool)), own
