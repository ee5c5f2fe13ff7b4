"""Where customers and events live: `open_warehouse` gives the one that the settings name."""

import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from masivo.config import Settings
from masivo.errors import SettingsRefused

if TYPE_CHECKING:
    from masivo.warehouse.store import Warehouse

__all__ = ["open_warehouse"]


def open_warehouse(settings: Settings) -> "Warehouse":
    """The warehouse of these settings; the same object for the same settings, so calling it often costs nothing.

    Raises SettingsRefused when MASIVO_WAREHOUSE_URL names a kind that this version cannot use.
    """
    if settings.warehouse_url is None:
        return _lake(settings.warehouse_home, os.getpid())
    return _server(settings.warehouse_url, settings.home, os.getpid())


@lru_cache
def _lake(home: Path, _process: int) -> "Warehouse":
    from masivo.warehouse.lake import LakeWarehouse  # noqa: PLC0415 - numpy and DuckDB load when somebody asks

    return LakeWarehouse(home)


@lru_cache
def _server(url: str, home: Path, _process: int) -> "Warehouse":
    kind = url.partition(":")[0].partition("+")[0]
    if kind == "postgresql":
        from masivo.warehouse.postgres.warehouse import PostgresWarehouse  # noqa: PLC0415

        return PostgresWarehouse(url, home)
    if kind == "clickhousedb":
        from masivo.warehouse.clickhouse.warehouse import ClickHouseWarehouse  # noqa: PLC0415

        return ClickHouseWarehouse(url, home)
    if kind == "s3":
        from masivo.warehouse.s3.warehouse import BucketWarehouse  # noqa: PLC0415

        return BucketWarehouse(url, home)
    raise SettingsRefused(
        f"MASIVO_WAREHOUSE_URL begins with {kind!r}: customers and events can live in postgresql://…, in"
        " clickhousedb://…, in s3://…, or, where it is not set, in the embedded warehouse."
    )
