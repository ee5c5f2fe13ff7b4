"""The warehouse's three tables as SQLAlchemy sees them: fixed columns, and one or two for each name of the catalog."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
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


def build_tables(catalog: Catalog) -> Tables:
    """The tables with the columns of every name that the catalog knows."""
    metadata = MetaData()
    return Tables(
        customers=Table(
            Owner.CUSTOMER,
            metadata,
            Column("customer_key", Integer),
            Column("id", Text),
            *_columns(catalog.fields.values(), Owner.CUSTOMER),
        ),
        events=Table(
            Owner.EVENT,
            metadata,
            *_event_columns(),
            Column("event_id", Text),
            Column("status", Text),
            *_columns(catalog.properties.values(), Owner.EVENT),
        ),
        lines=Table(
            Owner.LINE,
            metadata,
            *_event_columns(),
            Column("list_name", Text),
            Column("line_number", Integer),
            *_columns(catalog.properties.values(), Owner.LINE),
        ),
    )


def _event_columns() -> list[Column[object]]:
    return [
        Column("event_key", BigInteger),
        Column("customer_key", Integer),
        Column("brand_id", Text),
        Column("type", Text),
        Column("occurred_at", DateTime),
        Column("counts", Boolean),
    ]


def _columns(entries: Iterable[Entry], owner: Owner) -> Iterable[Column[object]]:
    for entry in entries:
        if entry.owner == owner:
            yield Column(entry.column, SQL_TYPES[entry.type])
            if entry.type in FOLDED:
                yield Column(entry.folded_column, SQL_TYPES[entry.type])
