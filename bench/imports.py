"""A file of events with their lines into an empty warehouse: how many a second, in how much memory."""

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from bench.events_file import write_events
from bench.figures import Figure
from bench.generate import settings_of

_AT_ONCE = 1_000_000
_PAGE = os.sysconf("SC_PAGE_SIZE")
_LOOK_SECONDS = 0.1


def import_figures(home: Path, events: int) -> Iterator[Figure]:
    """A million of the store's last events as NDJSON, and then all of them."""
    for number in sorted({min(events, _AT_ONCE), events}):
        with tempfile.TemporaryDirectory(dir=home) as scratch:
            yield from _figures(home, Path(scratch), number)


def _figures(home: Path, scratch: Path, number: int) -> Iterator[Figure]:
    file = scratch / "events.ndjson"
    write_events(settings_of(home).warehouse_home, file, number)
    megabytes = file.stat().st_size / 1e6
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    command = [sys.executable, "-m", "masivo", "import", "events", str(file)]
    process = subprocess.Popen(command, env={**os.environ, "MASIVO_HOME": f"{scratch}/home"}, stdout=subprocess.DEVNULL)
    peak = 0
    while process.poll() is None:
        peak = max(peak, sum(_memory(each) for each in _family(process.pid)))
        time.sleep(_LOOK_SECONDS)
    seconds = time.perf_counter() - started
    if process.returncode:
        raise SystemExit(f"the import of {number:,} events ended with {process.returncode}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    what = f"`masivo import events` of {number:,} events ({megabytes:,.0f} MB of NDJSON)"
    yield Figure(f"{what}, start to exit", f"{seconds:.1f} s, {number / seconds:,.0f} events a second", "150,000")
    yield Figure("time of processors", f"{used:.1f} s")
    yield Figure("peak memory of all its processes together", f"{peak / 1e9:.2f} GB", "2 GB")


def _family(pid: int) -> list[int]:
    """A process and all that it started; without those that have ended."""
    with suppress(OSError):
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text().split()
        return [pid, *(each for child in children for each in _family(int(child)))]
    return []


def _memory(pid: int) -> int:
    """The bytes of a process that lie in memory; none of one that has ended."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * _PAGE
    return 0
