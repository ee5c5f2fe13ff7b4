"""The cells of a CSV file, which are texts, as the JSON values that they stand for."""

import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from masivo.conditions.json_text import read_json
from masivo.conditions.operators import FieldType
from masivo.errors import DocumentRefused
from masivo.warehouse.ingest.values import list_of_texts

_NUMBER = re.compile(r"-?(0|[1-9]\d*)?(\.\d+)?([eE][+-]?\d{1,3})?", re.ASCII)
_MOST_DIGITS = 18


def number_of_cell(cell: str) -> Decimal | None:
    """The number, without a plus or needless leading zeros; None for anything else, and for one that is too large."""
    text = cell.strip()
    if not _NUMBER.fullmatch(text) or not any(sign.isdigit() for sign in text.partition("e")[0].partition("E")[0]):
        return None
    number = Decimal(text)
    return number if not number or number.adjusted() < _MOST_DIGITS else None


def boolean_of_cell(cell: str) -> bool | None:
    """`true` and `false` in any case; None for anything else."""
    return {"true": True, "false": False}.get(cell.strip().lower())


def list_of_cell(cell: str) -> list[str] | None:
    """A JSON array of texts; None for anything else."""
    members = json_array(cell)
    return None if members is None else list_of_texts(members)


def json_array(cell: str) -> list[Any] | None:
    """A JSON array of anything; None for anything else."""
    if not cell.lstrip().startswith("["):
        return None
    try:
        value = read_json(cell)
    except DocumentRefused:
        return None
    return value if isinstance(value, list) else None


def values_of_cells(cells: Sequence[str], type_: FieldType) -> list[Any]:
    """The cells as JSON values for a name of that type; a cell that is none of these stays a text."""
    read = _READERS.get(type_)
    if read is None:
        return list(cells)
    return [cell if (value := read(cell)) is None else value for cell in cells]


_READERS: dict[FieldType, Callable[[str], Any]] = {
    FieldType.NUMBER: number_of_cell,
    FieldType.BOOLEAN: boolean_of_cell,
    FieldType.LIST: json_array,
}
