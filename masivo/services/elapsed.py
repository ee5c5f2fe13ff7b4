"""Seconds between two instants, worked out in SQL, which SQLite and PostgreSQL say differently."""

from typing import Any

from sqlalchemy import Float
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement


class Elapsed(FunctionElement[float]):
    """`Elapsed(start, end)`: seconds from one column to another, to the millisecond; NULL where either is."""

    name = "elapsed"
    type = Float()
    inherit_cache = True


@compiles(Elapsed, "postgresql")
def _on_postgresql(element: Elapsed, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(part, **options) for part in element.clauses)
    return f"EXTRACT(EPOCH FROM {end} - {start})"


@compiles(Elapsed, "sqlite")
def _on_sqlite(element: Elapsed, compiler: SQLCompiler, **options: Any) -> str:
    start, end = (compiler.process(part, **options) for part in element.clauses)
    return f"round((julianday({end}) - julianday({start})) * 86400.0, 3)"  # a day's fraction is exact to some 50 µs
