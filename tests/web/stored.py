"""Audiences with a past, written straight into the application database: for tests of what pages read."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from uuid import uuid4

from flask import Flask
from pyroaring import BitMap
from sqlalchemy import insert, update

from masivo.conditions.fold import fold
from masivo.extensions import db
from masivo.models import (
    Audience,
    AudienceState,
    AudienceVersion,
    Cause,
    ChangeReason,
    Frequency,
    Membership,
    Run,
    RunChange,
    RunState,
)

RULE = (
    '{"version":1,"op":"all","children":[{"kind":"attribute","field":"country","operator":"in","value":["CO","MX"]},'
    '{"op":"any","not":true,"children":[{"kind":"attribute","field":"tier","operator":"eq","value":"vip"}]}]}'
)
NOW = datetime.now(UTC)


@contextmanager
def writing(site: Flask) -> Iterator[None]:
    """A context for writing, committed and left before pages are asked: a request within it would share its `g`."""
    with site.app_context():
        yield
        db.session.commit()


def add_audience(
    name: str,
    brand_id: str | None = None,
    *,
    state: AudienceState = AudienceState.ACTIVE,
    frequency: Frequency = Frequency.DAILY,
    next_run_at: datetime | None = NOW + timedelta(hours=5),
    document: str = RULE,
    members: Sequence[Iterable[int]] = (),
) -> Audience:
    """An audience; `members` are the customer keys that its daily runs found, the last of them an hour ago."""
    audience = Audience(name=name, name_folded=fold(name), brand_id=brand_id, state=state, frequency=frequency)
    audience.next_run_at = next_run_at if state == AudienceState.ACTIVE else None
    db.session.add(audience)
    db.session.flush()
    audience.version = AudienceVersion(audience=audience, number=1, document=document)
    db.session.flush()
    sets = [BitMap(), *map(BitMap, members)]
    for number, (before, after) in enumerate(pairwise(sets)):
        add_success(audience, before, after, NOW - timedelta(hours=1, days=len(members) - 1 - number))
    return audience


def add_many(number: int) -> None:
    """Audiences with a version and a run each, in a few statements."""
    ids = range(10_000, 10_000 + number)
    named = [{"id": id_, "name": f"Many {id_}", "name_folded": f"many {id_}", "next_run_at": NOW} for id_ in ids]
    db.session.execute(insert(Audience), named)
    db.session.execute(
        insert(AudienceVersion), [{"id": id_, "audience_id": id_, "number": 1, "document": RULE} for id_ in ids]
    )
    succeeded = {"state": RunState.SUCCEEDED, "cause": Cause.SAVED, "queued_at": NOW, "finished_at": NOW, "size": 3}
    runs = [{"id": f"run-{id_}", "audience_id": id_, "version_id": id_, **succeeded} for id_ in ids]
    db.session.execute(insert(Run), runs)
    links = [{"id": id_, "version_id": id_, "run_id": f"run-{id_}"} for id_ in ids]
    db.session.execute(update(Audience), links)


def add_success(audience: Audience, before: BitMap, after: BitMap, at: datetime) -> Run:
    """A run that took three seconds and is in force from now on."""
    run = _run(audience, RunState.SUCCEEDED, at)
    run.started_at = at - timedelta(seconds=3)
    run.finished_at, run.as_of = at, at
    run.size, run.universe = len(after), 120
    run.entered, run.departed = len(after - before), len(before - after)
    db.session.add(run)
    db.session.flush()
    db.session.add(
        Membership(
            run_id=run.id,
            members=after.serialize(),
            entered=(after - before).serialize(),
            departed=(before - after).serialize(),
        )
    )
    audience.run_id = run.id
    db.session.flush()
    return run


def add_held(audience: Audience) -> Run:
    """A run that found fifty where eight are in force, and waits for a decision."""
    run = add_living(audience, RunState.RUNNING)
    run.state, run.finished_at, run.as_of, run.size, run.universe = RunState.HELD, NOW, NOW, 50, 120
    run.brand_id = audience.brand_id
    run.entered, run.departed, run.held_reason = 42, 0, "It found 50 customers, and at most 20 are expected."
    sets = {"members": BitMap(range(50)), "entered": BitMap(range(8, 50)), "departed": BitMap()}
    db.session.add(Membership(run_id=run.id, **{name: found.serialize() for name, found in sets.items()}))
    db.session.add(RunChange(run_id=run.id, reason=ChangeReason.RULE, entered=42, departed=0))
    return run


def add_failure(audience: Audience, error: str, at: datetime = NOW) -> Run:
    run = _run(audience, RunState.FAILED, at)
    run.started_at, run.finished_at, run.error = at, at, error
    db.session.add(run)
    db.session.flush()
    return run


def add_living(audience: Audience, state: RunState, since: datetime = NOW) -> Run:
    run = _run(audience, state, since)
    if state == RunState.RUNNING:
        run.started_at, run.lease_until = since, NOW + timedelta(hours=1)
        run.worker, run.steps, run.steps_done = "worker", 7, 3
    db.session.add(run)
    db.session.flush()
    return run


def _run(audience: Audience, state: RunState, queued_at: datetime) -> Run:
    assert audience.version_id is not None
    return Run(
        id=str(uuid4()),
        audience_id=audience.id,
        version_id=audience.version_id,
        state=state,
        cause=Cause.SCHEDULED,
        queued_at=queued_at,
    )
