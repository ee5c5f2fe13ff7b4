"""The clock moves over both changes, a month's end and three days at once: each promise is kept once, by its own rule.

All instants are worked out by hand; New York is five hours behind UTC in winter and four in summer.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Cause, Frequency, Run, RunState
from masivo.services.account import change_zone
from masivo.services.recalculation_health import recalculation_health
from masivo.services.save_audience import create_audience
from masivo.services.schedule import Schedule
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.history import check_history
from tests.recalculation.installation import wait_until
from tests.recalculation.watching import CLOCK_WORKER, start_redis, tick
from tests.services.conftest import draft

pytestmark = pytest.mark.chaos


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@dataclass(frozen=True)
class Story:
    """A schedule, when its audience was saved, and what each jump of the clock brings: promise and missed, or None."""

    schedule: Schedule
    saved_at: datetime
    jumps: tuple[tuple[datetime, tuple[datetime, int] | None], ...]


HALF_PAST_TWO, HALF_PAST_ONE = Schedule(Frequency.DAILY, minute=150), Schedule(Frequency.DAILY, minute=90)
STORIES = {
    "the hour that is skipped": Story(
        HALF_PAST_TWO,
        at("2027-03-13T12:00"),
        (
            (at("2027-03-14T06:59"), None),
            (at("2027-03-14T07:00"), (at("2027-03-14T07:00"), 0)),
            (at("2027-03-15T06:29"), None),
            (at("2027-03-15T06:30"), (at("2027-03-15T06:30"), 0)),
        ),
    ),
    "the hour that is repeated": Story(
        HALF_PAST_ONE,
        at("2027-11-06T12:00"),
        (
            (at("2027-11-07T05:30"), (at("2027-11-07T05:30"), 0)),
            (at("2027-11-07T06:30"), None),
            (at("2027-11-08T06:30"), (at("2027-11-08T06:30"), 0)),
        ),
    ),
    "three days ahead": Story(
        HALF_PAST_TWO,
        at("2027-05-10T12:00"),
        (
            (at("2027-05-13T12:00"), (at("2027-05-11T06:30"), 2)),
            (at("2027-05-14T06:30"), (at("2027-05-14T06:30"), 0)),
        ),
    ),
    "the end of short months": Story(
        Schedule(Frequency.MONTHLY, minute=0, day=31),
        at("2028-02-01T12:00"),
        (
            (at("2028-02-29T04:59"), None),
            (at("2028-02-29T05:00"), (at("2028-02-29T05:00"), 0)),
            (at("2028-03-31T04:00"), (at("2028-03-31T04:00"), 0)),
            (at("2028-04-30T04:00"), (at("2028-04-30T04:00"), 0)),
        ),
    ),
}


@on_both_databases
@pytest.mark.parametrize("story", STORIES.values(), ids=STORIES)
def test_the_clock_moves(app_context: Flask, start: Start, home: Path, colombians: BitMap, story: Story) -> None:
    change_zone("America/New_York")
    audience = create_audience(draft(schedule=story.schedule), None, story.saved_at)
    db.session.flush()
    db.session.execute(db.delete(Run))
    db.session.commit()
    start_redis(start)
    start(CLOCK_WORKER, "1")
    kept: list[tuple[datetime, int]] = []
    for instant, expected in story.jumps:
        (home / "clock").write_text(instant.isoformat())
        kept += [expected] if expected else []
        tick()
        wait_until(partial(ticked_at, instant), f"it ticked at {instant}")
        wait_until(partial(has_kept, len(kept)), "the promises are kept")
        assert [(run.promised_at, run.missed) for run in succeeded()] == kept
    check_history(audience.id, colombians)


def succeeded() -> list[Run]:
    db.session.rollback()
    asked = db.select(Run).filter_by(cause=Cause.SCHEDULED, state=RunState.SUCCEEDED).order_by(Run.promised_at)
    return list(db.session.scalars(asked))


def ticked_at(instant: datetime) -> bool:
    return recalculation_health().ticked_at == instant


def has_kept(how_many: int) -> bool:
    return len(succeeded()) == how_many
