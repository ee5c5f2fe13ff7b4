"""Values of names that have no column of their own: in one column together, as DuckDB writes it for every store."""

from collections.abc import Callable, Collection, Iterable, Mapping

from duckdb import DuckDBPyConnection

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Entry
from masivo.warehouse.folding import folded
from masivo.warehouse.schema import MORE
from masivo.warehouse.staged import RARE

Sent = Callable[[str, FieldType], str]
"""SQL of a value in the form in which the store keeps it, from the SQL of the value."""

_NAME = '"column"'
_FOLDED_NAME = f"{_NAME} || '__folded'"

RARE_SCALARS, RARE_LISTS, RARE_GONE = "rare_scalars", "rare_lists", "rare_gone"
"""What `pack_rare` makes: members of a JSON object, those that are lists apart, and the columns that are emptied."""


def types_of_columns(catalog: Catalog) -> dict[str, FieldType]:
    """The type of every name's columns, the folded ones too."""
    entries: Iterable[Entry] = (*catalog.fields.values(), *catalog.properties.values())
    return {column: entry.type for entry in entries for column in (entry.column, entry.folded_column)}


def packed_json(columns: Mapping[str, str], types: Mapping[str, FieldType], *members: str) -> str:
    """SQL of a JSON object with the columns (name to SQL) that have a value; NULL where none has.

    Lists stand in it as lists, anything else as its text, a number with all its digits. `members` are SQL of texts with
    more members of the object, or NULL.
    """
    written = ", ".join((*(_member(f"'{name}'", sql, types[name]) for name, sql in columns.items()), *members))
    return f"'{{' || nullif(concat_ws(',', {written}), '') || '}}'" if written else "NULL"


def in_one_column(columns: Mapping[str, str], own: Collection[str], types: Mapping[str, FieldType]) -> dict[str, str]:
    """The columns (name to SQL) with those that are not among the store's own, and rare values, as JSON in `MORE`."""
    members = [columns[name] for name in (RARE_SCALARS, RARE_LISTS) if name in columns]
    stored = {name: sql for name, sql in columns.items() if name in own}
    packed = {name: sql for name, sql in columns.items() if name in types and name not in own}
    return {**stored, MORE: packed_json(packed, types, *members)} if packed or members else stored


def as_is(sql: str, _type: FieldType) -> str:
    """The form in which DuckDB itself, and PostgreSQL, keep a value."""
    return sql


def pack_rare(connection: DuckDBPyConnection, table: str, rare: str, key: str, sent: Sent) -> None:
    """Make a temporary table with a row a `key` (columns) of a relation of rare values, which names their `column`."""
    text, texts = RARE[FieldType.TEXT], RARE[FieldType.LIST]
    forms = ", ".join(f"({sent(RARE[type_], type_)})::VARCHAR" for type_ in FieldType if type_ is not FieldType.LIST)
    scalar = _member(_NAME, f"coalesce({forms})", FieldType.TEXT)
    scalar_folded = _member(_FOLDED_NAME, folded(text, FieldType.TEXT), FieldType.TEXT)
    list_ = _member(_NAME, texts, FieldType.LIST)
    list_folded = _member(_FOLDED_NAME, folded(texts, FieldType.LIST), FieldType.LIST)
    nothing = " AND ".join(f"{column} IS NULL" for column in RARE.values())
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE {table} AS
        SELECT {key},
            string_agg(nullif(concat_ws(',', {scalar}, {scalar_folded}), ''), ',') AS {RARE_SCALARS},
            string_agg({list_} || ',' || {list_folded}, ',') AS {RARE_LISTS},
            coalesce(list("column") FILTER ({nothing}), []) AS {RARE_GONE}
        FROM {rare} GROUP BY {key}""")


def _member(name: str, sql: str, type_: FieldType) -> str:
    """SQL of a member of a JSON object; NULL where there is no value. `name` is SQL too."""
    value = f"to_json({sql})" if type_ is FieldType.LIST else f"to_json(({sql})::VARCHAR)"
    return f"'\"' || {name} || '\":' || {value}"
