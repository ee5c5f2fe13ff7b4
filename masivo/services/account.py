"""What the account sets for itself: its time zone, and the names and zones of its brands."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, select

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
    """A brand as people pick it: its id in the data and the name that the account gave it (the id where none).

    `zone` is the name of the zone by whose clock its audiences are scheduled; None is the account's.
    """

    id: str
    name: str
    zone: str | None = None


@dataclass(frozen=True, slots=True)
class Clocks:
    """By whose clock an audience is scheduled: its brand's, where that has a zone of its own, else the account's."""

    account: ZoneInfo
    brands: Mapping[str, ZoneInfo]

    def of(self, brand_id: str | None) -> ZoneInfo:
        """The zone of a brand's audiences; None means all brands."""
        return self.account if brand_id is None else self.brands.get(brand_id, self.account)


def read_clocks() -> Clocks:
    """The account's clock, and those of its brands."""
    own = select(Brand.id, Brand.zone).where(Brand.zone.is_not(None))
    return Clocks(account_zone(), {id_: ZoneInfo(zone) for id_, zone in db.session.execute(own) if zone is not None})


def account_zone() -> ZoneInfo:
    """The zone in which the account's days begin."""
    kept = db.session.get(AccountSetting, ZONE_SETTING)
    return ZoneInfo(kept.value if kept else current_settings().zone)


def change_zone(name: str, now: datetime | None = None) -> ZoneInfo:
    """Give the account another zone; schedules go by its clock from now on, but for those of brands with their own.

    Raises FormRefused for a name that is no IANA zone.
    """
    zone = _known_zone(name)
    db.session.merge(AccountSetting(name=ZONE_SETTING, value=zone.key))
    db.session.flush()
    _promise_anew(now or utc_now())
    return zone


def list_brands() -> list[BrandChoice]:
    """Every brand that was ever imported, by name."""
    own = {brand.id: BrandChoice(brand.id, brand.name, brand.zone) for brand in db.session.scalars(select(Brand))}
    known = warehouse().snapshot().catalog.brands
    choices = [own.get(id_, BrandChoice(id_, id_)) for id_ in known]
    return sorted(choices, key=lambda choice: (choice.name.casefold(), choice.id))


def change_brand(brand_id: str, name: str, zone_name: str = "", now: datetime | None = None) -> BrandChoice:
    """Give a brand the name that people see, and the zone of its schedules (empty: the account's).

    Raises NotFound for a brand that never came with the data, FormRefused for a name that is empty or too long and for
    a zone that is none.
    """
    name = " ".join(name.split())
    if not name:
        raise FormRefused("name", "Give the brand a name.")
    if len(name) > _NAME_LENGTH:
        raise FormRefused("name", f"A brand's name has at most {_NAME_LENGTH} characters; this one has {len(name)}.")
    if brand_id not in warehouse().snapshot().catalog.brands:
        raise NotFound(f"No brand has the id {brand_id!r}.")
    zone = _known_zone(zone_name).key if zone_name.strip() else None
    present = db.session.get(Brand, brand_id)
    another_zone = zone != (present.zone if present is not None else None)
    db.session.merge(Brand(id=brand_id, name=name, zone=zone))
    db.session.flush()
    if another_zone:
        _promise_anew(now or utc_now(), Audience.brand_id == brand_id)
    return BrandChoice(brand_id, name, zone)


def _known_zone(name: str) -> ZoneInfo:
    zone = find_zone(name.strip())
    if zone is None:
        raise FormRefused("zone", f"{name!r} is not a time zone. Choose one such as America/Bogota.")
    return zone


def _promise_anew(now: datetime, *which: ColumnElement[bool]) -> None:
    """Work out the next runs of the audiences again, by the clocks as they are now."""
    clocks = read_clocks()
    scheduled = (Audience.state == AudienceState.ACTIVE, Audience.frequency != Frequency.NEVER)
    for audience in db.session.scalars(select(Audience).where(*scheduled, *which)):
        audience.next_run_at = next_run(schedule_of(audience), now, clocks.of(audience.brand_id))
    db.session.flush()
