"""A chunk of NDJSON: one object a line, numbers exact."""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

import msgspec

from masivo.warehouse.ingest.batch import Batch, new_reader
from masivo.warehouse.ingest.plan import Chunk, Plan


def bytes_of(chunk: Chunk) -> bytes:
    """The chunk's stretch of its file."""
    with chunk.path.open("rb") as file:
        file.seek(chunk.offset)
        return file.read(chunk.length)


def read_json_lines(chunk: Chunk, plan: Plan) -> Batch:
    """The lines that are not blank, as records."""
    lines = bytes_of(chunk).split(b"\n")
    reader = new_reader(plan)
    decode = msgspec.json.Decoder(float_hook=_exact).decode
    numbers: list[int] = []

    def decoded() -> Iterator[tuple[int, object]]:
        for place, line in enumerate(lines):
            if not line or line.isspace():
                continue
            row = len(numbers)
            numbers.append(chunk.first_line + place)
            try:
                yield row, decode(line)
            except (msgspec.DecodeError, UnicodeDecodeError) as error:
                reader.refused[row] = f"The line is not JSON: {error}."
            except RecursionError:
                reader.refused[row] = "The record is nested far too deeply."

    reader.read(decoded())
    first = chunk.first_line

    def raw(row: int) -> str:
        return lines[numbers[row] - first].decode(errors="replace").strip()

    return Batch(numbers, raw, reader.columns, reader.lines, reader.refused, reader.root)


def _exact(digits: str) -> Decimal:
    try:
        return Decimal(digits)
    except InvalidOperation:
        # An exponent of twenty digits: nothing, or more than any number that is let in.
        return Decimal(0) if "e-" in digits.lower() else Decimal("1E+1000")
