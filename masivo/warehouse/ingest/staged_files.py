"""The files that the chunks of an import were staged in, as the relations that the merge takes."""

from collections.abc import Collection, Iterable
from pathlib import Path

from masivo.warehouse.catalog import Catalog, Entry, Owner
from masivo.warehouse.duck import duckdb_type, parquet
from masivo.warehouse.ingest.plan import Kind, staged_name
from masivo.warehouse.merge import merge_customers, merge_events
from masivo.warehouse.schema import SQL_TYPES
from masivo.warehouse.staged import RARE, Outcome, StagedCustomers, StagedEvents
from masivo.warehouse.store import Writer


def merge_staged(writer: Writer, kind: Kind, scratch: Path, catalog: Catalog, names: Collection[str]) -> Outcome:
    """Merge what was staged in `scratch`; `names` are those in it, and `catalog` knows them all."""
    staged = _Staged(writer, scratch, catalog, names)
    if kind is Kind.CUSTOMERS:
        return merge_customers(writer, staged.customers(), catalog)
    return merge_events(writer, staged.events(), catalog)


class _Staged:
    """The relations share temporary tables of the writer's connection.

    known_names: every name's column. rare: the values of names that have none. emptied: the fields that records empty.
    """

    def __init__(self, writer: Writer, scratch: Path, catalog: Catalog, names: Collection[str]) -> None:
        self._connection = writer.connection
        self._scratch = scratch
        self._catalog = catalog
        self._names = names
        columns = ", ".join(f"{column} {duckdb_type(SQL_TYPES[type_])}" for type_, column in RARE.items())
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE rare (seq BIGINT, id VARCHAR, list_name VARCHAR, line_number INTEGER,"
            f' "column" VARCHAR, {columns})'
        )

    def customers(self) -> StagedCustomers:
        self._register(self._catalog.fields.values())
        entries = [entry for name in self._names if not (entry := self._catalog.fields[name]).packed]
        self._find_emptied()
        self._find_rare(f"JOIN (SELECT seq, id FROM {self._files('records')}) USING (seq)")
        self._connection.execute('INSERT INTO rare BY NAME SELECT seq, id, "column" FROM emptied WHERE packed')
        relation = self._relation("seq, id", "records", entries)
        cleared = self._filled("(FROM emptied WHERE NOT packed)")
        return StagedCustomers(relation, entries, cleared, self._filled("rare"))

    def events(self) -> StagedEvents:
        self._register(self._catalog.properties.values())
        entries = [entry for name in self._names if not (entry := self._catalog.properties[name]).packed]
        of_events = [entry for entry in entries if entry.owner is Owner.EVENT]
        of_lines = [entry for entry in entries if entry.owner is Owner.LINE]
        self._find_rare("")
        own = "seq, customer_id, brand_id, type, id AS event_id, issued_at AS occurred_at, status"
        return StagedEvents(
            self._relation(own, "records", of_events),
            of_events,
            self._relation("seq, list_name, line_number", "lines", of_lines),
            of_lines,
            self._filled("(FROM rare WHERE list_name IS NULL)"),
            self._filled("(FROM rare WHERE list_name IS NOT NULL)"),
        )

    def _register(self, entries: Iterable[Entry]) -> None:
        """As bound lists: a table of Arrow's to register has DuckDB look for pandas first, and load it."""
        known = [(entry.name, entry.column, entry.packed) for entry in entries]
        self._connection.execute(
            "CREATE OR REPLACE TEMP TABLE known_names AS"
            ' SELECT unnest($1::VARCHAR[]) AS name, unnest($2::VARCHAR[]) AS "column", unnest($3::BOOLEAN[]) AS packed',
            [list(values) for values in zip(*known, strict=True)],
        )

    def _relation(self, own: str, suffix: str, entries: Iterable[Entry]) -> str:
        columns = [f"{staged_name(entry.name)} AS {entry.column}" for entry in entries]
        return f"(SELECT {', '.join((own, *columns))} FROM {self._files(suffix)})"

    def _find_rare(self, join: str) -> None:
        if any(self._scratch.glob("*.rare")):
            self._connection.execute(
                "INSERT INTO rare BY NAME SELECT * EXCLUDE (name, packed)"
                f" FROM {self._files('rare')} JOIN known_names USING (name) {join}"
            )

    def _find_emptied(self) -> None:
        """Each field that a record empties: the one it names and, where it said null, all beneath that name."""
        files = self._files("emptied")
        self._connection.execute(f"""
            CREATE OR REPLACE TEMP TABLE emptied AS
            WITH meant AS (
                SELECT emptied.name, beneath, "column", packed
                FROM (SELECT DISTINCT name, beneath FROM {files}) AS emptied
                JOIN known_names ON known_names.name = emptied.name
                    OR (beneath AND starts_with(known_names.name, emptied.name || '.')))
            SELECT seq, id, "column", packed FROM {files} JOIN meant USING (name, beneath)""")

    def _files(self, suffix: str) -> str:
        return parquet(sorted(self._scratch.glob(f"*.{suffix}")))

    def _filled(self, relation: str) -> str | None:
        """The relation, if there is a row in it."""
        found = self._connection.execute(f"SELECT 1 FROM {relation} LIMIT 1").fetchall()
        return relation if found else None
