"""One audience as its page shows it: how it stands, its history, its runs and the versions of its rule."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import Select, case, func, select

from masivo.extensions import db
from masivo.models import (
    LIVING,
    Audience,
    AudienceState,
    AudienceVersion,
    Membership,
    Run,
    RunState,
    User,
)
from masivo.services.account import list_brands
from masivo.services.audience_graph import account_vocabulary
from masivo.services.audience_owner import Person
from masivo.services.audience_status import Current, Living, Status, previous_size, status_column, with_runs
from masivo.services.held_runs import held_run
from masivo.services.read_rule import RuleInWords, put_in_words
from masivo.services.save_audience import find_audience
from masivo.services.schedule import Schedule, schedule_of
from masivo.services.size_limits import SizeLimits, size_limits_of
from masivo.services.view_run import RunView, run_parts, view_run

RUNS_A_PAGE = 50
HISTORY = 400
"""How many of the latest runs the chart draws."""


@dataclass(frozen=True, slots=True)
class AudienceView:
    """The head of an audience's page.

    `current` is the run whose members are in force, `living` the one that works or waits, `held` the one that waits for
    a decision, `failed` the last one where it failed or gave up after `current`. `change` is against the run before
    `current`, `ended` the id of the latest run that works and waits no more.
    """

    id: int
    name: str
    description: str
    brand_id: str | None
    state: AudienceState
    status: Status
    schedule: Schedule
    next_run_at: datetime | None
    version: int
    created_at: datetime
    created_by: str | None
    owner: Person | None
    change: int | None
    current: RunView | None
    living: RunView | None
    failed: RunView | None
    held: RunView | None
    ended: str | None
    limits: SizeLimits

    @property
    def settled(self) -> str:
        """What its runs have come to: another text once one has ended, or somebody decided on the one that was held."""
        return f"{self.ended or ''}.{self.held.id if self.held else ''}"


@dataclass(frozen=True, slots=True)
class HistoryPoint:
    """What one successful run found."""

    at: datetime
    size: int
    entered: int
    departed: int


@dataclass(frozen=True, slots=True)
class RunPage:
    """Runs, the latest first; pages count from 1."""

    runs: tuple[RunView, ...]
    found: int
    page: int
    pages: int


@dataclass(frozen=True, slots=True)
class VersionView:
    """One state of the rule, in words as of now."""

    number: int
    created_at: datetime
    created_by: str | None
    rule: RuleInWords


def show_audience(audience_id: int, now: datetime) -> AudienceView:
    """How an audience stands at `now`. Raises NotFound."""
    audience = find_audience(audience_id)
    change = case((Current.id.is_not(None), Current.size - previous_size()))
    asked = with_runs(select(Current, Living, status_column(now), change)).where(Audience.id == audience.id)
    current, living, status, difference = db.session.execute(asked).one()
    held = held_run(audience_id)
    assert audience.version is not None
    return AudienceView(
        id=audience.id,
        name=audience.name,
        description=audience.description,
        brand_id=audience.brand_id,
        state=audience.state,
        status=Status(status),
        schedule=schedule_of(audience),
        next_run_at=audience.next_run_at,
        version=audience.version.number,
        created_at=audience.created_at,
        created_by=audience.created_by.name if audience.created_by else None,
        owner=Person(audience.owner.name, audience.owner.email) if audience.owner else None,
        change=difference,
        current=current and view_run(current),
        living=living and view_run(living),
        failed=_unsuccessful(audience),
        held=view_run(held) if held else None,
        ended=db.session.scalar(_ended(audience_id).with_only_columns(Run.id)),
        limits=size_limits_of(audience),
    )


def audience_rule(audience_id: int, now: datetime, zone: ZoneInfo) -> RuleInWords:
    """The audience's present rule in words. Raises NotFound."""
    audience = find_audience(audience_id)
    assert audience.version is not None
    return _in_words(audience, audience.version, now, zone)


def audience_history(audience_id: int) -> tuple[HistoryPoint, ...]:
    """What the latest successful runs found, the oldest first."""
    found = (
        select(Run.finished_at, Run.size, func.coalesce(Run.entered, 0), func.coalesce(Run.departed, 0))
        .where(Run.audience_id == audience_id, Run.state == RunState.SUCCEEDED)
        .order_by(Run.finished_at.desc())
        .limit(HISTORY)
    )
    return tuple(
        HistoryPoint(at, size, entered, departed)
        for at, size, entered, departed in reversed(db.session.execute(found).all())
        if at is not None and size is not None
    )


def list_runs(audience_id: int, page: int) -> RunPage:
    """The asked page of an audience's runs, cut to the pages there are."""
    found = db.session.scalar(select(func.count()).where(Run.audience_id == audience_id)) or 0
    pages = max(1, -(-found // RUNS_A_PAGE))
    page = min(max(page, 1), pages)
    asked = (
        select(Run)
        .options(*run_parts())
        .where(Run.audience_id == audience_id)
        .order_by(Run.state.in_(LIVING).desc(), Run.queued_at.desc(), Run.id)
        .limit(RUNS_A_PAGE)
        .offset((page - 1) * RUNS_A_PAGE)
    )
    listed = db.session.scalars(asked).all()
    kept = set(db.session.scalars(select(Membership.run_id).where(Membership.run_id.in_([run.id for run in listed]))))
    return RunPage(tuple(view_run(run, kept=run.id in kept) for run in listed), found, page, pages)


def list_versions(audience_id: int, now: datetime, zone: ZoneInfo) -> tuple[VersionView, ...]:
    """Every version of an audience's rule, the latest first. Raises NotFound."""
    audience = find_audience(audience_id)
    asked = (
        select(AudienceVersion, User.name)
        .outerjoin(User, User.id == AudienceVersion.created_by_id)
        .where(AudienceVersion.audience_id == audience_id)
        .order_by(AudienceVersion.number.desc())
    )
    return tuple(
        VersionView(version.number, version.created_at, author, _in_words(audience, version, now, zone))
        for version, author in db.session.execute(asked)
    )


def _unsuccessful(audience: Audience) -> RunView | None:
    """The audience's latest run, where it ended without members: what was cancelled is as if it never was."""
    latest = db.session.scalar(_ended(audience.id).where(Run.state != RunState.CANCELLED))
    return view_run(latest) if latest is not None and latest.state in (RunState.FAILED, RunState.GAVE_UP) else None


def _ended(audience_id: int) -> Select[Run]:
    """The audience's latest run that works and waits no more."""
    ended = select(Run).where(Run.audience_id == audience_id, Run.finished_at.is_not(None))
    return ended.order_by(Run.finished_at.desc()).limit(1)


def _in_words(audience: Audience, version: AudienceVersion, now: datetime, zone: ZoneInfo) -> RuleInWords:
    names = {brand.id: brand.name for brand in list_brands()}
    return put_in_words(
        version.document,
        account_vocabulary(audience_id=audience.id),
        as_of=now,
        zone=zone,
        brand_name=audience.brand_id and names.get(audience.brand_id, audience.brand_id),
    )
