"""The warehouse's three tables as SQLAlchemy sees them, and where in them the value of each name of the catalog is."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Date,
    DateTime,
    Integer,
    MetaData,
    Numeric,
    Table,
    Text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.types import TypeEngine

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import FOLDED, Catalog, Entry, Owner

SQL_TYPES: dict[FieldType, TypeEngine[Any]] = {
    FieldType.TEXT: Text(),
    FieldType.NUMBER: Numeric(24, 6),
    FieldType.BOOLEAN: Boolean(),
    FieldType.DATE: Date(),
    FieldType.DATETIME: DateTime(),
    FieldType.LIST: ARRAY(Text()),
}
"""Datetimes are naive UTC to the microsecond; numbers have 18 digits before the point and 6 after."""


MORE = "more"
"""The column that holds the values of all names that have none of their own."""


@dataclass(frozen=True)
class Layout:
    """How a store keeps the values of names: their types, and which names have a column.

    The others are packed, in `MORE` and whatever else `packed` says: those of which the catalog says so and, where
    `own_columns` is given, all custom names of a table but the first so many. `unpack` makes the value of a column's
    name out of the table, NULL where there is none.
    """

    packed: Mapping[str, TypeEngine[Any]]
    unpack: Callable[[Table, str, FieldType], ColumnElement[Any]]
    types: Mapping[FieldType, TypeEngine[Any]] = field(default_factory=lambda: SQL_TYPES)
    own_columns: int | None = None


@dataclass(frozen=True)
class Tables:
    """The tables of one catalog.

    customers: a row a customer; `customer_key` is dense from 0 and never changes, `id` is the outside id.
    events: a row an event that was accepted; `counts` says that its status is RESOLVED or was never named.
    lines: a row for each object of a list inside an event, with the event's own columns repeated, so that a question
    about lines reads one table.
    """

    customers: Table
    events: Table
    lines: Table
    layout: Layout

    def of(self, owner: Owner) -> Table:
        """The table whose rows hold the values of this owner's names."""
        return {Owner.CUSTOMER: self.customers, Owner.EVENT: self.events, Owner.LINE: self.lines}[owner]

    def given(self, entry: Entry) -> ColumnElement[Any]:
        """The value of a name as it was given."""
        return self._value(entry, entry.column)

    def compared(self, entry: Entry) -> ColumnElement[Any]:
        """The value of a name as comparisons see it: texts and lists folded."""
        return self._value(entry, entry.folded_column)

    def _value(self, entry: Entry, name: str) -> ColumnElement[Any]:
        table = self.of(entry.owner)
        if name in table.c:
            return table.c[name]
        return self.layout.unpack(table, name, entry.type)


def build_tables(catalog: Catalog, layout: Layout, names: Mapping[Owner, str] | None = None) -> Tables:
    """The tables with a column, or two, for every name that the catalog knows, but for those that are packed.

    `names` are the tables' own names where they are not those of their owners.
    """
    metadata = MetaData()
    customers, events, lines = (
        Table(names[owner] if names else owner.value, metadata, *table_columns(catalog, owner, layout))
        for owner in (Owner.CUSTOMER, Owner.EVENT, Owner.LINE)
    )
    return Tables(customers, events, lines, layout)


def table_columns(catalog: Catalog, owner: Owner, layout: Layout) -> Iterator[Column[Any]]:
    """New columns of one of the tables, in order; who only wants their names and types needs no table."""
    instant = layout.types[FieldType.DATETIME]
    match owner:
        case Owner.CUSTOMER:
            yield from (Column("customer_key", Integer), Column("id", Text))
        case Owner.EVENT:
            yield from (*_event_columns(instant), Column("event_id", Text), Column("status", Text))
        case Owner.LINE:
            yield from (*_event_columns(instant), Column("list_name", Text), Column("line_number", Integer))
    entries = catalog.fields if owner is Owner.CUSTOMER else catalog.properties
    yield from _columns(entries.values(), owner, layout)
    yield from (Column(name, type_) for name, type_ in layout.packed.items())


def _event_columns(instant: TypeEngine[Any]) -> list[Column[Any]]:
    return [
        Column("event_key", BigInteger),
        Column("customer_key", Integer),
        Column("brand_id", Text),
        Column("type", Text),
        Column("occurred_at", instant),
        Column("counts", Boolean),
    ]


def _columns(entries: Iterable[Entry], owner: Owner, layout: Layout) -> Iterator[Column[Any]]:
    own = [entry for entry in entries if entry.owner == owner]
    custom = [entry for entry in own if not entry.builtin]
    beyond = () if layout.own_columns is None else custom[layout.own_columns :]
    packed = {entry.column for entry in (*beyond, *(entry for entry in custom if entry.packed))}
    for entry in own:
        if entry.column not in packed:
            yield Column(entry.column, layout.types[entry.type])
            if entry.type in FOLDED:
                yield Column(entry.folded_column, layout.types[entry.type])
