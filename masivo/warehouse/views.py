"""One DuckDB a process and warehouse folder, and in it the three tables of each data version that is being read.

A question that says where its rows lie gets tables of only the files in which there may be some.
"""

import atexit
import itertools
import os
import threading
import weakref
from contextlib import suppress
from pathlib import Path

import duckdb
from duckdb import DuckDBPyConnection
from sqlalchemy import Table

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Owner
from masivo.warehouse.duck import READ_AHEAD, connect, duckdb_type, quoted, relation, share_of_memory
from masivo.warehouse.manifest import Manifest
from masivo.warehouse.schema import Tables
from masivo.warehouse.seeking import Sought

MEMORY_SHARE = 0.25
"""The most of the machine's memory that a process keeps for its queries and for the blocks of files that it read."""

_lock = threading.RLock()
_connections: dict[Path, DuckDBPyConnection] = {}
_numbers = itertools.count(1)


class Views:
    """The tables of one data version; every cursor sees them under their plain names.

    DuckDB does not survive a fork: a child that inherits one hangs when it ends. So all are closed before a fork, and
    opened again by whoever asks next.
    """

    def __init__(self, home: Path, manifest: Manifest, tables: Tables) -> None:
        self._home = home
        self._manifest = manifest
        self._tables = tables
        self._connection: DuckDBPyConnection | None = None
        self._schemas: dict[frozenset[str], str] = {}

    def cursor(self, sought: Sought | None = None) -> DuckDBPyConnection:
        """A cursor of its own for one question. Raises WarehouseUnavailable when DuckDB does not start."""
        left_out = frozenset() if sought is None else self._files_without(sought)
        with _lock:
            connection = _connection(self._home)
            try:
                if connection is not self._connection:
                    self._connection, self._schemas = connection, {}
                if left_out not in self._schemas:
                    self._schemas[left_out] = self._define(connection, left_out)
                cursor = connection.cursor()
                cursor.execute(f"USE {self._schemas[left_out]}")
                cursor.execute(f"SET streaming_buffer_size = '{READ_AHEAD}'")
            except duckdb.Error as error:
                raise WarehouseUnavailable(f"The warehouse's files cannot be read: {error}") from error
        return cursor

    def _files_without(self, sought: Sought) -> frozenset[str]:
        """The files of events and of lines that hold no row of those sought.

        Of files with different columns one of each kind stays, so that every column is there.
        """
        left_out: set[str] = set()
        for owner in (Owner.EVENT, Owner.LINE):
            table = self._manifest.tables[owner]
            kept = {part.path for part in table.parts if not part.measured or sought.may_be_among(part.types)}
            if not table.alike:
                kept.update({part.layout: part.path for part in table.parts}.values())
            left_out.update(part.path for part in table.parts if part.path not in kept)
        return frozenset(left_out)

    def _define(self, connection: DuckDBPyConnection, left_out: frozenset[str]) -> str:
        schema = f"version_{next(_numbers)}"
        connection.execute(f"CREATE SCHEMA {schema}")
        for owner, table in (
            (Owner.CUSTOMER, self._tables.customers),
            (Owner.EVENT, self._tables.events),
            (Owner.LINE, self._tables.lines),
        ):
            connection.execute(f"CREATE VIEW {schema}.{owner} AS {self._select(owner, table, left_out)}")
        weakref.finalize(self, _forget, weakref.ref(connection), schema).atexit = False
        return schema

    def _select(self, owner: Owner, table: Table, left_out: frozenset[str]) -> str:
        state = self._manifest.tables[owner]
        paths = [self._home / owner / part.path for part in state.parts if part.path not in left_out]
        types = {column.name: duckdb_type(column.type) for column in table.columns}
        return relation(paths, types, state.columns, alike=state.alike)


def _connection(home: Path) -> DuckDBPyConnection:
    if home not in _connections:
        _connections[home] = connect(home / "spill", share_of_memory(MEMORY_SHARE))
    return _connections[home]


def _forget(connection: "weakref.ref[DuckDBPyConnection]", schema: str) -> None:
    """Drop the views of a data version that nobody reads any more; a closed DuckDB has dropped them itself."""
    living = connection()
    if living is not None:
        with suppress(duckdb.Error):
            living.cursor().execute(f"DROP SCHEMA IF EXISTS {quoted(schema)} CASCADE")


def _close_all() -> None:
    for connection in _connections.values():
        connection.close()
    _connections.clear()


def _close_before_fork() -> None:
    _lock.acquire()
    _close_all()


atexit.register(_close_all)
os.register_at_fork(before=_close_before_fork, after_in_parent=_lock.release, after_in_child=_lock.release)
