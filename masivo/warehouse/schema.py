"""The warehouse's three tables as SQLAlchemy sees them, and where in them the value of each name of the catalog is."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Packing:
    """How a store without room for a column a name keeps custom names: all but the first few in one column, `MORE`.

    `unpack` makes the value of a column's name out of `MORE`, NULL where there is none. `own_columns` is the number of
    custom names of a table that have columns of their own.
    """

    type: TypeEngine[Any]
    unpack: Callable[[Column[Any], str, FieldType], ColumnElement[Any]]
    own_columns: int = 0


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
    packing: Packing | None = None

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
        if self.packing is None or name in table.c:
            return table.c[name]
        return self.packing.unpack(table.c[MORE], name, entry.type)


def build_tables(catalog: Catalog, packing: Packing | None = None) -> Tables:
    """The tables with a column, or two, for every name that the catalog knows, but for those that are packed."""
    metadata = MetaData()

    def table(owner: Owner, fixed: Iterable[Column[Any]], names: Mapping[str, Entry]) -> Table:
        packed = [Column(MORE, packing.type)] if packing else []
        return Table(owner, metadata, *fixed, *_columns(names.values(), owner, packing), *packed)

    customer: list[Column[Any]] = [Column("customer_key", Integer), Column("id", Text)]
    event = [*_event_columns(), Column("event_id", Text), Column("status", Text)]
    line = [*_event_columns(), Column("list_name", Text), Column("line_number", Integer)]
    return Tables(
        customers=table(Owner.CUSTOMER, customer, catalog.fields),
        events=table(Owner.EVENT, event, catalog.properties),
        lines=table(Owner.LINE, line, catalog.properties),
        packing=packing,
    )


def _event_columns() -> list[Column[Any]]:
    return [
        Column("event_key", BigInteger),
        Column("customer_key", Integer),
        Column("brand_id", Text),
        Column("type", Text),
        Column("occurred_at", DateTime),
        Column("counts", Boolean),
    ]


def _columns(entries: Iterable[Entry], owner: Owner, packing: Packing | None) -> Iterable[Column[Any]]:
    own = [entry for entry in entries if entry.owner == owner]
    custom = [entry for entry in own if not entry.builtin]
    packed = set() if packing is None else {entry.column for entry in custom[packing.own_columns :]}
    for entry in own:
        if entry.column not in packed:
            yield Column(entry.column, SQL_TYPES[entry.type])
            if entry.type in FOLDED:
                yield Column(entry.folded_column, SQL_TYPES[entry.type])
