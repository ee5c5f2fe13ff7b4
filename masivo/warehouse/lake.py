"""The embedded warehouse: Delta Lake tables on disk, asked through DuckDB in memory, one manifest for all three."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.lookups import Lookups
from masivo.warehouse.manifest import MANIFEST, Manifest, read_manifest
from masivo.warehouse.scratch import open_scratch
from masivo.warehouse.statistics import Statistics

if TYPE_CHECKING:
    from numpy.typing import NDArray
    from sqlalchemy import Select

    from masivo.warehouse.lake_reader import LakeReader
    from masivo.warehouse.schema import Tables
    from masivo.warehouse.writer import LakeWriter

Stamp = tuple[int, int, int]
"""Inode, time and size of the manifest: another one means another data version."""


class LakeWarehouse:
    """The warehouse in a folder. Cheap to make; DuckDB starts with the first question that is asked."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self._read: tuple[Stamp | None, LakeSnapshot] | None = None

    @property
    def place(self) -> str:
        return str(self.home)

    def make_tables(self) -> bool:
        from masivo.warehouse import maintenance

        return maintenance.make_tables(self)

    def compact(self) -> int:
        from masivo.warehouse import maintenance

        return maintenance.compact(self)

    def scratch(self) -> AbstractContextManager[Path]:
        return open_scratch(self.home)

    def writer(self, scratch: Path) -> AbstractContextManager[LakeWriter]:
        from masivo.warehouse.writer import open_writer

        return open_writer(self.home, scratch)

    def snapshot(self) -> LakeSnapshot:
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


class LakeSnapshot(Lookups):
    """One data version of the lake (`masivo.warehouse.store.Snapshot`); threads may share it, forks open their own."""

    def __init__(self, home: Path, manifest: Manifest) -> None:
        self.home = home
        self.manifest = manifest

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

    @cached_property
    def statistics(self) -> Statistics:
        return self.manifest.statistics()

    @property
    def tables(self) -> Tables:
        return self._reader.tables

    def keys(self, select: Select[Any]) -> BitMap:
        return self._reader.keys(select)

    def rows(self, select: Select[Any]) -> list[tuple[Any, ...]]:
        return self._reader.rows(select)

    def columns(self, select: Select[Any]) -> list[NDArray[Any]]:
        return self._reader.columns(select)

    def batches(self, select: Select[Any]) -> Iterator[tuple[NDArray[Any], ...]]:
        return self._reader.batches(select)

    def ids(self, keys: BitMap) -> list[str]:
        return self._reader.ids(keys) if keys else []

    @cached_property
    def _reader(self) -> LakeReader:
        from masivo.warehouse.lake_reader import LakeReader

        return LakeReader(self.home, self.manifest)


def _aware(instant: datetime | None) -> datetime | None:
    return None if instant is None else instant.replace(tzinfo=UTC)
