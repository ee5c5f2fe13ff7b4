"""The embedded warehouse: Delta Lake tables on disk, asked through DuckDB in memory, one manifest for all three."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from masivo.errors import WarehouseUnavailable
from masivo.warehouse import profiles
from masivo.warehouse.bitmaps import bitmap_of, keys_of
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.manifest import MANIFEST, Manifest, read_manifest
from masivo.warehouse.schema import Tables, build_tables
from masivo.warehouse.statistics import Statistics
from masivo.warehouse.store import EventRecord, Profile
from masivo.warehouse.views import Views

if TYPE_CHECKING:
    from masivo.warehouse.writer import LakeWriter

Stamp = tuple[int, int, int]
"""Inode, time and size of the manifest: another one means another data version."""

_DIALECT = postgresql.dialect(paramstyle="qmark")


class LakeWarehouse:
    """The warehouse in a folder. Cheap to make; DuckDB starts with the first question that is asked."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._read: tuple[Stamp | None, LakeSnapshot] | None = None

    @property
    def place(self) -> str:
        return str(self.home)

    def make_tables(self) -> bool:
        from masivo.warehouse import maintenance  # noqa: PLC0415 - who only reads does not wait for deltalake to load

        return maintenance.make_tables(self)

    def compact(self) -> int:
        from masivo.warehouse import maintenance  # noqa: PLC0415

        return maintenance.compact(self)

    def scratch(self) -> AbstractContextManager[Path]:
        from masivo.warehouse.writer import open_scratch  # noqa: PLC0415

        return open_scratch(self.home)

    def writer(self, scratch: Path) -> "AbstractContextManager[LakeWriter]":
        from masivo.warehouse.writer import open_writer  # noqa: PLC0415

        return open_writer(self.home, scratch)

    def snapshot(self) -> "LakeSnapshot":
        """The newest data version; the same object as before while nothing was imported."""
        stamp, read = self._stamp(), self._read
        if read is None or read[0] != stamp:
            read = self._read = (stamp, LakeSnapshot(self.home, read_manifest(self.home)))
        return read[1]

    def _stamp(self) -> Stamp | None:
        try:
            status = (self.home / MANIFEST).stat()
        except FileNotFoundError:
            return None
        except OSError as error:
            raise WarehouseUnavailable(f"The warehouse in {self.home} cannot be read: {error}.") from error
        return status.st_ino, status.st_mtime_ns, status.st_size


class LakeSnapshot:
    """One data version of the lake (`masivo.warehouse.store.Snapshot`); threads may share it, forks open their own."""

    def __init__(self, home: Path, manifest: Manifest) -> None:
        self.home = home
        self.manifest = manifest
        self.tables: Tables = build_tables(manifest.catalog)
        self._statistics = manifest.statistics()
        self._views = Views(home, manifest, self.tables)

    @property
    def data_version(self) -> int:
        return self.manifest.data_version

    @property
    def catalog(self) -> Catalog:
        return self.manifest.catalog

    @property
    def customer_count(self) -> int:
        return self.manifest.customer_count

    @property
    def first_event_at(self) -> datetime | None:
        return _aware(self.manifest.first_event_at)

    @property
    def last_event_at(self) -> datetime | None:
        return _aware(self.manifest.last_event_at)

    @property
    def statistics(self) -> Statistics:
        return self._statistics

    def keys(self, select: Select[Any]) -> BitMap:
        return bitmap_of(self.columns(select)[0], self.customer_count)

    def rows(self, select: Select[Any]) -> list[tuple[Any, ...]]:
        return _fetched(self._ask(select))

    def columns(self, select: Select[Any]) -> list[NDArray[Any]]:
        cursor = self._ask(select)
        try:
            columns: Mapping[str, NDArray[Any]] = cursor.fetchnumpy()
        except duckdb.Error as error:
            raise _unavailable(error) from error
        return list(columns.values())

    def ids(self, keys: BitMap) -> list[str]:
        cursor = self._views.cursor()
        cursor.register("wanted", {"customer_key": keys_of(keys)})
        sql = "SELECT id FROM customers SEMI JOIN wanted USING (customer_key) ORDER BY id"
        return [id_ for (id_,) in _fetched(_executed(cursor, sql, []))]

    def key_of(self, customer_id: str) -> int | None:
        return profiles.key_of(self, customer_id)

    def profiles(self, keys: Sequence[int]) -> list[Profile]:
        return profiles.profiles(self, keys)

    def find_customers(self, text: str, limit: int) -> list[Profile]:
        return profiles.find_customers(self, text, limit)

    def top_values(self, name: str, owner: Owner, limit: int, containing: str = "") -> list[tuple[str, int]]:
        return profiles.top_values(self, name, owner, limit, containing)

    def events_of(self, key: int, limit: int) -> list[EventRecord]:
        return profiles.events_of(self, key, limit)

    def _ask(self, select: Select[Any]) -> DuckDBPyConnection:
        compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        values = compiled.params
        return _executed(self._views.cursor(), str(compiled), [values[name] for name in compiled.positiontup or ()])


def _executed(cursor: DuckDBPyConnection, sql: str, values: Sequence[object]) -> DuckDBPyConnection:
    try:
        return cursor.execute(sql, values)
    except duckdb.Error as error:
        raise _unavailable(error) from error


def _fetched(cursor: DuckDBPyConnection) -> list[tuple[Any, ...]]:
    try:
        return cursor.fetchall()
    except duckdb.Error as error:
        raise _unavailable(error) from error


def _unavailable(error: duckdb.Error) -> WarehouseUnavailable:
    return WarehouseUnavailable(f"The warehouse could not answer: {error}")


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
