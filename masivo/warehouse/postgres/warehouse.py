"""PostgreSQL as a warehouse: its connections, its newest data version, and its one writer at a time."""

import os
import threading
import weakref
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.exc import SQLAlchemyError

from masivo.warehouse.postgres.reading import PostgresSnapshot, Reading, read_version, unavailable
from masivo.warehouse.postgres.tables import SCHEMA, make_tables
from masivo.warehouse.scratch import open_scratch

if TYPE_CHECKING:
    from masivo.warehouse.postgres.writing import PostgresWriter

_PATIENCE = 5
"""Seconds in which a server must take a connection."""

_IDLE_SECONDS = 60
"""How long a data version that nobody asks keeps the server from cleaning up behind it."""

_living: "weakref.WeakSet[PostgresWarehouse]" = weakref.WeakSet()


class PostgresWarehouse:
    """The warehouse in a PostgreSQL database, in a schema of its own; `home` is for an import's working files."""

    def __init__(self, url: str, home: Path) -> None:
        address = make_url(url)
        self.place = address.render_as_string(hide_password=True)
        self._home = home
        options = (
            f"{address.query.get('options', '')} -csearch_path={SCHEMA}"
            f" -cidle_in_transaction_session_timeout={_IDLE_SECONDS}s"
        )
        self._engine = create_engine(
            address.update_query_dict({"options": options}),
            pool_pre_ping=True,
            connect_args={"connect_timeout": _PATIENCE},
        )
        self._lock = threading.Lock()
        self._read: tuple[Reading, PostgresSnapshot] | None = None
        _living.add(self)

    def snapshot(self) -> PostgresSnapshot:
        """The newest data version; the same object as before while nothing was imported."""
        with self._lock:
            if self._read is None or self._newest_version() != self._read[1].data_version:
                self.make_tables()
                reading = Reading(self._engine, self.place)
                self._read = reading, PostgresSnapshot(reading)
            return self._read[1]

    def make_tables(self) -> bool:
        """Make the tables where they are missing; see `Warehouse.make_tables`."""
        with self._asking() as connection, connection.begin():
            return make_tables(connection)

    def compact(self) -> int:
        """Reclaim the room of rows that were replaced; PostgreSQL has no pieces to join."""
        with self._asking() as connection:
            connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql(
                "VACUUM (ANALYZE) customers, events, lines"
            )
        return 0

    def scratch(self) -> AbstractContextManager[Path]:
        """See `Warehouse.scratch`."""
        return open_scratch(self._home)

    def writer(self, scratch: Path) -> "AbstractContextManager[PostgresWriter]":
        """See `Warehouse.writer`."""
        from masivo.warehouse.postgres.writing import open_writer  # noqa: PLC0415

        self.make_tables()
        return open_writer(self._engine, self.place, scratch)

    def rest(self) -> None:
        """Close every connection; they open again when somebody asks."""
        with self._lock:
            if self._read is not None:
                self._read[0].end()
            self._engine.dispose()

    def _newest_version(self) -> int:
        with self._asking() as connection:
            return read_version(connection)

    @contextmanager
    def _asking(self) -> Iterator[Connection]:
        try:
            with self._engine.connect() as connection:
                yield connection
        except SQLAlchemyError as error:
            raise unavailable(self.place, error) from error


def _rest_before_fork() -> None:
    """Two processes cannot share a connection."""
    for warehouse in list(_living):
        warehouse.rest()


os.register_at_fork(before=_rest_before_fork)
