"""JSON objects taken apart into columns by dotted name: the inner loop of every import."""

from collections.abc import Collection, Mapping
from typing import Any

from masivo.conditions.fold import normalise

DEEPEST = 16
LONGEST_NAME = 200


class RecordRefused(Exception):
    """A record that is not understood; the message is its reason, a sentence for a person."""


class Column:
    """The values under one name, JSON null left out, with the row of each. `empty` are the rows with a null.

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

    def add(self, row: int, list_name: str, number: int) -> int:
        """A new line of the event in that row; returns the line's own row."""
        self.rows.append(row)
        self.list_names.append(list_name)
        self.numbers.append(number)
        return len(self.rows) - 1


class _Node(dict[str, "_Slot"]):
    """What is known of the keys of the objects at one place; a key is looked up by name only once a chunk."""

    __slots__ = ("columns", "depth", "of_lines", "prefix")

    def __init__(self, prefix: str, depth: int, columns: dict[str, Column], *, of_lines: bool) -> None:
        self.prefix = prefix
        self.depth = depth
        self.columns = columns
        self.of_lines = of_lines


class _Slot:
    __slots__ = ("add_row", "add_value", "column", "line_node", "name", "node")

    def __init__(self, name: str, column: Column) -> None:
        self.name = name
        self.column = column
        self.add_row = column.rows.append
        self.add_value = column.values.append
        self.node: _Node | None = None
        self.line_node: _Node | None = None


class RecordReader:
    """Fills `columns` and `lines` record by record.

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
        self._renamed = renamed
        self._single = single
        self._with_lines = with_lines
        self._line_lists = line_lists
        self._root = _Node("", 0, self.columns, of_lines=False)

    def read(self, row: int, record: object) -> None:
        """Take a record apart. Raises RecordRefused; what was read of that row by then must be left out."""
        if type(record) is not dict:
            raise RecordRefused("The record is not a JSON object.")
        self._walk(self._root, record, row)

    def read_value(self, row: int, name: str, value: object) -> None:
        """Take one value under its final name. Raises RecordRefused like `read`."""
        self._walk(_Node("", 0, self.columns, of_lines=False), {name: value}, row)

    def takes_only_lines(self, name: str) -> bool:
        """The name is a list whose members are known to be objects."""
        return name in self._line_lists

    def _walk(self, node: _Node, record: dict[str, Any], row: int) -> None:
        for key, value in record.items():
            slot = node.get(key) or self._slot(node, key)
            kind = type(value)
            if kind is dict:
                self._walk(slot.node or self._inner(slot, node), value, row)
            elif kind is list:
                self._list(slot, node, value, row)
            elif value is None:
                slot.column.empty.append(row)
            else:
                slot.add_row(row)
                slot.add_value(value)

    def _list(self, slot: _Slot, node: _Node, value: list[Any], row: int) -> None:
        members = [member for member in value if member is not None]
        lines = bool(members) and self._with_lines and not node.of_lines and all(type(m) is dict for m in members)
        if not lines:
            if members and slot.name in self._line_lists:
                raise RecordRefused(f"{slot.name} is a list of objects; this one holds something else.")
            slot.add_row(row)
            slot.add_value(value)
            return
        line_node = slot.line_node or self._line_node(slot)
        for number, member in enumerate(members):
            self._walk(line_node, member, self.lines.add(row, slot.name, number))

    def _slot(self, node: _Node, key: str) -> _Slot:
        name = dotted(node.prefix, key)
        name = self._renamed.get(name, name)
        slot = node[key] = _Slot(name, node.columns.setdefault(name, Column()))
        return slot

    def _inner(self, slot: _Slot, node: _Node) -> _Node:
        if slot.name in self._single or slot.name in self._line_lists:
            raise RecordRefused(
                f"{slot.name} takes {'a list' if slot.name in self._line_lists else 'one value'}, not an object."
            )
        if node.depth == DEEPEST:
            raise RecordRefused(f"The record is nested more than {DEEPEST} deep.")
        slot.node = _Node(f"{slot.name}.", node.depth + 1, node.columns, of_lines=node.of_lines)
        return slot.node

    def _line_node(self, slot: _Slot) -> _Node:
        slot.line_node = _Node(f"{slot.name}[].", 1, self.lines.columns, of_lines=True)
        return slot.line_node


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
