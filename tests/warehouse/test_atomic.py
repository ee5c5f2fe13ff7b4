"""All of an import or nothing of it, whatever is killed and whoever else imports or reads."""

import os
import signal
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from deltalake import DeltaTable
from sqlalchemy import func, select

from masivo.config import PROJECT
from masivo.warehouse import scratch
from masivo.warehouse.catalog import Owner
from masivo.warehouse.maintenance import make_tables
from masivo.warehouse.manifest import read_manifest
from masivo.warehouse.store import Snapshot
from tests.stores import on_every_store
from tests.warehouse.importer import POINTS
from tests.warehouse.importer import state as state_of
from tests.warehouse.lake import Lake, event, numbers

SEEN_BY_A_READER = {"after the manifest", "between the logs", "when all is done"}


def _start(lake: Lake, *arguments: str) -> "subprocess.Popen[bytes]":
    command = [sys.executable, "-m", "tests.warehouse.importer", str(lake.folder), *arguments]
    return subprocess.Popen(command, cwd=PROJECT)


def _assert_delta_agrees(lake: Lake) -> None:
    """What Spark or Trino would read is what the manifest says."""
    manifest = read_manifest(lake.warehouse.home)
    for owner, state in manifest.tables.items():
        table = DeltaTable(lake.warehouse.home / owner)
        assert {uri.rpartition("/")[2] for uri in table.file_uris()} == {part.path for part in state.parts}
        assert table.to_pyarrow_table().num_rows == state.rows


@pytest.mark.parametrize("point", list(POINTS))
def test_an_import_killed_at_any_point_is_in_whole_or_not_at_all_and_can_be_run_again(lake: Lake, monkeypatch, point):
    lake.events(*(event(id=f"old{n}", customer_id=f"c{n}", order={"products": [{"sku": "A"}]}) for n in range(10)))
    before = state_of(lake)
    assert before == (10, 10, 10, 10)
    path = lake.write(
        "more.ndjson",
        *(event(id=f"new{n}", customer_id=f"c{n + 5}", fresh=n, order={"products": [{}, {}]}) for n in range(20)),
        *(event(id=f"old{n}", status="REVERSED") for n in range(4)),
    )
    after = (25, 30, 50, 26)

    assert _start(lake, path, point).wait() == -signal.SIGKILL
    assert state_of(lake) == (after if point in SEEN_BY_A_READER else before)

    monkeypatch.setattr(scratch, "_BEING_MADE", 0)
    done_already = point in SEEN_BY_A_READER
    assert numbers(lake.import_files("events", path)) == ((24, 0, 24, 0) if done_already else (24, 24, 0, 0))
    assert state_of(lake) == after
    _assert_delta_agrees(lake)
    assert list((lake.warehouse.home / "scratch").iterdir()) == []


def test_two_imports_at_once_both_land(lake: Lake):
    paths = [
        lake.write(f"{name}.ndjson", *(event(id=f"{name}{n}", customer_id=f"c{n}") for n in range(500)))
        for name in ("a", "b", "c")
    ]
    running = [_start(lake, path) for path in paths]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert state_of(lake) == (500, 1500, 0, 1500)
    _assert_delta_agrees(lake)


def _counting(snapshot: Snapshot) -> int:
    events = snapshot.tables.events
    [(number,)] = snapshot.rows(select(func.count()).select_from(events).where(events.c.counts))
    return int(number)


@on_every_store
def test_a_reader_keeps_its_version_while_another_is_written(lake: Lake):
    lake.events(event(id="e1"))
    reader = lake.snapshot
    lake.events(event(id="e1", status="REVERSED"), event(id="e2"), event(id="e3"))
    assert _counting(reader) == 1
    assert _counting(lake.snapshot) == 2
    assert lake.snapshot.data_version > reader.data_version


@on_every_store
def test_the_snapshot_is_the_same_while_nothing_is_imported(lake: Lake):
    lake.events(event())
    first = lake.snapshot
    assert lake.snapshot is first
    lake.events(event())
    assert lake.snapshot is not first


def test_making_the_tables_empties_nothing(lake: Lake):
    assert make_tables(lake.warehouse)
    assert lake.snapshot.customer_count == 0
    _assert_delta_agrees(lake)
    lake.events(event())
    assert not make_tables(lake.warehouse)
    assert lake.snapshot.customer_count == 1


FORKED = """
import os, sys
from pathlib import Path
from tests.warehouse.lake import Lake, event
lake = Lake(Path(sys.argv[1]))
lake.events(event())
ana = lake.snapshot.key_of("ana")
held = lake.snapshot
child = os.fork()
assert held.key_of("ana") == ana == lake.snapshot.key_of("ana")
if child:
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))
"""


def test_a_snapshot_outlives_a_fork_on_both_sides(lake: Lake):
    """A forked DuckDB answers nothing and hangs at the end, so this would never come back."""
    command = [sys.executable, "-c", FORKED, str(lake.folder)]
    assert subprocess.run(command, cwd=PROJECT, timeout=60, check=False, env=os.environ).returncode == 0


def test_threads_ask_while_imports_go_on(lake: Lake):
    """Every answer is that of one version: the events of an import are all there, or none of them."""
    lake.events(*(event(id=f"0-{n}") for n in range(10)))
    stop = threading.Event()
    seen: list[int] = []

    def ask() -> None:
        while not stop.is_set():
            seen.append(lake.count(Owner.EVENT))

    with ThreadPoolExecutor(4) as threads:
        asking = [threads.submit(ask) for _ in range(4)]
        try:
            for number in range(1, 4):
                lake.events(*(event(id=f"{number}-{n}") for n in range(10)))
        finally:
            stop.set()
        for one in asking:
            one.result()
    assert set(seen) <= {10, 20, 30, 40}
    assert lake.count(Owner.EVENT) == 40
