"""What each audience costs a month: how often it ran in thirty days, and how long the warehouse worked for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from masivo.extensions import db
from masivo.models import Audience, Run, User

MONTH = timedelta(days=30)
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Cost:
    """An audience's evaluated runs of a month, whatever became of them, and the time that evaluating took."""

    audience_id: int
    name: str
    owner: str | None
    runs: int
    took: timedelta

    @property
    def average(self) -> timedelta:
        """How long one run takes."""
        return self.took / self.runs


@dataclass(frozen=True, slots=True)
class CostPage:
    """A page of costs, the dearest first, cut to the pages there are; `took` is the sum over all audiences."""

    costs: tuple[Cost, ...]
    took: timedelta
    found: int
    page: int
    pages: int


def list_costs(now: datetime, page: int = 1, size: int = PAGE_SIZE) -> CostPage:
    """The asked page of what audiences cost in the MONTH before `now`; pages count from 1."""
    spent = _spent(now)
    pages = max(1, -(-len(spent) // size))
    page = min(max(page, 1), pages)
    shown = spent[(page - 1) * size : page * size]
    named = (
        select(Audience.id, Audience.name, User.name.label("owner"))
        .outerjoin(User, User.id == Audience.owner_id)
        .where(Audience.id.in_([audience_id for audience_id, _, _ in shown]))
    )
    known = {row.id: row for row in db.session.execute(named)}
    costs = tuple(Cost(id_, known[id_].name, known[id_].owner, runs, took) for id_, runs, took in shown)
    return CostPage(costs, sum((took for _, _, took in spent), timedelta()), len(spent), page, pages)


def _spent(now: datetime) -> list[tuple[int, int, timedelta]]:
    """Audience, runs and time, the dearest first: all of them, for the database has to add up every one anyway."""
    asked = (
        select(Run.audience_id, func.count(), func.sum(Run.evaluation_ms))
        .where(Run.finished_at > now - MONTH, Run.evaluation_ms.is_not(None))
        .group_by(Run.audience_id)
    )
    spent = [(id_, runs, timedelta(milliseconds=int(took or 0))) for id_, runs, took in db.session.execute(asked)]
    return sorted(spent, key=lambda each: (-each[2], each[0]))
