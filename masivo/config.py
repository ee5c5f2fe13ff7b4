"""The settings, read from the environment in this one place; every one has a default that works."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from masivo.errors import SettingsRefused

PROJECT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    """What the environment says, validated. Paths are absolute; `None` means the embedded default."""

    home: Path
    database_url: str
    redis_url: str | None
    warehouse_url: str | None
    zone: str

    @property
    def warehouse_home(self) -> Path:
        return self.home / "warehouse"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings of this process.

    Raises SettingsRefused when a variable cannot be understood.
    """
    home = Path(environ.get("MASIVO_HOME") or PROJECT / "instance").expanduser().resolve()
    return Settings(
        home=home,
        database_url=environ.get("DATABASE_URL") or f"sqlite:///{home / 'masivo.sqlite3'}",
        redis_url=environ.get("REDIS_URL") or None,
        warehouse_url=environ.get("MASIVO_WAREHOUSE_URL") or None,
        zone=_known_zone(environ.get("MASIVO_TIMEZONE") or "America/Bogota"),
    )


def secret_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """`SECRET_KEY`, or one made once and kept in the home folder, readable by its owner alone."""
    if given := environ.get("SECRET_KEY"):
        return given
    settings.home.mkdir(parents=True, exist_ok=True)
    kept = settings.home / "secret_key"
    try:
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return kept.read_text()
    with os.fdopen(descriptor, "w") as file:
        key = secrets.token_hex(32)
        file.write(key)
    return key


def _known_zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        raise SettingsRefused(
            f"MASIVO_TIMEZONE is {name!r}, which is not an IANA time zone such as America/Bogota."
        ) from None
    return name
