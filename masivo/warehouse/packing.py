"""Values of custom names in one column, as DuckDB writes them for stores that have no room for a column a name."""

from collections.abc import Iterable, Mapping

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Entry

_BARE = frozenset({FieldType.NUMBER, FieldType.BOOLEAN})


def types_of_columns(catalog: Catalog) -> dict[str, FieldType]:
    """The type of every name's columns, the folded ones too."""
    entries: Iterable[Entry] = (*catalog.fields.values(), *catalog.properties.values())
    return {column: entry.type for entry in entries for column in (entry.column, entry.folded_column)}


def packed_json(columns: Mapping[str, str], types: Mapping[str, FieldType]) -> str:
    """SQL of a JSON object with the columns (name to SQL) that have a value; NULL where none has.

    Numbers stand in it with all their digits, dates and instants as their text.
    """
    members = (
        f"CASE WHEN {sql} IS NOT NULL THEN '\"{name}\":' || {_member(sql, types[name])} END"
        for name, sql in columns.items()
    )
    return f"'{{' || nullif(concat_ws(',', {', '.join(members)}), '') || '}}'"


def _member(sql: str, type_: FieldType) -> str:
    if type_ in _BARE:
        return f"({sql})::VARCHAR"
    return f"to_json({sql})" if type_ in (FieldType.TEXT, FieldType.LIST) else f"'\"' || ({sql})::VARCHAR || '\"'"
