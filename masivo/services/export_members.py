"""Members to take along: their ids, and beside them the rule that found them, in words and for its own instant."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import select

from masivo.errors import NotFound
from masivo.extensions import db
from masivo.models import Audience, Membership, Run
from masivo.services.account import account_zone, list_brands
from masivo.services.audience_graph import account_vocabulary
from masivo.services.connections import warehouse
from masivo.services.read_rule import RuleInWords, put_in_words


@dataclass(frozen=True, slots=True)
class MemberExport:
    """The members of an audience's last good run by their ids, sorted by code point.

    `rule` is the version that found them, with the dates that it meant at `as_of` by the clock of `zone`; `brand` is
    None for all brands.
    """

    name: str
    brand: str | None
    version: int
    as_of: datetime
    zone: ZoneInfo
    rule: RuleInWords
    ids: Sequence[str]


def export_members(audience_id: int) -> MemberExport:
    """The members in force. Raises NotFound where nobody was calculated yet, and WarehouseUnavailable."""
    found = db.session.execute(
        select(Membership.members, Run, Audience.name, Audience.brand_id)
        .join(Run, Run.id == Membership.run_id)
        .join(Audience, Audience.run_id == Run.id)
        .where(Audience.id == audience_id)
    ).first()
    if found is None:
        raise NotFound("There are no members to download yet: this audience was never calculated.")
    members, run, name, brand_now = found
    assert run.as_of is not None
    # Runs of before these were kept have no zone.
    zone, brand_id = (ZoneInfo(run.zone), run.brand_id) if run.zone else (account_zone(), brand_now)
    brand = brand_id and {each.id: each.name for each in list_brands()}.get(brand_id, brand_id)
    vocabulary = account_vocabulary(audience_id=audience_id)
    rule = put_in_words(run.version.document, vocabulary, as_of=run.as_of, zone=zone, brand_name=brand)
    ids = warehouse().snapshot().ids(BitMap.deserialize(members))
    return MemberExport(name, brand, run.version.number, run.as_of, zone, rule, ids)
