"""DuckDB as the lake uses it: in memory, over Parquet files, without extensions to download, one a process."""

import os
import re
from collections.abc import Iterable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb
from duckdb import DuckDBPyConnection
from sqlalchemy.dialects import postgresql
from sqlalchemy.types import TypeEngine

from masivo.errors import WarehouseUnavailable

ROW_GROUP = 122_880
"""Rows of a Parquet row group: DuckDB's own unit of work, and what its statistics let a query skip."""

READ_AHEAD = "256MB"
"""What a query reads before its rows are taken, so that reading and tallying go on side by side."""

_OF_EVERY_CURSOR = ("TimeZone = 'UTC'", "parquet_metadata_cache = true")
"""Set for the whole database: what a connection sets for itself, its cursors do not inherit."""

_DIALECT = postgresql.dialect()


@lru_cache
def duckdb_type(type_: TypeEngine[Any]) -> str:
    """A type of `masivo.warehouse.schema` in DuckDB, which takes PostgreSQL's names."""
    return type_.compile(dialect=_DIALECT)


def connect(spill: Path, memory_limit: str) -> DuckDBPyConnection:
    """A database in memory that spills to the folder `spill` beyond its limit (`"1GB"`)."""
    try:
        connection = duckdb.connect(
            ":memory:",
            config={
                "memory_limit": memory_limit,
                "temp_directory": str(spill),
                "autoinstall_known_extensions": "false",
                "autoload_known_extensions": "false",
            },
        )
        for setting in _OF_EVERY_CURSOR:
            connection.execute(f"SET GLOBAL {setting}")
        connection.execute("SET enable_progress_bar = false")
    except duckdb.Error as error:
        raise WarehouseUnavailable(f"The warehouse's query engine does not start: {error}.") from error
    return connection


def share_of_memory(share: float) -> str:
    """A memory limit that is a share of this machine's memory."""
    total = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return f"{int(total * share / 1_000_000)}MB"


def parquet(paths: Iterable[Path], *, filename: bool = False, alike: bool = False) -> str:
    """The table function that reads these files as one; a column that some lack reads as NULL there.

    With `filename`, a column of that name says which file a row is from. `alike` promises that all have the same
    columns, so that a question need not look at every file's before it starts.
    """
    files = ", ".join(map(_file_literal, paths))
    union = str(not alike).lower()
    return f"read_parquet([{files}], union_by_name = {union}, filename = {str(filename).lower()})"


def relation(paths: Iterable[Path], wanted: Mapping[str, str], present: Iterable[str], *, alike: bool = False) -> str:
    """A select of the wanted columns (name to DuckDB type) from these files; NULL for one that is in none of them."""
    there = set(present)
    paths = list(paths)
    if not paths:
        nothing = ", ".join(f"NULL::{type_} AS {quoted(name)}" for name, type_ in wanted.items())
        return f"SELECT {nothing} WHERE false"
    columns = ", ".join(
        quoted(name) if name in there else f"NULL::{type_} AS {quoted(name)}" for name, type_ in wanted.items()
    )
    return f"SELECT {columns} FROM {parquet(paths, alike=alike)}"


def quoted(identifier: str) -> str:
    """A column or table name in SQL."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """A text literal, for the places where SQL takes no bound parameter."""
    return "'" + text.replace("'", "''") + "'"


def _file_literal(path: Path) -> str:
    return literal(re.sub(r"([*?\[])", r"[\1]", str(path)))
