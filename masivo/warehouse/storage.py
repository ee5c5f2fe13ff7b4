"""The lake's tables: a column for each name but the rare ones, which share one as JSON."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, cast, literal_column
from sqlalchemy.dialects.postgresql import JSON

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.duck import duckdb_type
from masivo.warehouse.packing import in_one_column, types_of_columns
from masivo.warehouse.schema import MORE, SQL_TYPES, Layout, Tables, build_tables, table_columns


def _unpacked(table: Table, name: str, type_: FieldType) -> ColumnElement[Any]:
    key: ColumnElement[str] = literal_column(f"'{name}'")
    if type_ is FieldType.LIST:
        return cast(table.c[MORE].op("->", return_type=JSON())(key), SQL_TYPES[type_])
    value = table.c[MORE].op("->>", return_type=Text())(key)
    return value if type_ is FieldType.TEXT else cast(value, SQL_TYPES[type_])


LAYOUT = Layout(packed={MORE: Text()}, unpack=_unpacked)


def lake_tables(catalog: Catalog) -> Tables:
    """The tables of a catalog to build selects from."""
    return build_tables(catalog, LAYOUT)


def stored_columns(catalog: Catalog, owner: Owner, columns: Mapping[str, str]) -> dict[str, str]:
    """The columns of a table's files, as SQL, from those that an import has by name."""
    own = [column.name for column in table_columns(catalog, owner, LAYOUT)]
    return in_one_column(columns, own, types_of_columns(catalog))


def stored_types(catalog: Catalog, owner: Owner) -> dict[str, str]:
    """The columns that a table's files may have, with their types, in order."""
    return {column.name: duckdb_type(column.type) for column in table_columns(catalog, owner, LAYOUT)}
