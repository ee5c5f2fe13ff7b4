"""Care of the lake's files: making its tables, joining small files into large ones, deleting what nobody reads."""

import time
from collections.abc import Collection
from dataclasses import replace

from masivo.warehouse.catalog import Owner
from masivo.warehouse.lake import LakeWarehouse
from masivo.warehouse.manifest import KEPT_HOURS, MANIFEST, Part, TableState
from masivo.warehouse.scratch import open_scratch
from masivo.warehouse.writer import LakeWriter

TIERS = ((0, 100_000), (100_000, 1_000_000))
"""Rows of the files that imports join with others of their size; each file costs every query a little."""

MOST_OF_A_TIER = 12
"""So many files of one tier, and an import joins them: what is small is joined often, what is large rarely."""

SMALL_PART = 1_000_000
"""Rows below which a file is joined with others when somebody asks for it; that may take a while."""

_CLEANED = "cleaned"
"""The file whose time says when an import last looked for files that left long ago."""


def make_tables(warehouse: LakeWarehouse) -> bool:
    """Make the tables where they are missing; False where they stood already. Never empties anything."""
    with open_scratch(warehouse.home) as scratch, warehouse.writer(scratch) as writer:
        if (warehouse.home / MANIFEST).exists():
            return False
        writer.commit_same_data(writer.manifest)
    return True


def compact(warehouse: LakeWarehouse) -> int:
    """Join the small files of every table and delete files that left long ago; returns how many were joined."""
    with open_scratch(warehouse.home) as scratch, warehouse.writer(scratch) as writer:
        joined = _join(writer, range(SMALL_PART), at_least=2)
        _clean_up(writer)
    return joined


def tidy(writer: LakeWriter) -> int:
    """What every import does at its end: join files where many are small, and once a day delete those that left.

    Returns how many were joined.
    """
    joined = sum(_join(writer, range(*tier), at_least=MOST_OF_A_TIER) for tier in TIERS)
    cleaned = writer.home / _CLEANED
    if not cleaned.exists() or time.time() - cleaned.stat().st_mtime > KEPT_HOURS * 3600:
        _clean_up(writer)
    return joined


def _clean_up(writer: LakeWriter) -> None:
    writer.clean_up(KEPT_HOURS)
    (writer.home / _CLEANED).touch()


def _join(writer: LakeWriter, rows: range, *, at_least: int) -> int:
    """Join the files of so many rows in the tables that have enough of them; the data, and its version, stay."""
    tables = dict(writer.manifest.tables)
    joined = 0
    for owner in Owner:
        small = [part for part in tables[owner].parts if part.rows in rows]
        if len(small) >= at_least:
            tables[owner] = _joined(writer, owner, small)
            joined += len(small)
    if joined:
        writer.commit_same_data(replace(writer.manifest, tables=tables))
    return joined


def _joined(writer: LakeWriter, owner: Owner, small: Collection[Part]) -> TableState:
    columns = {name: name for name in writer.stored_columns(owner)}
    return writer.state(owner, small, writer.write(owner, columns, writer.stored(owner, small)))
