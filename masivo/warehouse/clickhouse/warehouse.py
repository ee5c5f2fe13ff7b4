"""ClickHouse as a warehouse: its newest generation of tables, and one writer at a time."""

import os
import threading
import weakref
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING

from masivo.warehouse.clickhouse.database import Database
from masivo.warehouse.clickhouse.generation import drop_old, first_generation, newest_number, read_generation
from masivo.warehouse.clickhouse.reading import ClickHouseSnapshot
from masivo.warehouse.scratch import open_scratch

if TYPE_CHECKING:
    from masivo.warehouse.clickhouse.writing import ClickHouseWriter

_living: "weakref.WeakSet[ClickHouseWarehouse]" = weakref.WeakSet()


class ClickHouseWarehouse:
    """The warehouse in a ClickHouse database; `home` is for an import's working files and for the writer's lock."""

    def __init__(self, url: str, home: Path) -> None:
        self._home = home
        self._database = Database(url)
        self._lock = threading.Lock()
        self._read: ClickHouseSnapshot | None = None
        _living.add(self)

    @property
    def place(self) -> str:
        return self._database.place

    def snapshot(self) -> ClickHouseSnapshot:
        """The newest data version; the same object as before while nothing was imported."""
        with self._lock:
            number = newest_number(self._database)
            if not number:
                first_generation(self._database)
                number = newest_number(self._database)
            if self._read is None or self._read.generation.number != number:
                self._read = ClickHouseSnapshot(self._database, read_generation(self._database, number))
            return self._read

    def make_tables(self) -> bool:
        """Make the tables where they are missing; see `Warehouse.make_tables`."""
        return first_generation(self._database)

    def compact(self) -> int:
        """Drop the tables of old generations; ClickHouse joins the parts of the others by itself."""
        return drop_old(self._database)

    def scratch(self) -> AbstractContextManager[Path]:
        """See `Warehouse.scratch`."""
        return open_scratch(self._home)

    def writer(self, scratch: Path) -> "AbstractContextManager[ClickHouseWriter]":
        """See `Warehouse.writer`."""
        from masivo.warehouse.clickhouse.writing import open_writer  # noqa: PLC0415

        self.make_tables()
        return open_writer(self._database, self._home, scratch)

    def rest(self) -> None:
        """Close every connection; they open again when somebody asks."""
        with self._lock:
            self._database.close()


def _rest_before_fork() -> None:
    """Two processes cannot share a connection."""
    for warehouse in list(_living):
        warehouse.rest()


os.register_at_fork(before=_rest_before_fork)
