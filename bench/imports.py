"""A file of events with their lines into an empty warehouse: how many a second, in how much memory."""

import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from bench.events_file import write_events
from bench.generate import settings_of


def describe_import(home: Path, number: int) -> str:
    """One import of the store's last events as NDJSON, in words."""
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        file = Path(scratch) / "events.ndjson"
        write_events(settings_of(home).warehouse_home, file, number)
        megabytes = file.stat().st_size / 1e6
        started = time.perf_counter()
        process = subprocess.Popen(
            [sys.executable, "-m", "masivo", "import", "events", str(file)],
            env={**os.environ, "MASIVO_HOME": f"{scratch}/home"},
            stdout=subprocess.PIPE,
        )
        assert process.stdout is not None
        [*_, summary] = process.stdout.read().splitlines()
        _, _, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - started
    accepted = json.loads(summary)["accepted"]
    processors = usage.ru_utime + usage.ru_stime
    return (
        f"`masivo import events` of {accepted:,} events ({megabytes:,.0f} MB of NDJSON), start to exit:"
        f" {seconds:.1f} s, {accepted / seconds:,.0f} events a second; {processors:.1f} s of processors;"
        f" the largest of its processes had {usage.ru_maxrss / 2**20:.2f} GiB."
    )
