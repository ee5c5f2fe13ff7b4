"""Questions to the files of one data version of the lake, through DuckDB."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.bitmaps import bitmap_of, keys_of
from masivo.warehouse.manifest import Manifest
from masivo.warehouse.schema import Tables, build_tables
from masivo.warehouse.views import Views

_DIALECT = postgresql.dialect(paramstyle="qmark")


class LakeReader:
    """What a snapshot of the lake is asked; `masivo.warehouse.store.Snapshot` says what each answer is."""

    def __init__(self, home: Path, manifest: Manifest) -> None:
        self.tables: Tables = build_tables(manifest.catalog)
        self._customer_count = manifest.customer_count
        self._views = Views(home, manifest, self.tables)

    def keys(self, select: Select[Any]) -> BitMap:
        return bitmap_of(self.columns(select)[0], self._customer_count)

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
