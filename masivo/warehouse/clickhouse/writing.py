"""Writing ClickHouse: an import works on copies of the tables that nobody reads, and then makes them the data."""

import fcntl
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import replace
from pathlib import Path

import duckdb
import pyarrow as pa
from duckdb import DuckDBPyConnection

from masivo.conditions.operators import FieldType
from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.clickhouse.database import Database
from masivo.warehouse.clickhouse.generation import Generation, commit, drop_old, newest_number, read_generation
from masivo.warehouse.clickhouse.tables import MORE_LISTS, definitions, map_definitions
from masivo.warehouse.clickhouse.types import sent
from masivo.warehouse.deliveries import NO_STATUS, Deliveries
from masivo.warehouse.duck import connect
from masivo.warehouse.folding import install_fold, remove_fold
from masivo.warehouse.gathering import Gathering
from masivo.warehouse.packing import RARE_LISTS, RARE_SCALARS, packed_json, types_of_columns
from masivo.warehouse.schema import MORE
from masivo.warehouse.state import State
from masivo.warehouse.statistics import ByType, Rows
from masivo.warehouse.writer import WRITER_MEMORY

_LOCK = "clickhouse.lock"
_ROWS_AT_ONCE = 500_000

_JOIN = "SETTINGS join_algorithm = 'grace_hash,hash'"
"""Joins with what an import brought may be larger than the memory."""


@contextmanager
def open_writer(database: Database, home: Path, scratch: Path) -> Iterator["ClickHouseWriter"]:
    """The one writer of this home folder; waits for the one before it. A writer that was killed leaves no lock.

    A writer of another home folder is not waited for: of two at once, the second to commit fails, and nothing of it is
    in. Raises WarehouseUnavailable where writing fails; then the data is as it was.
    """
    with (home / _LOCK).open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        duck = connect(scratch / "spill", WRITER_MEMORY)
        install_fold(duck)
        try:
            yield ClickHouseWriter(database, duck)
        except (duckdb.Error, OSError) as error:
            raise WarehouseUnavailable(f"The warehouse at {database.place} could not be written: {error}") from error
        finally:
            remove_fold(duck)
            duck.close()


class ClickHouseWriter:
    """What an import does to ClickHouse (`masivo.warehouse.store.Writer`)."""

    def __init__(self, database: Database, duck: DuckDBPyConnection) -> None:
        self.connection = duck
        self._database = database
        self._generation = read_generation(database, newest_number(database))

    @property
    def catalog(self) -> Catalog:
        return self._state.catalog

    @property
    def customer_count(self) -> int:
        return self._state.customer_count

    @property
    def next_event_key(self) -> int:
        return self._state.next_event_key

    @property
    def _state(self) -> State:
        return self._generation.state

    def known_customers(self, wanted: str) -> str:
        columns = {"id": "VARCHAR", "customer_key": "INTEGER"}
        return self._known(Owner.CUSTOMER, "id", columns, wanted, bool(self.customer_count))

    def known_events(self, wanted: str) -> str:
        columns = {"event_id": "VARCHAR", "event_key": "BIGINT", "status": "VARCHAR"}
        return self._known(Owner.EVENT, "event_id", columns, wanted, bool(self.next_event_key))

    def sent(self, sql: str, type_: FieldType) -> str:
        return sent(sql, type_)

    def put_customers(self, gathering: Gathering, catalog: Catalog) -> None:
        newcomers = {"customer_key": "customer_key", "id": "id", **gathering.value_columns("newcomers")}
        next_ = _Next(self._database, self.connection, self._generation, self._state.with_names(catalog))
        next_.append(Owner.CUSTOMER, newcomers, "newcomers")
        if self._count("updates"):
            next_.update_customers(gathering)
        state = self._state.with_customers(catalog, self._count("newcomers"), next_.measured_customers())
        self._generation = next_.commit(state)

    def put_events(self, deliveries: Deliveries, catalog: Catalog) -> None:
        next_ = _Next(self._database, self.connection, self._generation, self._state.with_names(catalog))
        if self._count("newcomers"):
            next_.append(Owner.CUSTOMER, {"customer_key": "customer_key::INTEGER", "id": "id"}, "newcomers")
        next_.append(Owner.EVENT, deliveries.event_columns, deliveries.event_source)
        next_.append(Owner.LINE, deliveries.line_columns, deliveries.line_source)
        if self._count("changes"):
            next_.change_statuses()
        self._generation = next_.commit(self._state.with_events(catalog, deliveries))

    def put_catalog(self, catalog: Catalog) -> None:
        state = self._state.with_names(catalog)
        self._generation = _Next(self._database, self.connection, self._generation, state).commit(state)

    def tidy(self) -> None:
        drop_old(self._database)

    def _known(self, owner: Owner, key: str, columns: Mapping[str, str], wanted: str, any_stored: bool) -> str:
        """A temporary table of DuckDB with the stored rows whose key is in `wanted`."""
        found = f"known_{owner}"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {found} ({', '.join(f'{name} {type_}' for name, type_ in columns.items())})"
        )
        if not any_stored:
            return found
        table = self._generation.tables[owner]
        names = ", ".join(f"stored.{name} AS {name}" for name in columns)
        with self._passing("wanted", [f"{key} String"]) as passed:
            send(self._database, self.connection, passed, {key: key}, f"(SELECT DISTINCT {key} FROM {wanted})")
            join = f"{table} AS stored INNER JOIN {passed} AS wanted ON stored.{key} = wanted.{key} {_JOIN}"
            for batch in self._database.batches(f"SELECT {names} FROM {join}"):
                self.connection.register("known_batch", batch)
                self.connection.execute(f"INSERT INTO {found} SELECT {', '.join(columns)} FROM known_batch")
        return found

    @contextmanager
    def _passing(self, name: str, columns: Iterable[str]) -> Iterator[str]:
        with passing(self._database, f"{name}_{self._state.data_version}", columns) as made:
            yield made

    def _count(self, relation: str) -> int:
        [(number,)] = self.connection.execute(f"SELECT count(*) FROM {relation}").fetchall()
        return int(number)


class _Next:
    """The tables of the next generation in the making: copies that share the files of those before, and grow."""

    def __init__(self, database: Database, duck: DuckDBPyConnection, before: Generation, state: State) -> None:
        self._database = database
        self._duck = duck
        self._before = before
        self._known = definitions(before.state.catalog)
        self._definitions = definitions(state.catalog)
        self._version = state.data_version
        self._types = types_of_columns(state.catalog)
        self._tables = dict(before.tables)

    def append(self, owner: Owner, columns: Mapping[str, str], source: str) -> None:
        """Send rows from DuckDB; the columns by name as SQL over `source`."""
        send(self._database, self._duck, self._copy_of(owner), self._stored_columns(owner, columns), source)

    def update_customers(self, gathering: Gathering) -> None:
        """Replace the customers that change by rows with the values that they have now."""
        table = self._copy_of(Owner.CUSTOMER)
        kinds = self._definitions[Owner.CUSTOMER]
        columns = self._stored_columns(Owner.CUSTOMER, gathering.value_columns("updates"))
        own = [name for name in columns if name in kinds]
        touched = {name for column in gathering.clearable for name in (column, f"{column}__folded")} & kinds.keys()
        made = [
            "customer_key Int32",
            *(f"{name} {kinds[name]}" for name in own),
            *map_definitions(),
            "gone Array(String)",
        ]
        with passing(self._database, f"updates_{self._version}", made) as updates:
            sent_columns = {"customer_key": "customer_key", **columns, "gone": gathering.gone("updates")}
            send(self._database, self._duck, updates, sent_columns, "updates")
            values = [self._updated(name, name in own, name in touched) for name in kinds]
            maps = [
                f"mapUpdate(mapFilter((name, value) -> NOT has(gone, name), stored.{more}), updates.{more}) AS {more}"
                for more in (MORE, MORE_LISTS)
            ]
            self._replace(Owner.CUSTOMER, table, updates, "customer_key", [*values, *maps])

    def change_statuses(self) -> None:
        """Replace the events whose status changes, and their lines."""
        made = ["event_key Int64", "status String"]
        with passing(self._database, f"changes_{self._version}", made) as changes:
            send(self._database, self._duck, changes, {"event_key": "event_key", "status": "status"}, "changes")
            now = {"status": "updates.status AS status", "counts": f"updates.status = '{NO_STATUS}' AS counts"}
            for owner in (Owner.EVENT, Owner.LINE):
                kinds = [*self._definitions[owner], MORE, MORE_LISTS]
                values = [now.get(name, f"{self._stored(owner, name)} AS {name}") for name in kinds]
                self._replace(owner, self._copy_of(owner), changes, "event_key", values)

    def measured_customers(self) -> ByType:
        """What is in all rows of customers: an update may fill what was empty, and the other way round."""
        table = self._tables[Owner.CUSTOMER]
        own = [name for name in self._definitions[Owner.CUSTOMER] if name in self._types]
        counts = ", ".join(
            f"countIf(notEmpty({name}))" if self._types[name] is FieldType.LIST else f"count({name})" for name in own
        )
        [(number, *counted)] = self._database.ask(f"SELECT count(), {counts} FROM {table}")
        filled = dict(zip(own, counted, strict=True))
        for more in (MORE, MORE_LISTS):
            filled |= dict(
                self._database.ask(
                    f"SELECT name, count() FROM {table} ARRAY JOIN mapKeys({more}) AS name GROUP BY name"
                )
            )
        return {"": Rows(number, {name: n for name, n in filled.items() if n and not name.endswith("__folded")})}

    def commit(self, state: State) -> Generation:
        """Make these tables the data."""
        state = replace(state, data_version=self._version)
        generation = Generation(self._before.number + 1, state, self._tables)
        commit(self._database, generation)
        return generation

    def _copy_of(self, owner: Owner) -> str:
        """The next generation's table, made when it is first asked for."""
        name = f"{owner}_{self._version}"
        if self._tables[owner] != name:
            self._database.command(f"CREATE TABLE {name} CLONE AS {self._tables[owner]}")
            added = [
                f"ADD COLUMN {column} {type_}"
                for column, type_ in self._definitions[owner].items()
                if column not in self._known[owner]
            ]
            if added:
                self._database.command(f"ALTER TABLE {name} {', '.join(added)}")
            self._tables[owner] = name
        return name

    def _stored_columns(self, owner: Owner, columns: Mapping[str, str]) -> dict[str, str]:
        """The values by the columns that an insert names; names without one are packed, lists by themselves."""
        own = self._definitions[owner]
        values = {name: sent(sql, self._types[name]) if name in self._types else sql for name, sql in columns.items()}
        stored = {name: sql for name, sql in values.items() if name in own}
        if "occurred_at" in stored:
            stored["occurred_at"] = sent(stored["occurred_at"], FieldType.DATETIME)
        for more, rare, lists in ((MORE, RARE_SCALARS, False), (MORE_LISTS, RARE_LISTS, True)):
            packed = {
                name: columns[name] if lists else sql
                for name, sql in values.items()
                if name in self._types and name not in own and (self._types[name] is FieldType.LIST) == lists
            }
            members = [columns[rare]] if rare in columns else []
            if packed or members:
                stored[f"{more}_json"] = f"coalesce({packed_json(packed, self._types, *members)}, '{{}}')"
        return stored

    def _stored(self, owner: Owner, name: str) -> str:
        """A column of the generation before, which may not have it yet."""
        if name in self._known[owner] or name in (MORE, MORE_LISTS):
            return f"stored.{name}"
        return "[]" if self._types[name] is FieldType.LIST else "NULL"

    def _updated(self, name: str, given: bool, touched: bool) -> str:
        stored, nothing = self._stored(Owner.CUSTOMER, name), "NULL"
        value = f"coalesce(updates.{name}, {stored})"
        if self._types.get(name) is FieldType.LIST:
            value, nothing = f"if(empty(updates.{name}), {stored}, updates.{name})", "[]"
        value = value if given else stored
        return f"{f'if(has(gone, {name!r}), {nothing}, {value})' if touched else value} AS {name}"

    def _replace(self, owner: Owner, table: str, updates: str, key: str, values: Iterable[str]) -> None:
        """Take the rows of some keys out of the table and put rows in their place, made of both."""
        before = self._before.tables[owner]
        columns = [*self._definitions[owner], MORE, MORE_LISTS]
        self._database.command(f"DELETE FROM {table} WHERE {key} IN (SELECT {key} FROM {updates})")
        self._database.command(
            f"INSERT INTO {table} ({', '.join(columns)}) SELECT {', '.join(values)}"
            f" FROM {before} AS stored INNER JOIN {updates} AS updates ON stored.{key} = updates.{key} {_JOIN}"
        )


@contextmanager
def passing(database: Database, name: str, columns: Iterable[str]) -> Iterator[str]:
    """A table of the import's own, for rows that ClickHouse joins with its own; gone afterwards."""
    database.command(f"CREATE OR REPLACE TABLE {name} ({', '.join(columns)}) ENGINE = MergeTree ORDER BY tuple()")
    try:
        yield name
    finally:
        database.command(f"DROP TABLE {name}")


def send(database: Database, duck: DuckDBPyConnection, table: str, columns: Mapping[str, str], source: str) -> None:
    """Append rows from DuckDB to a table, a batch at a time."""
    values = ", ".join(f"{sql} AS {name}" for name, sql in columns.items())
    # DuckDB does nothing else, and hides why an insert failed, while what it was asked for is not read to its end.
    with closing(duck.sql(f"SELECT {values} FROM {source}").to_arrow_reader(_ROWS_AT_ONCE)) as batches:
        for batch in batches:
            if batch.num_rows:
                database.insert(table, pa.Table.from_batches([batch]))
