"""How many members an audience shares with each other one, as the last good runs stored them."""

from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap
from sqlalchemy import Select, select

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Membership, Run

OVERLAPS_A_PAGE = 50


@dataclass(frozen=True, slots=True)
class Overlap:
    """Another audience: its `size`, and how many of its members are `shared`."""

    id: int
    name: str
    brand_id: str | None
    size: int
    shared: int
    as_of: datetime | None


@dataclass(frozen=True, slots=True)
class OverlapPage:
    """A page of those that share anybody, most shared first; `found` is how many do, and `apart` how many do not.

    `size` is the audience's own, as of `as_of`.
    """

    overlaps: tuple[Overlap, ...]
    size: int
    as_of: datetime | None
    found: int
    apart: int
    page: int
    pages: int


def list_overlaps(audience_id: int, page: int) -> OverlapPage | None:
    """What the members in force share with those of every audience that is not archived.

    None where the audience was never calculated. One other membership is in memory at a time.
    """
    own = db.session.execute(_in_force().where(Audience.id == audience_id)).first()
    if own is None:
        return None
    members = BitMap.deserialize(own.members)
    others = (
        _in_force()
        .where(Audience.id != audience_id, Audience.state != AudienceState.ARCHIVED)
        .order_by(Audience.name_folded, Audience.id)
        .execution_options(yield_per=20)
    )
    found = []
    for other in db.session.execute(others):
        theirs = BitMap.deserialize(other.members)
        shared = members.intersection_cardinality(theirs)
        found.append(Overlap(other.id, other.name, other.brand_id, len(theirs), shared, other.as_of))
    sharing = sorted((each for each in found if each.shared), key=lambda each: -each.shared)
    pages = max(1, -(-len(sharing) // OVERLAPS_A_PAGE))
    page = min(max(page, 1), pages)
    shown = sharing[(page - 1) * OVERLAPS_A_PAGE : page * OVERLAPS_A_PAGE]
    apart = len(found) - len(sharing)
    return OverlapPage(tuple(shown), len(members), own.as_of, len(sharing), apart, page, pages)


def _in_force() -> Select[int, str, str | None, datetime | None, bytes]:
    return (
        select(Audience.id, Audience.name, Audience.brand_id, Run.as_of, Membership.members)
        .join(Run, Run.id == Audience.run_id)
        .join(Membership, Membership.run_id == Run.id)
    )
