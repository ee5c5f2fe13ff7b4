"""The one writer of the lake at a time: its lock, its scratch folder, new files, and the commit that shows them all."""

import fcntl
import os
import uuid
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import chain
from pathlib import Path
from types import MappingProxyType
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection

from masivo.conditions.operators import FieldType
from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.deliveries import Deliveries
from masivo.warehouse.delta import publish, vacuum
from masivo.warehouse.delta_statistics import delta_statistics
from masivo.warehouse.duck import ROW_GROUP, connect, literal, parquet, relation
from masivo.warehouse.folding import install_fold, remove_fold
from masivo.warehouse.gathering import Gathering
from masivo.warehouse.manifest import (
    Manifest,
    Part,
    TableState,
    next_version,
    read_manifest,
    sync_folder,
    write_manifest,
)
from masivo.warehouse.measure import columns_of, measure_all, measured
from masivo.warehouse.packing import as_is
from masivo.warehouse.storage import stored_types

WRITER_MEMORY = "1GB"
ROWS_PER_FILE = 12 * ROW_GROUP
"""About 1.5 million."""

GROUP_OF = {Owner.CUSTOMER: ROW_GROUP // 12, Owner.EVENT: ROW_GROUP, Owner.LINE: ROW_GROUP // 4}
"""Rows of a row group, the least that is read: a page shows a dozen customers from anywhere with all their fields, and
the lines of one product are a few thousand a month."""

FORMAT = "FORMAT parquet, PARQUET_VERSION V2, COMPRESSION snappy"
"""V2 keeps whole numbers and instants as differences: a fifth smaller than V1, and read faster."""

SORT_ORDER = {
    Owner.CUSTOMER: ("customer_key",),
    Owner.EVENT: ("type", "occurred_at"),
    Owner.LINE: ("type", "date_trunc('month', occurred_at)", "sku"),
}
"""Conditions name event types and windows: in files sorted by them a query skips most row groups.

Lines are asked for a product more often than for an hour: within a month those of one product lie together, so that
either question skips most.
"""

_LOCK = "writer.lock"


@contextmanager
def open_writer(home: Path, scratch: Path, make: "MakeWriter | None" = None) -> Iterator["LakeWriter"]:
    """The writer of the lake in `home`; waits for the one before it. A writer that was killed leaves no lock.

    What a killed writer committed but did not publish to Delta Lake is published first. Raises WarehouseUnavailable
    where writing fails, the disk being full for one; then the data is as it was.
    """
    with (home / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        connection = connect(scratch / "spill", WRITER_MEMORY)
        # Files are written in an order that is asked for. To keep any other would leave all threads but one idle.
        connection.execute("SET preserve_insertion_order = false")
        install_fold(connection)
        try:
            writer = (make or LakeWriter)(home, scratch, read_manifest(home), connection)
            writer.publish()
            writer.measure()
            yield writer
        except (duckdb.Error, OSError) as error:
            raise WarehouseUnavailable(f"The warehouse in {home} could not be written: {error}") from error
        finally:
            remove_fold(connection)
            connection.close()


@dataclass(frozen=True, slots=True)
class Written:
    """Files that wait for the commit, and the columns in them."""

    parts: tuple[Part, ...] = ()
    columns: frozenset[str] = frozenset()


class LakeWriter:
    """What an import does to the lake. `manifest` is the committed state; `connection` a DuckDB of its own."""

    def __init__(self, home: Path, scratch: Path, manifest: Manifest, connection: DuckDBPyConnection) -> None:
        self.home = home
        self.scratch = scratch
        self.manifest = manifest
        self.connection = connection

    def publish(self) -> None:
        """Tell Delta Lake what the data is."""
        publish(str(self.home), self.manifest)

    def clean_up(self, hours: int) -> None:
        """Delete files that left more than `hours` ago."""
        vacuum(str(self.home), hours)

    @property
    def catalog(self) -> Catalog:
        return self.manifest.catalog

    @property
    def customer_count(self) -> int:
        return self.manifest.customer_count

    @property
    def next_event_key(self) -> int:
        return self.manifest.next_event_key

    def known_customers(self, wanted: str) -> str:
        return self.stored(Owner.CUSTOMER)

    def known_events(self, wanted: str) -> str:
        return self.stored(Owner.EVENT)

    def sent(self, sql: str, type_: FieldType) -> str:
        return as_is(sql, type_)

    def put_customers(self, gathering: Gathering, catalog: Catalog) -> None:
        from masivo.warehouse.merge_customers import put_customers  # noqa: PLC0415 - it is written for this class

        put_customers(self, gathering, catalog)

    def put_events(self, deliveries: Deliveries, catalog: Catalog) -> None:
        from masivo.warehouse.merge_events import put_events  # noqa: PLC0415 - it is written for this class

        put_events(self, deliveries, catalog)

    def put_catalog(self, catalog: Catalog) -> None:
        self.commit(replace(self.manifest, catalog=catalog))

    def tidy(self) -> None:
        from masivo.warehouse.maintenance import tidy  # noqa: PLC0415 - it is written for this class

        tidy(self)

    def measure(self) -> None:
        """Know of every file what it holds, of those too that an earlier program wrote."""
        manifest = measure_all(self.connection, self.home, self.manifest)
        if manifest != self.manifest:
            self.commit_same_data(manifest)

    def stored(self, owner: Owner, parts: Iterable[Part] | None = None) -> str:
        """A select of all stored rows of a table, or of some of its parts; columns in none of these are NULL."""
        state = self.manifest.tables[owner]
        paths = self._paths(owner, state.parts if parts is None else parts)
        present = state.columns if parts is None else columns_of(self.connection, paths)
        return f"({relation(paths, stored_types(self.manifest.catalog, owner), present)})"

    def stored_columns(self, owner: Owner) -> list[str]:
        """The columns that stand in the files of a table, in order."""
        state = self.manifest.tables[owner]
        return [name for name in stored_types(self.manifest.catalog, owner) if name in state.columns]

    def write(
        self, owner: Owner, columns: Mapping[str, str], source: str, folds: Mapping[str, str] = MappingProxyType({})
    ) -> "Written":
        """New files of a table: its columns by name as SQL over `source`. Nobody sees them before the commit.

        `folds` are those that are made of others, as SQL over these: so they need not be carried through the sort.
        """
        target = self.scratch / uuid.uuid4().hex
        sorted_by = ", ".join(key for key in SORT_ORDER[owner] if key != "sku" or key in columns)
        carried = ", ".join(f"{sql} AS {name}" for name, sql in columns.items() if name not in folds)
        written = ", ".join(f"{folds[name]} AS {name}" if name in folds else name for name in columns)
        group = GROUP_OF[owner]
        files = self.connection.execute(
            f"COPY (SELECT {written} FROM (SELECT {carried} FROM {source} ORDER BY {sorted_by}))"
            f" TO {literal(str(target))}"
            f" ({FORMAT}, ROW_GROUP_SIZE {group},"
            f" ROW_GROUPS_PER_FILE {ROWS_PER_FILE // group}, FILENAME_PATTERN 'part-{{uuid}}', RETURN_STATS)"
        ).fetchall()
        parts = [self._adopt(owner, file) for file in files if file[1]]
        known = measured(self.connection, owner, self.home / owner, parts, columns)
        return Written(known, frozenset(columns if known else ()))

    def parts_holding(self, owner: Owner, key: str, relation_name: str) -> tuple[Part, ...]:
        """The parts of a table in which a value of the column `key` is also in the relation's column of that name."""
        parts = self.manifest.tables[owner].parts
        if not parts:
            return ()
        found = self.connection.execute(
            f"SELECT DISTINCT filename FROM {parquet(self._paths(owner, parts), filename=True)}"
            f" SEMI JOIN {relation_name} USING ({key})"
        ).fetchall()
        names = {Path(name).name for (name,) in found}
        return tuple(part for part in parts if part.path in names)

    def commit(self, manifest: Manifest) -> None:
        """Make the data what `manifest` says, in one step, under a new version; then tell Delta Lake."""
        manifest = replace(manifest, data_version=next_version(self.manifest.data_version))
        self._replace(manifest)

    def commit_same_data(self, manifest: Manifest) -> None:
        """Like `commit`, where only the files are others: what was computed from this version stays right."""
        self._replace(manifest)

    def state(self, owner: Owner, gone: Iterable[Part], *new: "Written") -> TableState:
        """The state of a table without the parts that are gone and with those that were written."""
        state = self.manifest.tables[owner]
        paths = {part.path for part in gone}
        return TableState(
            (*(part for part in state.parts if part.path not in paths), *chain.from_iterable(w.parts for w in new)),
            state.columns.union(*(written.columns for written in new)),
        )

    def _replace(self, manifest: Manifest) -> None:
        for owner in Owner:
            sync_folder(self.home / owner)
        self.show(manifest)
        self.manifest = manifest
        self.publish()

    def show(self, manifest: Manifest) -> None:
        """The step that makes it the data for everybody, in one."""
        write_manifest(self.home, manifest)

    def _adopt(self, owner: Owner, row: tuple[Any, ...]) -> Part:
        written, rows, size, _footer, columns = row[:5]
        source = Path(written)
        with source.open("rb") as file:
            os.fsync(file.fileno())
        source.rename(self.home / owner / source.name)
        return Part(source.name, rows, size, delta_statistics(rows, columns))

    def _paths(self, owner: Owner, parts: Iterable[Part]) -> list[Path]:
        return [self.home / owner / part.path for part in parts]


MakeWriter = Callable[[Path, Path, Manifest, DuckDBPyConnection], LakeWriter]
"""What makes the writer of a lake that lies elsewhere too, from what `LakeWriter` is made of."""
