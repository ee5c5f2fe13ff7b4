"""What saving a changed rule does to an audience: who joins, who leaves, and how large a change is asked about."""

from dataclasses import dataclass
from datetime import datetime

from pyroaring import BitMap
from sqlalchemy import select

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import AccountSetting, Audience, Membership, Run
from masivo.services.audience_graph import NamedAudience, builds_on

DEFAULT_PERCENT = 20

_SETTING = "impact_percent"
_MOST_PERCENT = 100


@dataclass(frozen=True, slots=True)
class Impact:
    """New members beside those in force, which are as of `as_of`; `builds_on` are the audiences that ask for them."""

    joining: BitMap
    leaving: BitMap
    before: int
    as_of: datetime | None
    builds_on: tuple[NamedAudience, ...]

    @property
    def changed(self) -> int:
        """How many join or leave."""
        return len(self.joining) + len(self.leaving)

    def exceeds(self, percent: int) -> bool:
        """Whether more than so many percent of the members in force join or leave."""
        return self.changed * 100 > self.before * percent


def estimate_impact(audience_id: int, members: BitMap) -> Impact | None:
    """What these members would change; None for an audience that was never calculated."""
    found = db.session.execute(
        select(Membership.members, Run.as_of)
        .join(Run, Run.id == Membership.run_id)
        .join(Audience, Audience.run_id == Run.id)
        .where(Audience.id == audience_id)
    ).first()
    if found is None:
        return None
    before = BitMap.deserialize(found.members)
    return Impact(members - before, before - members, len(before), found.as_of, builds_on(audience_id))


def impact_percent() -> int:
    """The share of the members whose change is asked about before it is saved, in percent."""
    kept = db.session.get(AccountSetting, _SETTING)
    return int(kept.value) if kept else DEFAULT_PERCENT


def change_impact_percent(text: str) -> int:
    """Ask about larger or smaller changes from now on. Raises FormRefused for what is no whole percent."""
    typed = text.strip().removesuffix("%").strip()
    if not (typed.isascii() and typed.isdecimal() and len(typed) < 4 and int(typed) <= _MOST_PERCENT):
        raise FormRefused("impact", f"Write a whole number from 0 to {_MOST_PERCENT}, such as {DEFAULT_PERCENT}.")
    db.session.merge(AccountSetting(name=_SETTING, value=str(int(typed))))
    db.session.flush()
    return int(typed)
