"""An import in a process of its own, which may be killed at a chosen point: `importer.py HOME FILE [POINT]`.

`importer.py HOME state` tells how many customers, events, lines and events that count there are. MASIVO_WAREHOUSE_URL
names another kind of warehouse than the lake.
"""

import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import func, select

from masivo.warehouse import delta, writer
from masivo.warehouse.catalog import Owner
from masivo.warehouse.clickhouse import writing as clickhouse
from masivo.warehouse.ingest import imports
from masivo.warehouse.lake import LakeWarehouse
from masivo.warehouse.postgres.writing import PostgresWriter
from masivo.warehouse.s3 import writing as s3
from masivo.warehouse.s3.bucket import Bucket
from masivo.warehouse.s3.lease import Lease
from masivo.warehouse.s3.mirror import Mirror
from masivo.warehouse.writer import LakeWriter
from tests.warehouse.lake import Lake, numbers


def _die(*_given: Any, **_more: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str, calls: int = 1) -> None:
    """Die when the function is called for the `calls`-th time from now on."""
    function: Callable[..., Any] = getattr(owner, name)
    left = [calls]

    def called(*given: Any, **more: Any) -> Any:
        left[0] -= 1
        return _die() if left[0] == 0 else function(*given, **more)

    setattr(owner, name, called)


POINTS: dict[str, tuple[Any, str, int]] = {
    "when all is read": (LakeWarehouse, "writer", 1),
    "before the first file": (LakeWriter, "write", 1),
    "after some files": (LakeWriter, "write", 3),
    "before the commit": (LakeWriter, "commit", 1),
    "before the manifest": (writer, "write_manifest", 1),
    "after the manifest": (writer, "publish", 2),
    "between the logs": (delta, "_publish_table", 5),
    "when all is done": (imports, "collect_rejects", 1),
}
"""The names by which a test chooses where the import dies. Opening a writer publishes once, the commit again."""

SERVER_POINTS: dict[str, tuple[Any, str, int]] = {
    "postgresql: before the commit": (PostgresWriter, "_commit", 1),
    "postgresql: when all is done": (PostgresWriter, "tidy", 1),
    "clickhouse: before the commit": (clickhouse, "commit", 1),
    "clickhouse: when all is done": (clickhouse, "drop_old", 1),
}

S3_POINTS: dict[str, tuple[Any, str, int]] = {
    "after some uploads": (Bucket, "upload", 3),
    "before the commit": (Lease, "confirm", 2),
    "after the commit": (Mirror, "keep", 1),
    "before the logs": (s3, "publish", 2),
}


def state(lake: Lake) -> tuple[int, int, int, int]:
    """Customers, events, lines, and events that count."""
    events = lake.snapshot.tables.events
    [(counting,)] = lake.snapshot.rows(select(func.count()).select_from(events).where(events.c.counts))
    return lake.count(Owner.CUSTOMER), lake.count(Owner.EVENT), lake.count(Owner.LINE), int(counting)


if __name__ == "__main__":
    home, path, *point = sys.argv[1:]
    store = Lake(Path(home), os.environ.get("MASIVO_WAREHOUSE_URL"))
    if path == "state":
        print(json.dumps(state(store)))  # noqa: T201 - it is what the caller asks for
        sys.exit()
    if point:
        _before(*(POINTS | SERVER_POINTS | {f"s3: {name}": at for name, at in S3_POINTS.items()})[point[0]])
    print(json.dumps(numbers(store.import_files("events", path))))  # noqa: T201
