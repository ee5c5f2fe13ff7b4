"""Writing PostgreSQL: one writer at a time, by a lock of the server's; rows by COPY; a transaction for each commit."""

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from io import BytesIO
from pathlib import Path

import duckdb
import psycopg
import pyarrow as pa
from duckdb import DuckDBPyConnection
from pyarrow.csv import WriteOptions, write_csv
from sqlalchemy import Connection, Engine, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import SQLAlchemyError

from masivo.conditions.operators import FieldType
from masivo.errors import WarehouseUnavailable
from masivo.warehouse.catalog import BUILTIN_FIELDS, Catalog, Owner
from masivo.warehouse.deliveries import NO_STATUS, Deliveries
from masivo.warehouse.duck import connect
from masivo.warehouse.folding import install_fold, remove_fold
from masivo.warehouse.gathering import Gathering
from masivo.warehouse.packing import as_is, in_one_column, types_of_columns
from masivo.warehouse.postgres.reading import driver
from masivo.warehouse.postgres.tables import STATE, column_type, postgres_tables
from masivo.warehouse.schema import MORE
from masivo.warehouse.state import State, read_state
from masivo.warehouse.statistics import ByType, Rows
from masivo.warehouse.writer import WRITER_MEMORY

_LOCK = 0x6D617369766F
"""The advisory lock of the one writer: "masivo" in ASCII."""

_ROWS_AT_ONCE = 50_000
_GROWN = 1.2
"""By how much the tables may outgrow the planner's statistics before these are made anew, without waiting for the
server to do it.
"""

_CSV = WriteOptions(include_header=False, quoting_style="all_valid")
"""Every value quoted, NULL as nothing: what `COPY … (FORMAT csv)` reads without doubt."""


@contextmanager
def open_writer(engine: Engine, place: str, scratch: Path) -> Iterator["PostgresWriter"]:
    """The one writer; waits for the one before it. The server frees the lock of a writer that is killed.

    Raises WarehouseUnavailable where writing fails; then the data is as it was.
    """
    duck = connect(scratch / "spill", WRITER_MEMORY)
    install_fold(duck)
    try:
        with engine.connect() as connection:
            # Its lock and its temporary tables end with the connection, which nobody else shall get.
            connection.detach()
            connection.exec_driver_sql("SET idle_in_transaction_session_timeout = 0")
            connection.exec_driver_sql(f"SELECT pg_advisory_lock({_LOCK})")
            connection.commit()
            yield PostgresWriter(connection, duck)
    except (SQLAlchemyError, psycopg.Error, duckdb.Error, OSError) as error:
        told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0].rstrip(".")
        raise WarehouseUnavailable(f"The warehouse at {place} could not be written: {told}.") from error
    finally:
        remove_fold(duck)
        duck.close()


class PostgresWriter:
    """What an import does to PostgreSQL (`masivo.warehouse.store.Writer`)."""

    def __init__(self, database: Connection, duck: DuckDBPyConnection) -> None:
        self.connection = duck
        self._database = database
        self._state = read_state(database.scalars(text(f"SELECT document FROM {STATE}")).one())
        database.commit()

    @property
    def catalog(self) -> Catalog:
        return self._state.catalog

    @property
    def customer_count(self) -> int:
        return self._state.customer_count

    @property
    def next_event_key(self) -> int:
        return self._state.next_event_key

    def known_customers(self, wanted: str) -> str:
        return self._known("customers", "id", {"id": "VARCHAR", "customer_key": "INTEGER"}, wanted)

    def known_events(self, wanted: str) -> str:
        columns = {"event_id": "VARCHAR", "event_key": "BIGINT", "status": "VARCHAR"}
        return self._known("events", "event_id", columns, wanted)

    def sent(self, sql: str, type_: FieldType) -> str:
        return as_is(sql, type_)

    def put_customers(self, gathering: Gathering, catalog: Catalog) -> None:
        newcomers = {"customer_key": "customer_key", "id": "id", **gathering.value_columns("newcomers")}
        with self._database.begin():
            self._append(Owner.CUSTOMER, catalog, newcomers, "newcomers")
            self._update_customers(gathering, catalog)
            self._commit(self._state.with_customers(catalog, self._count("newcomers"), self._measured_customers()))

    def put_events(self, deliveries: Deliveries, catalog: Catalog) -> None:
        with self._database.begin():
            self._append(Owner.CUSTOMER, catalog, {"customer_key": "customer_key", "id": "id"}, "newcomers")
            self._append(Owner.EVENT, catalog, deliveries.event_columns, deliveries.event_source)
            self._append(Owner.LINE, catalog, deliveries.line_columns, deliveries.line_source)
            self._change_statuses()
            self._commit(self._state.with_events(catalog, deliveries))

    def put_catalog(self, catalog: Catalog) -> None:
        with self._database.begin():
            self._commit(self._state.with_names(catalog))

    def tidy(self) -> None:
        """Without statistics of what imports brought, and its pages marked as seen by all, plans are poor."""
        stored = sum(rows.number for types in self._state.statistics.tables.values() for rows in types.values())
        known = self._database.exec_driver_sql(
            "SELECT sum(greatest(reltuples, 0)) FROM pg_class"
            " WHERE oid IN ('customers'::regclass, 'events'::regclass, 'lines'::regclass)"
        ).scalar_one()
        self._database.commit()
        if stored > _GROWN * float(known):
            raw = driver(self._database)
            raw.autocommit = True  # VACUUM stands in no transaction
            raw.execute("VACUUM (ANALYZE) customers, events, lines")
            raw.autocommit = False

    def _known(self, table: str, key: str, columns: Mapping[str, str], wanted: str) -> str:
        """A temporary table of DuckDB with the stored rows whose key is in `wanted`."""
        found = f"known_{table}"
        self.connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {found} ({', '.join(f'{name} {type_}' for name, type_ in columns.items())})"
        )
        if not self.customer_count:
            return found
        with self._database.begin(), driver(self._database).cursor("known") as cursor:
            self._upload("wanted", {key: 'text COLLATE "C"'}, {key: key}, f"(SELECT DISTINCT {key} FROM {wanted})")
            self._database.exec_driver_sql("ANALYZE wanted")
            values = ", ".join(f"{table}.{name}" for name in columns)
            cursor.execute(f"SELECT {values} FROM {table} JOIN wanted USING ({key})".encode())
            while rows := cursor.fetchmany(_ROWS_AT_ONCE):
                batch = pa.table(list(map(list, zip(*rows, strict=True))), names=list(columns))
                self.connection.register("known_batch", batch)
                self.connection.execute(f"INSERT INTO {found} FROM known_batch")
        return found

    def _append(self, owner: Owner, catalog: Catalog, columns: Mapping[str, str], source: str) -> None:
        self._copy(owner, self._stored_columns(owner, catalog, columns), source)

    def _stored_columns(self, owner: Owner, catalog: Catalog, columns: Mapping[str, str]) -> dict[str, str]:
        """The values by the table's own columns, in the texts that COPY reads; names without one are packed."""
        own = postgres_tables(catalog).of(owner).c
        stored = in_one_column(columns, own.keys(), types_of_columns(catalog))
        return {name: array_literal(sql) if isinstance(own[name].type, ARRAY) else sql for name, sql in stored.items()}

    def _update_customers(self, gathering: Gathering, catalog: Catalog) -> None:
        if not self._count("updates"):
            return
        table = postgres_tables(catalog).customers
        values = self._stored_columns(Owner.CUSTOMER, catalog, gathering.value_columns("updates"))
        types = {name: column_type(table, name) for name in values}
        columns = {"customer_key": "customer_key", **values, "gone": array_literal(gathering.gone("updates"))}
        self._upload("updates", {"customer_key": "integer", **types, "gone": "text[]"}, columns, "updates")
        touched = {name for column in gathering.clearable for name in (column, f"{column}__folded")} & set(
            table.c.keys()
        )
        sets = [_set(name, name in values, name in touched) for name in (values.keys() | touched) - {MORE}]
        brought = f" || coalesce(updates.{MORE}, '{{}}')" if MORE in values else ""
        kept = f"(coalesce(stored.{MORE}, '{{}}') - coalesce(gone, '{{}}'))"
        sets.append(f"{MORE} = nullif({kept}{brought}, '{{}}'::jsonb)")
        self._database.exec_driver_sql("ANALYZE updates")
        self._database.exec_driver_sql(
            f"UPDATE customers AS stored SET {', '.join(sets)} FROM updates"
            " WHERE stored.customer_key = updates.customer_key"
        )

    def _measured_customers(self) -> ByType:
        """What is in all rows of customers: an update may fill what was empty, and the other way round."""
        own = [entry.column for entry in BUILTIN_FIELDS.values()]
        [(number, *counts)] = self._database.exec_driver_sql(
            f"SELECT count(*), {', '.join(f'count({column})' for column in own)} FROM customers"
        ).all()
        packed = self._database.exec_driver_sql(
            f"SELECT packed, count(*) FROM customers, jsonb_object_keys({MORE}) AS packed GROUP BY packed"
        ).all()
        counted = (*zip(own, counts, strict=True), *map(tuple, packed))
        filled = {column: count for column, count in counted if count and not column.endswith("__folded")}
        return {"": Rows(number, filled)}

    def _change_statuses(self) -> None:
        if not self._count("changes"):
            return
        types = {"event_key": "bigint", "status": "text"}
        self._upload("changes", types, {"event_key": "event_key", "status": "status"}, "changes")
        self._database.exec_driver_sql("ANALYZE changes")
        counts = f"counts = changes.status = '{NO_STATUS}'"
        for table, sets in (("events", f"status = changes.status, {counts}"), ("lines", counts)):
            self._database.exec_driver_sql(
                f"UPDATE {table} SET {sets} FROM changes WHERE {table}.event_key = changes.event_key"
            )

    def _upload(self, name: str, types: Mapping[str, str], columns: Mapping[str, str], source: str) -> None:
        """A temporary table of the transaction, filled from DuckDB."""
        definition = ", ".join(f"{column} {type_}" for column, type_ in types.items())
        self._database.exec_driver_sql(f"CREATE TEMP TABLE {name} ({definition}) ON COMMIT DROP")
        self._copy(f"pg_temp.{name}", columns, source)

    def _copy(self, table: str, columns: Mapping[str, str], source: str) -> None:
        """Send rows from DuckDB to PostgreSQL, a batch at a time."""
        values = ", ".join(f"({sql})::VARCHAR AS {name}" for name, sql in columns.items())
        batches = self.connection.sql(f"SELECT {values} FROM {source}").to_arrow_reader(_ROWS_AT_ONCE)
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN (FORMAT csv)"
        # DuckDB does nothing else, and hides why the copy failed, while what it was asked for is not read to its end.
        with closing(batches), driver(self._database).cursor() as cursor, cursor.copy(statement.encode()) as copy:
            for batch in batches:
                text_ = BytesIO()
                write_csv(batch, text_, _CSV)
                copy.write(text_.getbuffer())

    def _commit(self, state: State) -> None:
        """Make the rows of this transaction the newest data version when it ends."""
        self._database.execute(
            text(f"UPDATE {STATE} SET data_version = :version, document = :document"),
            {"version": state.data_version, "document": json.dumps(state.document())},
        )
        self._state = state

    def _count(self, relation: str) -> int:
        [(number,)] = self.connection.execute(f"SELECT count(*) FROM {relation}").fetchall()
        return int(number)


def array_literal(sql: str) -> str:
    """SQL of DuckDB that writes a list of texts as PostgreSQL reads an array."""
    quoted = "list_transform({0}, lambda member: '\"' || replace(replace(member, '\\', '\\\\'), '\"', '\\\"') || '\"')"
    return f"'{{' || array_to_string({quoted.format(sql)}, ',') || '}}'"


def _set(name: str, given: bool, touched: bool) -> str:
    value = f"coalesce(updates.{name}, stored.{name})" if given else f"stored.{name}"
    return f"{name} = CASE WHEN '{name}' = ANY (gone) THEN NULL ELSE {value} END" if touched else f"{name} = {value}"
