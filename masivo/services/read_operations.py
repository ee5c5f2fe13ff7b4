"""What the team lead looks after: audiences that want a person, what runs, what waits; in a fixed number of queries."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Select, Subquery, and_, case, func, select

from masivo.extensions import db
from masivo.models import LIVING, Audience, Run, RunState, User
from masivo.services.audience_status import Living, Status, status_column, with_runs
from masivo.services.elapsed import Elapsed

SHOWN = 20
"""How many of each kind are listed; the list of audiences shows the others."""

WANT_A_PERSON = (Status.GAVE_UP, Status.FAILED, Status.HELD, Status.LATE)
"""In the order in which a person should look at them."""

_OF_STATUS = tuple(status for status in WANT_A_PERSON if status is not Status.HELD)

WAITS_OF = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Trouble:
    """An audience that wants a person, and since when. `reason` is the sentence of its run, None where it is late."""

    audience_id: int
    name: str
    brand_id: str | None
    owner: str | None
    since: datetime
    reason: str | None


@dataclass(frozen=True, slots=True)
class Troubles:
    """The audiences of one status: how many there are, and the SHOWN that stand so the longest."""

    status: Status
    found: int
    listed: tuple[Trouble, ...]


@dataclass(frozen=True, slots=True)
class RunningRun:
    """A run that a worker has in hand."""

    id: str
    audience_id: int
    name: str
    owner: str | None
    worker: str
    started_at: datetime
    steps: int
    steps_done: int


@dataclass(frozen=True, slots=True)
class Queue:
    """How many runs wait, the oldest since when; how long those waited, on average and at most, that ended lately.

    The waits are None where no run ended within WAITS_OF.
    """

    depth: int
    running: int
    oldest: datetime | None
    average_wait: timedelta | None
    longest_wait: timedelta | None


def list_troubles(now: datetime) -> tuple[Troubles, ...]:
    """Audiences that want a person at `now`, by status; a status without any has an empty list.

    One whose run is held stands there for that, whatever else becomes of it: it was paused, or a later run failed.
    """
    by_status = _list_by_status(now) | {Status.HELD: _list_held()}
    return tuple(by_status.get(status, Troubles(status, 0, ())) for status in WANT_A_PERSON)


def _list_by_status(now: datetime) -> dict[Status, Troubles]:
    ranked = _ranked(now)
    run = and_(Run.audience_id == ranked.c.id, Run.state == ranked.c.status, Run.finished_at == ranked.c.since)
    asked = (
        select(ranked, Run.error.label("reason"))
        .outerjoin(Run, run)
        .where(ranked.c.place <= SHOWN)
        .order_by(ranked.c.since, ranked.c.id)
    )
    found: dict[Status, int] = {}
    listed: dict[Status, dict[int, Trouble]] = {}
    for row in db.session.execute(asked):
        status = Status(row.status)
        found[status] = row.found
        trouble = Trouble(row.id, row.name, row.brand_id, row.owner, row.since, row.reason)
        listed.setdefault(status, {})[row.id] = trouble
    return {status: Troubles(status, found[status], tuple(troubles.values())) for status, troubles in listed.items()}


def _list_held() -> Troubles:
    """The runs that wait for a decision: those that every page's banner counts."""
    audience = (Audience.id, Audience.name, Audience.brand_id, User.name.label("owner"))
    asked = (
        select(*audience, Run.finished_at, Run.held_reason, func.count().over().label("found"))
        .join(Audience, Audience.id == Run.audience_id)
        .outerjoin(User, User.id == Audience.owner_id)
        .where(Run.state == RunState.HELD)
        .order_by(Run.finished_at, Audience.id)
        .limit(SHOWN)
    )
    rows = db.session.execute(asked).all()
    listed = (Trouble(row.id, row.name, row.brand_id, row.owner, row.finished_at, row.held_reason) for row in rows)
    return Troubles(Status.HELD, rows[0].found if rows else 0, tuple(listed))


def list_running() -> tuple[RunningRun, ...]:
    """What the workers have in hand, the longest first."""
    asked = (
        select(Run, Audience.name, User.name.label("owner"))
        .join(Audience, Audience.id == Run.audience_id)
        .outerjoin(User, User.id == Audience.owner_id)
        .where(Run.state == RunState.RUNNING)
        .order_by(Run.started_at)
        .limit(SHOWN)
    )
    return tuple(
        RunningRun(run.id, run.audience_id, name, owner, run.worker or "", run.started_at, run.steps, run.steps_done)
        for run, name, owner in db.session.execute(asked)
        if run.started_at is not None
    )


def read_queue(now: datetime) -> Queue:
    """The queue as SQL knows it, which is the truth whatever Redis says."""
    waiting = select(Run.state, func.count(), func.min(Run.queued_at)).where(Run.state.in_(LIVING))
    counts = {state: (many, oldest) for state, many, oldest in db.session.execute(waiting.group_by(Run.state))}
    depth, oldest = counts.get(RunState.QUEUED, (0, None))
    running, _ = counts.get(RunState.RUNNING, (0, None))
    wait = Elapsed(Run.queued_at, Run.started_at)
    average, longest = db.session.execute(
        select(func.avg(wait), func.max(wait)).where(Run.finished_at >= now - WAITS_OF, Run.started_at.is_not(None))
    ).one()
    return Queue(depth, running, oldest, _seconds(average), _seconds(longest))


def _ranked(now: datetime) -> Subquery:
    """Those that want a person, each with its place among those of its status, the oldest first."""
    standing = _standing(now).subquery()
    ended = select(func.max(Run.finished_at)).where(Run.audience_id == standing.c.id, Run.state == standing.c.status)
    since = case((standing.c.status == Status.LATE, standing.c.open_since), else_=ended.scalar_subquery())
    dated = select(standing, since.label("since")).subquery()
    place = func.row_number().over(partition_by=dated.c.status, order_by=(dated.c.since, dated.c.id))
    found = func.count().over(partition_by=dated.c.status)
    return select(dated, place.label("place"), found.label("found")).subquery()


def _standing(now: datetime) -> Select[*tuple[Any, ...]]:
    """`open_since` is the promise or the question that a late audience has not answered."""
    status = status_column(now)
    asked = func.coalesce(Living.promised_at, Living.queued_at)
    columns = (
        Audience.id,
        Audience.name,
        Audience.brand_id,
        User.name.label("owner"),
        status.label("status"),
        case((Living.id.is_not(None), asked), else_=Audience.next_run_at).label("open_since"),
    )
    return with_runs(select(*columns)).outerjoin(User, User.id == Audience.owner_id).where(status.in_(_OF_STATUS))


def _seconds(number: float | None) -> timedelta | None:
    return None if number is None else timedelta(seconds=float(number))
