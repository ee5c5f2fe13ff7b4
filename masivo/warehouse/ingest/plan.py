"""What one import is told and knows from the start; every chunk of it is read by the same plan."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType

LINE_MARK = "[]."


class Kind(StrEnum):
    """What the records of an import are."""

    CUSTOMERS = "customers"
    EVENTS = "events"


class Format(StrEnum):
    """How the bytes of a chunk are read."""

    NDJSON = "ndjson"
    CSV = "csv"
    ARROW = "arrow"


@dataclass(frozen=True, slots=True)
class Plan:
    """`types` are the names that are known already. `renamed` leads from a source's names to the import's.

    `constants` are texts for records that have nothing under a name. `zone` is the account's or the import's own, which
    is `named_zone` where it was named. `now` (naive UTC) is the instant of events that tell none. Chunks are staged in
    the folder `scratch`, the values of the names in `packed` one by one, for they have no columns.
    """

    kind: Kind
    types: Mapping[str, FieldType]
    packed: frozenset[str]
    renamed: Mapping[str, str]
    constants: Mapping[str, str]
    zone: ZoneInfo
    named_zone: ZoneInfo | None
    now: datetime
    scratch: Path

    @property
    def line_lists(self) -> frozenset[str]:
        """The lists whose members are known to be objects."""
        return frozenset(name.partition(LINE_MARK)[0] for name in self.types if LINE_MARK in name)


@dataclass(frozen=True, slots=True)
class Chunk:
    """A stretch of a source that holds whole records: bytes of the file `path`, from `offset`.

    `source` is the name that people know the file by; `first_line` the number of the first record's line (of its row
    in a Parquet file); `header` the names of a CSV file's columns.
    """

    number: int
    source: str
    format: Format
    path: Path
    offset: int
    length: int
    first_line: int
    header: tuple[str, ...] = ()
    delimiter: str = ""


def renamed_name(name: str, renamed: Mapping[str, str]) -> str:
    """A dotted name of a source under its new name, where it or an object that it lies in has one."""
    head, tail = name, ""
    while head:
        if head in renamed:
            return renamed[head] + tail
        head, dot, last = head.rpartition(".")
        tail = dot + last + tail
    return name


def staged_name(name: str) -> str:
    """The column of a name in staged files: names may differ in case only, columns may not."""
    return "n_" + hashlib.md5(name.encode(), usedforsecurity=False).hexdigest()
