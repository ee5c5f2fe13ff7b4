"""JSON objects taken apart into columns by dotted name: the innermost loops of every import."""

from collections.abc import Collection, Iterable, Mapping
from itertools import islice
from types import NoneType
from typing import Any

from masivo.conditions.fold import normalise

LONGEST_NAME = 200
AT_ONCE = 300
"""Records that are taken together: so many fit the processor's cache, and more would be slower again."""

_NESTED = frozenset({dict, list, NoneType})

Keyed = dict[str, Any]
"""A JSON object."""


class RecordRefused(Exception):
    """A record that is not understood; the message is its reason, a sentence for a person."""


class Column:
    """The values under one name, JSON null left out, with the row of each, in no order. `empty` are rows with a null.

    `cells` says that the values are texts of a CSV file, to be read by the name's type.
    """

    __slots__ = ("cells", "empty", "rows", "values")

    def __init__(self, *, cells: bool = False) -> None:
        self.rows: list[int] = []
        self.values: list[Any] = []
        self.empty: list[int] = []
        self.cells = cells


class Lines:
    """The objects of the lists inside events: for each line its event's row, its list and its place in it."""

    def __init__(self) -> None:
        self.rows: list[int] = []
        self.list_names: list[str] = []
        self.numbers: list[int] = []
        self.columns: dict[str, Column] = {}

    def add(self, row: int, list_name: str, length: int) -> range:
        """New lines of the event in that row; returns the lines' own rows."""
        first = len(self.rows)
        self.rows += [row] * length
        self.list_names += [list_name] * length
        self.numbers += range(length)
        return range(first, first + length)


class Place:
    """A place in the records where objects stand; `slots` are the keys seen there."""

    __slots__ = ("columns", "of_lines", "prefix", "slots")

    def __init__(self, prefix: str, columns: dict[str, Column], *, of_lines: bool) -> None:
        self.prefix = prefix
        self.columns = columns
        self.of_lines = of_lines
        self.slots: dict[str, Slot] = {}


class Slot:
    """One key at a place: the name it is imported under, its column, and the place of the objects under it."""

    __slots__ = ("column", "inner", "line", "name")

    def __init__(self, name: str, place: Place, lines: Lines) -> None:
        self.name = name
        self.column = place.columns.setdefault(name, Column())
        self.inner = Place(f"{name}.", place.columns, of_lines=place.of_lines)
        self.line = Place(f"{name}[].", lines.columns, of_lines=True)


class RecordReader:
    """Fills `columns` and `lines`, and tells in `refused` the rows that are not understood, with the reason.

    Objects with the same keys are taken together, key by key, which costs a fraction of going record by record; so the
    rows of a column are in no order.

    `renamed` maps dotted names as they stand in the source to the names they are imported under, with all beneath.
    `single` are names that hold one value each, never an object. Where `with_lines`, a list of objects becomes lines;
    names in `line_lists` take nothing else.
    """

    def __init__(
        self,
        renamed: Mapping[str, str],
        single: Collection[str],
        *,
        with_lines: bool,
        line_lists: Collection[str] = (),
    ) -> None:
        self.columns: dict[str, Column] = {}
        self.lines = Lines()
        self.refused: dict[int, str] = {}
        self._renamed = renamed
        self._single = single
        self._with_lines = with_lines
        self._line_lists = line_lists
        self.root = Place("", self.columns, of_lines=False)

    def read(self, records: Iterable[tuple[int, object]]) -> None:
        """Take records apart, each given with its row. What is read of a refused row must be left out."""
        records = iter(records)
        while some := list(islice(records, AT_ONCE)):
            objects: dict[int, Keyed] = {}
            for row, record in some:
                if type(record) is dict:
                    objects[row] = record
                else:
                    self.refused[row] = "The record is not a JSON object."
            self._objects(self.root, objects.keys(), objects.values())

    def read_under(self, name: str, values: Mapping[int, Any]) -> None:
        """Take values apart, by row, that stand under a name at the records' top."""
        self._objects(self.root, values.keys(), [{name: value} for value in values.values()])

    def takes_only_lines(self, name: str) -> bool:
        """The name is a list whose members are known to be objects."""
        return name in self._line_lists

    def _objects(self, place: Place, rows: Iterable[int], objects: Iterable[Keyed]) -> None:
        shapes: dict[tuple[str, ...], tuple[list[int], list[Iterable[Any]]]] = {}
        for row, record in zip(rows, objects, strict=True):
            keys = tuple(record)
            alike = shapes.get(keys)
            if alike is None:
                alike = shapes[keys] = ([], [])
            alike[0].append(row)
            alike[1].append(record.values())
        for keys, (rows_alike, records) in shapes.items():
            for key, values in zip(keys, zip(*records, strict=True), strict=True):
                try:
                    slot = place.slots.get(key) or self._new_slot(place, key)
                except RecordRefused as refusal:
                    self._refuse(place, rows_alike, str(refusal))
                else:
                    self._values(slot, place, rows_alike, values)

    def _values(self, slot: Slot, place: Place, rows: list[int], values: tuple[Any, ...]) -> None:
        if _NESTED.isdisjoint(map(type, values)) and slot.name not in self._line_lists:
            slot.column.rows += rows
            slot.column.values += values
            return
        objects: dict[int, Keyed] = {}
        lists: dict[int, list[Any]] = {}
        for row, value in zip(rows, values, strict=True):
            if type(value) is dict:
                objects[row] = value
            elif type(value) is list:
                lists[row] = value
            elif value is None:
                slot.column.empty.append(row)
            elif slot.name in self._line_lists:
                self._refuse(place, (row,), f"{slot.name} is a list of objects, not one value.")
            else:
                slot.column.rows.append(row)
                slot.column.values.append(value)
        if objects:
            self._inner_objects(slot, place, objects)
        if lists:
            self._lists(slot, place, lists)

    def _inner_objects(self, slot: Slot, place: Place, objects: dict[int, Keyed]) -> None:
        if slot.name in self._single:
            self._refuse(place, objects, f"{slot.name} takes one value, not an object.")
        elif slot.name in self._line_lists:
            self._refuse(place, objects, f"{slot.name} takes a list of objects, not one object.")
        else:
            self._objects(slot.inner, objects.keys(), objects.values())

    def _lists(self, slot: Slot, place: Place, lists: dict[int, list[Any]]) -> None:
        """Lists of objects become lines; a line has none of its own, so there they are values like other lists."""
        lines: dict[int, Keyed] = {}
        for row, value in lists.items():
            members = [member for member in value if member is not None]
            if members and self._with_lines and not place.of_lines and all(type(member) is dict for member in members):
                lines.update(zip(self.lines.add(row, slot.name, len(members)), members, strict=True))
            elif members and slot.name in self._line_lists:
                self._refuse(place, (row,), f"{slot.name} is a list of objects; this one holds something else.")
            else:
                slot.column.rows.append(row)
                slot.column.values.append(value)
        if lines:
            self._objects(slot.line, lines.keys(), lines.values())

    def _new_slot(self, place: Place, key: str) -> Slot:
        name = dotted(place.prefix, key)
        slot = place.slots[key] = Slot(self._renamed.get(name, name), place, self.lines)
        return slot

    def _refuse(self, place: Place, rows: Iterable[int], reason: str) -> None:
        for row in rows:
            self.refused.setdefault(self.lines.rows[row] if place.of_lines else row, reason)


def dotted(prefix: str, key: str) -> str:
    """The whole name of a key, checked. Raises RecordRefused for one that cannot be asked for."""
    kept = normalise(key)
    name = prefix + kept
    if not kept or any(not part for part in kept.split(".")):
        raise RecordRefused(f"A name in {prefix.rstrip('.') or 'the record'} is empty.")
    if "[]" in kept or "\0" in kept:
        raise RecordRefused(f"The name {name} holds a sign that no name can hold.")
    if len(name) > LONGEST_NAME:
        raise RecordRefused(f"The name {name[:40]}… is longer than {LONGEST_NAME} characters.")
    return name
