"""CSV and its dialects, record by record: quoted cells, cells between runs of white space, and where a record ends."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO

from masivo.conditions.fold import normalise
from masivo.errors import ImportRefused

WHITE_SPACE_RUNS = "space"
"""The delimiter that stands for any run of spaces and tabs, those at the ends of a line aside."""

MOST_CELL = 16 * 1024 * 1024
"""Characters of a cell. A longer one is a quote that is never closed."""

_END = ""
"""Stands for the line after the last one: no line is empty, each has its end."""

_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", " ": WHITE_SPACE_RUNS}

csv.field_size_limit(MOST_CELL)


def find_delimiter(given: str) -> str:
    """The delimiter that a person named: one character, or a word for one. Raises ImportRefused for anything else."""
    delimiter = _NAMED.get(given, given)
    if delimiter != WHITE_SPACE_RUNS and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise ImportRefused(f"--delimiter is one character, tab or space (any run of white space); not {given!r}.")
    return delimiter


@dataclass(frozen=True, slots=True)
class Record:
    """The cells between delimiters, and the number of lines before them; an empty line is a record without cells.

    `fault` says why the record cannot be understood, if so; its cells are then what stands there, as one.
    """

    before: int
    cells: list[str]
    fault: str = ""


def records(lines: Iterable[str], delimiter: str) -> Iterator[Record]:
    """The records in order. Raises csv.Error where a cell is longer than any can be."""
    if delimiter == WHITE_SPACE_RUNS:
        for before, line in enumerate(lines):
            yield Record(before, line.split())
        return
    taken: list[str] = []
    reader, before = csv.reader(_remembered(lines, taken), delimiter=delimiter), 0
    while True:
        try:
            cells, fault = next(reader), ""
        except StopIteration:
            return
        except csv.Error as error:
            if "new-line" not in str(error):
                raise
            cells, fault = [], "The row has a carriage return outside of quotes."
        if taken[-1] == _END:
            fault = "A quote is opened here that is never closed."
        yield Record(before, ["".join(taken).rstrip("\r\n")] if fault else cells, fault)
        taken.clear()
        before = reader.line_num


def _remembered(lines: Iterable[str], taken: list[str]) -> Iterator[str]:
    """The lines, each kept in `taken` too, and that there are no more where one more is wanted."""
    for line in lines:
        taken.append(line)
        yield line
    taken.append(_END)


class DelimitedLines:
    """Goes through a file record by record, keeping `offset` and `line` of where the next one starts.

    Bytes are read as Latin-1, one character each: what delimits records and cells is ASCII.
    """

    def __init__(self, file: IO[bytes], label: str, delimiter: str) -> None:
        self.offset = file.tell()
        self.line = 1
        self._file = file
        self._label = label
        self._records = records(self._lines(), delimiter)

    def read_header(self) -> tuple[str, ...]:
        """The names in the first record that is not empty. Raises ImportRefused where they are no header."""
        while (record := self._next()) is not None:
            if record.fault:
                raise ImportRefused(f"The first line of {self._label} is no header. {record.fault}")
            if record.cells:
                return self._names(record.cells)
        raise ImportRefused(f"{self._label} is empty: its first line must name the columns.")

    def skip_record(self) -> bool:
        """Go on to the next record; False at the end."""
        return self._next() is not None

    def _next(self) -> Record | None:
        try:
            return next(self._records, None)
        except csv.Error as error:
            raise ImportRefused(f"{self._label} cannot be read as CSV from line {self.line} on: {error}.") from error

    def _lines(self) -> Iterator[str]:
        for line in self._file:
            self.offset += len(line)
            self.line += 1
            yield line.decode("latin-1")

    def _names(self, cells: list[str]) -> tuple[str, ...]:
        try:
            names = [normalise(cell.encode("latin-1").decode()) for cell in cells]
        except UnicodeDecodeError:
            raise ImportRefused(f"The first line of {self._label} is not in UTF-8.") from None
        if "" in names:
            raise ImportRefused(f"Column {names.index('') + 1} of {self._label} has no name in the first line.")
        name, times = Counter(names).most_common(1)[0]
        if times > 1:
            raise ImportRefused(f"{self._label} has {times} columns named {name}.")
        return tuple(names)
