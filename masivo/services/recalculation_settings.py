"""What the account sets for its recalculations: how long a run may take, and how long what it found is kept."""

from dataclasses import asdict, dataclass, fields
from datetime import timedelta

from sqlalchemy import select

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import AccountSetting


@dataclass(frozen=True, slots=True)
class RecalculationSettings:
    """How many minutes a run may take, and for how many days what it leaves is kept.

    Every list of members is kept for `members_days`, after that the last of each month. Runs that ended without one
    are forgotten after `failures_days`.
    """

    run_minutes: int = 60
    members_days: int = 90
    failures_days: int = 365

    @property
    def longest_run(self) -> timedelta:
        """How long a run may take."""
        return timedelta(minutes=self.run_minutes)


RANGES = {"run_minutes": (1, 1440), "members_days": (1, 36500), "failures_days": (1, 36500)}
"""From and to, both included."""


def recalculation_settings() -> RecalculationSettings:
    """The settings as they stand."""
    names = [field.name for field in fields(RecalculationSettings)]
    stored = select(AccountSetting.name, AccountSetting.value).where(AccountSetting.name.in_(names))
    return RecalculationSettings(**{name: int(value) for name, value in db.session.execute(stored)})


def change_recalculation_settings(settings: RecalculationSettings) -> None:
    """Keep other settings. Raises FormRefused for a number out of its range."""
    for name, value in asdict(settings).items():
        least, most = RANGES[name]
        if not least <= value <= most:
            raise FormRefused(name, f"Give a whole number from {least:,} to {most:,}.")
        db.session.merge(AccountSetting(name=name, value=str(value)))
    db.session.flush()
