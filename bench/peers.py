"""The same questions as indexed SQL: the purchases alone, in PostgreSQL and in SQLite, under covering indexes.

Those by time, and of lines by product, serve every window and measure of an amount, as a store needs them that does not
know its questions before. Those that were made for these questions alone spare SQLite all grouping and joining.
"""

import shutil
import sqlite3
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import duckdb
import psycopg

from masivo.warehouse.catalog import Owner
from masivo.warehouse.duck import parquet
from masivo.warehouse.manifest import read_manifest
from tests.postgres import PostgresServer

_TABLES = (
    "CREATE TABLE purchases (event integer PRIMARY KEY, customer integer, at bigint, cents bigint)",
    "CREATE TABLE lines (event integer, sku text, buyer integer)",
    "CREATE VIEW sold AS SELECT sku, buyer AS customer FROM lines",
)
_INDEXES = (
    "CREATE INDEX by_time ON purchases (at, customer, cents)",
    "CREATE INDEX by_customer ON purchases (customer, at, cents)",
    "CREATE INDEX by_sku ON lines (sku, event)",
    "CREATE INDEX by_sku_and_buyer ON lines (sku, buyer)",
)
_JOINED = "lines JOIN purchases USING (event)"
_ROWS = {
    "purchases": (
        Owner.EVENT,
        """SELECT event_key, customer_key, epoch_us(occurred_at), (order_value * 100)::BIGINT FROM {files}
        WHERE type = 'PURCHASE' AND counts""",
    ),
    "lines": (Owner.LINE, "SELECT event_key, sku, customer_key FROM {files} WHERE type = 'PURCHASE' AND counts"),
}


@dataclass(frozen=True)
class Peers:
    """Both databases, filled; each question gives the number of customers, so that no rows are carried over."""

    postgres: psycopg.Connection
    sqlite: sqlite3.Connection

    def ask_postgres(self, sql: str) -> int:
        """The number of the customers that the select gives, by whichever index its planner likes."""
        sql = sql.format(purchases="purchases", lines=_JOINED)
        row = self.postgres.execute(f"SELECT count(*) FROM ({sql}) AS found".encode()).fetchone()
        assert row is not None
        return int(row[0])

    def ask_sqlite(self, sql: str) -> int:
        """The number of the customers that the select gives, by the index that serves other questions too."""
        return self._count(sql.format(purchases="purchases INDEXED BY by_time", lines=_JOINED))

    def ask_sqlite_prepared(self, sql: str) -> int:
        """The number of the customers that the select gives, by the index that was made for it."""
        return self._count(sql.format(purchases="purchases INDEXED BY by_customer", lines="sold"))

    def _count(self, sql: str) -> int:
        [(found,)] = self.sqlite.execute(f"SELECT count(*) FROM ({sql})").fetchall()
        return int(found)


def spent_over(cents: int, since: datetime) -> str:
    """Who spent more since then."""
    return _each_since(since) + f" HAVING sum(cents) > {cents}"


def bought_at_least(times: int, since: datetime) -> str:
    """Who bought so often since then."""
    return _each_since(since) + f" HAVING count(*) >= {times}"


def last_bought_by(instant: datetime) -> str:
    """Whose last purchase was at or before the instant."""
    return f"SELECT customer FROM {{purchases}} GROUP BY customer HAVING max(at) <= {_micros(instant)}"


def bought(sku: str) -> str:
    """Who ever bought the product."""
    return f"SELECT DISTINCT customer FROM {{lines}} WHERE sku = '{sku}'"


@contextmanager
def open_peers(warehouse_home: Path) -> Iterator[Peers]:
    """Both databases with the purchases of the lake; gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="bench-"))
    folder.chmod(0o755)  # PostgreSQL may run as another user
    try:
        (folder / "postgres").mkdir()
        with (
            PostgresServer(folder / "postgres", shared_buffers="2GB", work_mem="256MB"),
            psycopg.connect(f"host={folder / 'postgres'} user=masivo dbname=postgres", autocommit=True) as postgres,
            closing(sqlite3.connect(folder / "peer.sqlite")) as sqlite,
        ):
            peers = Peers(postgres, sqlite)
            _fill(peers, warehouse_home)
            yield peers
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _fill(peers: Peers, warehouse_home: Path) -> None:
    manifest, lake = read_manifest(warehouse_home), duckdb.connect()
    peers.sqlite.executescript(f"PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF; PRAGMA cache_size = -{2_000_000}")
    for statement in _TABLES:
        peers.postgres.execute(statement)
        peers.sqlite.execute(statement)
    for table, (owner, sql) in _ROWS.items():
        files = parquet(warehouse_home / owner / part.path for part in manifest.tables[owner].parts)
        rows = lake.execute(sql.format(files=files))
        width = len(rows.description)
        with peers.postgres.cursor().copy(f"COPY {table} FROM STDIN".encode()) as copy:
            while some := rows.fetchmany(200_000):
                peers.sqlite.executemany(f"INSERT INTO {table} VALUES ({', '.join('?' * width)})", some)
                copy.write("".join("\t".join(map(str, row)) + "\n" for row in some))
    for statement in _INDEXES:
        peers.postgres.execute(statement)
        peers.sqlite.execute(statement)
    peers.postgres.execute("VACUUM ANALYZE")
    peers.sqlite.execute("ANALYZE")
    peers.sqlite.commit()


def _each_since(instant: datetime) -> str:
    return f"SELECT customer FROM {{purchases}} WHERE at > {_micros(instant)} GROUP BY customer"


def _micros(instant: datetime) -> int:
    return round(instant.timestamp() * 1_000_000)
