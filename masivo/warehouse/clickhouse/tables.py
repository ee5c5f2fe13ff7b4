"""The warehouse's tables in ClickHouse: one set a generation, and custom names beyond the first few in maps."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, Table, Text, func, literal_column, type_coerce
from sqlalchemy.types import NullType

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import OWN_COLUMNS, Catalog, Owner
from masivo.warehouse.clickhouse.types import DEFINITIONS, TYPES
from masivo.warehouse.packing import types_of_columns
from masivo.warehouse.schema import MORE, Layout, Tables, build_tables

MORE_LISTS = "more_lists"

_ORDER = {
    Owner.CUSTOMER: "customer_key",
    Owner.EVENT: "type, occurred_at",
    Owner.LINE: "type, occurred_at",
}
_FIXED = {
    "customer_key": "Int32",
    "id": "String",
    "event_key": "Int64",
    "brand_id": "LowCardinality(String)",
    "type": "LowCardinality(String)",
    "occurred_at": "Int64",
    "counts": "Bool",
    "event_id": "Nullable(String)",
    "status": "LowCardinality(Nullable(String))",
    "list_name": "LowCardinality(String)",
    "line_number": "Int32",
}
_MAPS = {MORE: "Map(String, String)", MORE_LISTS: "Map(String, Array(String))"}

_READ = {FieldType.BOOLEAN: func.toBool, FieldType.DATE: func.toInt32, FieldType.DATETIME: func.toInt64}


def _unpacked(table: Table, name: str, type_: FieldType) -> ColumnElement[Any]:
    key: ColumnElement[str] = literal_column(f"'{name}'")
    if type_ is FieldType.LIST:
        return func.arrayElement(table.c[MORE_LISTS], key, type_=TYPES[type_])
    value = func.nullIf(func.arrayElement(table.c[MORE], key), literal_column("''"), type_=Text())
    if type_ is FieldType.NUMBER:
        return func.toDecimal128(value, literal_column("6"), type_=TYPES[type_])
    return type_coerce(_READ[type_](value), TYPES[type_]) if type_ in _READ else value


LAYOUT = Layout(
    types=TYPES,
    packed={MORE: NullType(), MORE_LISTS: NullType()},
    unpack=_unpacked,
    own_columns=OWN_COLUMNS,
)


def clickhouse_tables(catalog: Catalog, names: Mapping[Owner, str] | None = None) -> Tables:
    """The tables of a catalog to build selects from, under the names of a generation."""
    return build_tables(catalog, LAYOUT, names)


def definitions(catalog: Catalog) -> dict[Owner, dict[str, str]]:
    """The columns of each table but those of packed names, with what `CREATE TABLE` says of them."""
    types, tables = types_of_columns(catalog), clickhouse_tables(catalog)
    return {
        owner: {
            column.name: _FIXED.get(column.name) or DEFINITIONS[types[column.name]]
            for column in tables.of(owner).columns
            if column.name not in _MAPS
        }
        for owner in Owner
    }


def map_definitions() -> list[str]:
    """The columns of packed names: an insert gives them as JSON, under their names with `_json`."""
    return [
        part
        for name, type_ in _MAPS.items()
        for part in (
            f"{name}_json String EPHEMERAL '{{}}'",
            f"{name} {type_} DEFAULT JSONExtract({name}_json, '{type_}')",
        )
    ]


def creation(name: str, owner: Owner) -> str:
    """The statement that makes an empty table of the built-in names."""
    columns = [f"{column} {type_}" for column, type_ in definitions(Catalog())[owner].items()]
    return (
        f"CREATE TABLE {name} ({', '.join((*columns, *map_definitions()))})"
        f" ENGINE = MergeTree ORDER BY ({_ORDER[owner]})"
    )
