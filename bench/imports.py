"""A file of events with their lines into an empty warehouse: how many a second, in how much memory."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from bench.events_file import write_events
from bench.generate import settings_of

_WATCH = """
import resource, subprocess, sys, time
started = time.perf_counter()
subprocess.run(sys.argv[1:], check=True)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
print(time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss)
"""
"""Run by a small process: Linux counts the memory of whoever starts a program as the program's own."""


def describe_import(home: Path, number: int) -> str:
    """One import of the store's last events as NDJSON, in words."""
    with tempfile.TemporaryDirectory(dir=home) as scratch:
        file = Path(scratch) / "events.ndjson"
        write_events(settings_of(home).warehouse_home, file, number)
        megabytes = file.stat().st_size / 1e6
        command = [sys.executable, "-m", "masivo", "import", "events", str(file)]
        environment = {**os.environ, "MASIVO_HOME": f"{scratch}/home"}
        done = subprocess.run(
            [sys.executable, "-c", _WATCH, *command], env=environment, stdout=subprocess.PIPE, check=True
        )
    *_, summary, watched = done.stdout.splitlines()
    accepted = json.loads(summary)["accepted"]
    seconds, processors, kilobytes = map(float, watched.split())
    return (
        f"`masivo import events` of {accepted:,} events ({megabytes:,.0f} MB of NDJSON), start to exit:"
        f" {seconds:.1f} s, {accepted / seconds:,.0f} events a second; {processors:.1f} s of processors;"
        f" the largest of its processes had {kilobytes / 2**20:.2f} GiB."
    )
