"""CSV and its dialects, record by record: quoted cells, cells between runs of white space, and where a record ends."""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import IO

from masivo.conditions.fold import normalise
from masivo.errors import ImportRefused

WHITE_SPACE_RUNS = "space"
"""The delimiter that stands for any run of spaces and tabs, those at the ends of a line aside."""

MOST_CELL = 16 * 1024 * 1024
"""Characters of a cell. A longer one is a quote that is never closed."""

_NAMED = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|", " ": WHITE_SPACE_RUNS}

csv.field_size_limit(MOST_CELL)


def find_delimiter(given: str) -> str:
    """The delimiter that a person named: one character, or a word for one. Raises ImportRefused for anything else."""
    delimiter = _NAMED.get(given, given)
    if delimiter != WHITE_SPACE_RUNS and (len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\r\n'):
        raise ImportRefused(f"--delimiter is one character, tab or space (any run of white space); not {given!r}.")
    return delimiter


def records(lines: Iterable[str], delimiter: str) -> Iterator[tuple[int, list[str]]]:
    """The cells of each record, with the number of lines before it; an empty line is a record without cells.

    Raises csv.Error where a quote is never closed.
    """
    if delimiter == WHITE_SPACE_RUNS:
        for before, line in enumerate(lines):
            yield before, line.split()
        return
    reader, before = csv.reader(lines, delimiter=delimiter), 0
    for cells in reader:
        yield before, cells
        before = reader.line_num


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
        while (cells := self._next()) is not None:
            if cells:
                return self._names(cells)
        raise ImportRefused(f"{self._label} is empty: its first line must name the columns.")

    def skip_record(self) -> bool:
        """Go on to the next record; False at the end."""
        return self._next() is not None

    def _next(self) -> list[str] | None:
        try:
            _, cells = next(self._records, (0, None))
            return cells
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
