"""Promises kept, by hand: what counts, what does not, and where a month begins."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest

from masivo.extensions import db
from masivo.models import Audience, Cause, Run, RunState
from masivo.services.promises import Promises, month_promises
from tests.databases import on_both_databases

BOGOTA = ZoneInfo("America/Bogota")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
MONTH = datetime(2026, 11, 1, 5, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def promise(
    audience: Audience,
    at: datetime,
    state: RunState,
    took: timedelta,
    missed: int = 0,
    decided_after: timedelta | None = None,
) -> None:
    assert audience.version_id is not None
    db.session.add(
        Run(
            id=str(uuid4()),
            audience_id=audience.id,
            version_id=audience.version_id,
            state=state,
            cause=Cause.SCHEDULED,
            promised_at=at,
            missed=missed,
            finished_at=at + took,
            decided_at=None if decided_after is None else at + decided_after,
        )
    )
    db.session.flush()


@on_both_databases
def test_before_the_first_promise_there_is_no_share(audience: Audience) -> None:
    audience.next_run_at = NOW + MINUTE
    assert month_promises(NOW, BOGOTA) == Promises(MONTH, 0, 0)
    assert month_promises(NOW, BOGOTA).percent is None


@on_both_databases
@pytest.mark.parametrize(
    ("state", "took", "missed", "expected"),
    [
        (RunState.SUCCEEDED, 10 * MINUTE, 0, (1, 1)),
        (RunState.SUCCEEDED, 10 * MINUTE + timedelta(milliseconds=5), 0, (1, 0)),
        (RunState.SUCCEEDED, 5 * MINUTE, 2, (3, 1)),
        (RunState.FAILED, MINUTE, 0, (1, 0)),
        (RunState.GAVE_UP, MINUTE, 0, (1, 0)),
        (RunState.HELD, MINUTE, 0, (1, 0)),
        (RunState.CANCELLED, MINUTE, 0, (1, 0)),
    ],
)
def test_what_becomes_of_a_promise(
    audience: Audience, state: RunState, took: timedelta, missed: int, expected: tuple[int, int]
) -> None:
    audience.next_run_at = None
    promise(audience, NOW - timedelta(hours=2), state, took, missed)
    found = month_promises(NOW, BOGOTA)
    assert (found.due, found.kept) == expected


@on_both_databases
@pytest.mark.parametrize(
    ("state", "decided_after", "expected"),
    [
        (RunState.CANCELLED, 5 * MINUTE, (0, 0)),
        (RunState.SUCCEEDED, 5 * MINUTE, (1, 1)),
        (RunState.SUCCEEDED, 60 * MINUTE, (1, 0)),
    ],
)
def test_what_a_person_decided(
    audience: Audience, state: RunState, decided_after: timedelta, expected: tuple[int, int]
) -> None:
    audience.next_run_at = None
    promise(audience, NOW - timedelta(hours=2), state, MINUTE, decided_after=decided_after)
    found = month_promises(NOW, BOGOTA)
    assert (found.due, found.kept) == expected


@on_both_databases
def test_the_month_begins_in_the_accounts_zone(audience: Audience) -> None:
    audience.next_run_at = None
    promise(audience, MONTH, RunState.SUCCEEDED, MINUTE)
    promise(audience, MONTH - MINUTE, RunState.SUCCEEDED, MINUTE)
    assert month_promises(NOW, BOGOTA).due == 1
    assert month_promises(NOW, ZoneInfo("UTC")).due == 2


def test_an_open_promise_counts_once_it_is_late(audience: Audience) -> None:
    run = db.session.scalars(db.select(Run)).one()
    assert run.state == RunState.QUEUED
    audience.next_run_at = None
    run.promised_at = NOW - 9 * MINUTE
    assert month_promises(NOW, BOGOTA).due == 0
    run.promised_at = NOW - 11 * MINUTE
    found = month_promises(NOW, BOGOTA)
    assert (found.due, found.kept, found.percent) == (1, 0, 0.0)


def test_a_promise_that_no_tick_has_seen_is_broken_once_it_is_late(audience: Audience) -> None:
    audience.next_run_at = NOW - 9 * MINUTE
    assert month_promises(NOW, BOGOTA).due == 0
    audience.next_run_at = NOW - 11 * MINUTE
    assert month_promises(NOW, BOGOTA).due == 1


def test_a_hundred_per_cent_is_said_only_where_every_promise_was_kept() -> None:
    assert Promises(MONTH, 100_000, 99_999).percent == 99.9
    assert Promises(MONTH, 100_000, 100_000).percent == 100
    assert Promises(MONTH, 3, 2).percent == 66.7
