"""Which audiences build on which: what their rules name, who names them, and the loops that saving refuses."""

import json
from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.tree import Group
from masivo.extensions import db
from masivo.models import Audience, AudienceState, AudienceVersion, Run
from masivo.services.connections import warehouse
from masivo.services.stored_audiences import (
    AccountVocabulary,
    StoredAudiences,
    audience_ids,
    audiences_named,
    audiences_used_by,
)
from masivo.warehouse.catalog import Catalog

__all__ = [
    "NamedAudience",
    "account_vocabulary",
    "audiences_named",
    "audiences_used_by",
    "builds_on",
    "built_on",
    "find_loop",
    "read_memberships",
    "sizes_in_force",
    "usable_audiences",
]


@dataclass(frozen=True, slots=True)
class NamedAudience:
    """An audience as a link or a list shows it; `brand_id` None means all brands."""

    id: int
    name: str
    brand_id: str | None


def account_vocabulary(catalog: Catalog | None = None, audience_id: int | None = None) -> AccountVocabulary:
    """All names that a rule may use; left out, the catalog is the present one.

    `audience_id` is the audience whose rule is read: it may not reach itself.
    """
    known = warehouse().snapshot().catalog if catalog is None else catalog
    return AccountVocabulary(known, _stored(audience_id))


def read_memberships(document: Group) -> dict[str, BitMap]:
    """The members in force of every audience that the rule names, as `evaluate` takes them."""
    return _stored().members(audiences_used_by(document))


def usable_audiences(audience_id: int | None) -> tuple[NamedAudience, ...]:
    """The living audiences that have members, by name, which a rule may build on; not the one of that id itself."""
    asked = (
        select(Audience.id, Audience.name, Audience.brand_id)
        .where(
            Audience.state != AudienceState.ARCHIVED, Audience.run_id.is_not(None), Audience.id != (audience_id or 0)
        )
        .order_by(Audience.name_folded, Audience.id)
    )
    return tuple(NamedAudience(*row) for row in db.session.execute(asked))


def sizes_in_force() -> dict[int, tuple[int, datetime]]:
    """How many members each living audience has that was calculated, and as of when, by its id."""
    asked = (
        select(Audience.id, Run.size, Run.as_of)
        .join(Run, Run.id == Audience.run_id)
        .where(Audience.state != AudienceState.ARCHIVED)
    )
    rows = db.session.execute(asked)
    return {id_: (size, as_of) for id_, size, as_of in rows if size is not None and as_of is not None}


def built_on(audience_id: int) -> tuple[NamedAudience, ...]:
    """The audiences, archived ones too, that the current rule of this one names, by name."""
    current = select(AudienceVersion.document).join(Audience, Audience.version_id == AudienceVersion.id)
    document = db.session.scalar(current.where(Audience.id == audience_id))
    named = audience_ids(audiences_named(json.loads(document))) if document else []
    if not named:
        return ()
    asked = select(Audience.id, Audience.name, Audience.brand_id).where(Audience.id.in_(named))
    return tuple(NamedAudience(*row) for row in db.session.execute(asked.order_by(Audience.name_folded, Audience.id)))


def builds_on(audience_id: int) -> tuple[NamedAudience, ...]:
    """The living audiences whose current rule names this one, by name."""
    asked = (
        select(Audience.id, Audience.name, Audience.brand_id, AudienceVersion.document)
        .join(AudienceVersion, AudienceVersion.id == Audience.version_id)
        .where(Audience.state != AudienceState.ARCHIVED, AudienceVersion.document.contains('"audience"'))
        .order_by(Audience.name_folded, Audience.id)
    )
    return tuple(
        NamedAudience(id_, name, brand_id)
        for id_, name, brand_id, document in db.session.execute(asked)
        if str(audience_id) in audiences_named(json.loads(document))
    )


def find_loop(audience_id: int, document: Group) -> list[str] | None:
    """The names along a loop that the audience would close with this rule, its own first and last; None without one."""
    stored = _stored(audience_id)
    for used in sorted(audiences_used_by(document)):
        known = stored.find(used)
        if known is not None and known.loop:
            return list(known.loop)
    return None


def _stored(audience_id: int | None = None) -> StoredAudiences:
    return StoredAudiences(lambda asked: db.session.execute(asked).all(), audience_id)
