"""A chunk of CSV: a record a row, dotted column names, an empty cell carries nothing."""

import csv
import io
from collections import defaultdict

from masivo.conditions.fold import WHITE_SPACE
from masivo.warehouse.ingest.batch import Batch, new_reader
from masivo.warehouse.ingest.cells import json_array
from masivo.warehouse.ingest.delimited import WHITE_SPACE_RUNS, records
from masivo.warehouse.ingest.plan import LINE_MARK, Chunk, Kind, Plan, renamed_name
from masivo.warehouse.ingest.records import Column, Lines, RecordReader

Cells = dict[int, str]
"""The cells of a column that are not blank, by row."""


def read_delimited(chunk: Chunk, plan: Plan) -> Batch:
    """The rows that are not empty, as records."""
    rows, numbers, refused = _rows(chunk)
    reader = new_reader(plan)
    lines_of: defaultdict[str, dict[str, Cells]] = defaultdict(dict)
    for place, given in enumerate(chunk.header):
        name = renamed_name(given, plan.renamed)
        cells = {
            row: cell
            for row, record in enumerate(rows)
            if row not in refused and (cell := record[place].strip(WHITE_SPACE))
        }
        if plan.kind is Kind.EVENTS and LINE_MARK in name:
            lines_of[name.partition(LINE_MARK)[0]][name] = cells
            continue
        if plan.kind is Kind.EVENTS and name not in plan.types:
            _take_lists_of_objects(name, cells, reader)
        _add(reader.columns, name, cells)
    for list_name, columns in lines_of.items():
        _add_lines(reader.lines, list_name, columns)
    return Batch(
        numbers,
        lambda row: _written(rows[row], chunk.delimiter),
        reader.columns,
        reader.lines,
        {**reader.refused, **refused},
    )


def _rows(chunk: Chunk) -> tuple[list[list[str]], list[int], dict[int, str]]:
    """The rows that are not empty, the line at which each starts, and those that are no records."""
    with chunk.path.open("rb") as file:
        file.seek(chunk.offset)
        text = file.read(chunk.length).decode(errors="surrogateescape")
    rows: list[list[str]] = []
    numbers: list[int] = []
    refused: dict[int, str] = {}
    width = len(chunk.header)
    for record in records(io.StringIO(text, newline="\n"), chunk.delimiter):
        cells = record.cells
        if not cells:
            continue
        if record.fault:
            refused[len(rows)] = record.fault
        elif len(cells) != width:
            refused[len(rows)] = f"The row has {len(cells)} cells; the first line names {width} columns."
        elif not _is_utf8("".join(cells)):
            refused[len(rows)] = "The row is not in UTF-8."
        rows.append(cells)
        numbers.append(chunk.first_line + record.before)
    return rows, numbers, refused


def _is_utf8(text: str) -> bool:
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def _take_lists_of_objects(name: str, cells: Cells, reader: RecordReader) -> None:
    """A cell with a JSON array of objects becomes lines; it is taken out of `cells`."""
    lists: dict[int, object] = {}
    for row, cell in cells.items():
        members = json_array(cell) if cell.startswith("[") else None
        if reader.takes_only_lines(name) or (members and all(isinstance(member, dict) for member in members)):
            lists[row] = [cell] if members is None else members
    for row in lists:
        del cells[row]
    reader.read_under(name, lists)


def _add(columns: dict[str, Column], name: str, cells: Cells) -> None:
    column = columns.setdefault(name, Column())
    column.cells = True
    column.rows.extend(cells)
    column.values.extend(cells.values())


def _add_lines(lines: Lines, list_name: str, columns: dict[str, Cells]) -> None:
    """Columns such as `order.products[].sku` make one line a row."""
    line_of: dict[int, int] = {}
    for row in sorted(set().union(*columns.values())):
        line_of[row] = lines.add(row, list_name, 1)[0]
    for name, cells in columns.items():
        _add(lines.columns, name, {line_of[row]: cell for row, cell in cells.items()})


def _written(cells: list[str], delimiter: str) -> str:
    if delimiter == WHITE_SPACE_RUNS:
        return " ".join(cells)
    text = io.StringIO()
    csv.writer(text, delimiter=delimiter, lineterminator="").writerow(cells)
    return text.getvalue().encode(errors="surrogateescape").decode(errors="replace")
