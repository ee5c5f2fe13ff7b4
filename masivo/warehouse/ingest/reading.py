"""A chunk of any format as columns, constants filled in, and nothing named twice in one record."""

import numpy as np

from masivo.warehouse.ingest.batch import Batch
from masivo.warehouse.ingest.cells import values_of_cells
from masivo.warehouse.ingest.evidence import evidence_of_cells
from masivo.warehouse.ingest.plan import Chunk, Format, Plan
from masivo.warehouse.ingest.read_arrow import read_arrow
from masivo.warehouse.ingest.read_delimited import read_delimited
from masivo.warehouse.ingest.read_json_lines import read_json_lines
from masivo.warehouse.ingest.records import Column

_READERS = {Format.NDJSON: read_json_lines, Format.CSV: read_delimited, Format.ARROW: read_arrow}


def read_chunk(chunk: Chunk, plan: Plan) -> Batch:
    """The chunk's records."""
    batch = _READERS[chunk.format](chunk, plan)
    for name, column in batch.columns.items():
        for row in _repeated(column):
            batch.refused[row] = f"The record names {name} twice."
    for name, column in batch.lines.columns.items():
        for line in _repeated(column):
            batch.refused[batch.lines.rows[line]] = f"A line of the record names {name} twice."
    for name, text in plan.constants.items():
        _fill(batch, name, text, plan)
    return batch


def _repeated(column: Column) -> list[int]:
    """The rows that have two values."""
    rows = np.sort(np.asarray(column.rows, dtype=np.int64))
    return [int(row) for row in rows[1:][rows[1:] == rows[:-1]]]


def _fill(batch: Batch, name: str, text: str, plan: Plan) -> None:
    """Give every record without a value under the name this one, read like a CSV cell."""
    column = batch.columns.setdefault(name, Column(cells=True))
    there = set(column.rows)
    missing = [row for row in range(len(batch.numbers)) if row not in there]
    value = text if column.cells else _constant(name, text, plan)
    column.rows += missing
    column.values += [value] * len(missing)


def _constant(name: str, text: str, plan: Plan) -> object:
    type_ = plan.types.get(name) or evidence_of_cells([text]).type()
    return text if type_ is None else values_of_cells([text], type_)[0]
