"""What the records of an import look like, learnt from some that were read with care: others can be read at once."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Self

import pyarrow as pa

from masivo.conditions.operators import FieldType
from masivo.warehouse.ingest.records import Place, Slot

_OF_ONE_KIND: dict[FieldType, tuple[tuple[set[type], pa.DataType], ...]] = {
    FieldType.TEXT: (({str}, pa.string()), ({int}, pa.int64())),
    FieldType.NUMBER: (({int, Decimal}, pa.decimal128(24, 6)),),
    FieldType.BOOLEAN: (({bool}, pa.bool_()),),
    FieldType.DATE: (({str}, pa.string()),),
    FieldType.DATETIME: (({str}, pa.string()),),
    FieldType.LIST: (({list}, pa.list_(pa.string())),),
}
"""The JSON values that a type's name may have, if they are all of a kind, and as what Arrow reads them."""


class Mixed(Exception):
    """Under one key stand values of several kinds: no shape."""


@dataclass(frozen=True, slots=True)
class Leaf:
    """A key with values of one kind: the name they are imported under, its type, and as what Arrow reads them.

    No `type` where only null was seen.
    """

    name: str
    type: FieldType | None
    arrow: pa.DataType

    def __or__(self, other: "Node") -> "Node":
        if self.type is None or self == other:
            return other
        if isinstance(other, Leaf) and other.type is None:
            return self
        raise Mixed


@dataclass(frozen=True, slots=True)
class Branch:
    """The keys of an object and what stands under each; with `list_name`, of the objects of that list."""

    keys: "Mapping[str, Node]"
    list_name: str | None = None

    @property
    def arrow(self) -> pa.DataType:
        """As what Arrow reads the object or the list."""
        struct = pa.struct([(key, node.arrow) for key, node in self.keys.items()])
        return struct if self.list_name is None else pa.list_(struct)

    def __or__(self, other: "Node") -> Self:
        if isinstance(other, Leaf) and other.type is None:
            return self
        if not isinstance(other, Branch) or self.list_name != other.list_name:
            raise Mixed
        keys = dict(self.keys)
        for key, node in other.keys.items():
            keys[key] = keys[key] | node if key in keys else node
        return type(self)(keys, self.list_name)

    def leaves(self) -> "list[Leaf]":
        """All leaves below."""
        below: list[Leaf] = []
        for node in self.keys.values():
            below += [node] if isinstance(node, Leaf) else node.leaves()
        return below


Node = Leaf | Branch


def shape_of(place: Place, types: Mapping[str, FieldType], list_name: str | None = None) -> Branch:
    """The shape of the records that were read into `place`; `types` are those of the names.

    Raises Mixed where a key's values are of several kinds.
    """
    return Branch({key: _node(slot, types) for key, slot in place.slots.items()}, list_name)


def _node(slot: Slot, types: Mapping[str, FieldType]) -> Node:
    values = [value for value in slot.column.values if value != []]
    if bool(values) + bool(slot.inner.slots) + bool(slot.line.slots) > 1:
        raise Mixed
    if slot.inner.slots:
        return shape_of(slot.inner, types)
    if slot.line.slots:
        return shape_of(slot.line, types, slot.name)
    type_ = types.get(slot.name) if values else None
    return Leaf(slot.name, type_, pa.null() if type_ is None else _arrow_type(values, type_))


def _arrow_type(values: list[Any], type_: FieldType) -> pa.DataType:
    found = set(map(type, values))
    for kinds, arrow in _OF_ONE_KIND[type_]:
        if found <= kinds:
            return arrow
    raise Mixed
