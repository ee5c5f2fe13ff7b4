"""One chunk of an import read with care: every value typed, every record that does not fit refused with its reason."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import OWN_COLUMNS, property_owner
from masivo.warehouse.ingest.batch import SINGLE
from masivo.warehouse.ingest.cells import values_of_cells
from masivo.warehouse.ingest.chunk_files import ChunkFiles, ChunkReport, Emptied, RareValues, StagedLines
from masivo.warehouse.ingest.columns import Converted, convert
from masivo.warehouse.ingest.evidence import Evidence, evidence_of_cells, evidence_of_values
from masivo.warehouse.ingest.plan import LINE_MARK, Chunk, Kind, Plan
from masivo.warehouse.ingest.reading import read_chunk
from masivo.warehouse.ingest.records import Column
from masivo.warehouse.ingest.values import Reading

REQUIRED = {Kind.CUSTOMERS: ("id",), Kind.EVENTS: ("customer_id", "brand_id", "type")}
OWN_TYPES = {"issued_at": FieldType.DATETIME}


class CarefulStaging:
    """A chunk read value by value, so that everything that does not fit is told by its record and with its reason."""

    def __init__(self, chunk: Chunk, plan: Plan, assumed: Mapping[str, FieldType]) -> None:
        """Read and type the chunk.

        A name that `plan` does not know is read by the type assumed for it or else by the chunk's own evidence; where
        the evidence of all chunks says otherwise, the chunk is staged again.
        """
        self.chunk = chunk
        self.plan = plan
        self.batch = read_chunk(chunk, plan)
        self.used: dict[str, FieldType] = {}
        self.evidence: dict[str, Evidence] = {}
        self._rows = len(self.batch.numbers)
        self._lines = len(self.batch.lines.rows)
        self._table: dict[str, pa.Array] = {}
        self._line_table: dict[str, pa.Array] = {}
        self._rare: list[RareValues] = []
        self._emptied: list[Emptied] = []
        self._reading = Reading(plan.zone, plan.named_zone)
        self._take_own_names()
        self._take_known_names()
        self._take_new_names(assumed)

    def _take_own_names(self) -> None:
        """The names that make a record one: its ids, type, time and status."""
        for name in sorted(SINGLE[self.plan.kind]):
            column = self.batch.columns.pop(name, None) or Column()
            type_ = OWN_TYPES.get(name, FieldType.TEXT)
            # A bare date says when an event was only where the import names the zone of its days.
            reading = Reading(self.plan.named_zone, self.plan.named_zone)
            array = _spread(self._convert(name, column, type_, reading).array, column.rows, self._rows)
            if name in REQUIRED[self.plan.kind]:
                for row in np.flatnonzero(array.is_null()).tolist():
                    self.batch.refused.setdefault(row, f"The record has no {name}.")
            self._table[name] = array.fill_null(self.plan.now) if name == "issued_at" else array

    def _take_known_names(self) -> None:
        """The names whose types stand already."""
        for name, column in self._columns().items():
            if (type_ := self.plan.types.get(name)) is not None:
                self._take(name, column, type_, self._reading)

    def _take_new_names(self, assumed: Mapping[str, FieldType]) -> None:
        """The other names; values of refused records say nothing of their types.

        Where there are more than columns for them, not all can have one, and only the whole import tells which: then
        the chunk is staged again.
        """
        new = {name: column for name, column in self._columns().items() if name not in self.plan.types}
        types: dict[str, FieldType] = {}
        for name, column in new.items():
            values = self._values_left(name, column)
            self.evidence[name] = evidence_of_cells(values) if column.cells else evidence_of_values(values)
            type_ = assumed.get(name) or self.evidence[name].type()
            if type_ is not None:
                types[name] = type_
        in_columns = Counter(property_owner(name) for name in types.keys() - self.plan.packed)
        if max(in_columns.values(), default=0) <= OWN_COLUMNS:
            for name, type_ in types.items():
                self._take(name, new[name], type_, replace(self._reading, lenient=True))

    def write(self) -> ChunkReport:
        """Write the records that were not refused, and the others with their reasons."""
        refused, lines = self.batch.refused, self.batch.lines
        files = ChunkFiles(self.chunk, self.plan)
        kept = np.ones(self._rows, dtype=np.bool_)
        kept[list(refused)] = False
        files.write_records(self._table, kept)
        rows, list_names = np.asarray(lines.rows, np.int64), pa.array(lines.list_names, pa.string())
        staged_lines = StagedLines(rows, list_names, pa.array(lines.numbers, pa.int32()), self._line_table)
        files.write_rare(self._rare, staged_lines, kept)
        if self.plan.kind is Kind.EVENTS:
            files.write_lines([staged_lines], kept)
        else:
            files.write_emptied(self._table["id"], self._all_emptied(), kept)
        rejects = ((self.batch.numbers[row], reason, self.batch.raw(row)) for row, reason in sorted(refused.items()))
        files.write_rejects(rejects)
        return ChunkReport(self.chunk, self._rows, len(refused), self.used, self.evidence)

    def _all_emptied(self) -> list[Emptied]:
        nulls = ((row, name, True) for name, column in self.batch.columns.items() for row in column.empty)
        return [*self._emptied, *nulls]

    def _take(self, name: str, column: Column, type_: FieldType, reading: Reading) -> None:
        converted = self._convert(name, column, type_, reading)
        if len(converted.blank) == len(column.rows):
            return
        self.used[name] = type_
        if name in self.plan.packed:
            self._rare.append(RareValues(name, type_, np.asarray(column.rows, np.int64), converted.array))
            return
        table, length = (self._line_table, self._lines) if LINE_MARK in name else (self._table, self._rows)
        table[name] = _spread(converted.array, column.rows, length)

    def _convert(self, name: str, column: Column, type_: FieldType, reading: Reading) -> Converted:
        values = values_of_cells(column.values, type_) if column.cells else column.values
        converted = convert(values, type_, reading)
        for place, reason in converted.refused.items():
            self.batch.refused.setdefault(self._row_of(name, column.rows[place]), f"{name} {reason}.")
        self._emptied += [(column.rows[place], name, False) for place in converted.blank]
        return converted

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
