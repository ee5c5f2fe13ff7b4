"""One chunk of an import, from its bytes to typed Parquet that the merge reads: what every worker process does."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from masivo.conditions.operators import FieldType
from masivo.errors import ImportRefused
from masivo.warehouse.ingest.batch import SINGLE, Batch
from masivo.warehouse.ingest.cells import values_of_cells
from masivo.warehouse.ingest.columns import convert
from masivo.warehouse.ingest.evidence import Evidence, evidence_of_cells, evidence_of_values
from masivo.warehouse.ingest.plan import LINE_MARK, Chunk, Kind, Plan, staged_name
from masivo.warehouse.ingest.reading import read_chunk
from masivo.warehouse.ingest.records import Column
from masivo.warehouse.ingest.values import Reading

ROW_BITS = 24
"""A record's place among all of an import is its chunk's number above its row: a chunk has fewer rows than that."""

MOST_NEW_NAMES = 5_000
REQUIRED = {Kind.CUSTOMERS: ("id",), Kind.EVENTS: ("customer_id", "brand_id", "type")}
_OWN_TYPES = {"issued_at": FieldType.DATETIME}


@dataclass(frozen=True, slots=True)
class ChunkReport:
    """What became of a chunk. `used` are the types that its values were read by, `evidence` what its new names hold."""

    chunk: Chunk
    read: int
    rejected: int
    used: Mapping[str, FieldType]
    evidence: Mapping[str, Evidence]


def stage_chunk(chunk: Chunk, plan: Plan, assumed: Mapping[str, FieldType]) -> ChunkReport:
    """Read, type and write a chunk.

    A name that `plan` does not know is read by the type assumed for it or else by the chunk's own evidence; where the
    evidence of all chunks says otherwise, the chunk is staged again.
    """
    staging = _Staging(chunk, plan, read_chunk(chunk, plan))
    staging.take_own_names()
    staging.take_known_names()
    staging.take_new_names(assumed)
    staging.write()
    return ChunkReport(chunk, len(staging.batch.numbers), len(staging.batch.refused), staging.used, staging.evidence)


class _Staging:
    def __init__(self, chunk: Chunk, plan: Plan, batch: Batch) -> None:
        self.chunk = chunk
        self.plan = plan
        self.batch = batch
        self.used: dict[str, FieldType] = {}
        self.evidence: dict[str, Evidence] = {}
        self._rows = len(batch.numbers)
        self._lines = len(batch.lines.rows)
        self._table: dict[str, pa.Array] = {}
        self._line_table: dict[str, pa.Array] = {}
        self._emptied: list[tuple[int, str, bool]] = []
        self._reading = Reading(plan.zone, plan.named_zone)

    def take_own_names(self) -> None:
        """The names that make a record one: its ids, type, time and status."""
        for name in sorted(SINGLE[self.plan.kind]):
            column = self.batch.columns.pop(name, None) or Column()
            type_ = _OWN_TYPES.get(name, FieldType.TEXT)
            # A bare date says when an event was only where the import names the zone of its days.
            reading = Reading(self.plan.named_zone, self.plan.named_zone)
            array = _spread(self._convert(name, column, type_, reading), column.rows, self._rows)
            if name in REQUIRED[self.plan.kind]:
                for row in np.flatnonzero(array.is_null()).tolist():
                    self.batch.refused.setdefault(row, f"The record has no {name}.")
            self._table[name] = array.fill_null(self.plan.now) if name == "issued_at" else array

    def take_known_names(self) -> None:
        """The names whose types stand already."""
        for name, column in self._columns().items():
            if (type_ := self.plan.types.get(name)) is not None:
                self._take(name, column, type_, self._reading)

    def take_new_names(self, assumed: Mapping[str, FieldType]) -> None:
        """The other names; values of refused records say nothing of their types."""
        new = {name: column for name, column in self._columns().items() if name not in self.plan.types}
        if len(new) > MOST_NEW_NAMES:
            raise ImportRefused(
                f"{self.chunk.source} has more than {MOST_NEW_NAMES:,} new names: is something used as a name that is"
                f" a value, such as {sorted(new)[0]}?"
            )
        for name, column in new.items():
            values = self._values_left(name, column)
            self.evidence[name] = evidence_of_cells(values) if column.cells else evidence_of_values(values)
            type_ = assumed.get(name) or self.evidence[name].type()
            if type_ is not None:
                self._take(name, column, type_, replace(self._reading, lenient=True))

    def write(self) -> None:
        """Write the records that were not refused, and the others with their reasons."""
        stem = self.plan.scratch / f"{self.chunk.number:08}"
        kept = np.ones(self._rows, dtype=np.bool_)
        kept[list(self.batch.refused)] = False
        first = self.chunk.number << ROW_BITS
        seq = pa.array(np.arange(first, first + self._rows))
        table = pa.table({"seq": seq, **self._table}).filter(pa.array(kept))
        pq.write_table(table, f"{stem}.records", compression="lz4")
        if self.plan.kind is Kind.EVENTS:
            self._write_lines(f"{stem}.lines", first, kept)
        else:
            self._write_emptied(f"{stem}.emptied", first, kept)
        self._write_rejects(f"{stem}.rejects")

    def _write_lines(self, path: str, first: int, kept: NDArray[np.bool_]) -> None:
        lines = self.batch.lines
        rows = np.asarray(lines.rows, dtype=np.int64)
        table = pa.table(
            {
                "seq": pa.array(first + rows),
                "list_name": pa.array(lines.list_names, pa.string()),
                "line_number": pa.array(lines.numbers, pa.int32()),
                **self._line_table,
            }
        )
        pq.write_table(table.filter(pa.array(kept[rows])), path, compression="lz4")

    def _write_emptied(self, path: str, first: int, kept: NDArray[np.bool_]) -> None:
        emptied = self._emptied + [
            (row, name, True) for name, column in self.batch.columns.items() for row in column.empty
        ]
        rows = pa.array([row for row, _, _ in emptied], pa.int64())
        table = pa.table(
            {
                "seq": pc.add(rows, first),
                "id": self._table["id"].take(rows),
                "name": pa.array([name for _, name, _ in emptied], pa.string()),
                "beneath": pa.array([beneath for _, _, beneath in emptied], pa.bool_()),
            }
        )
        pq.write_table(table.filter(pa.array(kept).take(rows)), path, compression="lz4")

    def _write_rejects(self, path: str) -> None:
        encode = msgspec.json.Encoder().encode
        with Path(path).open("wb") as file:
            for row, reason in sorted(self.batch.refused.items()):
                record = {
                    "file": self.chunk.source,
                    "number": self.batch.numbers[row],
                    "reason": reason,
                    "record": self.batch.raw(row),
                }
                file.write(encode(record) + b"\n")

    def _take(self, name: str, column: Column, type_: FieldType, reading: Reading) -> None:
        if not column.rows:
            return
        self.used[name] = type_
        table, length = (self._line_table, self._lines) if LINE_MARK in name else (self._table, self._rows)
        table[staged_name(name)] = _spread(self._convert(name, column, type_, reading), column.rows, length)

    def _convert(self, name: str, column: Column, type_: FieldType, reading: Reading) -> pa.Array:
        values = values_of_cells(column.values, type_) if column.cells else column.values
        converted = convert(values, type_, reading)
        for place, reason in converted.refused.items():
            self.batch.refused.setdefault(self._row_of(name, column.rows[place]), f"{name} {reason}.")
        self._emptied += [(column.rows[place], name, False) for place in converted.blank]
        return converted.array

    def _values_left(self, name: str, column: Column) -> list[Any]:
        if not self.batch.refused:
            return column.values
        return [
            value
            for row, value in zip(column.rows, column.values, strict=True)
            if self._row_of(name, row) not in self.batch.refused
        ]

    def _row_of(self, name: str, row: int) -> int:
        """The record's row: the columns of lines go by the line's own."""
        return self.batch.lines.rows[row] if LINE_MARK in name else row

    def _columns(self) -> dict[str, Column]:
        return {**self.batch.columns, **self.batch.lines.columns}


def _spread(array: pa.Array, rows: list[int], length: int) -> pa.Array:
    """The values at their rows, null at the others."""
    order = np.arange(len(rows))
    if len(rows) == length and np.array_equal(rows, order):
        return array
    places = np.full(length, -1, dtype=np.int64)
    places[rows] = order
    return array.take(pa.array(places, mask=places < 0))
