"""The benchmark's warehouse: the demonstration's generator at another size, made once in a folder of its own."""

import json
import shutil
import time
from datetime import UTC, datetime
from pathlib import Path

from masivo.config import Settings, read_settings
from masivo.demo.fill import DemoSize, fill_warehouse
from masivo.warehouse import open_warehouse

UNTIL = datetime(2026, 11, 22, 6, 0, tzinfo=UTC)
"""The end of the data, and the as_of of every question: a fixed one, so that the same store serves every day."""

_MADE = "made.json"


def settings_of(home: Path) -> Settings:
    """The settings of a benchmark home."""
    return read_settings({"MASIVO_HOME": str(home)})


def make_store(home: Path, size: DemoSize) -> float | None:
    """Fill the warehouse in `home` unless it is filled to this size already; the seconds it took, else None."""
    asked = {"customers": size.customers, "events": size.events, "seed": size.seed, "until": UNTIL.isoformat()}
    note = home / _MADE
    if note.exists() and json.loads(note.read_text()) == asked:
        return None
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir(parents=True)
    started = time.perf_counter()
    fill_warehouse(open_warehouse(settings_of(home)), size, UNTIL)
    seconds = time.perf_counter() - started
    note.write_text(json.dumps(asked))
    return seconds
