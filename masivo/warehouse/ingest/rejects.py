"""The file of rejected records that an import leaves for people to mend."""

import os
import shutil
from datetime import UTC, datetime
from pathlib import Path

from masivo.warehouse.ingest.plan import Kind


def collect_rejects(scratch: Path, folder: Path, kind: Kind) -> Path | None:
    """Put what the chunks rejected into one file of NDJSON, in the order of the input; None where there is nothing.

    A line has `file`, `number` (of the line; of the row in a Parquet file), `reason`, and `record` as it stood there.
    """
    parts = [part for part in sorted(scratch.glob("*.rejects")) if part.stat().st_size]
    if not parts:
        return None
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{kind}-{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{os.getpid()}.ndjson"
    with target.open("wb") as file:
        for part in parts:
            with part.open("rb") as rejects:
                shutil.copyfileobj(rejects, file)
    return target
