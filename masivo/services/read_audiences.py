"""The list of audiences as a team lead scans it: one page of rows, in a number of queries that never grows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    ColumnExpressionArgument,
    and_,
    case,
    false,
    func,
    or_,
    select,
    true,
)

from masivo.conditions.fold import fold, normalise
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Brand, Run, RunState, User
from masivo.services.audience_status import (
    ATTENTION,
    Current,
    Held,
    Status,
    previous_size,
    status_column,
    with_runs,
)
from masivo.services.schedule import Schedule, schedule_of

PAGE_SIZE = 50
TREND = timedelta(days=30)
EVERY_BRAND = " all"
"""What a query's `brand` says to ask for the audiences that take in all brands; ids are trimmed, so it is none."""


class Sort(StrEnum):
    """The columns that a list can be ordered by."""

    NAME = "name"
    BRAND = "brand"
    SIZE = "size"
    CHANGE = "change"
    RUN = "run"
    NEXT = "next"
    STATUS = "status"


@dataclass(frozen=True, slots=True)
class AudienceQuery:
    """What is asked of the list.

    `brand` None is any, EVERY_BRAND those without one, else an id. `statuses` empty is every one but archived.
    Pages count from 1.
    """

    text: str = ""
    brand: str | None = None
    statuses: tuple[Status, ...] = ()
    sort: Sort = Sort.NAME
    descending: bool = False
    page: int = 1


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """A size that a run found."""

    at: datetime
    size: int


@dataclass(frozen=True, slots=True)
class AudienceRow:
    """One line of the list. `size` and `change` (against the run before) are None where no run has told them."""

    id: int
    name: str
    brand_id: str | None
    status: Status
    paused: bool
    size: int | None
    change: int | None
    trend: tuple[TrendPoint, ...]
    schedule: Schedule
    last_run_at: datetime | None
    next_run_at: datetime | None
    owner: str | None


@dataclass(frozen=True, slots=True)
class AudiencePage:
    """The asked page, cut to the pages there are.

    `found` match the query; `total` and `attention` count among all that are not archived.
    """

    rows: tuple[AudienceRow, ...]
    found: int
    page: int
    pages: int
    total: int
    attention: int


def list_audiences(query: AudienceQuery, now: datetime) -> AudiencePage:
    """The page of audiences that a query asks for, as they stand at `now`."""
    status = status_column(now)
    matching = _matching(query, status)
    found, total, attention = _counts(matching, status)
    pages = max(1, -(-found // PAGE_SIZE))
    page = min(max(query.page, 1), pages)
    change = case((Current.id.is_not(None), Current.size - previous_size()))
    asked = (
        with_runs(select(Audience, Current, status.label("status"), change.label("change"), User.name))
        .outerjoin(User, User.id == Audience.owner_id)
        .where(*matching)
        .order_by(*_order(query, status, change))
        .limit(PAGE_SIZE)
        .offset((page - 1) * PAGE_SIZE)
    )
    lines = db.session.execute(asked).all()
    trends = _trends([audience.id for audience, *_ in lines], now - TREND)
    rows = tuple(
        _row(audience, run, Status(stands), difference, trends.get(audience.id, ()), owner)
        for audience, run, stands, difference, owner in lines
    )
    return AudiencePage(rows, found, page, pages, total, attention)


def _row(
    audience: Audience,
    run: Run | None,
    status: Status,
    change: int | None,
    trend: Sequence[TrendPoint],
    owner: str | None,
) -> AudienceRow:
    return AudienceRow(
        id=audience.id,
        name=audience.name,
        brand_id=audience.brand_id,
        status=status,
        paused=audience.state == AudienceState.PAUSED,
        size=run.size if run else None,
        change=change,
        trend=tuple(trend),
        schedule=schedule_of(audience),
        last_run_at=run.finished_at if run else None,
        next_run_at=audience.next_run_at,
        owner=owner,
    )


def _counts(matching: Sequence[ColumnElement[bool]], status: ColumnElement[str]) -> tuple[int, int, int]:
    """How many match; of all that are not archived: how many there are, and how many want attention."""
    living = Audience.state != AudienceState.ARCHIVED
    counted = select(
        func.count(case((and_(true(), *matching), 1))),
        func.count(case((living, 1))),
        func.count(case((status.in_(ATTENTION), 1))),
    )
    found, total, attention = db.session.execute(with_runs(counted)).one()
    return found, total, attention


def _matching(query: AudienceQuery, status: ColumnElement[str]) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if text := fold(normalise(query.text)):
        conditions.append(Audience.name_folded.contains(text, autoescape=True))
    if query.brand == EVERY_BRAND:
        conditions.append(Audience.brand_id.is_(None))
    elif query.brand is not None:
        conditions.append(Audience.brand_id == query.brand)
    if query.statuses:
        held = Held.id.is_not(None) if Status.HELD in query.statuses else false()
        conditions.append(or_(status.in_(query.statuses), held))
    else:
        conditions.append(Audience.state != AudienceState.ARCHIVED)
    return conditions


def _order(
    query: AudienceQuery, status: ColumnElement[str], change: ColumnElement[int | None]
) -> list[ColumnExpressionArgument[Any]]:
    rank = case({stands.value: number for number, stands in enumerate(Status)}, value=status)
    columns: dict[Sort, ColumnElement[Any]] = {
        Sort.NAME: Audience.name_folded.expression,
        Sort.BRAND: _brand_name(),
        Sort.SIZE: Current.size.expression,
        Sort.CHANGE: change,
        Sort.RUN: Current.finished_at.expression,
        Sort.NEXT: Audience.next_run_at.expression,
        Sort.STATUS: rank,
    }
    column = columns[query.sort]
    asked = (column.desc() if query.descending else column.asc()).nulls_last()
    return [asked, Audience.name_folded.asc(), Audience.id.asc()]


def _brand_name() -> ColumnElement[str]:
    """What people read: the brand's name, its id where it has none, nothing (first of all) for all brands."""
    name = select(func.lower(Brand.name)).where(Brand.id == Audience.brand_id).scalar_subquery()
    return func.coalesce(name, func.lower(Audience.brand_id), "")


def _trends(audience_ids: Sequence[int], since: datetime) -> dict[int, list[TrendPoint]]:
    found = (
        select(Run.audience_id, Run.finished_at, Run.size)
        .where(Run.audience_id.in_(audience_ids), Run.state == RunState.SUCCEEDED, Run.finished_at >= since)
        .order_by(Run.finished_at)
    )
    trends: dict[int, list[TrendPoint]] = {}
    for audience_id, at, size in db.session.execute(found):
        if at is not None and size is not None:
            trends.setdefault(audience_id, []).append(TrendPoint(at, size))
    return trends
