"""Which staged events are new, which came before, and which change a status: the same work for every store."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from masivo.warehouse.catalog import FOLDED, Entry, Owner
from masivo.warehouse.folding import folded
from masivo.warehouse.packing import RARE_LISTS, RARE_SCALARS, pack_rare
from masivo.warehouse.staged import Outcome, StagedEvents
from masivo.warehouse.statistics import ByType, Rows
from masivo.warehouse.store import Writer

NO_STATUS = "RESOLVED"
"""What an event without a status is, and the only status that counts (conditions.md, section 4)."""

EVENT_COLUMNS = ("event_key", "customer_key", "brand_id", "type", "occurred_at", "counts")


_EVENT_PLACE = "seq"
_LINE_PLACE = "seq, list_name, line_number"


@dataclass(frozen=True, slots=True)
class Extent:
    """What the accepted events bring: how many event keys they may take, their first and last instant, their words.

    `newcomers` is the number of the customers that they make.
    """

    keys: int
    newcomers: int
    first_at: datetime | None
    last_at: datetime | None
    types: Collection[str]
    brands: Collection[str]


class Deliveries:
    """The steps share temporary tables of the writer's connection.

    named: the deliveries with an event id. known: the stored events of such ids. again: the deliveries of ids that
    come more than once, with the status before each. changes: stored events whose status becomes another.
    accepted: the new events, without their properties. newcomers: the customers that they make. rare_events and
    rare_lines: what `pack_rare` makes of their values of rare names, where there are any.
    """

    def __init__(self, writer: Writer, staged: StagedEvents) -> None:
        self._writer = writer
        self._staged = staged

    def find(self) -> Outcome:
        """Tell new events, repetitions and new statuses apart."""
        self._make(
            "named",
            f"SELECT seq, event_id, status FROM {self._staged.relation} WHERE event_id IS NOT NULL",
        )
        self._make(
            "known",
            f"SELECT event_key, event_id, status FROM {self._writer.known_events('named')}"
            " SEMI JOIN named USING (event_id)",
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
        self._make(
            "fresh",
            f"""
            SELECT seq, customer_id, brand_id, type, occurred_at, coalesce(latest.status, event.status) AS status
            FROM {self._staged.relation} AS event
            ANTI JOIN (FROM again WHERE NOT is_first) USING (seq)
            LEFT JOIN (SELECT min(seq) AS seq, arg_max(status, seq) AS status FROM again WHERE event_key IS NULL
                       GROUP BY event_id) AS latest USING (seq)""",
        )
        self._make("makers", "SELECT customer_id AS id, min(seq) AS first_seq FROM fresh GROUP BY customer_id")
        customers = self._writer.known_customers("makers")
        self._make(
            "newcomers",
            f"""
            SELECT id, {self._writer.customer_count} - 1 + row_number() OVER (ORDER BY first_seq) AS customer_key
            FROM makers ANTI JOIN {customers} USING (id)""",
        )
        self._make(
            "accepted",
            f"""
            SELECT seq, {self._writer.next_event_key} + seq AS event_key, customer_key::INTEGER AS customer_key,
                brand_id, type, occurred_at, status, status IS NULL OR status = '{NO_STATUS}' AS counts
            FROM fresh JOIN (SELECT id AS customer_id, customer_key FROM {customers}
                             UNION ALL SELECT id, customer_key FROM newcomers) USING (customer_id)""",
        )
        for rare, table, key in (
            (self._staged.rare, "rare_events", _EVENT_PLACE),
            (self._staged.rare_lines, "rare_lines", _LINE_PLACE),
        ):
            if rare:
                new = f"(FROM {rare} SEMI JOIN accepted USING (seq))"
                pack_rare(self._writer.connection, table, new, key, self._writer.sent)

    def extent(self) -> Extent:
        """What the accepted events bring; instants are naive UTC."""
        [(last_seq, first_at, last_at, types, brands)] = self._ask(
            "SELECT max(seq), min(occurred_at), max(occurred_at), list(DISTINCT type), list(DISTINCT brand_id)"
            " FROM accepted"
        )
        [(newcomers,)] = self._ask("SELECT count(*) FROM newcomers")
        return Extent(0 if last_seq is None else last_seq + 1, newcomers, first_at, last_at, types or (), brands or ())

    def measured(self) -> dict[Owner, ByType]:
        """What is in the accepted rows of each table, by event type."""
        [(newcomers,)] = self._ask("SELECT count(*) FROM newcomers")
        return {
            Owner.CUSTOMER: {"": Rows(newcomers)} if newcomers else {},
            Owner.EVENT: self._measured(self._staged.entries, self.event_source, self._staged.rare),
            Owner.LINE: self._measured(self._staged.line_entries, self.line_source, self._staged.rare_lines),
        }

    @property
    def event_columns(self) -> dict[str, str]:
        """The stored columns of the accepted events as SQL over `event_source`."""
        return {
            **{name: f"accepted.{name}" for name in (*EVENT_COLUMNS, "status")},
            "event_id": "staged.event_id",
            **_property_columns(self._staged.entries),
            **(_rare_columns("rare_events") if self._staged.rare else {}),
        }

    @property
    def event_folds(self) -> dict[str, str]:
        """Those of `event_columns` that are made of others, as SQL over these."""
        return _folds(self._staged.entries)

    @property
    def line_folds(self) -> dict[str, str]:
        """Those of `line_columns` that are made of others, as SQL over these."""
        return _folds(self._staged.line_entries)

    def batches(self, rows: int) -> list[range]:
        """The accepted events' `seq` in stretches of about so many events, so that one can be sorted in memory."""
        found = self._ask("SELECT min(seq), max(seq) + 1, count(*) FROM accepted GROUP BY seq >> 20 ORDER BY 1")
        batches: list[range] = []
        room = 0
        for start, stop, number in found:
            if number <= room:
                batches[-1] = range(batches[-1].start, stop)
            else:
                batches.append(range(start, stop))
                room = rows
            room -= number
        return batches

    @property
    def event_source(self) -> str:
        return self._event_source(self._staged.relation)

    def events_among(self, seqs: range) -> str:
        """The part of `event_source` with these `seq`."""
        return self._event_source(_among(seqs, self._staged.relation))

    @property
    def line_columns(self) -> dict[str, str]:
        """The stored columns of the accepted events' lines as SQL over `line_source`."""
        return {
            **{name: f"accepted.{name}" for name in EVENT_COLUMNS},
            "list_name": "staged.list_name",
            "line_number": "staged.line_number::INTEGER",
            **_property_columns(self._staged.line_entries),
            **(_rare_columns("rare_lines") if self._staged.rare_lines else {}),
        }

    @property
    def line_source(self) -> str:
        return self._line_source(self._staged.lines)

    def lines_among(self, seqs: range) -> str:
        """The part of `line_source` with these `seq`."""
        return self._line_source(_among(seqs, self._staged.lines))

    def _event_source(self, relation: str) -> str:
        rare = f" LEFT JOIN rare_events USING ({_EVENT_PLACE})" if self._staged.rare else ""
        return f"accepted JOIN {relation} AS staged USING (seq){rare}"

    def _line_source(self, relation: str) -> str:
        rare = f" LEFT JOIN rare_lines USING ({_LINE_PLACE})" if self._staged.rare_lines else ""
        return f"accepted JOIN {relation} AS staged USING (seq){rare}"

    def _measured(self, entries: Collection[Entry], source: str, rare: str | None) -> ByType:
        columns = [entry.column for entry in entries]
        counted = "".join(f", count(staged.{column})" for column in columns)
        found = self._ask(
            "SELECT accepted.type, count(*), min(accepted.occurred_at), max(accepted.occurred_at)"
            f"{counted} FROM {source} GROUP BY 1"
        )
        filled_rare: dict[str, dict[str, int]] = defaultdict(dict)
        if rare:
            for type_, column, count in self._ask(
                f'SELECT type, "column", count(*) FROM {rare} JOIN accepted USING (seq) GROUP BY 1, 2'
            ):
                filled_rare[type_][column] = count
        return {
            type_: Rows(
                number,
                {column: count for column, count in zip(columns, filled, strict=True) if count} | filled_rare[type_],
                first.replace(tzinfo=UTC),
                last.replace(tzinfo=UTC),
            )
            for type_, number, first, last, *filled in found
        }

    def _make(self, table: str, select: str) -> None:
        self._writer.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._writer.connection.execute(sql).fetchall()


def _rare_columns(table: str) -> dict[str, str]:
    return {name: f"{table}.{name}" for name in (RARE_SCALARS, RARE_LISTS)}


def _among(seqs: range, relation: str) -> str:
    return f"(FROM {relation} WHERE seq >= {seqs.start} AND seq < {seqs.stop})"


def _property_columns(entries: Collection[Entry]) -> dict[str, str]:
    return {entry.column: f"staged.{entry.column}" for entry in entries} | _folds(entries, "staged.")


def _folds(entries: Collection[Entry], of: str = "") -> dict[str, str]:
    return {entry.folded_column: folded(f"{of}{entry.column}", entry.type) for entry in entries if entry.type in FOLDED}
