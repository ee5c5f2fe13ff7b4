"""What is kept of old runs: members for a while and then those of each month's end, failures a year, numbers for good.

The history chart reads the numbers alone, so it stays true.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import Select, delete, select, union
from sqlalchemy.orm import aliased

from masivo.extensions import db
from masivo.models import AccountSetting, Audience, Membership, Run, RunReference, RunState
from masivo.services.account import account_zone
from masivo.services.recalculation_settings import recalculation_settings

_DONE_ON = "thinned_on"
_AT_ONCE = 200
_A_MONTH = timedelta(days=32)
_WITHOUT_MEMBERS = (RunState.FAILED, RunState.GAVE_UP, RunState.CANCELLED)


def claim_thinning(now: datetime) -> bool:
    """Whether nobody has seen to today's thinning yet; whoever asks does."""
    today = now.astimezone(account_zone()).date().isoformat()
    if db.session.scalar(select(AccountSetting.value).where(AccountSetting.name == _DONE_ON)) == today:
        return False
    db.session.merge(AccountSetting(name=_DONE_ON, value=today))
    return True


def thin_runs(now: datetime) -> Iterator[int]:
    """Remove what is not kept any more, in steps that are to be committed one by one; how much each one removes."""
    settings = recalculation_settings()
    old = _dispensable(now - timedelta(days=settings.members_days), account_zone())
    for run_ids in _slices(old):
        db.session.execute(delete(Membership).where(Membership.run_id.in_(run_ids)))
        yield len(run_ids)
    forgotten = db.session.scalars(_forgettable(now - timedelta(days=settings.failures_days))).all()
    for run_ids in _slices(forgotten):
        db.session.execute(delete(Run).where(Run.id.in_(run_ids)))
        yield len(run_ids)


def _dispensable(until: datetime, zone: ZoneInfo) -> list[str]:
    """Runs that ended before `until` whose members nobody needs, and which were not the last of their month."""
    stored = (
        select(Run.id, Run.audience_id, Run.finished_at)
        .join(Membership, Membership.run_id == Run.id)
        .where(Run.finished_at < until + _A_MONTH)
        .order_by(Run.audience_id, Run.finished_at.desc(), Run.id)
    )
    needed = set(db.session.scalars(_needed()))
    months: set[tuple[int, int, int]] = set()
    found = []
    for run_id, audience_id, finished_at in db.session.execute(stored):
        assert finished_at is not None
        day = finished_at.astimezone(zone).date()
        month = (audience_id, day.year, day.month)
        if month in months and finished_at < until and run_id not in needed:
            found.append(run_id)
        months.add(month)
    return found


def _needed() -> Select[str]:
    """Runs whose members are in force or wait for a decision, and those whose members such a run asked for.

    The latter say, at the next run, what the audience named changed.
    """
    standing = union(
        select(Audience.run_id).where(Audience.run_id.is_not(None)), select(Run.id).where(Run.state == RunState.HELD)
    ).subquery()
    asked_for = select(RunReference.used_run_id).where(RunReference.run_id.in_(select(standing.c[0])))
    return select(union(select(standing.c[0]), asked_for).subquery().c[0])


def _forgettable(until: datetime) -> Select[str]:
    """Runs that ended without members before `until`, but for an audience's latest, which says how it stands."""
    later = aliased(Run)
    followed = select(later.id).where(later.audience_id == Run.audience_id, later.finished_at > Run.finished_at)
    return select(Run.id).where(Run.state.in_(_WITHOUT_MEMBERS), Run.finished_at < until, followed.exists())


def _slices(run_ids: Sequence[str]) -> Iterator[Sequence[str]]:
    for first in range(0, len(run_ids), _AT_ONCE):
        yield run_ids[first : first + _AT_ONCE]
