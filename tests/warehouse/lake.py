"""A small warehouse to import into, the lake or another kind, and short ways to ask it."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import func, select

from masivo.conditions.json_text import write_json
from masivo.config import Settings
from masivo.warehouse import open_warehouse
from masivo.warehouse.catalog import Owner
from masivo.warehouse.ingest.imports import ImportOptions, ImportSummary, import_customers, import_events
from masivo.warehouse.store import EventRecord, Snapshot

BOGOTA = ZoneInfo("America/Bogota")


class Lake:
    """A warehouse with a folder for the files that are imported into it; in the folder, too, where it has no `url`."""

    def __init__(self, folder: Path, url: str | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.url = url
        self.warehouse: Any = open_warehouse(Settings(folder, "sqlite://", None, url, "UTC"))

    def write(self, name: str, *records: Any) -> str:
        """A file with these records: texts as they are, anything else as its JSON."""
        path = self.folder / name
        lines = (record if isinstance(record, str) else write_json(record) for record in records)
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
        return str(path)

    def customers(self, *records: Any, **options: Any) -> ImportSummary:
        """Import customers from NDJSON."""
        return self.import_files("customers", self.write("customers.ndjson", *records), **options)

    def events(self, *records: Any, **options: Any) -> ImportSummary:
        """Import events from NDJSON."""
        return self.import_files("events", self.write("events.ndjson", *records), **options)

    def csv(self, kind: str, *lines: str, **options: Any) -> ImportSummary:
        """Import a CSV file of these lines."""
        return self.import_files(kind, self.write(f"{kind}.csv", *lines), **options)

    def import_files(self, kind: str, *paths: str, **options: Any) -> ImportSummary:
        run = {"customers": import_customers, "events": import_events}[kind]
        given = ImportOptions(**{"account_zone": BOGOTA, **options})
        return run(self.warehouse, paths, given, self.folder / "rejects")

    @property
    def snapshot(self) -> Snapshot:
        snapshot: Snapshot = self.warehouse.snapshot()
        return snapshot

    def fields(self, customer_id: str) -> Mapping[str, Any]:
        """The customer's fields that have a value."""
        key = self.snapshot.key_of(customer_id)
        assert key is not None
        [profile] = self.snapshot.profiles([key])
        return profile.fields

    def events_of(self, customer_id: str) -> list[EventRecord]:
        key = self.snapshot.key_of(customer_id)
        assert key is not None
        return self.snapshot.events_of(key, 100)

    def count(self, owner: Owner) -> int:
        tables = self.snapshot.tables
        table = {Owner.CUSTOMER: tables.customers, Owner.EVENT: tables.events, Owner.LINE: tables.lines}[owner]
        [(number,)] = self.snapshot.rows(select(func.count()).select_from(table))
        return int(number)


def numbers(summary: ImportSummary) -> tuple[int, int, int, int]:
    """Read, accepted, duplicates, rejected; and that they add up."""
    assert summary.read == summary.accepted + summary.duplicates + summary.rejected
    assert (summary.rejects_file is not None) == bool(summary.rejected)
    return summary.read, summary.accepted, summary.duplicates, summary.rejected


def rejects(summary: ImportSummary) -> list[tuple[int, str]]:
    """The number and the reason of every rejected record."""
    assert summary.rejects_file is not None
    lines = summary.rejects_file.read_text(encoding="utf-8").splitlines()
    return [(record["number"], record["reason"]) for record in map(json.loads, lines)]


def event(**given: Any) -> dict[str, Any]:
    """An event with all that is required."""
    return {
        "customer_id": "ana",
        "brand_id": "andes",
        "type": "PURCHASE",
        "issued_at": "2024-05-01T10:00:00-05:00",
        **given,
    }
