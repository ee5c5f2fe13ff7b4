"""How many of this month's promises were kept, exactly, for the team lead.

A promise is the instant at which an audience's schedule says that it is due. It is kept when new members were in
force at most PATIENCE after that instant, and broken otherwise: also where its run failed, gave up or is held, and
where a later promise passed before the run had begun. Counted are the promises that fell due since the first of the
month in the account's zone. Not counted are those that are open and younger than PATIENCE, and those whose run a
person cancelled or rejected. A held run that somebody approved came in force at that instant.
"""

from dataclasses import dataclass
from datetime import datetime, time
from zoneinfo import ZoneInfo

from sqlalchemy import and_, case, func, not_, select

from masivo.conditions.wall_clock import first_instant
from masivo.extensions import db
from masivo.models import LIVING, Audience, AudienceState, Run, RunState
from masivo.services.audience_status import PATIENCE
from masivo.services.elapsed import Elapsed


@dataclass(frozen=True, slots=True)
class Promises:
    """Those that fell due from `since` on: `kept` of `due`."""

    since: datetime
    due: int
    kept: int

    @property
    def percent(self) -> float | None:
        """The share that was kept, to one decimal; None before the first one. 100 only where every one was kept."""
        if not self.due:
            return None
        return 100.0 if self.kept == self.due else min(99.9, round(self.kept * 100 / self.due, 1))


def month_promises(now: datetime, zone: ZoneInfo) -> Promises:
    """This month's promises, as they stand at `now`."""
    since = first_instant(now.astimezone(zone).date().replace(day=1), time(), zone)
    still_open = and_(Run.state.in_(LIVING), Run.promised_at > now - PATIENCE)
    in_force_at = func.coalesce(Run.decided_at, Run.finished_at)
    in_time = Elapsed(Run.promised_at, in_force_at) <= PATIENCE.total_seconds()
    withdrawn = and_(Run.state == RunState.CANCELLED, Run.decided_at.is_not(None))
    kept = case((and_(Run.state == RunState.SUCCEEDED, in_time), 1))
    due, passed_over, in_force = db.session.execute(
        select(func.count(), func.coalesce(func.sum(Run.missed), 0), func.count(kept)).where(
            Run.promised_at.between(since, now), not_(withdrawn), not_(still_open)
        )
    ).one()
    return Promises(since, due + passed_over + _unclaimed(since, now), in_force)


def _unclaimed(since: datetime, now: datetime) -> int:
    """Promises that no tick has turned into a run yet, although they are long due."""
    overdue = (Audience.state == AudienceState.ACTIVE, Audience.next_run_at.between(since, now - PATIENCE))
    return db.session.scalar(select(func.count()).where(*overdue)) or 0
