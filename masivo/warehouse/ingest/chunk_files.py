"""The files that a chunk of an import is staged in: typed Parquet that the merge reads, and the refused records."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq
from numpy.typing import NDArray

from masivo.conditions.operators import FieldType
from masivo.warehouse.ingest.batch import SINGLE
from masivo.warehouse.ingest.evidence import Evidence
from masivo.warehouse.ingest.plan import LINE_MARK, Chunk, Plan, staged_name
from masivo.warehouse.staged import RARE

ROW_BITS = 24
"""A record's place among all of an import is its chunk's number above its row: a chunk has fewer rows than that."""

_HARDLY_THE_SAME = frozenset({"seq", "id", "customer_id", "issued_at"})
"""Columns whose values hardly come twice, so that a dictionary of them would be in vain."""

Emptied = tuple[int, str, bool]
"""The row of a record that empties a field, the field's name, and whether all beneath that name is meant."""


@dataclass(frozen=True, slots=True)
class ChunkReport:
    """What became of a chunk. `used` are the types that its values were read by, `evidence` what its new names hold."""

    chunk: Chunk
    read: int
    rejected: int
    used: Mapping[str, FieldType]
    evidence: Mapping[str, Evidence]


@dataclass(frozen=True, slots=True)
class RareValues:
    """The values of a name that has no column, with the rows of their records, or of their lines where it is theirs."""

    name: str
    type: FieldType
    rows: NDArray[np.int64]
    values: pa.Array


@dataclass(frozen=True, slots=True)
class StagedLines:
    """Lines: the row of each one's event, its list, its place in the list, and typed columns by name."""

    rows: NDArray[np.int64]
    list_names: pa.Array
    numbers: pa.Array
    columns: Mapping[str, pa.Array]


class ChunkFiles:
    """Writes the files of one chunk into the import's scratch folder."""

    def __init__(self, chunk: Chunk, plan: Plan) -> None:
        self._chunk = chunk
        self._own = SINGLE[plan.kind]
        self._stem = plan.scratch / f"{chunk.number:08}"
        self._first = chunk.number << ROW_BITS

    def write_records(self, columns: Mapping[str, pa.Array], kept: NDArray[np.bool_]) -> None:
        """The typed columns by name, a row a record, of the rows that are kept."""
        seq = pa.array(np.arange(self._first, self._first + len(kept)))
        named = {name if name in self._own else staged_name(name): column for name, column in columns.items()}
        self._write("records", pa.table({"seq": seq, **named}), kept)

    def write_lines(self, lists: Sequence[StagedLines], kept: NDArray[np.bool_]) -> None:
        """The lines of the records that are kept; `kept` goes by the records' rows."""
        tables = [
            pa.table(
                {
                    "seq": pa.array(self._first + lines.rows),
                    "list_name": lines.list_names,
                    "line_number": lines.numbers,
                    **{staged_name(name): column for name, column in lines.columns.items()},
                }
            ).filter(pa.array(kept[lines.rows]))
            for lines in lists
        ]
        self._write("lines", pa.concat_tables(tables, promote_options="default"))

    def write_rare(self, rare: Sequence[RareValues], lines: StagedLines, kept: NDArray[np.bool_]) -> None:
        """A row a value of the records that are kept, in the column of its type; no file where there is none."""
        alike: dict[tuple[FieldType, bool], list[RareValues]] = defaultdict(list)
        for found in rare:
            alike[found.type, LINE_MARK in found.name].append(found)
        tables = [
            self._rare_table(found, RARE[type_], lines if of_lines else None, kept)
            for (type_, of_lines), found in alike.items()
        ]
        if tables:
            self._write("rare", pa.concat_tables(tables, promote_options="default"))

    def write_emptied(self, ids: pa.Array, emptied: Sequence[Emptied], kept: NDArray[np.bool_]) -> None:
        """The fields that the records empty; `ids` and `kept` go by the records' rows."""
        rows = pa.array([row for row, _, _ in emptied], pa.int64())
        table = pa.table(
            {
                "seq": pc.add(rows, self._first),
                "id": ids.take(rows),
                "name": pa.array([name for _, name, _ in emptied], pa.string()),
                "beneath": pa.array([beneath for _, _, beneath in emptied], pa.bool_()),
            }
        )
        self._write("emptied", table.filter(pa.array(kept).take(rows)))

    def write_rejects(self, refused: Iterable[tuple[int, str, str]]) -> None:
        """The refused records: number, reason and the record as it stood in its source."""
        encode = msgspec.json.Encoder().encode
        with self._path("rejects").open("wb") as file:
            for number, reason, record in refused:
                reject = {"file": self._chunk.source, "number": number, "reason": reason, "record": record}
                file.write(encode(reject) + b"\n")

    def _rare_table(
        self, rare: Sequence[RareValues], column: str, lines: StagedLines | None, kept: NDArray[np.bool_]
    ) -> pa.Table:
        """Values of one type, all of lines or none of them."""
        rows = np.concatenate([found.rows for found in rare])
        names = np.repeat(np.arange(len(rare)), [len(found.rows) for found in rare])
        records = rows if lines is None else lines.rows[rows]
        columns = {
            "seq": pa.array(self._first + records),
            "name": pa.array([found.name for found in rare], pa.string()).take(pa.array(names)),
            column: pa.concat_arrays([found.values for found in rare]),
        }
        if lines is not None:
            columns["list_name"] = lines.list_names.take(pa.array(rows))
            columns["line_number"] = lines.numbers.take(pa.array(rows))
        return pa.table(columns).filter(pc.and_(pa.array(kept[records]), pc.is_valid(columns[column])))

    def _write(self, suffix: str, table: pa.Table, kept: NDArray[np.bool_] | None = None) -> None:
        table = table if kept is None or kept.all() else table.filter(pa.array(kept))
        often_the_same = [name for name in table.column_names if name not in _HARDLY_THE_SAME]
        pq.write_table(
            table, self._path(suffix), compression="lz4", use_dictionary=often_the_same, write_statistics=False
        )

    def _path(self, suffix: str) -> Path:
        return self._stem.with_suffix(f".{suffix}")
