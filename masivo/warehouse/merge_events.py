"""Staged events into the lake: each delivery once, later statuses taken over, unknown customers made."""

from collections.abc import Collection
from dataclasses import replace
from typing import Any

from masivo.warehouse.catalog import FOLDED, Catalog, Entry, Owner
from masivo.warehouse.folding import folded
from masivo.warehouse.manifest import TableState
from masivo.warehouse.staged import Outcome, StagedEvents
from masivo.warehouse.writer import LakeWriter, Written

NO_STATUS = "RESOLVED"
"""What an event without a status is, and the only status that counts (conditions.md, section 4)."""

_EVENT_COLUMNS = ("event_key", "customer_key", "brand_id", "type", "occurred_at", "counts")


def merge_events(writer: LakeWriter, staged: StagedEvents, catalog: Catalog) -> Outcome:
    """Write the staged events and commit them; `catalog` must know the staged names."""
    merge = _EventMerge(writer, staged)
    outcome = merge.find_deliveries()
    if outcome.accepted:
        merge.accept()
        merge.commit(catalog)
    return outcome


class _EventMerge:
    """The steps share temporary tables of the writer's connection.

    named: the deliveries with an event id. known: the stored events of such ids. again: the deliveries of ids that
    come more than once, with the status before each. changes: stored events whose status becomes another.
    accepted: the new events, without their properties. newcomers: the customers that they make.
    """

    def __init__(self, writer: LakeWriter, staged: StagedEvents) -> None:
        self._writer = writer
        self._staged = staged
        self._events = writer.stored(Owner.EVENT)
        self._customers = writer.stored(Owner.CUSTOMER)

    def find_deliveries(self) -> Outcome:
        """Tell new events, repetitions and new statuses apart."""
        self._make(
            "named",
            f"SELECT seq, event_id, status FROM {self._staged.relation} WHERE event_id IS NOT NULL",
        )
        self._make(
            "known",
            f"SELECT event_key, event_id, status FROM {self._events} SEMI JOIN named USING (event_id)",
        )
        self._make(
            "again",
            f"""
            SELECT seq, event_id, event_key, named.status, known.status AS stored_status,
                coalesce(
                    last_value(named.status IGNORE NULLS) OVER (
                        PARTITION BY event_id ORDER BY seq ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING),
                    known.status, '{NO_STATUS}') AS status_before,
                event_key IS NULL AND row_number() OVER (PARTITION BY event_id ORDER BY seq) = 1 AS is_first
            FROM named LEFT JOIN known USING (event_id)
            WHERE event_key IS NOT NULL
                OR event_id IN (SELECT event_id FROM named GROUP BY event_id HAVING count(*) > 1)""",
        )
        self._make(
            "changes",
            f"""
            SELECT event_key, arg_max(status, seq) AS status FROM again WHERE event_key IS NOT NULL
            GROUP BY event_key, stored_status
            HAVING arg_max(status, seq) <> coalesce(stored_status, '{NO_STATUS}')""",
        )
        [(read,)] = self._ask(f"SELECT count(*) FROM {self._staged.relation}")
        [(repeated, changing)] = self._ask(
            "SELECT count(*), count(*) FILTER (status <> status_before) FROM again WHERE NOT is_first"
        )
        return Outcome(read - repeated + changing, repeated - changing)

    def accept(self) -> None:
        """Give the new events their keys, their last status and their customers."""
        first_key = self._writer.manifest.next_event_key
        self._make(
            "fresh",
            f"""
            SELECT seq, customer_id, brand_id, type, occurred_at, coalesce(latest.status, event.status) AS status
            FROM {self._staged.relation} AS event
            ANTI JOIN (FROM again WHERE NOT is_first) USING (seq)
            LEFT JOIN (SELECT min(seq) AS seq, arg_max(status, seq) AS status FROM again WHERE event_key IS NULL
                       GROUP BY event_id) AS latest USING (seq)""",
        )
        self._make(
            "newcomers",
            f"""
            SELECT customer_id AS id, {self._writer.manifest.customer_count} - 1
                + row_number() OVER (ORDER BY min(seq)) AS customer_key
            FROM fresh ANTI JOIN (SELECT id AS customer_id FROM {self._customers}) USING (customer_id)
            GROUP BY customer_id""",
        )
        self._make(
            "accepted",
            f"""
            SELECT seq, {first_key} + seq AS event_key, customer_key::INTEGER AS customer_key, brand_id, type,
                occurred_at, status, status IS NULL OR status = '{NO_STATUS}' AS counts
            FROM fresh JOIN (SELECT id AS customer_id, customer_key FROM {self._customers}
                             UNION ALL SELECT id, customer_key FROM newcomers) USING (customer_id)""",
        )

    def commit(self, catalog: Catalog) -> None:
        """Write the files of all three tables and show them."""
        manifest = self._writer.manifest
        [(last_seq, first_at, last_at, types, brands)] = self._ask(
            "SELECT max(seq), min(occurred_at), max(occurred_at), list(DISTINCT type), list(DISTINCT brand_id)"
            " FROM accepted"
        )
        newcomers = self._writer.write(
            Owner.CUSTOMER, {"customer_key": "customer_key::INTEGER", "id": "id"}, "newcomers"
        )
        self._writer.commit(
            replace(
                manifest,
                catalog=catalog.with_event_words(types or (), brands or ()),
                tables={
                    Owner.CUSTOMER: self._writer.state(Owner.CUSTOMER, (), newcomers),
                    Owner.EVENT: self._event_table(),
                    Owner.LINE: self._line_table(),
                },
                next_event_key=manifest.next_event_key + (0 if last_seq is None else last_seq + 1),
                first_event_at=min(filter(None, (manifest.first_event_at, first_at)), default=None),
                last_event_at=max(filter(None, (manifest.last_event_at, last_at)), default=None),
            )
        )

    def _event_table(self) -> TableState:
        columns = {
            **{name: f"accepted.{name}" for name in (*_EVENT_COLUMNS, "status")},
            "event_id": "staged.event_id",
            **_property_columns(self._staged.entries),
        }
        new = self._writer.write(Owner.EVENT, columns, f"accepted JOIN {self._staged.relation} AS staged USING (seq)")
        return self._with_changes(Owner.EVENT, new)

    def _line_table(self) -> TableState:
        columns = {
            **{name: f"accepted.{name}" for name in _EVENT_COLUMNS},
            "list_name": "staged.list_name",
            "line_number": "staged.line_number::INTEGER",
            **_property_columns(self._staged.line_entries),
        }
        new = self._writer.write(Owner.LINE, columns, f"accepted JOIN {self._staged.lines} AS staged USING (seq)")
        return self._with_changes(Owner.LINE, new)

    def _with_changes(self, owner: Owner, new: Written) -> TableState:
        """The table with the new files, and with those rewritten that hold an event whose status changes."""
        gone = self._writer.parts_holding(owner, "event_key", "changes")
        if not gone:
            return self._writer.state(owner, (), new)
        columns = {name: f"stored.{name}" for name in self._writer.stored_columns(owner)}
        columns["counts"] = f"coalesce(changes.status = '{NO_STATUS}', stored.counts)"
        if owner is Owner.EVENT:
            columns["status"] = "coalesce(changes.status, stored.status)"
        source = f"{self._writer.stored(owner, gone)} AS stored LEFT JOIN changes USING (event_key)"
        return self._writer.state(owner, gone, self._writer.write(owner, columns, source), new)

    def _make(self, table: str, select: str) -> None:
        self._writer.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._writer.connection.execute(sql).fetchall()


def _property_columns(entries: Collection[Entry]) -> dict[str, str]:
    columns = {entry.column: f"staged.{entry.column}" for entry in entries}
    columns |= {
        entry.folded_column: folded(f"staged.{entry.column}", entry.type) for entry in entries if entry.type in FOLDED
    }
    return columns
