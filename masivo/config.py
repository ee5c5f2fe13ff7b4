"""The settings, read from the environment in this one place; every one has a default that works."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from masivo.errors import SettingsRefused
from masivo.zones import find_zone

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
        zone=known_zone(environ.get("MASIVO_TIMEZONE") or "America/Bogota"),
    )


def secret_key(settings: Settings, environ: Mapping[str, str] = os.environ) -> str:
    """`SECRET_KEY`, or one made once and kept in the home folder, readable by its owner alone."""
    if given := environ.get("SECRET_KEY"):
        return given
    kept = settings.home / "secret_key"
    if not kept.exists():
        _write_once(kept, secrets.token_hex(32))
    return kept.read_text()


def _write_once(path: Path, text: str) -> None:
    """Make a file that only its owner reads, whole from its first instant; where one stands already, that one stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, written = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}-")
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(text)
        with contextlib.suppress(FileExistsError):
            os.link(written, path)
    finally:
        Path(written).unlink()


def known_zone(name: str) -> str:
    """The name of an IANA time zone. Raises SettingsRefused for any other name (a folder of zones is none)."""
    if find_zone(name) is None:
        raise SettingsRefused(f"MASIVO_TIMEZONE is {name!r}, which is not an IANA time zone such as America/Bogota.")
    return name
