"""Questions to the files of one data version of the lake, through DuckDB."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
import pyarrow as pa
from duckdb import DuckDBPyConnection
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.bitmaps import bitmap_of, keys_of
from masivo.warehouse.manifest import Manifest
from masivo.warehouse.schema import Tables
from masivo.warehouse.seeking import sought_by
from masivo.warehouse.storage import lake_tables
from masivo.warehouse.views import Views

_DIALECT = postgresql.dialect(paramstyle="qmark")

BATCH = 2_000_000
"""Rows that are handed out at once, at most."""


class LakeReader:
    """What a snapshot of the lake is asked; `masivo.warehouse.store.Snapshot` says what each answer is."""

    def __init__(self, home: Path, manifest: Manifest) -> None:
        self.tables: Tables = lake_tables(manifest.catalog)
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

    def batches(self, select: Select[Any]) -> Iterator[tuple[NDArray[Any], ...]]:
        sql, values = _compiled(select)
        try:
            cursor = self._views.cursor(sought_by(select))
            reader = cursor.sql(sql, params=values).to_arrow_reader(BATCH)
            for batch in reader:
                yield tuple(map(_array, batch.columns))
        except duckdb.Error as error:
            raise _unavailable(error) from error

    def ids(self, keys: BitMap) -> list[str]:
        cursor = self._views.cursor()
        cursor.register("wanted", {"customer_key": keys_of(keys)})
        sql = "SELECT id FROM customers SEMI JOIN wanted USING (customer_key) ORDER BY id"
        return [id_ for (id_,) in _fetched(_executed(cursor, sql, []))]

    def _ask(self, select: Select[Any]) -> DuckDBPyConnection:
        return _executed(self._views.cursor(sought_by(select)), *_compiled(select))


def _compiled(select: Select[Any]) -> tuple[str, list[object]]:
    compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
    return str(compiled), [compiled.params[name] for name in compiled.positiontup or ()]


def _array(column: pa.Array) -> NDArray[Any]:
    """A column of `batches`, without a copy."""
    if pa.types.is_decimal128(column.type):
        halves = np.frombuffer(column.buffers()[1], dtype=np.int64).reshape(-1, 2)
        numbers: NDArray[np.int64]
        numbers, high = halves[column.offset : column.offset + len(column)].T
        if not np.array_equal(high, numbers >> 63):
            raise OverflowError("a number does not fit 64 bits")
        return numbers
    if pa.types.is_date32(column.type):
        column = column.view(pa.int32())
    values: NDArray[Any] = column.to_numpy()
    return values


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
