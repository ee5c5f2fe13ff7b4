"""Folding of whole columns in DuckDB: its own `lower` where a text is ASCII, `masivo.conditions.fold` for the rest."""

import pyarrow as pa
from duckdb import DuckDBPyConnection
from duckdb.func import PythonUDFType

from masivo.conditions.fold import fold
from masivo.conditions.operators import FieldType

_FUNCTION = "masivo_fold"


def install_fold(connection: DuckDBPyConnection) -> None:
    """Make `folded` usable on this connection; `remove_fold` before it closes, or DuckDB complains at exit."""
    connection.create_function(_FUNCTION, _fold_column, ["VARCHAR"], "VARCHAR", type=PythonUDFType.ARROW)


def remove_fold(connection: DuckDBPyConnection) -> None:
    """Undo `install_fold`."""
    connection.remove_function(_FUNCTION)


def folded(sql: str, type_: FieldType) -> str:
    """The SQL of a text or list as comparisons see it. DuckDB's `lower` is not the contract's beyond ASCII (`İ`)."""
    if type_ is FieldType.LIST:
        return f"list_transform({sql}, lambda member: {_folded_text('member')})"
    return _folded_text(sql)


def _folded_text(sql: str) -> str:
    return f"CASE WHEN strlen({sql}) <> length({sql}) THEN {_FUNCTION}({sql}) ELSE lower({sql}) END"


def _fold_column(column: pa.ChunkedArray) -> pa.Array:
    texts = column.combine_chunks().dictionary_encode()
    return pa.array([fold(text) for text in texts.dictionary.to_pylist()], pa.string()).take(texts.indices)
