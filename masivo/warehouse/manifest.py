"""snapshot.json: the one file that says which version, files and names are the data; replacing it is the commit."""

import json
import os
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from masivo.conditions.operators import FieldType
from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Catalog, Entry, Owner
from masivo.warehouse.statistics import ByType, Rows, Statistics, merged

MANIFEST = "snapshot.json"
FORMAT = 1

KEPT_HOURS = 24
"""How long files stay that no version of the data names any more: longer than any reader of an old version lives."""

_PACKED = "packed"
_EPOCH = 1_577_836_800
"""2020-01-01 in Unix seconds."""


@dataclass(frozen=True, slots=True)
class Part:
    """A Parquet file of a table, its name relative to the table.

    `stats` are Delta Lake's statistics of it, `types` what is in its rows. `layout` is the same for files of the same
    columns. The last two are missing in what earlier programs wrote, until the next import measures the file.
    """

    path: str
    rows: int
    size: int
    stats: Mapping[str, Any]
    layout: str = ""
    types: ByType = field(default_factory=dict)

    @property
    def measured(self) -> bool:
        """Whether `layout` and `types` are known."""
        return bool(self.layout)


@dataclass(frozen=True, slots=True)
class TableState:
    """The files of a table, and the columns that stand in at least one of them."""

    parts: tuple[Part, ...] = ()
    columns: frozenset[str] = frozenset()

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)

    @property
    def alike(self) -> bool:
        """Every file has the same columns."""
        return len({part.layout for part in self.parts}) == 1 and self.parts[0].measured


@dataclass(frozen=True, slots=True)
class Manifest:
    """One data version, complete. `first_event_at` and `last_event_at` are naive UTC."""

    data_version: int = 0
    catalog: Catalog = field(default_factory=Catalog)
    tables: Mapping[Owner, TableState] = field(default_factory=lambda: {owner: TableState() for owner in Owner})
    next_event_key: int = 0
    first_event_at: datetime | None = None
    last_event_at: datetime | None = None

    @property
    def customer_count(self) -> int:
        return self.tables[Owner.CUSTOMER].rows

    def statistics(self) -> Statistics:
        """What the rows of all files are; nothing is said of a table with a file that was never measured."""
        return Statistics(
            {
                owner: merged(part.types for part in table.parts)
                for owner, table in self.tables.items()
                if all(part.measured for part in table.parts)
            }
        )


def next_version(previous: int) -> int:
    """A number above the previous one that no emptied and refilled warehouse gives again: caches go by it."""
    return max(previous + 1, int(time.time()) - _EPOCH)


def read_manifest(home: Path) -> Manifest:
    """The current manifest; an empty one where nothing was ever written.

    Raises WarehouseUnavailable when the file cannot be read or understood.
    """
    path = home / MANIFEST
    try:
        return understood(path.read_bytes(), home)
    except FileNotFoundError:
        return Manifest()
    except OSError as error:
        raise _unreadable(home, error) from error


def write_manifest(home: Path, manifest: Manifest) -> None:
    """Make `manifest` the current one, in one step that a crash cannot halve."""
    path = home / MANIFEST
    staged = path.with_suffix(".json.new")
    with staged.open("w", encoding="utf-8") as file:
        file.write(manifest_text(manifest))
        file.flush()
        os.fsync(file.fileno())
    staged.replace(path)
    sync_folder(home)


def sync_folder(folder: Path) -> None:
    """Make the names in a folder last through a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def manifest_text(manifest: Manifest) -> str:
    """The manifest as its file says it."""
    return json.dumps(_document(manifest), separators=(",", ":"), ensure_ascii=False)


def understood(data: bytes, place: object) -> Manifest:
    """The manifest that a file of `place` says. Raises WarehouseUnavailable where this program does not read it."""
    try:
        return _manifest(json.loads(data))
    except (ValueError, KeyError, TypeError) as error:
        raise _unreadable(place, error) from error


def _unreadable(place: object, error: Exception) -> WarehouseUnavailable:
    return WarehouseUnavailable(f"The warehouse's {MANIFEST} in {place} cannot be read: {error}.")


def _document(manifest: Manifest) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "data_version": manifest.data_version,
        "next_event_key": manifest.next_event_key,
        "first_event_at": _instant_text(manifest.first_event_at),
        "last_event_at": _instant_text(manifest.last_event_at),
        "catalog": catalog_document(manifest.catalog),
        "tables": {
            owner: {"columns": sorted(state.columns), "parts": [_part_document(part) for part in state.parts]}
            for owner, state in manifest.tables.items()
        },
    }


def _manifest(document: dict[str, Any]) -> Manifest:
    if document["format"] != FORMAT:
        raise ValueError(f"its format is {document['format']}, this program reads {FORMAT}")
    return Manifest(
        data_version=document["data_version"],
        next_event_key=document["next_event_key"],
        first_event_at=_instant(document["first_event_at"]),
        last_event_at=_instant(document["last_event_at"]),
        catalog=read_catalog(document["catalog"]),
        tables={
            Owner(owner): TableState(tuple(_part(part) for part in state["parts"]), frozenset(state["columns"]))
            for owner, state in document["tables"].items()
        },
    )


def _part_document(part: Part) -> dict[str, Any]:
    return asdict(replace(part, types={})) | {"types": rows_document(part.types)}


def _part(document: dict[str, Any]) -> Part:
    return Part(**document | {"types": read_rows(document.get("types", {}))})


def rows_document(types: ByType) -> dict[str, Any]:
    """What is known of some rows as JSON knows it."""
    return {
        type_: [rows.number, _instant_text(rows.first_at), _instant_text(rows.last_at), rows.filled]
        for type_, rows in types.items()
    }


def read_rows(document: dict[str, Any]) -> ByType:
    """What such a document says."""
    return {
        type_: Rows(number, filled, _instant(first_at), _instant(last_at))
        for type_, (number, first_at, last_at, filled) in document.items()
    }


def catalog_document(catalog: Catalog) -> dict[str, Any]:
    """The names beyond the built-in ones as JSON knows them."""
    return {
        "next_column": catalog.next_column,
        "fields": _custom(catalog.fields),
        "properties": _custom(catalog.properties),
        "event_types": sorted(catalog.event_types),
        "brands": sorted(catalog.brands),
    }


def _custom(entries: Mapping[str, Entry]) -> list[list[str]]:
    return [
        [entry.name, entry.type, entry.owner, entry.column, *([_PACKED] if entry.packed else [])]
        for entry in entries.values()
        if not entry.builtin
    ]


def read_catalog(document: dict[str, Any]) -> Catalog:
    """The catalog of such a document."""
    plain = Catalog()
    return Catalog(
        fields={**plain.fields, **_entries(document["fields"])},
        properties={**plain.properties, **_entries(document["properties"])},
        event_types=plain.event_types.union(document["event_types"]),
        brands=frozenset(document["brands"]),
        next_column=document["next_column"],
    )


def _entries(rows: list[list[str]]) -> dict[str, Entry]:
    return {
        name: Entry(name, FieldType(type_), Owner(owner), column, packed=marks == [_PACKED])
        for name, type_, owner, column, *marks in rows
    }


def _instant_text(instant: datetime | None) -> str | None:
    return None if instant is None else instant.isoformat()


def _instant(text: str | None) -> datetime | None:
    return None if text is None else datetime.fromisoformat(text)
