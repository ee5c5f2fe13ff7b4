"""A chunk of a Parquet file: a record a row, nested or with dotted column names; a NULL carries nothing."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

import pyarrow as pa

from masivo.conditions.json_text import write_json
from masivo.warehouse.ingest.batch import Batch, new_reader
from masivo.warehouse.ingest.plan import Chunk, Plan


def read_arrow(chunk: Chunk, plan: Plan) -> Batch:
    """The rows as records; dates and times as ISO 8601 texts, floating numbers as the shortest decimals they print.

    Instants are told in UTC: a zone's offset of long ago has seconds, which ISO 8601 does not know.
    """
    with pa.memory_map(str(chunk.path)) as file, pa.ipc.open_stream(file) as stream:
        rows: list[dict[str, Any]] = stream.read_all().to_pylist(maps_as_pydicts="lossy")
    reader = new_reader(plan)
    reader.read(enumerate(map(_json_value, rows)))
    numbers = list(range(chunk.first_line, chunk.first_line + len(rows)))
    return Batch(numbers, lambda row: write_json(_json_value(rows[row])), reader.columns, reader.lines, reader.refused)


def _json_value(value: Any) -> Any:
    match value:
        case dict():
            return {key: _json_value(member) for key, member in value.items() if member is not None}
        case list() | tuple():
            return [_json_value(member) for member in value]
        case float():
            return Decimal(repr(value))
        case datetime() if value.tzinfo is not None:
            return value.astimezone(UTC).isoformat()
        case date() | datetime() | time():
            return value.isoformat()
        case bytes():
            return value.decode(errors="replace")
        case None | bool() | int() | Decimal() | str():
            return value
    return str(value)
