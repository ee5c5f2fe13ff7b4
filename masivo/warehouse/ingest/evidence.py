"""The type of a new name, from all the values that one import has under it (interfaces.md, "Import formats")."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

from masivo.conditions.moments import date_from_text, instant_from_text
from masivo.conditions.operators import FieldType
from masivo.warehouse.ingest.cells import boolean_of_cell, list_of_cell, number_of_cell
from masivo.warehouse.ingest.values import NUL, ValueRefused, kept_text, list_of_texts

_MAYBE_A_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_CELL_KINDS = {
    FieldType.NUMBER: number_of_cell,
    FieldType.BOOLEAN: boolean_of_cell,
    FieldType.LIST: list_of_cell,
}

_SCALAR_KINDS = {bool: FieldType.BOOLEAN, int: FieldType.NUMBER, Decimal: FieldType.NUMBER}


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the values of a name are, seen so far.

    `kinds` are the types of JSON values. Cells of a CSV file are all texts: `cell_kinds` are their types as texts, and
    `cells_all` the types that every cell could have (None: there were no cells). `number` is how many values there are.
    """

    kinds: frozenset[FieldType] = frozenset()
    cell_kinds: frozenset[FieldType] = frozenset()
    cells_all: frozenset[FieldType] | None = None
    number: int = 0

    def __or__(self, other: Self) -> "Evidence":
        both = [cells for cells in (self.cells_all, other.cells_all) if cells is not None]
        return Evidence(
            self.kinds | other.kinds,
            self.cell_kinds | other.cell_kinds,
            frozenset.intersection(*both) if both else None,
            self.number + other.number,
        )

    def type(self) -> FieldType | None:
        """The type that fits all the values; None where there is no value."""
        kinds = self.kinds | self._kinds_of_cells()
        if len(kinds) == 1:
            return next(iter(kinds))
        if kinds == {FieldType.DATE, FieldType.DATETIME}:
            return FieldType.DATETIME
        return FieldType.TEXT if kinds else None

    def _kinds_of_cells(self) -> frozenset[FieldType]:
        for kind in _CELL_KINDS:
            if self.cells_all is not None and kind in self.cells_all:
                return frozenset({kind})
        return self.cell_kinds


def evidence_of_values(values: Sequence[Any]) -> Evidence:
    """The evidence of JSON values; blank ones are none."""
    types = set(map(type, values))
    kinds = {_SCALAR_KINDS[type_] for type_ in types & _SCALAR_KINDS.keys()}
    if list in types:
        kinds = kinds.union(*(_kinds_of_list(value) for value in values if type(value) is list))
    texts = values if types == {str} else [value for value in values if type(value) is str]
    return Evidence(_kinds_of_texts(texts) | kinds, number=len(values))


def evidence_of_cells(cells: Sequence[str]) -> Evidence:
    """The evidence of a CSV column's cells that are not blank."""
    if not cells:
        return Evidence()
    fitting = (kind for kind, read in _CELL_KINDS.items() if all(read(cell) is not None for cell in cells))
    return Evidence(cell_kinds=_kinds_of_texts(cells), cells_all=frozenset(fitting), number=len(cells))


def _kinds_of_list(value: list[Any]) -> set[FieldType]:
    try:
        members = list_of_texts(value)
    except ValueRefused:
        return set()
    if members is None:
        return {FieldType.TEXT}
    return {FieldType.LIST} if members else set()


def _kinds_of_texts(texts: Sequence[str]) -> frozenset[FieldType]:
    """DATE, DATETIME and TEXT, as far as they stand among the texts; once there is a TEXT, nothing else matters."""
    kinds: set[FieldType] = set()
    for text in texts:
        if NUL in text or not (kept := kept_text(text)):
            continue
        if not _MAYBE_A_DATE.match(kept):
            return frozenset({FieldType.TEXT})
        if date_from_text(kept) is not None:
            kinds.add(FieldType.DATE)
        elif instant_from_text(kept) is not None:
            kinds.add(FieldType.DATETIME)
        else:
            return frozenset({FieldType.TEXT})
    return frozenset(kinds)
