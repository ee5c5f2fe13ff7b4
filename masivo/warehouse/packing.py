"""Values of custom names in one column, as DuckDB writes them for stores that have no room for a column a name."""

from collections.abc import Iterable, Mapping

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Entry


def types_of_columns(catalog: Catalog) -> dict[str, FieldType]:
    """The type of every name's columns, the folded ones too."""
    entries: Iterable[Entry] = (*catalog.fields.values(), *catalog.properties.values())
    return {column: entry.type for entry in entries for column in (entry.column, entry.folded_column)}


def packed_json(columns: Mapping[str, str], types: Mapping[str, FieldType]) -> str:
    """SQL of a JSON object with the columns (name to SQL) that have a value; NULL where none has.

    Lists stand in it as lists, anything else as its text, a number with all its digits.
    """
    members = ", ".join(f"'\"{name}\":' || {_member(sql, types[name])}" for name, sql in columns.items())
    return f"'{{' || nullif(concat_ws(',', {members}), '') || '}}'"


def _member(sql: str, type_: FieldType) -> str:
    return f"to_json({sql})" if type_ is FieldType.LIST else f"to_json(({sql})::VARCHAR)"
