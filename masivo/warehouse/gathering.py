"""What staged records make of each customer, and which of those are stored: the same work for every store."""

from typing import Any

from masivo.warehouse.catalog import FOLDED
from masivo.warehouse.folding import folded
from masivo.warehouse.packing import RARE_GONE, RARE_LISTS, RARE_SCALARS, pack_rare
from masivo.warehouse.staged import RARE, StagedCustomers
from masivo.warehouse.store import Writer


class Gathering:
    """The steps share temporary tables of the writer's connection.

    gathered: a row an id, with the last value of each name; where the last word on a clearable name was an empty one,
    no value, and true in `COLUMN__cleared`. Where there are values of rare names, the columns of `pack_rare` too.
    updates: those that are stored, with their key. newcomers: the others.
    """

    def __init__(self, writer: Writer, staged: StagedCustomers) -> None:
        self._writer = writer
        self._staged = staged
        self._columns = [entry.column for entry in staged.entries]
        self.clearable = self._cleared_columns()
        """The columns of fields that some record empties."""

    def gather(self) -> int:
        """Make one row of all records of a customer; returns how many records there were."""
        [(read, customers)] = self._ask(f"SELECT count(*), count(DISTINCT id) FROM {self._staged.relation}")
        values = self._of_one_record_each() if read == customers else self._of_many_records()
        self._make("gathered", values if not self.clearable else self._without_cleared(values))
        if self._staged.rare:
            self._gather_rare(self._staged.rare)
        self._make(
            "updates",
            f"""
            SELECT customer_key, gathered.*
            FROM gathered JOIN (SELECT id, customer_key FROM {self._writer.known_customers("gathered")}) USING (id)""",
        )
        self._make(
            "newcomers",
            f"""
            SELECT ({self._writer.customer_count} - 1 + row_number() OVER (ORDER BY first_seq))::INTEGER
                AS customer_key, gathered.*
            FROM gathered ANTI JOIN updates USING (id)""",
        )
        return int(read)

    def value_columns(self, table: str) -> dict[str, str]:
        """The stored columns of the staged names as SQL over one of the temporary tables; rare names as members."""
        columns = {entry.column: f"{table}.{entry.column}" for entry in self._staged.entries}
        columns |= {
            entry.folded_column: folded(f"{table}.{entry.column}", entry.type)
            for entry in self._staged.entries
            if entry.type in FOLDED
        }
        if self._staged.rare:
            columns |= {name: f"{table}.{name}" for name in (RARE_SCALARS, RARE_LISTS)}
        return columns

    def gone(self, table: str) -> str:
        """SQL over one of the temporary tables: the list of the stored columns that are emptied."""
        given = [f"CASE WHEN {table}.{column}__cleared THEN ['{column}'] END" for column in self.clearable]
        given += [f"{table}.{RARE_GONE}"] if self._staged.rare else []
        names = f"list_concat([]::VARCHAR[], {', '.join(given)})" if given else "[]::VARCHAR[]"
        return f"flatten(list_transform({names}, lambda name: [name, name || '__folded']))"

    def _gather_rare(self, rare: str) -> None:
        """The last word on each rare name of a customer; within one record, setting wins."""
        nothing = " AND ".join(f"{column} IS NULL" for column in RARE.values())
        self._make(
            "rare_gathered",
            f"""
            FROM {rare} QUALIFY row_number() OVER (PARTITION BY id, "column" ORDER BY seq DESC, {nothing}) = 1""",
        )
        pack_rare(self._writer.connection, "rare_packed", "rare_gathered", "id", self._writer.sent)
        self._make("gathered", "FROM gathered LEFT JOIN rare_packed USING (id)")

    def _cleared_columns(self) -> list[str]:
        if self._staged.cleared is None:
            return []
        return [name for (name,) in self._ask(f'SELECT DISTINCT "column" FROM {self._staged.cleared} ORDER BY 1')]

    def _of_one_record_each(self) -> str:
        moments = (f"CASE WHEN {column} IS NOT NULL THEN seq END AS {column}__at" for column in self._set_and_cleared())
        return f"SELECT {', '.join(('id', 'seq AS first_seq', *self._columns, *moments))} FROM {self._staged.relation}"

    def _of_many_records(self) -> str:
        values = (f"arg_max({column}, seq) AS {column}" for column in self._columns)
        moments = (f"max(seq) FILTER ({column} IS NOT NULL) AS {column}__at" for column in self._set_and_cleared())
        columns = ", ".join(("id", "min(seq) AS first_seq", *values, *moments))
        return f"SELECT {columns} FROM {self._staged.relation} GROUP BY id"

    def _set_and_cleared(self) -> list[str]:
        return [column for column in self.clearable if column in self._columns]

    def _without_cleared(self, values: str) -> str:
        """A value that was emptied after it was set is none; within one record, setting wins."""
        both = self._set_and_cleared()
        flags = {
            column: f"coalesce(cleared.{column} > coalesce({column}__at, -1), false)"
            if column in both
            else f"cleared.{column} IS NOT NULL"
            for column in self.clearable
        }
        kept = (
            f"CASE WHEN {flags[column]} THEN NULL ELSE value.{column} END AS {column}"
            if column in flags
            else f"value.{column}"
            for column in self._columns
        )
        columns = ", ".join(("id", "first_seq", *kept, *(f"{sql} AS {name}__cleared" for name, sql in flags.items())))
        moments = ", ".join(f"max(seq) FILTER (\"column\" = '{name}') AS {name}" for name in self.clearable)
        return (
            f"SELECT {columns} FROM ({values}) AS value"
            f" LEFT JOIN (SELECT id, {moments} FROM {self._staged.cleared} GROUP BY id) AS cleared USING (id)"
        )

    def _make(self, table: str, select: str) -> None:
        self._writer.connection.execute(f"CREATE OR REPLACE TEMP TABLE {table} AS {select}")

    def _ask(self, sql: str) -> list[tuple[Any, ...]]:
        return self._writer.connection.execute(sql).fetchall()
