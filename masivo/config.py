"""The settings, read from the environment in this one place; every one has a default that works."""

import contextlib
import os
import secrets
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from masivo.errors import SettingsRefused
from masivo.zones import find_zone

MULTIPROCESS = "PROMETHEUS_MULTIPROC_DIR"
"""The variable by which prometheus-client learns of a folder that several processes count into."""

PROJECT = Path(__file__).resolve().parent.parent


_LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")


class LogFormat(StrEnum):
    """How log lines are written: one JSON object each, or the plain message for people."""

    JSON = "json"
    TEXT = "text"


@dataclass(frozen=True)
class Settings:
    """What the environment says, validated. Paths are absolute; `None` means the embedded default.

    `https` is true where people come through a proxy that speaks TLS and says who they are. `metrics_token` opens
    /metrics to programs; None to signed-in people only.
    """

    home: Path
    database_url: str
    redis_url: str | None
    warehouse_url: str | None
    zone: str
    log_level: str = "INFO"
    log_format: LogFormat = LogFormat.JSON
    metrics_token: str | None = None
    https: bool = False

    @property
    def warehouse_home(self) -> Path:
        return self.home / "warehouse"

    @property
    def database_missing(self) -> bool:
        """The application database is a SQLite file that is not there yet."""
        scheme, _, path = self.database_url.partition(":///")
        return scheme.startswith("sqlite") and not Path(path.partition("?")[0]).exists()


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
        log_level=_one_of(environ, "MASIVO_LOG_LEVEL", _LOG_LEVELS, "INFO"),
        log_format=LogFormat(_one_of(environ, "MASIVO_LOG_FORMAT", tuple(LogFormat), LogFormat.JSON)),
        metrics_token=environ.get("MASIVO_METRICS_TOKEN") or None,
        https=_one_of(environ, "MASIVO_HTTPS", ("0", "1"), "0") == "1",
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


def _one_of(environ: Mapping[str, str], variable: str, allowed: tuple[str, ...], default: str) -> str:
    given = environ.get(variable) or default
    if given not in allowed:
        raise SettingsRefused(f"{variable} is {given!r}. Choose one of: {', '.join(allowed)}.")
    return given


def metrics_folder(environ: Mapping[str, str] = os.environ) -> str | None:
    """The folder that the web processes of this machine count into, where `masivo.serving` made one."""
    return environ.get(MULTIPROCESS) or None
