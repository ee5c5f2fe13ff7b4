"""The warehouse's tables in PostgreSQL: their definition, their indexes, and custom names in a `jsonb` column."""

import json
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, Text, case, cast, collate, func, select, text
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.schema import MORE, SQL_TYPES, Layout, Tables, build_tables
from masivo.warehouse.state import State

SCHEMA = "warehouse"
STATE = "state"

_MAKING = 0x6D616B65
"""The advisory lock of who makes the tables: "make" in ASCII."""

_DIALECT = postgresql.dialect()

_KEYS = {Owner.CUSTOMER: "customer_key", Owner.EVENT: "event_key"}

_INDEXES = (
    # Ids and texts may be longer than a B-tree takes; they are only ever compared for equality.
    "customers USING hash (id)",
    "events USING hash (event_id) WHERE event_id IS NOT NULL",
    "events (type, occurred_at) INCLUDE (customer_key, brand_id, order_value) WHERE counts",
    "events (brand_id, occurred_at) INCLUDE (customer_key) WHERE counts",
    "events (customer_key, occurred_at)",
    "lines (event_key)",
    "lines (type, occurred_at) INCLUDE (customer_key, brand_id, list_name, value) WHERE counts",
    "lines USING hash (sku__folded) WHERE sku__folded IS NOT NULL",
)


def _unpacked(table: Table, name: str, type_: FieldType) -> ColumnElement[Any]:
    more = table.c[MORE]
    if type_ is FieldType.LIST:
        members = select(func.jsonb_array_elements_text(more[name])).correlate(table).scalar_subquery()
        return case((more.has_key(name), func.array(members, type_=ARRAY(Text()))))
    value = more[name].astext
    return collate(value, "C") if type_ is FieldType.TEXT else cast(value, SQL_TYPES[type_])


LAYOUT = Layout(packed={MORE: JSONB(none_as_null=True)}, unpack=_unpacked, own_columns=0)
"""All custom names are packed: PostgreSQL has room for 1,600 columns, and adding one waits for all who read."""


def postgres_tables(catalog: Catalog) -> Tables:
    """The tables of a catalog to build selects from."""
    return build_tables(catalog, LAYOUT)


def make_tables(connection: Connection) -> bool:
    """Make what is missing, within the transaction; False where everything stood."""
    if _stand(connection):
        return False
    # Two processes that make them at once would each find them missing, and the later one fail.
    connection.execute(text(f"SELECT pg_advisory_xact_lock({_MAKING})"))
    if _stand(connection):
        return False
    connection.execute(text(f"CREATE SCHEMA IF NOT EXISTS {SCHEMA}"))
    tables = postgres_tables(Catalog())
    for owner in Owner:
        connection.execute(text(_definition(owner, tables.of(owner))))
    for index in _INDEXES:
        connection.execute(text(f"CREATE INDEX ON {index}"))
    connection.execute(text(f"CREATE TABLE {STATE} (data_version bigint NOT NULL, document jsonb NOT NULL)"))
    state = State()
    connection.execute(
        text(f"INSERT INTO {STATE} VALUES (:version, :document)"),
        {"version": state.data_version, "document": json.dumps(state.document())},
    )
    return True


def _stand(connection: Connection) -> bool:
    # Not to_regclass: what that found missing, it takes for missing until the transaction ends.
    standing = text("SELECT count(*) FROM pg_tables WHERE schemaname = :schema AND tablename = :table")
    return bool(connection.scalar(standing, {"schema": SCHEMA, "table": STATE}))


def column_type(table: Table, name: str) -> str:
    """A column's type in SQL. Texts sort by code point, whatever the database's own order is."""
    type_ = table.c[name].type
    return f'{type_.compile(_DIALECT)} COLLATE "C"' if isinstance(type_, Text) else type_.compile(_DIALECT)


def _definition(owner: Owner, table: Table) -> str:
    columns = [f"{column.name} {column_type(table, column.name)}" for column in table.columns]
    if owner in _KEYS:
        columns.append(f"PRIMARY KEY ({_KEYS[owner]})")
    return f"CREATE TABLE {owner} ({', '.join(columns)})"
