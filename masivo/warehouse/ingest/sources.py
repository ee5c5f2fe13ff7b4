"""Files, and standard input, cut into chunks that hold whole records and can be read again and by any process."""

import gzip
import shutil
import sys
import uuid
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import IO

import pyarrow as pa
import pyarrow.parquet as pq

from masivo.errors import ImportRefused
from masivo.warehouse.ingest.delimited import DelimitedLines
from masivo.warehouse.ingest.plan import Chunk, Format

CHUNK_BYTES = 8 * 1024 * 1024
PARQUET_ROWS = 50_000
STANDARD_INPUT = "-"

_SUFFIXES = {
    ".ndjson": Format.NDJSON,
    ".jsonl": Format.NDJSON,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".parquet": Format.ARROW,
}
_BOM = b"\xef\xbb\xbf"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


@dataclass(frozen=True, slots=True)
class Source:
    """One file to import. `delimiter` is the one named, else that of the file's kind; empty outside CSV."""

    label: str
    path: Path
    format: Format
    delimiter: str
    gzipped: bool = False


def find_sources(paths: Sequence[str], delimiter: str | None) -> list[Source]:
    """The files by their names. Raises ImportRefused where one is missing, unreadable or of an unknown kind."""
    return [_find(path, delimiter) for path in paths]


def unpacked(source: Source, scratch: Path) -> Source:
    """The source where it can be read from any place: standard input and gzip are written out.

    Raises ImportRefused where that fails.
    """
    if not source.gzipped and str(source.path) != STANDARD_INPUT:
        return source
    target = scratch / f"{uuid.uuid4().hex}.unpacked"
    try:
        with target.open("wb") as file:
            if source.gzipped:
                with gzip.open(source.path, "rb") as packed:
                    shutil.copyfileobj(packed, file, CHUNK_BYTES)
            else:
                shutil.copyfileobj(sys.stdin.buffer, file, CHUNK_BYTES)
    except (gzip.BadGzipFile, EOFError, OSError) as error:
        raise ImportRefused(f"{source.label} cannot be unpacked: {error}.") from error
    return replace(source, path=target, gzipped=False)


def cut(sources: Sequence[Source], scratch: Path) -> Iterator[Chunk]:
    """The chunks of all sources in order, numbered through. Raises ImportRefused where a file is no such file."""
    numbers = count()
    for source in sources:
        for chunk in _CUTTERS[source.format](source, scratch):
            yield replace(chunk, number=next(numbers))


def _find(given: str, delimiter: str | None) -> Source:
    if given == STANDARD_INPUT:
        return Source("standard input", Path(given), Format.NDJSON, "")
    path = Path(given)
    if not path.is_file():
        raise ImportRefused(f"There is no file {given}.")
    suffixes = [suffix.lower() for suffix in path.suffixes]
    gzipped = suffixes[-1:] == [".gz"]
    suffix = suffixes[-2:-1] if gzipped else suffixes[-1:]
    format_ = _SUFFIXES.get(suffix[0]) if suffix else None
    if format_ is None and delimiter is not None:
        format_ = Format.CSV
    if format_ is None or (gzipped and format_ is Format.ARROW):
        raise ImportRefused(
            f"{given} is of an unknown kind: name files .csv, .ndjson, .jsonl (each also .gz) or .parquet,"
            " or give --delimiter for a table of another name."
        )
    natural = "\t" if suffix == [".tsv"] else ","
    return Source(given, path, format_, delimiter or natural if format_ is Format.CSV else "", gzipped)


def _cut_ndjson(source: Source, _scratch: Path) -> Iterator[Chunk]:
    with _opened(source) as file:
        line = 1
        while True:
            offset = file.tell()
            block = file.read(CHUNK_BYTES)
            if not block:
                return
            block += b"" if block.endswith(b"\n") else file.readline()
            yield Chunk(0, source.label, Format.NDJSON, source.path, offset, len(block), line)
            line += block.count(b"\n")


def _cut_csv(source: Source, _scratch: Path) -> Iterator[Chunk]:
    """Cuts where a record ends: a quoted cell may hold line ends, so the file is read through as CSV."""
    with _opened(source) as file:
        lines = DelimitedLines(file, source.label, source.delimiter)
        header = lines.read_header()
        offset, first_line = lines.offset, lines.line
        while lines.skip_record():
            if lines.offset - offset >= CHUNK_BYTES:
                length = lines.offset - offset
                yield Chunk(
                    0, source.label, Format.CSV, source.path, offset, length, first_line, header, source.delimiter
                )
                offset, first_line = lines.offset, lines.line
        if lines.offset > offset:
            length = lines.offset - offset
            yield Chunk(0, source.label, Format.CSV, source.path, offset, length, first_line, header, source.delimiter)


def _cut_parquet(source: Source, scratch: Path) -> Iterator[Chunk]:
    """Row groups may be far larger than a chunk, so batches of rows are written out."""
    try:
        first_row = 1
        with pq.ParquetFile(source.path) as table:
            for batch in table.iter_batches(PARQUET_ROWS):
                path = scratch / f"{uuid.uuid4().hex}.arrow"
                with pa.OSFile(str(path), "wb") as file, pa.ipc.new_stream(file, batch.schema) as writer:
                    writer.write_batch(batch)
                share = source.path.stat().st_size * batch.num_rows // table.metadata.num_rows
                yield Chunk(0, source.label, Format.ARROW, path, 0, share, first_row)
                first_row += batch.num_rows
    except (pa.ArrowException, OSError) as error:
        raise ImportRefused(f"{source.label} is not a Parquet file that can be read: {error}.") from error


@contextmanager
def _opened(source: Source) -> Iterator[IO[bytes]]:
    """The file after its byte order mark."""
    try:
        with source.path.open("rb") as file:
            start = file.read(len(_BOM))
            if start.startswith(_UTF_16):
                raise ImportRefused(f"{source.label} is in UTF-16: save it as UTF-8.")
            file.seek(len(_BOM) if start == _BOM else 0)
            yield file
    except OSError as error:
        raise ImportRefused(f"{source.label} cannot be read: {error}.") from error


_CUTTERS = {Format.NDJSON: _cut_ndjson, Format.CSV: _cut_csv, Format.ARROW: _cut_parquet}
