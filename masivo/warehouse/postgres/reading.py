"""Reading PostgreSQL: a transaction that sees one data version for as long as it is asked, and fast ways to ask."""

import threading
import weakref
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any, TypeVar, cast

import numpy as np
import psycopg
from numpy.typing import DTypeLike, NDArray
from pyroaring import BitMap
from sqlalchemy import BigInteger, Connection, DateTime, Engine, Integer, Select, func, literal, select, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.types import TypeEngine

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.bitmaps import bitmap_of, keys_of
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.lookups import Lookups
from masivo.warehouse.postgres.tables import STATE, postgres_tables
from masivo.warehouse.schema import Tables
from masivo.warehouse.state import State, read_state
from masivo.warehouse.statistics import Statistics

_FIXED: tuple[tuple[type[TypeEngine[Any]], str], ...] = ((BigInteger, ">i8"), (Integer, ">i4"), (DateTime, ">i8"))
"""Types whose values have one length in PostgreSQL's binary form."""

_HEADER, _TRAILER = 19, 2
"""Bytes before the first row and after the last one of a binary COPY."""

_POSTGRES_EPOCH = np.datetime64("2000-01-01", "us")

_Found = TypeVar("_Found")


def read_version(connection: Connection) -> int:
    """The newest data version. The tables must be there."""
    version: int = connection.scalars(text(f"SELECT data_version FROM {STATE}")).one()
    return version


def driver(connection: Connection) -> "psycopg.Connection[Any]":
    """Psycopg's own connection, for what SQLAlchemy does not know of."""
    found = connection.connection.dbapi_connection
    return cast("psycopg.Connection[Any]", found)


def unavailable(place: str, error: Exception) -> WarehouseUnavailable:
    """The failure in one sentence."""
    told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0].rstrip(".")
    return WarehouseUnavailable(f"The warehouse at {place} does not answer: {told}.")


class Reading:
    """A transaction that keeps seeing one data version.

    The server ends it after a while without a question. It is begun anew where the data is still the same, and before
    a fork it is ended, since two processes cannot share a connection.
    """

    def __init__(self, engine: Engine, place: str) -> None:
        self._engine = engine
        self._place = place
        self._lock = threading.RLock()
        self._connection: Connection | None = None
        self._version: int | None = None
        self.state = self.ask(_read_state)
        self._version = self.state.data_version

    def ask(self, question: Callable[[Connection], _Found]) -> _Found:
        """The answer of this data version. Raises WarehouseUnavailable."""
        with self._lock:
            try:
                if self._connection is not None:
                    try:
                        return question(self._connection)
                    except (SQLAlchemyError, psycopg.Error):
                        if not self._is_lost():
                            raise
                        # SQLAlchemy does not know of what the driver was asked, and would roll it back.
                        self._connection.invalidate()
                return question(self._begin())
            except (SQLAlchemyError, psycopg.Error) as error:
                self.end()
                raise unavailable(self._place, error) from error

    def end(self) -> None:
        """Give the connection back."""
        with self._lock:
            if self._connection is not None:
                self._connection.close()
                self._connection = None

    def _begin(self) -> Connection:
        self.end()
        connection = self._engine.connect().execution_options(
            isolation_level="REPEATABLE READ", postgresql_readonly=True
        )
        self._connection = connection
        if self._version not in (None, read_version(connection)):
            self.end()
            raise WarehouseUnavailable("Customers and events have changed since this question began: ask it again.")
        return connection

    def _is_lost(self) -> bool:
        """Whether the server has closed the connection."""
        assert self._connection is not None
        if self._connection.invalidated:
            return True
        return self._connection.connection.dbapi_connection is None or driver(self._connection).closed


class PostgresSnapshot(Lookups):
    """One data version in PostgreSQL (`masivo.warehouse.store.Snapshot`); threads may share it."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._state = reading.state
        self.tables: Tables = postgres_tables(self._state.catalog)
        weakref.finalize(self, reading.end).atexit = False

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
        return self._reading.ask(lambda connection: [tuple(row) for row in connection.execute(select)])

    def columns(self, select: Select[Any]) -> list[NDArray[Any]]:
        types = [asked.type for asked in select.selected_columns]
        if None in map(_fixed_form, types):
            return _columns_of_rows(self.rows(select), types)
        return self._reading.ask(lambda connection: _copied(connection, select, types))

    def ids(self, keys: BitMap) -> list[str]:
        customers = self.tables.customers
        wanted = func.unnest(literal(keys_of(keys).tolist(), ARRAY(Integer))).column_valued("wanted")
        asked = select(customers.c.id).where(customers.c.customer_key == wanted).order_by(customers.c.id)
        return [id_ for (id_,) in self.rows(asked)]


def _read_state(connection: Connection) -> State:
    return read_state(connection.scalars(text(f"SELECT document FROM {STATE}")).one())


def _fixed_form(type_: TypeEngine[Any]) -> str | None:
    return next((form for kind, form in _FIXED if isinstance(type_, kind)), None)


def _copied(connection: Connection, select: Select[Any], types: Sequence[TypeEngine[Any]]) -> list[NDArray[Any]]:
    """The columns of fixed length in PostgreSQL's binary form, which NumPy reads as it is.

    How long each is stands in the first row: SQLAlchemy takes a count for a number of 4 bytes, PostgreSQL sends 8.
    """
    compiled = select.compile(connection, compile_kwargs={"render_postcompile": True})
    statement = f"COPY ({compiled}) TO STDOUT (FORMAT binary)".encode()
    with driver(connection).cursor() as cursor, cursor.copy(statement, compiled.params) as copy:
        data = b"".join(copy)
    row: list[tuple[str, DTypeLike]] = [("fields", ">i2")]
    at = _HEADER + 2
    for number in range(len(types)):
        length = int.from_bytes(data[at : at + 4]) or 4
        row += [(f"length{number}", ">i4"), (f"value{number}", f">i{length}")]
        at += 4 + length
    found = np.frombuffer(data[_HEADER:-_TRAILER], dtype=row)
    return [_native(found[f"value{number}"], type_) for number, type_ in enumerate(types)]


def _native(values: NDArray[Any], type_: TypeEngine[Any]) -> NDArray[Any]:
    native = values.astype(values.dtype.newbyteorder("="))
    return _POSTGRES_EPOCH + native.astype("timedelta64[us]") if isinstance(type_, DateTime) else native


def _columns_of_rows(rows: list[tuple[Any, ...]], types: Sequence[TypeEngine[Any]]) -> list[NDArray[Any]]:
    columns: list[Sequence[Any]] = list(zip(*rows, strict=True)) if rows else [() for _ in types]
    return [np.array(values, dtype=_array_type(type_)) for values, type_ in zip(columns, types, strict=True)]


def _array_type(type_: TypeEngine[Any]) -> DTypeLike:
    if isinstance(type_, DateTime):
        return "datetime64[us]"
    form = _fixed_form(type_)
    return object if form is None else form.replace(">", "=")


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
