"""Care of the lake's files: making its tables, joining small files into large ones, deleting what nobody reads."""

from collections.abc import Collection
from dataclasses import replace

from masivo.warehouse.catalog import Owner
from masivo.warehouse.delta import vacuum
from masivo.warehouse.lake import LakeWarehouse
from masivo.warehouse.manifest import MANIFEST, Part, TableState, write_manifest
from masivo.warehouse.writer import LakeWriter, open_scratch, open_writer

TINY_PART = 100_000
MOST_TINY_PARTS = 12
"""So many files of a table with fewer rows than that, and an import joins them: each costs every query a little."""

SMALL_PART = 1_000_000
"""Rows below which a file is joined with others when somebody asks for it; that may take a while."""

KEPT_HOURS = 24
"""How long files stay that no version of the data names any more: longer than any reader of an old version lives."""


def make_tables(warehouse: LakeWarehouse) -> bool:
    """Make the tables where they are missing; False where they stood already. Never empties anything."""
    with open_scratch(warehouse.home) as scratch, open_writer(warehouse.home, scratch) as writer:
        if (warehouse.home / MANIFEST).exists():
            return False
        write_manifest(warehouse.home, writer.manifest)
    return True


def compact(warehouse: LakeWarehouse) -> int:
    """Join the small files of every table and delete files that left long ago; returns how many were joined."""
    with open_scratch(warehouse.home) as scratch, open_writer(warehouse.home, scratch) as writer:
        joined = join_parts(writer, rows_below=SMALL_PART, at_least=2)
        vacuum(warehouse.home, KEPT_HOURS)
    return joined


def join_tiny_parts(writer: LakeWriter) -> int:
    """Join what small imports left, if there is much of it; returns how many files were joined."""
    return join_parts(writer, rows_below=TINY_PART, at_least=MOST_TINY_PARTS)


def join_parts(writer: LakeWriter, *, rows_below: int, at_least: int) -> int:
    """Join the files with fewer rows in those tables that have so many; the data, and its version, stay the same."""
    tables = dict(writer.manifest.tables)
    joined = 0
    for owner in Owner:
        small = [part for part in tables[owner].parts if part.rows < rows_below]
        if len(small) >= at_least:
            tables[owner] = _joined(writer, owner, small)
            joined += len(small)
    if joined:
        writer.commit_same_data(replace(writer.manifest, tables=tables))
    return joined


def _joined(writer: LakeWriter, owner: Owner, small: Collection[Part]) -> TableState:
    columns = {name: name for name in writer.stored_columns(owner)}
    return writer.state(owner, small, writer.write(owner, columns, writer.stored(owner, small)))
