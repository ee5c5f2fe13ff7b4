"""The settings that services start from: the key that is made once, whoever comes first."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from masivo.config import read_settings, secret_key
from masivo.errors import SettingsRefused


def test_all_who_come_at_once_get_one_key(home: Path) -> None:
    settings = read_settings({"MASIVO_HOME": str(home / "new")})
    with ThreadPoolExecutor(16) as comers:
        keys = {done.result() for done in [comers.submit(secret_key, settings, {}) for _ in range(64)]}
    (key,) = keys
    assert len(key) == 64
    (kept,) = settings.home.iterdir()
    assert kept.read_text() == key
    assert kept.stat().st_mode & 0o777 == 0o600


def test_a_given_key_is_taken(home: Path) -> None:
    settings = read_settings({"MASIVO_HOME": str(home)})
    assert secret_key(settings, {"SECRET_KEY": "given"}) == "given"
    assert not (home / "secret_key").exists()


@pytest.mark.parametrize("zone", ["America", "Bogota", "../secret", "/etc/localtime"])
def test_a_zone_that_is_none_is_refused_by_name(zone: str) -> None:
    with pytest.raises(SettingsRefused, match="MASIVO_TIMEZONE"):
        read_settings({"MASIVO_TIMEZONE": zone})
