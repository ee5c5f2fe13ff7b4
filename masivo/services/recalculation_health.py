"""Whether recalculation works just now, for a banner on every page: cheap to ask, and it never fails."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import cast

from flask import current_app
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy import func, select

from masivo.extensions import db
from masivo.models import LIVING, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.connections import redis

_TICKED_AT = "masivo:ticked_at"
_WORKERS = "masivo:workers"
_ALIVE_SECONDS = 40
"""A worker beats at least every 15 seconds."""

_REMEMBERED_SECONDS = 3600
"""For how long a worker that fell silent is still named."""

_TICK_SILENCE_SECONDS = 120
_REMEMBER_SECONDS = 2.0
"""So that a Redis that hangs costs a page its patience at most this often."""


@dataclass(frozen=True, slots=True)
class Pulse:
    """What Redis says: whether it answers, how many workers beat lately, when the last tick was done."""

    redis: bool
    workers: int = 0
    ticked_at: datetime | None = None

    def ticks(self, now: datetime) -> bool:
        """Whether the last tick is recent enough to say that the scheduler is there."""
        return self.ticked_at is not None and (now - self.ticked_at).total_seconds() <= _TICK_SILENCE_SECONDS


@dataclass(frozen=True, slots=True)
class RecalculationHealth:
    """The pulse, and how many runs wait for a worker, have one, or are held until a lead decides.

    `problem` is the banner's sentence, None while all is well.
    """

    redis: bool
    workers: int
    ticked_at: datetime | None
    waiting: int
    running: int
    held: int
    problem: str | None


@dataclass(frozen=True, slots=True)
class WorkerPulse:
    """A worker that has not signed off, its last heartbeat, and whether that is recent enough to call it alive."""

    name: str
    beat_at: datetime
    alive: bool


def recalculation_health(now: datetime | None = None) -> RecalculationHealth:
    """The state of recalculation; what Redis says may be two seconds old."""
    pulse = _pulse()
    counted = select(Run.state, func.count()).where(Run.state.in_((*LIVING, RunState.HELD))).group_by(Run.state)
    counts = dict(db.session.execute(counted).all())
    return RecalculationHealth(
        redis=pulse.redis,
        workers=pulse.workers,
        ticked_at=pulse.ticked_at,
        waiting=counts.get(RunState.QUEUED, 0),
        running=counts.get(RunState.RUNNING, 0),
        held=counts.get(RunState.HELD, 0),
        problem=_problem(pulse, now or utc_now()),
    )


def processes_there(now: datetime) -> dict[str, bool]:
    """Whether workers and a scheduler are there, as far as Redis says; the database is not asked."""
    pulse = _pulse()
    return {"workers": pulse.workers > 0, "scheduler": pulse.ticks(now)}


def list_workers() -> tuple[WorkerPulse, ...]:
    """The workers that beat within the last hour and have not signed off, by name; none while Redis is away."""
    try:
        beats = cast("list[tuple[bytes, float]]", redis().zrange(_WORKERS, 0, -1, withscores=True))
    except RedisError:
        return ()
    since = time.time() - _ALIVE_SECONDS
    workers = (WorkerPulse(name.decode(), datetime.fromtimestamp(beat, UTC), beat >= since) for name, beat in beats)
    return tuple(sorted(workers, key=lambda worker: (not worker.alive, worker.name)))


def record_tick(now: datetime) -> None:
    """Note that a tick was done."""
    redis().set(_TICKED_AT, now.isoformat())


def record_worker(client: Redis, name: str) -> None:
    """Note that a worker lives; those that were silent for long are forgotten."""
    now = time.time()
    client.zadd(_WORKERS, {name: now})
    client.zremrangebyscore(_WORKERS, 0, now - _REMEMBERED_SECONDS)


def forget_workers(client: Redis, gone: Callable[[str], bool]) -> None:
    """Note that the workers ended of whose names `gone` says so."""
    for name in cast("list[bytes]", client.zrange(_WORKERS, 0, -1)):
        if gone(name.decode()):
            remove_worker(client, name.decode())


def remove_worker(client: Redis, name: str) -> None:
    """Note that a worker ended."""
    client.zrem(_WORKERS, name)


def _pulse() -> Pulse:
    kept: tuple[float, Pulse] | None = current_app.extensions.get("masivo_pulse")
    if kept is None or time.monotonic() - kept[0] > _REMEMBER_SECONDS:
        kept = current_app.extensions["masivo_pulse"] = (time.monotonic(), _ask_redis())
    return kept[1]


def _ask_redis() -> Pulse:
    try:
        with redis().pipeline(transaction=False) as asked:
            asked.zcount(_WORKERS, time.time() - _ALIVE_SECONDS, "+inf")
            asked.get(_TICKED_AT)
            workers, ticked_at = asked.execute()
    except RedisError:
        return Pulse(redis=False)
    return Pulse(True, workers, datetime.fromisoformat(ticked_at.decode()).astimezone(UTC) if ticked_at else None)


def _problem(pulse: Pulse, now: datetime) -> str | None:
    if not pulse.redis:
        return "Recalculation is waiting: Redis, which holds its queue, does not answer. What is asked for is not lost."
    if not pulse.workers:
        return "Recalculation is waiting: no worker is running. What is asked for starts as soon as one is."
    if not pulse.ticks(now):
        return "Scheduled recalculation is waiting: the scheduler has fallen silent. “Recalculate now” still works."
    return None
