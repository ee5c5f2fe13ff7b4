"""Loading the demonstration where nothing stands: the warehouse first, then all else in one transaction."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import exists, select

from masivo.demo.audiences import plan_audiences
from masivo.demo.brands import BRANDS
from masivo.demo.fill import DemoSize, fill_warehouse
from masivo.demo.history import Storyteller
from masivo.demo.people import EMAIL, NAME, PASSWORD
from masivo.extensions import db
from masivo.models import AccountSetting, Audience, User
from masivo.services.account import account_zone, change_brand
from masivo.services.connections import current_settings, warehouse
from masivo.services.users import create_user
from masivo.warehouse import open_warehouse

_NOTE = "demonstration"
"""The account setting that says how far a load came, and the instant at which its data ends."""


class Stage(StrEnum):
    """How far a load came. BEGUN: the warehouse may hold some of it. FILLED: all of it, but the audiences are missing.

    OTHER: data stands here that is not the demonstration's.
    """

    NOTHING = "nothing"
    BEGUN = "begun"
    FILLED = "filled"
    LOADED = "loaded"
    OTHER = "other"


@dataclass(frozen=True)
class Standing:
    """What stands here; `until` is the end of the data of a load that was begun."""

    stage: Stage
    until: datetime | None = None


def find_standing(size: DemoSize) -> Standing:
    """How far the demonstration of this size is, by the note of an earlier load and by what the warehouse holds."""
    note = db.session.get(AccountSetting, _NOTE)
    customers = warehouse().snapshot().customer_count
    if note is not None:
        stage, _, until = note.value.partition(" ")
        if stage != Stage.BEGUN or customers in (0, size.customers):
            return Standing(Stage(stage), datetime.fromisoformat(until))
    if customers or db.session.scalar(select(exists(Audience.id))):
        return Standing(Stage.OTHER)
    return Standing(Stage.NOTHING)


def finish_load(size: DemoSize, standing: Standing, now: datetime, tell: Callable[[str], None]) -> None:
    """Load what is missing, from the start or from where an earlier load was broken off; `tell` hears of each step.

    Unlike the rest of this package it commits, after each step: what is done is done.
    """
    until = standing.until or now
    if standing.stage is not Stage.FILLED:
        _note(Stage.BEGUN, until)
        tell(f"Making {size.customers:,} customers and {size.events:,} events …")
        fill_warehouse(open_warehouse(current_settings()), size, until)
        _note(Stage.FILLED, until)
    tell("Making audiences, and calculating what they were in the last four weeks …")
    made = make_account(now)
    _note(Stage.LOADED, until)
    tell(f"{len(made)} audiences are there. Sign in with {EMAIL} and the password {PASSWORD}")


def make_account(now: datetime) -> list[Audience]:
    """The brands' names, the one who signs in, and the audiences with their history up to `now`; not committed."""
    for brand in BRANDS:
        change_brand(brand.id, brand.name)
    zone = account_zone()
    teller = Storyteller(warehouse().snapshot(), _author(), zone, now)
    return [teller.tell(plan) for plan in plan_audiences(now.astimezone(zone).date())]


def _note(stage: Stage, until: datetime) -> None:
    """Commit how far the load came, and all that goes with it."""
    db.session.merge(AccountSetting(name=_NOTE, value=f"{stage} {until.isoformat()}"))
    db.session.commit()


def _author() -> User:
    known = db.session.scalar(select(User).where(User.email == EMAIL))
    return known or create_user(EMAIL, NAME, PASSWORD)
