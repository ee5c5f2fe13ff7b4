"""PostgreSQL and ClickHouse when things go wrong: imports killed or two at once, servers that are away."""

import json
import os
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import NullPool, create_engine, select, text

from masivo.config import PROJECT, Settings
from masivo.errors import WarehouseUnavailable
from masivo.warehouse import open_warehouse
from masivo.warehouse.catalog import Owner
from masivo.warehouse.clickhouse import generation
from masivo.warehouse.clickhouse.database import Database
from masivo.warehouse.postgres.tables import SCHEMA, make_tables
from tests.clickhouse import ClickHouse
from tests.postgres import PostgresServer
from tests.stores import SERVERS, new_address, on_every_store
from tests.warehouse.importer import SERVER_POINTS
from tests.warehouse.lake import Lake, event, numbers


class Apart:
    """A warehouse that only processes of their own open: ClickHouse in a folder allows one at a time."""

    def __init__(self, home: Path, url: str) -> None:
        self._home = home
        self._environment = {**os.environ, "MASIVO_WAREHOUSE_URL": url}

    def do(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [sys.executable, "-m", "tests.warehouse.importer", str(self._home), *arguments]
        return subprocess.run(
            command, cwd=PROJECT, env=self._environment, capture_output=True, text=True, check=False, timeout=300
        )

    def state(self) -> Any:
        done = self.do("state")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])


@pytest.fixture
def address(request: pytest.FixtureRequest, home: Path) -> str:
    if request.param == "clickhouse":
        return f"clickhousedb:///default?interface=chdb&path={home / 'clickhouse'}"
    url = new_address(request, request.param)
    assert url is not None
    return url


@pytest.mark.parametrize(
    ("address", "point"), [(point.partition(":")[0], point) for point in SERVER_POINTS], indirect=["address"]
)
def test_an_import_killed_at_any_point_is_in_whole_or_not_at_all_and_can_be_run_again(
    home: Path, address: str, point: str
) -> None:
    files, store = Lake(home / "files"), Apart(home, address)
    old = [event(id=f"old{n}", customer_id=f"c{n}", order={"products": [{"sku": "A"}]}) for n in range(10)]
    more = [event(id=f"new{n}", customer_id=f"c{n + 5}", fresh=n, order={"products": [{}, {}]}) for n in range(20)]
    more += [event(id=f"old{n}", status="REVERSED") for n in range(4)]
    assert store.do(files.write("old.ndjson", *old)).returncode == 0
    before, after = [10, 10, 10, 10], [25, 30, 50, 26]
    path = files.write("more.ndjson", *more)

    assert store.do(path, point).returncode == -signal.SIGKILL
    done_already = point.endswith("done")
    assert store.state() == (after if done_already else before)

    again = store.do(path)
    assert again.returncode == 0, again.stderr
    assert json.loads(again.stdout.splitlines()[-1]) == ([24, 0, 24, 0] if done_already else [24, 24, 0, 0])
    assert store.state() == after


@on_every_store
def test_two_imports_at_once_both_land(lake: Lake) -> None:
    paths = [
        lake.write(f"{name}.ndjson", *(event(id=f"{name}{n}", customer_id=f"c{n}") for n in range(50)))
        for name in ("a", "b")
    ]
    with ThreadPoolExecutor(2) as threads:
        done = list(threads.map(lambda path: numbers(lake.import_files("events", path)), paths))
    assert done == [(50, 50, 0, 0), (50, 50, 0, 0)]
    assert (lake.count(Owner.CUSTOMER), lake.count(Owner.EVENT)) == (50, 100)


def test_processes_that_import_into_postgresql_at_once_wait_for_one_another(
    home: Path, postgres: PostgresServer
) -> None:
    lake = Lake(home, postgres.make_database())
    paths = [lake.write(f"{name}.ndjson", *(event(id=f"{name}{n}") for n in range(200))) for name in ("a", "b", "c")]
    environment = {**os.environ, "MASIVO_WAREHOUSE_URL": str(lake.url)}
    command = [sys.executable, "-m", "tests.warehouse.importer"]
    running = [
        subprocess.Popen([*command, str(home / str(number)), path], cwd=PROJECT, env=environment)
        for number, path in enumerate(paths)
    ]
    assert [process.wait() for process in running] == [0, 0, 0]
    assert (lake.count(Owner.CUSTOMER), lake.count(Owner.EVENT)) == (1, 600)


def test_of_two_that_make_the_tables_at_once_one_does(home: Path, postgres: PostgresServer) -> None:
    lake = Lake(home, postgres.make_database())
    engine = create_engine(str(lake.url).replace("postgresql:", "postgresql+psycopg:"))
    with ThreadPoolExecutor() as pool, engine.connect() as first, engine.connect() as watcher:
        first.execute(text(f"SET search_path TO {SCHEMA}"))
        assert make_tables(first)
        second = pool.submit(lake.warehouse.make_tables)
        waiting = text("SELECT count(*) FROM pg_locks WHERE locktype = 'advisory' AND NOT granted")
        while not watcher.scalar(waiting):
            watcher.rollback()
            assert not second.done()
        first.commit()
        assert not second.result()
    engine.dispose()


@pytest.mark.parametrize("way", ["rows", "columns", "keys"])
def test_a_reader_whose_connection_the_server_ended_goes_on(home: Path, postgres: PostgresServer, way: str) -> None:
    """As the server does with one that is silent for a minute: the same data version is asked over another one."""
    lake = Lake(home, postgres.make_database())
    lake.customers({"id": "ana"}, {"id": "luis"})
    snapshot = lake.snapshot
    question = getattr(snapshot, way)
    before = question(select(snapshot.tables.customers.c.customer_key))
    postgres.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname LIKE 'new%'")
    assert str(question(select(snapshot.tables.customers.c.customer_key))) == str(before)


def test_of_two_writers_of_different_machines_the_second_fails_whole(home: Path, clickhouse: ClickHouse) -> None:
    """They share no lock; what the first has committed stays, and nothing of the second is in."""
    url = clickhouse.make_database()
    here, there = Lake(home / "here", url), Lake(home / "there", url)
    here.customers({"id": "ana"})
    with here.warehouse.scratch() as scratch, here.warehouse.writer(scratch) as writer:
        there.customers({"id": "luz"})
        with pytest.raises(WarehouseUnavailable, match="Another import"):
            writer.put_catalog(writer.catalog.with_event_words(["late"], []))
    assert here.snapshot.customer_count == 2
    assert "late" not in here.snapshot.catalog.event_types


def test_replaced_tables_are_dropped_when_no_reader_can_need_them(home: Path, clickhouse, monkeypatch) -> None:
    store = Lake(home / "store", clickhouse.make_database())
    store.events(event(id="e1"))
    reader = store.snapshot
    store.events(event(id="e1", status="REVERSED"))
    assert reader.events_of(0, 1)[0].status is None
    monkeypatch.setattr(generation, "KEPT_SECONDS", -1)
    assert store.warehouse.compact() > 0
    assert store.events_of("ana")[0].status == "REVERSED"
    with pytest.raises(WarehouseUnavailable):
        reader.events_of(0, 1)


@pytest.mark.parametrize(
    "url",
    ["postgresql://ana:secret@/nobody?host=/nowhere", "clickhousedb://ana:secret@127.0.0.1:9/nobody?connect_timeout=1"],
)
def test_a_server_that_is_away_is_one_sentence_without_the_password(home: Path, url: str) -> None:
    with pytest.raises(WarehouseUnavailable, match="does not answer") as refused:
        open_warehouse(Settings(home, "sqlite://", None, url, "UTC")).snapshot()
    told = str(refused.value)
    assert "secret" not in told
    assert "\n" not in told
    assert len(told) < 400


def test_what_a_server_refuses_is_told_in_its_words(
    home: Path, postgres: PostgresServer, clickhouse, monkeypatch
) -> None:
    store = Lake(home / "postgresql", postgres.make_database())
    store.warehouse.make_tables()
    engine = create_engine(str(store.url), poolclass=NullPool)
    with engine.begin() as connection:
        connection.exec_driver_sql("ALTER TABLE warehouse.customers RENAME email TO mail")
    with pytest.raises(WarehouseUnavailable, match='"email"'):
        store.customers({"id": "ana", "email": "ana@example.com"})

    def full(*_given: Any) -> None:
        raise WarehouseUnavailable("The disk is full.")

    monkeypatch.setattr(Database, "insert", full)
    with pytest.raises(WarehouseUnavailable, match="The disk is full"):
        Lake(home / "clickhouse", clickhouse.make_database()).customers({"id": "ana"})


@pytest.mark.parametrize("lake", SERVERS, indirect=True)
def test_making_the_tables_empties_nothing(lake: Lake) -> None:
    assert lake.warehouse.make_tables()
    assert lake.snapshot.customer_count == 0
    lake.customers({"id": "ana", "tags": {"a": 1}})
    assert not lake.warehouse.make_tables()
    assert lake.fields("ana") == {"tags.a": 1}
