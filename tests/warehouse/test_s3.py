"""The lake in a bucket as machines read it: they see each other's imports, lose no file, and say when it is away."""

import json
import shutil
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from masivo.config import PROJECT
from masivo.errors import SettingsRefused, WarehouseUnavailable
from masivo.warehouse import maintenance
from masivo.warehouse.catalog import Owner
from masivo.warehouse.manifest import read_manifest
from masivo.warehouse.s3 import bucket as buckets
from masivo.warehouse.s3 import mirror as mirrors
from masivo.warehouse.s3.bucket import Bucket
from tests.s3 import S3Server
from tests.warehouse.lake import Lake, event
from tests.warehouse.machines import assert_delta_agrees


def _everything(lake: Lake) -> list[list[tuple[object, ...]]]:
    tables = lake.snapshot.tables
    return [
        sorted(lake.snapshot.rows(select(table)), key=repr) for table in (tables.customers, tables.events, tables.lines)
    ]


def _stored(lake: Lake) -> set[str]:
    """The data files in the bucket."""
    bucket, _, folder = str(lake.url).removeprefix("s3://").partition("/")
    found = buckets._client().list_objects_v2(Bucket=bucket, Prefix=folder)["Contents"]
    return {each["Key"].removeprefix(f"{folder}/") for each in found if each["Key"].endswith(".parquet")}


def _named(lake: Lake) -> set[str]:
    tables = read_manifest(lake.warehouse.home).tables
    return {f"{owner}/{part.path}" for owner, state in tables.items() for part in state.parts}


def test_machines_see_each_others_imports_and_answer_as_the_embedded_lake_does(here: Lake, there: Lake, home: Path):
    embedded = Lake(home / "embedded")
    for lake in (embedded, here):
        lake.events(event(id="e1", order={"products": [{"sku": "A"}]}), event(id="e2", customer_id="bo", points=3))
    assert _everything(there) == _everything(embedded)
    for lake in (embedded, there):
        lake.events(event(id="e1", status="REVERSED"), event(id="e3", customer_id="eva"))
        lake.customers({"id": "bo", "email": "bo@example.org"})
    assert _everything(here) == _everything(there) == _everything(embedded)
    assert here.snapshot.data_version == there.snapshot.data_version
    assert_delta_agrees(here)


def test_the_snapshot_is_the_same_while_nothing_is_imported(here: Lake, there: Lake):
    here.events(event())
    first = there.snapshot
    assert there.snapshot is first
    here.events(event(id="another"))
    assert there.snapshot is not first


def test_a_process_looks_at_the_bucket_once_a_second_at_most(here: Lake, there: Lake, monkeypatch):
    here.events(event(id="e1"))
    monkeypatch.setattr(mirrors, "LOOK_EVERY", 60.0)
    assert there.count(Owner.EVENT) == 1
    here.events(event(id="e2"))
    assert here.count(Owner.EVENT) == 2
    assert there.count(Owner.EVENT) == 1
    monkeypatch.setattr(mirrors, "LOOK_EVERY", 0.0)
    assert there.count(Owner.EVENT) == 2


def test_compaction_takes_no_file_from_a_reader_on_another_machine(here: Lake, there: Lake, monkeypatch):
    for number in range(3):
        here.events(event(id=f"e{number}", customer_id=f"c{number}"))
    before, reader, left = _everything(there), there.snapshot, _named(there)
    asked = reader.rows(select(reader.tables.customers.c.id))
    late = Lake(there.folder.with_name("late"), there.url)
    fetch = Bucket.download

    def compact_first(bucket: Bucket, name: str, path: Path, size: int) -> None:
        monkeypatch.setattr(Bucket, "download", fetch)
        assert maintenance.compact(here.warehouse) == 6
        fetch(bucket, name, path, size)

    monkeypatch.setattr(Bucket, "download", compact_first)
    assert late.snapshot.customer_count == 3
    assert _named(late) == left
    assert _everything(there) == before
    assert there.snapshot is not reader
    assert reader.rows(select(reader.tables.customers.c.id)) == asked
    assert late.snapshot.customer_count == 3
    assert left < _stored(here)

    monkeypatch.setattr(maintenance, "KEPT_HOURS", 0)
    monkeypatch.setattr(mirrors, "KEPT_HOURS", 0)
    maintenance.compact(here.warehouse)
    here.events(event(id="e4"))
    assert len(_everything(there)[1]) == 4
    for lake in (here, there):
        kept = {f"{owner}/{path.name}" for owner in Owner for path in (lake.warehouse.home / owner).iterdir()}
        assert kept == _named(lake)


def test_a_mirror_that_was_deleted_is_fetched_again(here: Lake):
    here.events(event(id="e1"))
    shutil.rmtree(here.warehouse.home)
    assert here.count(Owner.EVENT) == 1


def _hold_fetches(monkeypatch: pytest.MonkeyPatch) -> tuple[threading.Event, threading.Event]:
    """From now on fetches tell by the first event that they began, and wait for the second."""
    fetching, go_on, fetch = threading.Event(), threading.Event(), Bucket.download

    def slowly(*given: Any) -> None:
        fetching.set()
        go_on.wait(30)
        fetch(*given)

    monkeypatch.setattr(Bucket, "download", slowly)
    return fetching, go_on


@pytest.mark.chaos
def test_nobody_is_answered_from_a_copy_that_is_still_being_fetched(here: Lake, there: Lake, monkeypatch):
    here.events(event(id="e1"))
    monkeypatch.setattr(mirrors, "LOOK_EVERY", 60.0)
    fetching, go_on = _hold_fetches(monkeypatch)
    with ThreadPoolExecutor(2) as threads:
        first = threads.submit(lambda: there.snapshot.customer_count)
        fetching.wait(30)
        second = threads.submit(lambda: there.snapshot.customer_count)
        time.sleep(0.1)
        assert not second.done()
        go_on.set()
        assert (first.result(), second.result()) == (1, 1)


def test_who_has_a_version_does_not_wait_for_the_next_one(here: Lake, there: Lake, monkeypatch):
    here.events(event(id="e1"))
    assert there.count(Owner.EVENT) == 1
    here.events(event(id="e2"))
    fetching, go_on = _hold_fetches(monkeypatch)
    with ThreadPoolExecutor(1) as threads:
        first = threads.submit(there.warehouse.snapshot)
        fetching.wait(30)
        before = there.warehouse.snapshot()
        go_on.set()
        assert before.data_version < first.result().data_version


def test_the_tables_are_made_once_for_all_machines(here: Lake, there: Lake):
    assert here.warehouse.make_tables()
    assert not there.warehouse.make_tables()
    here.events(event())
    assert not there.warehouse.make_tables()
    assert there.snapshot.customer_count == 1


def test_a_bucket_that_is_away_is_told_in_words_and_asked_no_more_for_a_second(
    here: Lake, monkeypatch, s3_server: S3Server
):
    here.events(event())
    held = here.snapshot
    monkeypatch.setenv("AWS_ENDPOINT_URL", "http://127.0.0.1:9")
    monkeypatch.setitem(buckets._PATIENCE, "retries", {"mode": "standard", "total_max_attempts": 1})
    buckets.forget_settings()
    with pytest.raises(WarehouseUnavailable, match="cannot be reached just now"):
        here.warehouse.snapshot()
    with pytest.raises(WarehouseUnavailable, match="cannot be reached just now"):
        here.events(event(id="another"))
    assert held.customer_count == 1
    monkeypatch.setattr(mirrors, "LOOK_EVERY", 60.0)
    monkeypatch.setenv("AWS_ENDPOINT_URL", s3_server.environment["AWS_ENDPOINT_URL"])
    buckets.forget_settings()
    with pytest.raises(WarehouseUnavailable, match="cannot be reached just now"):
        here.warehouse.snapshot()
    monkeypatch.setattr(mirrors, "LOOK_EVERY", 0.0)
    assert here.snapshot is held


def test_what_is_wrong_with_the_bucket_is_said(s3: S3Server, home: Path, monkeypatch):
    with pytest.raises(WarehouseUnavailable, match="is not there: make the bucket, or correct MASIVO_WAREHOUSE_URL"):
        Lake(home / "a", "s3://nobodys-bucket").warehouse.snapshot()
    closed = s3.make_bucket()
    nobody = {"Effect": "Deny", "Principal": "*", "Action": "s3:*", "Resource": f"arn:aws:s3:::{closed}/*"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [nobody]})
    s3.client().put_bucket_policy(Bucket=closed, Policy=policy)
    with pytest.raises(WarehouseUnavailable, match=r"refuses this program .*: check AWS_ACCESS_KEY_ID"):
        Lake(home / "b", f"s3://{closed}").warehouse.snapshot()
    with pytest.raises(SettingsRefused, match="Write s3://bucket"):
        Lake(home / "c", "s3:///folder")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.delenv(name)
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(home / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(home / "none"))
    buckets.forget_settings()
    with pytest.raises(WarehouseUnavailable, match="without credentials: set AWS_ACCESS_KEY_ID"):
        Lake(home / "d", f"s3://{closed}").warehouse.snapshot()


FORKED = """
import os, sys
from pathlib import Path
from tests.warehouse.lake import Lake, event
lake = Lake(Path(sys.argv[1]), sys.argv[2])
lake.events(event())
held = lake.snapshot
child = os.fork()
assert held.key_of("ana") == lake.snapshot.key_of("ana") == 0
if child:
    _, status = os.waitpid(child, 0)
    sys.exit(os.waitstatus_to_exitcode(status))
"""


@pytest.mark.chaos
def test_it_outlives_a_fork_on_both_sides(here: Lake):
    command = [sys.executable, "-c", FORKED, str(here.folder), str(here.url)]
    assert subprocess.run(command, cwd=PROJECT, timeout=60, check=False).returncode == 0
