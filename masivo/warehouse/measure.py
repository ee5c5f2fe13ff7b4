"""What the lake's files hold, counted once when they are written, so that nobody has to ask all of the data for it."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from pathlib import Path

from duckdb import DuckDBPyConnection

from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.duck import parquet, quoted
from masivo.warehouse.manifest import Manifest, Part
from masivo.warehouse.schema import MORE
from masivo.warehouse.statistics import Rows
from masivo.warehouse.storage import stored_types

_OF_CUSTOMERS = ("''", "NULL", "NULL")
_OF_EVENTS = ("type", "min(occurred_at)", "max(occurred_at)")


def measured(
    connection: DuckDBPyConnection, owner: Owner, folder: Path, parts: Iterable[Part], columns: Iterable[str]
) -> tuple[Part, ...]:
    """These files of one table, which all have these columns, with what is in their rows."""
    parts, columns = tuple(parts), sorted(columns)
    if not parts:
        return ()
    names = [name for name in columns if name not in _own_columns(owner) and not name.endswith("__folded")]
    counted = "".join(f", count({quoted(name)})" for name in names)
    type_, first_at, last_at = _OF_CUSTOMERS if owner is Owner.CUSTOMER else _OF_EVENTS
    files = parquet((folder / part.path for part in parts), filename=True, alike=True)
    rows = connection.execute(
        f"SELECT filename, {type_}, count(*), {first_at}, {last_at}{counted} FROM {files} GROUP BY 1, 2"
    ).fetchall()
    packed = _packed(connection, files, type_) if MORE in columns else {}
    found: dict[str, dict[str, Rows]] = defaultdict(dict)
    for file, event_type, number, first, last, *filled in rows:
        values = {name: count for name, count in zip(names, filled, strict=True) if count}
        values |= packed.get((file, event_type), {})
        found[Path(file).name][event_type] = Rows(number, values, _aware(first), _aware(last))
    layout = sha256("\n".join(columns).encode()).hexdigest()[:16]
    return tuple(replace(part, layout=layout, types=found[part.path]) for part in parts)


def _packed(connection: DuckDBPyConnection, files: str, type_: str) -> dict[tuple[str, str], dict[str, int]]:
    """By file and event type, how many rows have a value of each packed name."""
    found: dict[tuple[str, str], dict[str, int]] = defaultdict(dict)
    named = f"SELECT filename, {type_} AS of_type, unnest(json_keys({MORE})) AS name FROM {files}"
    for file, event_type, name, number in connection.execute(
        f"SELECT filename, of_type, name, count(*) FROM ({named}) WHERE NOT ends_with(name, '__folded') GROUP BY ALL"
    ).fetchall():
        found[file, event_type][name] = number
    return found


def measure_all(connection: DuckDBPyConnection, home: Path, manifest: Manifest) -> Manifest:
    """The manifest with every file measured: those that an earlier program wrote are not."""
    tables = {
        owner: replace(
            state,
            parts=tuple(
                part
                if part.measured
                else measured(
                    connection, owner, home / owner, [part], columns_of(connection, [home / owner / part.path])
                )[0]
                for part in state.parts
            ),
        )
        for owner, state in manifest.tables.items()
    }
    return replace(manifest, tables=tables)


def _aware(instant: datetime | None) -> datetime | None:
    return instant and instant.replace(tzinfo=UTC)


def columns_of(connection: DuckDBPyConnection, files: Iterable[Path]) -> list[str]:
    """The columns that stand in at least one of these files, of which there is one at least."""
    return [name for name, *_ in connection.execute(f"DESCRIBE SELECT * FROM {parquet(files)}").fetchall()]


@cache
def _own_columns(owner: Owner) -> frozenset[str]:
    """The columns that hold no name of the catalog."""
    return frozenset(stored_types(Catalog(fields={}, properties={}), owner))
