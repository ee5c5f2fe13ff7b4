"""Who is in an audience, who came and who left, as the last good runs stored it; nothing here asks the rule again."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from pyroaring import BitMap
from sqlalchemy import select

from masivo.errors import NotFound
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Membership, Run
from masivo.services.connections import warehouse
from masivo.warehouse.store import Profile

MEMBERS_A_PAGE = 50


class Flow(StrEnum):
    """The way a customer went in a run."""

    ENTERED = "entered"
    DEPARTED = "departed"


@dataclass(frozen=True, slots=True)
class MemberPage:
    """Profiles of one page, in the order in which the customers came to the account; as they are now."""

    profiles: tuple[Profile, ...]
    found: int
    page: int
    pages: int
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class MemberOf:
    """An audience that a customer was in when it was last calculated."""

    id: int
    name: str
    brand_id: str | None
    as_of: datetime | None


def list_members(audience_id: int, page: int) -> MemberPage | None:
    """A page of the members in force; None where the audience was never calculated."""
    found = db.session.execute(
        select(Membership.members, Run.as_of)
        .join(Run, Run.id == Membership.run_id)
        .join(Audience, Audience.run_id == Run.id)
        .where(Audience.id == audience_id)
    ).first()
    return found and _page(BitMap.deserialize(found.members), page, found.as_of)


def list_flow(audience_id: int, run_id: str, flow: Flow, page: int) -> MemberPage:
    """A page of those who came or left in a run. Raises NotFound where the run has no stored membership."""
    column = Membership.entered if flow is Flow.ENTERED else Membership.departed
    found = db.session.execute(
        select(column, Run.as_of)
        .join(Run, Run.id == Membership.run_id)
        .where(Run.id == run_id, Run.audience_id == audience_id)
    ).first()
    if found is None:
        raise NotFound("There is no such run of this audience, or its lists are not kept any more.")
    return _page(BitMap.deserialize(found[0]), page, found.as_of)


def audiences_of(customer_key: int) -> tuple[MemberOf, ...]:
    """The audiences whose members in force include the customer, by name; one membership in memory at a time."""
    asked = (
        select(Membership.members, Audience.id, Audience.name, Audience.brand_id, Run.as_of)
        .join(Run, Run.id == Membership.run_id)
        .join(Audience, Audience.run_id == Run.id)
        .where(Audience.state != AudienceState.ARCHIVED)
        .order_by(Audience.name_folded, Audience.id)
        .execution_options(yield_per=20)
    )
    return tuple(
        MemberOf(audience_id, name, brand_id, as_of)
        for members, audience_id, name, brand_id, as_of in db.session.execute(asked)
        if customer_key in BitMap.deserialize(members)
    )


def _page(members: BitMap, page: int, as_of: datetime | None) -> MemberPage:
    pages = max(1, -(-len(members) // MEMBERS_A_PAGE))
    page = min(max(page, 1), pages)
    first = (page - 1) * MEMBERS_A_PAGE
    keys = list(members[first : first + MEMBERS_A_PAGE])
    profiles = warehouse().snapshot().profiles(keys) if keys else []
    return MemberPage(tuple(profiles), len(members), page, pages, as_of)
