"""The files that the chunks of an import were staged in, as the relations that the merge takes."""

from collections.abc import Iterable, Mapping
from pathlib import Path

import pyarrow as pa

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Entry, Owner
from masivo.warehouse.duck import parquet
from masivo.warehouse.ingest.plan import Kind, staged_name
from masivo.warehouse.merge import merge_customers, merge_events
from masivo.warehouse.staged import Outcome, StagedCustomers, StagedEvents
from masivo.warehouse.store import Writer


def merge_staged(writer: Writer, kind: Kind, scratch: Path, types: Mapping[str, FieldType]) -> Outcome:
    """Merge what was staged in `scratch`; `types` are the types of all names in it."""
    if kind is Kind.CUSTOMERS:
        catalog = writer.catalog.with_fields(types)
        entries = [catalog.fields[name] for name in types]
        relation = _relation("seq, id", scratch, "records", entries)
        return merge_customers(writer, StagedCustomers(relation, entries, _emptied(writer, scratch, catalog)), catalog)
    catalog = writer.catalog.with_properties(types)
    properties = [catalog.properties[name] for name in types]
    of_events = [entry for entry in properties if entry.owner is Owner.EVENT]
    of_lines = [entry for entry in properties if entry.owner is Owner.LINE]
    own = "seq, customer_id, brand_id, type, id AS event_id, issued_at AS occurred_at, status"
    staged = StagedEvents(
        _relation(own, scratch, "records", of_events),
        of_events,
        _relation("seq, list_name, line_number", scratch, "lines", of_lines),
        of_lines,
    )
    return merge_events(writer, staged, catalog)


def _relation(own: str, scratch: Path, suffix: str, entries: Iterable[Entry]) -> str:
    columns = [f"{staged_name(entry.name)} AS {entry.column}" for entry in entries]
    return f"(SELECT {', '.join((own, *columns))} FROM {parquet(sorted(scratch.glob(f'*.{suffix}')))})"


def _emptied(writer: Writer, scratch: Path, catalog: Catalog) -> str | None:
    """Each field that a record empties: the one it names and, where it said null, all beneath that name."""
    files = parquet(sorted(scratch.glob("*.emptied")))
    connection = writer.connection
    names, columns = zip(*((entry.name, entry.column) for entry in catalog.fields.values()), strict=True)
    connection.register("known_fields", pa.table({"name": list(names), "column": list(columns)}))
    connection.execute(f"""
        CREATE OR REPLACE TEMP TABLE emptied AS
        WITH meant AS (
            SELECT emptied.name, beneath, "column" FROM (SELECT DISTINCT name, beneath FROM {files}) AS emptied
            JOIN known_fields ON known_fields.name = emptied.name
                OR (beneath AND starts_with(known_fields.name, emptied.name || '.')))
        SELECT seq, id, "column" FROM {files} JOIN meant USING (name, beneath)""")
    [(number,)] = connection.execute("SELECT count(*) FROM emptied").fetchall()
    return "emptied" if number else None
