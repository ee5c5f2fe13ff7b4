"""Small files are joined, dead ones deleted, and nobody who reads notices."""

import os
import time
from pathlib import Path

from sqlalchemy import select

from masivo.warehouse import maintenance, merge_events
from masivo.warehouse.catalog import Owner
from masivo.warehouse.ingest import sources
from masivo.warehouse.manifest import read_manifest
from tests.warehouse.lake import Lake, event


def _files(lake: Lake, owner: Owner) -> set[str]:
    return {path.name for path in (lake.warehouse.home / owner).glob("*.parquet")}


def _everything(lake: Lake) -> list[list[tuple[object, ...]]]:
    tables = lake.snapshot.tables
    return [
        sorted(lake.snapshot.rows(select(table)), key=repr) for table in (tables.customers, tables.events, tables.lines)
    ]


def test_compaction_joins_files_and_changes_no_answer_and_no_version(lake: Lake):
    for number in range(5):
        lake.events(event(customer_id=f"c{number}", **{f"name{number}": number}, order={"products": [{"sku": "A"}]}))
    before, version, reader = _everything(lake), lake.snapshot.data_version, lake.snapshot
    assert maintenance.compact(lake.warehouse) == 15
    parts = {owner: state.parts for owner, state in read_manifest(lake.warehouse.home).tables.items()}
    assert {owner: len(found) for owner, found in parts.items()} == dict.fromkeys(Owner, 1)
    assert lake.snapshot is not reader
    assert _everything(lake) == before
    assert lake.snapshot.data_version == version
    assert reader.key_of("c4") == 4
    assert maintenance.compact(lake.warehouse) == 0


def test_imports_join_small_files_by_themselves(lake: Lake, monkeypatch):
    monkeypatch.setattr(maintenance, "MOST_OF_A_TIER", 3)
    for number in range(7):
        lake.events(event(customer_id=f"c{number}"))
        parts = read_manifest(lake.warehouse.home).tables[Owner.EVENT].parts
        assert len(parts) < 3
    assert lake.count(Owner.EVENT) == 7


def test_files_that_left_are_deleted_only_when_no_reader_can_need_them(lake: Lake, monkeypatch):
    lake.events(event(id="e1"))
    lake.events(event(id="e1", status="REVERSED"))
    orphan = lake.warehouse.home / Owner.EVENT / "part-of-a-killed-writer.parquet"
    orphan.write_bytes(b"x")
    named = {part.path for part in read_manifest(lake.warehouse.home).tables[Owner.EVENT].parts}
    assert named < _files(lake, Owner.EVENT)
    maintenance.compact(lake.warehouse)
    assert named < _files(lake, Owner.EVENT)
    _grow_old(orphan)
    monkeypatch.setattr(maintenance, "KEPT_HOURS", 0)
    maintenance.compact(lake.warehouse)
    assert _files(lake, Owner.EVENT) == named
    assert lake.events_of("ana")[0].status == "REVERSED"


def _grow_old(path: Path) -> None:
    long_ago = time.time() - 7 * 86_400
    os.utime(path, (long_ago, long_ago))


def test_an_import_deletes_files_that_left_long_ago_once_a_day(lake: Lake, monkeypatch):
    monkeypatch.setattr(maintenance, "KEPT_HOURS", 0)
    lake.events(event(id="e1"))
    orphan = lake.warehouse.home / Owner.EVENT / "part-of-a-killed-writer.parquet"
    orphan.write_bytes(b"x")
    _grow_old(orphan)
    lake.events(event(id="e2"))
    assert not orphan.exists()
    orphan.write_bytes(b"x")
    _grow_old(orphan)
    monkeypatch.setattr(maintenance, "KEPT_HOURS", 24)
    lake.events(event(id="e3"))
    assert orphan.exists()


def test_files_that_were_joined_once_are_joined_again_when_there_are_many(lake: Lake, monkeypatch):
    monkeypatch.setattr(maintenance, "MOST_OF_A_TIER", 2)
    monkeypatch.setattr(maintenance, "TIERS", ((0, 2), (2, 4)))
    for number in range(8):
        lake.events(event(id=f"e{number}", customer_id=f"c{number}"))
    sizes = [part.rows for part in read_manifest(lake.warehouse.home).tables[Owner.EVENT].parts]
    assert sizes == [4, 4]


def test_many_events_are_written_in_stretches(lake: Lake, monkeypatch):
    monkeypatch.setattr(merge_events, "ROWS_PER_FILE", 3)
    monkeypatch.setattr(sources, "CHUNK_BYTES", 200)
    events = [
        event(id=f"e{number}", customer_id=f"c{number % 4}", order={"products": [{"sku": f"s{number}"}]})
        for number in range(10)
    ]
    assert lake.events(*events, events[2]).accepted == 10
    assert len(read_manifest(lake.warehouse.home).tables[Owner.EVENT].parts) > 2
    assert {
        each.id: each.lines[0].properties["sku"] for key in range(4) for each in lake.snapshot.events_of(key, 9)
    } == {f"e{number}": f"s{number}" for number in range(10)}
