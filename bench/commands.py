"""What a person at the command line waits for: a small import into the big store, and one evaluation."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

from bench.conditions import Row
from bench.generate import UNTIL
from bench.timing import measure

_EVERYONE = {"version": 1, "op": "all", "children": [{"kind": "everyone"}]}
_EVENTS = 1_000


def command_rows(home: Path, times: int) -> Iterator[Row]:
    """Whole processes, from start to exit, on a copy of the store that shares its files."""
    with tempfile.TemporaryDirectory(dir=home.parent) as scratch:
        copy = Path(scratch) / "home"
        shutil.copytree(home / "warehouse", copy / "warehouse", copy_function=os.link)
        rule = Path(scratch) / "everyone.json"
        rule.write_text(json.dumps(_EVERYONE))
        yield Row(
            "`masivo evaluate`, everyone, start to exit",
            None,
            measure(lambda: _masivo(copy, "evaluate", str(rule)), times),
        )
        files = iter([_events_file(Path(scratch), number) for number in range(times + 1)])
        yield Row(
            f"`masivo import events`, {_EVENTS:,} of them, start to exit",
            None,
            measure(lambda: _masivo(copy, "import", "events", str(next(files))), times),
        )


def _masivo(home: Path, *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "masivo", *arguments],
        check=True,
        env={**os.environ, "MASIVO_HOME": str(home)},
        stdout=subprocess.DEVNULL,
    )


def _events_file(folder: Path, number: int) -> Path:
    path = folder / f"events-{number}.ndjson"
    events = (
        {
            "id": f"bench-{number}-{row}",
            "customer_id": f"C{row * 37 % 50_000 + 1:08d}",
            "brand_id": "andes",
            "type": "PURCHASE",
            "issued_at": (UNTIL + timedelta(seconds=row)).isoformat(),
            "order": {"value": 12.5, "products": [{"sku": "FAS-001", "amount": 1, "value": 12.5}]},
        }
        for row in range(_EVENTS)
    )
    path.write_text("".join(json.dumps(event) + "\n" for event in events))
    return path
