"""ClickHouse as the warehouse reaches it: statements, selects and Arrow tables, by a server or within the process."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pyarrow as pa
from clickhouse_connect.driver.client import Client
from clickhouse_connect.driver.exceptions import Error
from sqlalchemy import Compiled, Select, create_engine, event, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.sql.compiler import SQLCompiler

from masivo.errors import WarehouseUnavailable

_SETTINGS = {
    "cast_keep_nullable": 1,  # a cast of NULL is NULL
    "mutations_sync": 1,  # what was deleted is deleted when the statement ends
    "lightweight_deletes_sync": 1,
    "max_query_size": 16_000_000,  # an account may have ten thousand names
}

_TOLD = 200
"""Letters of a message: ClickHouse adds the whole statement."""


class Database:
    """One ClickHouse database. Every method raises WarehouseUnavailable, in one sentence."""

    def __init__(self, url: str) -> None:
        self.place = make_url(url).render_as_string(hide_password=True)
        # The server gets every value beside the text, with its type: a decimal written into the text would be a float.
        self._engine = create_engine(url, server_side_params=True)
        event.listen(self._engine, "connect", _prepare)

    def rows(self, select: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows of a select."""
        with self._telling(), self._engine.connect() as connection:
            return [tuple(row) for row in connection.execute(select)]

    def table(self, select: Select[Any]) -> pa.Table:
        """The rows of a select as they are stored, as an Arrow table."""
        compiled = select.compile(self._engine)
        with self.client() as client:
            return client.query_arrow(str(compiled), self._sent(compiled), use_strings=True)

    def _sent(self, compiled: Compiled) -> dict[str, Any]:
        """The bound values of a select in the forms that its types send them in."""
        assert isinstance(compiled, SQLCompiler)
        dialect = self._engine.dialect
        processors = {
            name: bind.type.dialect_impl(dialect).bind_processor(dialect) for name, bind in compiled.binds.items()
        }
        return {
            name: process(value) if (process := processors[name]) else value for name, value in compiled.params.items()
        }

    def command(self, statement: str, **parameters: object) -> Any:
        """Do a statement; what it answers, where that is a single value."""
        with self.client() as client:
            return client.command(statement, parameters or None)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """The rows of a statement's text."""
        with self.client() as client:
            return [tuple(row) for row in client.query(statement).result_rows]

    def insert(self, table: str, rows: pa.Table) -> None:
        """Append rows, in one step that a reader of the table sees wholly or not at all."""
        with self.client() as client:
            client.insert_arrow(table, rows)

    def batches(self, statement: str) -> Iterator[pa.RecordBatch]:
        """The rows of a statement's text as Arrow, a stretch at a time."""
        with self.client() as client, client.query_arrow_stream(statement, use_strings=True) as stream:
            yield from stream

    @contextmanager
    def client(self) -> Iterator[Client]:
        """A client of the driver's own, for what SQLAlchemy does not know of."""
        with self._telling(), self._engine.connect() as connection:
            yield connection.connection.dbapi_connection.client  # type: ignore[union-attr]

    def close(self) -> None:
        """Close every connection; they open again when somebody asks."""
        self._engine.dispose()

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except (SQLAlchemyError, Error, ImportError) as error:
            told = str(getattr(error, "orig", None) or error).strip().partition("\n")[0][:_TOLD].rstrip(".")
            raise WarehouseUnavailable(f"The warehouse at {self.place} does not answer: {told}.") from error


def _prepare(connection: Any, _record: object) -> None:
    for name, value in _SETTINGS.items():
        connection.client.set_client_setting(name, value)
