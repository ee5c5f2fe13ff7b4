"""Promises become runs: in order, once after downtime, over clock changes, and what audiences build on goes first."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from masivo.conditions.parse import parse
from masivo.extensions import db
from masivo.models import Audience, Cause, Frequency, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.account import change_brand, change_zone
from masivo.services.audience_graph import account_vocabulary
from masivo.services.claim_due import claim_due
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.run_order import LONGEST_WAIT, in_order, wait_for_others, wake_waiting
from masivo.services.runs import ask_run, cancel_run, living_run, recover_runs
from masivo.services.save_audience import create_audience
from masivo.services.schedule import Schedule
from tests.databases import on_both_databases
from tests.redis import RedisServer
from tests.services.conftest import draft
from tests.services.people import BRAND, load_customers, load_purchases
from tests.services.runs_done import WORKER, calculate

THREE_AM = datetime(2026, 11, 22, 8, tzinfo=UTC)
"""03:00 in Bogotá."""


def ready(name: str, schedule: Schedule | None = None, **changes: object) -> Audience:
    """An audience without a living run."""
    audience = create_audience(draft(name, schedule=schedule or Schedule(Frequency.DAILY), **changes), None)
    cancel_run(audience.id, None, THREE_AM)
    db.session.commit()
    return audience


def promise(audience: Audience, at: datetime) -> None:
    audience.next_run_at = at
    db.session.commit()


def the_run(audience: Audience) -> Run:
    run = living_run(audience.id)
    assert run is not None
    return run


def built_on(name: str, *others: Audience) -> Audience:
    members = [{"kind": "audience", "audience": str(other.id), "operator": "member"} for other in others]
    document = parse({"version": 1, "op": "any", "children": members}, account_vocabulary())
    return ready(name, document=document)


@on_both_databases
def test_three_days_ahead_each_runs_once_and_the_rest_is_counted(app_context: Flask) -> None:
    daily, weekly = ready("Daily"), ready("Weekly", Schedule(Frequency.WEEKLY))
    promise(daily, THREE_AM)
    promise(weekly, THREE_AM + timedelta(days=1))
    claimed = claim_due(THREE_AM + timedelta(days=3))
    db.session.commit()
    assert claimed == [the_run(daily).id, the_run(weekly).id]
    assert [the_run(audience).missed for audience in (daily, weekly)] == [3, 0]
    assert the_run(daily).promised_at == THREE_AM
    assert daily.next_run_at == THREE_AM + timedelta(days=4)
    assert weekly.next_run_at == THREE_AM + timedelta(days=8)


@pytest.mark.parametrize(
    ("zone", "schedule", "promised_at", "following"),
    [
        # New York skips 02:00 to 03:00 on 8 March 2026, and repeats 01:00 to 02:00 on 1 November.
        ("America/New_York", Schedule(Frequency.DAILY, 150), datetime(2026, 3, 7, 7, 30), datetime(2026, 3, 8, 7)),
        ("America/New_York", Schedule(Frequency.DAILY, 150), datetime(2026, 3, 8, 7), datetime(2026, 3, 9, 6, 30)),
        (
            "America/New_York",
            Schedule(Frequency.DAILY, 90),
            datetime(2026, 10, 31, 5, 30),
            datetime(2026, 11, 1, 5, 30),
        ),
        ("America/New_York", Schedule(Frequency.DAILY, 90), datetime(2026, 11, 1, 5, 30), datetime(2026, 11, 2, 6, 30)),
        ("America/Bogota", Schedule(Frequency.MONTHLY, day=31), datetime(2028, 1, 31, 8), datetime(2028, 2, 29, 8)),
        ("America/Bogota", Schedule(Frequency.MONTHLY, day=31), datetime(2027, 1, 31, 8), datetime(2027, 2, 28, 8)),
    ],
)
def test_the_next_promise_over_clock_changes_and_month_ends(
    app_context: Flask, zone: str, schedule: Schedule, promised_at: datetime, following: datetime
) -> None:
    change_zone(zone, THREE_AM)
    audience = ready("Due", schedule)
    promise(audience, promised_at.replace(tzinfo=UTC))
    now = promised_at.replace(tzinfo=UTC)
    assert claim_due(now) == [the_run(audience).id]
    assert audience.next_run_at == following.replace(tzinfo=UTC)
    assert claim_due(now) == []


@on_both_databases
def test_a_brands_own_clock_goes_before_the_accounts(app_context: Flask) -> None:
    load_customers(ana="CO")
    load_purchases("ana")
    own, general = ready("Own", brand_id=BRAND), ready("General")
    change_brand(BRAND, "Andes", "Asia/Tokyo", THREE_AM)
    db.session.commit()
    at_three_in_tokyo = datetime(2026, 11, 22, 18, tzinfo=UTC)
    assert own.next_run_at == at_three_in_tokyo
    claimed = claim_due(at_three_in_tokyo)
    db.session.commit()
    assert the_run(own).id in claimed
    assert own.next_run_at == at_three_in_tokyo + timedelta(days=1)
    change_zone("Europe/Madrid", THREE_AM)
    assert own.next_run_at == at_three_in_tokyo
    assert general.next_run_at == datetime(2026, 11, 23, 2, tzinfo=UTC)
    change_brand(BRAND, "Andes", "", THREE_AM)
    assert own.next_run_at == datetime(2026, 11, 23, 2, tzinfo=UTC)


@on_both_databases
def test_a_run_that_somebody_asked_for_keeps_the_promise_too(app_context: Flask) -> None:
    audience = ready("Due")
    asked = ask_run(audience, Cause.ASKED)
    promise(audience, THREE_AM)
    assert claim_due(THREE_AM + timedelta(days=1)) == [asked.id]
    db.session.commit()
    db.session.refresh(asked)
    assert (asked.cause, asked.promised_at, asked.missed) == (Cause.ASKED, THREE_AM, 1)


@on_both_databases
def test_what_others_build_on_goes_first(app_context: Flask) -> None:
    load_customers(ana="CO")
    base, other = ready("Base"), ready("Other")
    calculate(base)
    middle = built_on("Middle", base)
    calculate(middle)
    top = built_on("Top", middle, base)
    for minutes, audience in enumerate((top, other, middle, base)):
        promise(audience, THREE_AM + timedelta(minutes=minutes))
    ids = claim_due(THREE_AM + timedelta(hours=1))
    assert ids == [the_run(audience).id for audience in (base, middle, top, other)]


def test_a_loop_that_stands_in_old_rules_is_walked_once() -> None:
    def naming(other: int) -> str:
        return f'{{"version": 1, "op": "all", "children": [{{"kind": "audience", "audience": "{other}"}}]}}'

    assert in_order({1: naming(2), 2: naming(1), 3: None}) == [2, 1, 3]


@on_both_databases
def test_a_run_waits_for_what_it_builds_on_and_is_woken(app_context: Flask, redis_server: RedisServer) -> None:
    load_customers(ana="CO")
    base = ready("Base")
    calculate(base)
    top = built_on("Top", base)
    below, above = ask_run(base, Cause.ASKED), ask_run(top, Cause.ASKED)
    db.session.commit()
    recalculate_audience(above.id, WORKER)
    db.session.expire_all()
    assert (above.state, above.waits_for, above.attempt) == (RunState.QUEUED, base, 0)
    assert recover_runs(utc_now() + timedelta(seconds=15)) == [below.id]
    recalculate_audience(below.id, WORKER)
    db.session.expire_all()
    assert (above.state, above.waits_for, above.retry_at) == (RunState.QUEUED, None, None)
    recalculate_audience(above.id, WORKER)
    db.session.expire_all()
    assert above.state == RunState.SUCCEEDED


def test_a_scheduled_run_waits_for_a_promise_that_no_tick_has_claimed_yet(app_context: Flask) -> None:
    load_customers(ana="CO")
    base = ready("Base")
    calculate(base)
    top = built_on("Top", base)
    calculate(top)
    promise(top, THREE_AM)
    (above,) = claim_due(THREE_AM)
    promise(base, THREE_AM)
    now = THREE_AM + timedelta(minutes=1)
    assert wait_for_others(above, now)
    promise(base, now + timedelta(days=1))
    assert not wait_for_others(above, now)
    promise(base, THREE_AM)
    the_run(top).promised_at = None
    assert not wait_for_others(above, now)


def test_nobody_waits_for_ever(app_context: Flask) -> None:
    load_customers(ana="CO")
    base = ready("Base")
    calculate(base)
    top = built_on("Top", base)
    ask_run(base, Cause.ASKED)
    above = ask_run(top, Cause.ASKED)
    db.session.commit()
    assert wait_for_others(above.id, utc_now())
    assert not wait_for_others(above.id, above.queued_at + LONGEST_WAIT)


def test_what_does_not_wait_is_not_woken(app_context: Flask) -> None:
    audience = ready("Alone")
    run = ask_run(audience, Cause.ASKED)
    assert wake_waiting(run.id) == []
