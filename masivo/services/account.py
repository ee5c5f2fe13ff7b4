"""What the account sets for itself: its time zone and the names of its brands."""

from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select

from masivo.errors import FormRefused, NotFound
from masivo.extensions import db
from masivo.models import AccountSetting, Audience, AudienceState, Brand, Frequency
from masivo.models.columns import utc_now
from masivo.services.connections import current_settings, warehouse
from masivo.services.schedule import next_run, schedule_of
from masivo.services.stored_zone import ZONE_SETTING
from masivo.zones import find_zone

_NAME_LENGTH = 120


@dataclass(frozen=True, slots=True)
class BrandChoice:
    """A brand as people pick it: its id in the data and the name that the account gave it (the id where none)."""

    id: str
    name: str


def account_zone() -> ZoneInfo:
    """The zone in which the account's days begin."""
    kept = db.session.get(AccountSetting, ZONE_SETTING)
    return ZoneInfo(kept.value if kept else current_settings().zone)


def change_zone(name: str, now: datetime | None = None) -> ZoneInfo:
    """Give the account another zone; every schedule goes by its clock from now on.

    Raises FormRefused for a name that is no IANA zone.
    """
    zone = find_zone(name.strip())
    if zone is None:
        raise FormRefused("zone", f"{name!r} is not a time zone. Choose one such as America/Bogota.")
    db.session.merge(AccountSetting(name=ZONE_SETTING, value=zone.key))
    now = now or utc_now()
    scheduled = select(Audience).where(Audience.state == AudienceState.ACTIVE, Audience.frequency != Frequency.NEVER)
    for audience in db.session.scalars(scheduled):
        audience.next_run_at = next_run(schedule_of(audience), now, zone)
    db.session.flush()
    return zone


def list_brands() -> list[BrandChoice]:
    """Every brand that was ever imported, by name."""
    names = {brand.id: brand.name for brand in db.session.scalars(select(Brand))}
    known = warehouse().snapshot().catalog.brands
    choices = [BrandChoice(id_, names.get(id_, id_)) for id_ in known]
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.id))


def rename_brand(brand_id: str, name: str) -> BrandChoice:
    """Give a brand the name that people see.

    Raises NotFound for a brand that never came with the data, FormRefused for a name that is empty or too long.
    """
    name = " ".join(name.split())
    if not name:
        raise FormRefused("name", "Give the brand a name.")
    if len(name) > _NAME_LENGTH:
        raise FormRefused("name", f"A brand's name has at most {_NAME_LENGTH} characters; this one has {len(name)}.")
    if brand_id not in warehouse().snapshot().catalog.brands:
        raise NotFound(f"No brand has the id {brand_id!r}.")
    db.session.merge(Brand(id=brand_id, name=name))
    db.session.flush()
    return BrandChoice(brand_id, name)
