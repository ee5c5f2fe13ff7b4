"""The SQL of a condition as each engine is sent it, with its values written into the text for people to read."""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any, NoReturn, cast

from pyroaring import BitMap
from sqlalchemy import Dialect, Select, create_engine
from sqlalchemy.dialects import postgresql
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.sql.compiler import SQLCompiler

from masivo.conditions.tree import Condition
from masivo.evaluation.moments import Moment
from masivo.evaluation.scope import Members, Scope
from masivo.evaluation.scope import Question as Asked
from masivo.evaluation.selects import brand_universe, question
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.clickhouse.tables import clickhouse_tables
from masivo.warehouse.expressions import CLICKHOUSE
from masivo.warehouse.postgres.tables import postgres_tables
from masivo.warehouse.schema import Tables
from masivo.warehouse.statistics import Rows, Statistics
from masivo.warehouse.storage import lake_tables
from masivo.warehouse.store import RowReader, Snapshot
from tests.conditions.account import AUDIENCES

_PLACE = re.compile(r"%\((\w+)\)s|\{(\w+):[^{}]*\}")
"""Where a value stands in a text."""

_BREAK = re.compile(r" (AND|GROUP BY|ORDER BY|HAVING) ")

_OF_TWO_TYPES = Statistics(dict.fromkeys((Owner.EVENT, Owner.LINE), dict.fromkeys("AB", Rows(1))))


@dataclass(frozen=True)
class Paper:
    """A data version of which only the names are there, with events of several types and datetimes in 2025 and 2026."""

    catalog: Catalog
    tables: Tables
    first_event_at: datetime = datetime(2025, 1, 1, tzinfo=UTC)
    last_event_at: datetime = datetime(2026, 12, 31, tzinfo=UTC)
    statistics: Statistics = _OF_TWO_TYPES

    def rows(self, _years: Select[Any]) -> list[tuple[int]]:
        return [(2025,), (2026,)]


@dataclass(frozen=True)
class LakePaper(Paper):
    """The same of the lake, whose rows this process reads itself."""

    def batches(self, select: Select[Any]) -> NoReturn:
        raise NotImplementedError(f"nothing is read: {select}")


ENGINES: dict[str, tuple[Callable[[Catalog], Paper], Dialect]] = {
    "DuckDB": (lambda catalog: LakePaper(catalog, lake_tables(catalog)), postgresql.dialect(paramstyle="pyformat")),
    "PostgreSQL": (lambda catalog: Paper(catalog, postgres_tables(catalog)), psycopg.dialect()),
    "ClickHouse": (
        lambda catalog: Paper(catalog, clickhouse_tables(catalog)),
        create_engine("clickhousedb:///default?interface=chdb", server_side_params=True).dialect,
    ),
}


def sql_of(condition: Condition, catalog: Catalog, brand: str | None, moment: Moment) -> str:
    """What every engine is asked for a condition, under the engine's name."""
    members = dict.fromkeys(AUDIENCES, BitMap())
    return _of_engines(
        (engine, _asked(condition, Scope(cast(Snapshot, paper(catalog)), brand, moment, members), dialect))
        for engine, (paper, dialect) in ENGINES.items()
    )


def universe_of(catalog: Catalog, brand: str, moment: Moment) -> str:
    """What every engine is asked for the universe of a brand's audience."""
    return _of_engines(
        (engine, _text(brand_universe(Scope(cast(Snapshot, paper(catalog)), brand, moment, {})), dialect))
        for engine, (paper, dialect) in ENGINES.items()
    )


def _of_engines(told: Iterable[tuple[str, str]]) -> str:
    """Each text once, under the engines that it is for."""
    engines: dict[str, list[str]] = {}
    for engine, text in told:
        engines.setdefault(text, []).append(engine)
    return "".join(f"-- {', '.join(names)}\n{text}\n" for text, names in engines.items())


def _asked(condition: Condition, scope: Scope, dialect: Dialect) -> str:
    asked = question(condition, scope)
    if isinstance(asked, Members):
        return f"no SQL: the stored members{', complemented' if asked.complement else ''}"
    if not isinstance(asked, Asked):
        return "\n-- and\n".join(_text(select, dialect) for select in asked.selects)
    if asked.threshold is not None and isinstance(scope.snapshot, RowReader):
        measured = asked.threshold.measured
        parts = [_text(measured.asked_of(scope.snapshot), dialect), f"-- {measured.fn} of each customer, compared here"]
    else:
        parts = [_text(asked.select, dialect)]
        if asked.minus is not None:
            parts.append(f"-- without\n{_text(asked.minus, dialect)}")
    if asked.complement:
        parts.append("-- and of these the complement")
    return "\n".join(parts)


def _text(select: Select[Any], dialect: Dialect) -> str:
    compiled = select.compile(dialect=dialect, compile_kwargs={"render_postcompile": True})
    assert isinstance(compiled, SQLCompiler)
    values = {name: _written(_sent(compiled, name)) for name in compiled.params}
    text = _BREAK.sub(r"\n\1 ", str(compiled)).replace("\nAND ", "\n  AND ")
    text = _PLACE.sub(lambda place: values[place[1] or place[2]], text).replace("%%", "%")
    return "\n".join(line.rstrip() for line in text.splitlines())


def _sent(compiled: SQLCompiler, name: str) -> Any:
    """A bound value as it is sent; only ClickHouse keeps some in other forms."""
    value, dialect = compiled.params[name], compiled.dialect
    if dialect.name != CLICKHOUSE:
        return value
    process = compiled.binds[name].type.dialect_impl(dialect).bind_processor(dialect)
    return process(value) if process else value


def _written(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_written, value))}]"
    return f"'{value}'" if isinstance(value, str | date) else str(value)
