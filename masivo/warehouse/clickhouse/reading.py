"""Reading ClickHouse: the tables of one generation never change, so a question needs no transaction."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import ARRAY, Select, select
from sqlalchemy.types import TypeEngine

from masivo.warehouse.bitmaps import bitmap_of, keys_of
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.clickhouse.database import Database
from masivo.warehouse.clickhouse.generation import Generation
from masivo.warehouse.clickhouse.tables import clickhouse_tables
from masivo.warehouse.clickhouse.types import Instant
from masivo.warehouse.lookups import Lookups
from masivo.warehouse.schema import Tables
from masivo.warehouse.statistics import Statistics

_FEW = 10_000
"""Customers that a statement can name one by one; of more, all are read."""


class ClickHouseSnapshot(Lookups):
    """One data version in ClickHouse (`masivo.warehouse.store.Snapshot`); threads may share it."""

    def __init__(self, database: Database, generation: Generation) -> None:
        self.generation = generation
        self._database = database
        self._state = generation.state
        self.tables: Tables = clickhouse_tables(self._state.catalog, generation.tables)

    @property
    def data_version(self) -> int:
        return self._state.data_version

    @property
    def catalog(self) -> Catalog:
        return self._state.catalog

    @property
    def customer_count(self) -> int:
        return self._state.customer_count

    @property
    def first_event_at(self) -> datetime | None:
        return _aware(self._state.first_event_at)

    @property
    def last_event_at(self) -> datetime | None:
        return _aware(self._state.last_event_at)

    @property
    def statistics(self) -> Statistics:
        return self._state.statistics

    def keys(self, select: Select[Any]) -> BitMap:
        return bitmap_of(self.columns(select)[0], self.customer_count)

    def rows(self, select: Select[Any]) -> list[tuple[Any, ...]]:
        rows = self._database.rows(select)
        if any(isinstance(asked.type, ARRAY) for asked in select.selected_columns):
            return [tuple(None if value == [] else value for value in row) for row in rows]
        return rows

    def columns(self, select: Select[Any]) -> list[NDArray[Any]]:
        found = self._database.table(select)
        asked = zip(found.columns, select.selected_columns, strict=True)
        return [_array(column, selected.type) for column, selected in asked]

    def ids(self, keys: BitMap) -> list[str]:
        customers = self.tables.customers
        asked = select(customers.c.customer_key, customers.c.id)
        if len(keys) <= _FEW:
            asked = asked.where(customers.c.customer_key.in_(list(keys)))
        found, ids = self.columns(asked)
        return sorted(ids[np.isin(found, keys_of(keys))].tolist())


def _array(column: pa.ChunkedArray, type_: TypeEngine[Any]) -> NDArray[Any]:
    values: NDArray[Any] = column.to_numpy()
    return values.astype("datetime64[us]") if isinstance(type_, Instant) else values


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
