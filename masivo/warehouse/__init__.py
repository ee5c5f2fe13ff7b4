"""Where customers and events live: `open_warehouse` gives the one that the settings name."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from masivo.config import Settings
from masivo.errors import SettingsRefused

if TYPE_CHECKING:
    from masivo.warehouse.lake import LakeWarehouse

__all__ = ["open_warehouse"]


def open_warehouse(settings: Settings) -> "LakeWarehouse":
    """The warehouse of these settings; the same object for the same folder, so calling it often costs nothing.

    Raises SettingsRefused when MASIVO_WAREHOUSE_URL names a kind that this version cannot use.
    """
    if settings.warehouse_url is not None:
        raise SettingsRefused(
            "MASIVO_WAREHOUSE_URL is set, but this version keeps customers and events in its embedded warehouse only: "
            "unset it."
        )
    return _lake(settings.warehouse_home, os.getpid())


@lru_cache
def _lake(home: Path, _process: int) -> "LakeWarehouse":
    from masivo.warehouse.lake import LakeWarehouse  # noqa: PLC0415 - numpy and DuckDB load when somebody asks

    return LakeWarehouse(home)
