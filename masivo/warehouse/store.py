"""What a warehouse must give to be asked and to be written: protocols that every kind of store fulfils."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol, runtime_checkable

from pyroaring import BitMap

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog, Owner
from masivo.warehouse.statistics import Statistics

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection
    from numpy.typing import NDArray
    from sqlalchemy import Select

    from masivo.warehouse.deliveries import Deliveries
    from masivo.warehouse.gathering import Gathering
    from masivo.warehouse.schema import Tables

FieldValue = str | Decimal | bool | date | datetime | list[str]
"""A value as it was given: text in its own case, exact numbers, aware UTC instants."""


@dataclass(frozen=True, slots=True)
class Profile:
    """A customer: its key, its outside id, and by dotted name the fields that have a value."""

    key: int
    id: str
    fields: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class Line:
    """One object of a list inside an event; `properties` by the name within the line (`sku`, `tags.department`)."""

    list_name: str
    properties: Mapping[str, FieldValue]


@dataclass(frozen=True, slots=True)
class EventRecord:
    """One thing that a customer did; `properties` by dotted name, only those with a value."""

    id: str | None
    type: str
    brand_id: str
    occurred_at: datetime
    status: str | None
    counts: bool
    properties: Mapping[str, FieldValue]
    lines: tuple[Line, ...]


class Snapshot(Protocol):
    """A consistent read of one data version: nothing that is imported meanwhile changes an answer.

    Customer keys are the whole numbers from 0 to `customer_count` − 1. `data_version` grows with every change.
    Every method raises WarehouseUnavailable when the data cannot be read.
    """

    @property
    def data_version(self) -> int:
        """Which state of the data this is."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The names known in this version."""
        ...

    @property
    def tables(self) -> Tables:
        """The tables to build selects from."""
        ...

    @property
    def customer_count(self) -> int:
        """How many customers are known."""
        ...

    @property
    def first_event_at(self) -> datetime | None:
        """The earliest stored event's instant (aware UTC), counting or not; None without events."""
        ...

    @property
    def last_event_at(self) -> datetime | None:
        """The latest stored event's instant (aware UTC), counting or not; None without events."""
        ...

    @property
    def statistics(self) -> Statistics:
        """How many rows have a value of each name, and when each event type was seen; asks nothing of the data."""
        ...

    def keys(self, select: Select[Any]) -> BitMap:
        """The customer keys in the first column of the select; duplicates are allowed."""
        ...

    def rows(self, select: Select[Any]) -> list[tuple[Any, ...]]:
        """The rows of the select; datetimes are naive UTC, numbers Decimal."""
        ...

    def columns(self, select: Select[Any]) -> list[NDArray[Any]]:
        """The columns of the select, without NULLs and of different names, as arrays.

        Whole numbers are integers, instants naive UTC `datetime64[us]`, texts objects; exact numbers are for `rows`.
        """
        ...

    def ids(self, keys: BitMap) -> list[str]:
        """The outside ids of these customers, sorted by code point."""
        ...

    def key_of(self, customer_id: str) -> int | None:
        """The key of an outside id; None where it is unknown."""
        ...

    def profiles(self, keys: Sequence[int]) -> list[Profile]:
        """The profiles of these customers, in the order of the keys; unknown keys are left out."""
        ...

    def find_customers(self, text: str, limit: int) -> list[Profile]:
        """Customers by exact id first, then by e-mail, then by the beginning of the name, case aside."""
        ...

    def top_values(self, name: str, owner: Owner, limit: int, containing: str = "") -> list[tuple[str, int]]:
        """The most frequent values of a text, list or boolean name with their number of rows, most frequent first.

        `owner` is CUSTOMER for a field; EVENT or LINE for a property. An unknown name has no values. `containing` asks
        only for those with that text somewhere in them, in either case.
        """
        ...

    def events_of(self, key: int, limit: int) -> list[EventRecord]:
        """The customer's events, newest first."""
        ...


class Warehouse(Protocol):
    """Where customers and events live."""

    @property
    def place(self) -> str:
        """Where it is, for people: a folder, or an address without its password."""
        ...

    def snapshot(self) -> Snapshot:
        """The newest data version, to be read consistently. Raises WarehouseUnavailable when it cannot be reached."""
        ...

    def make_tables(self) -> bool:
        """Make the tables where they are missing; False where they stood already. Never empties anything."""
        ...

    def compact(self) -> int:
        """Tidy up what many small imports left; returns how many pieces were joined."""
        ...

    def scratch(self) -> AbstractContextManager[Path]:
        """A folder of this machine for one import's working files, gone afterwards."""
        ...

    def writer(self, scratch: Path) -> AbstractContextManager[Writer]:
        """The one writer at a time; waits for the one before it. One that was killed leaves no lock.

        Raises WarehouseUnavailable where writing fails; then the data is as it was.
        """
        ...


@runtime_checkable
class RowReader(Protocol):
    """A snapshot whose rows this process reads itself, so that what an engine would group may be tallied here."""

    def batches(self, select: Select[Any]) -> Iterator[tuple[NDArray[Any], ...]]:
        """The columns of the select, without NULLs, two million rows at a time at most.

        Whole numbers are integers, dates the number of days since 1970 (int32), exact numbers millionths (int64).
        Raises OverflowError for a number beyond 64 bits of millionths.
        """
        ...


class Writer(Protocol):
    """What an import does to a warehouse. Each `put` is one commit: seen by nobody, then wholly by everybody.

    `connection` is a DuckDB of the writer's own, in which staged relations and those of the merge live.
    """

    @property
    def connection(self) -> DuckDBPyConnection:
        """Where relations are named."""
        ...

    @property
    def catalog(self) -> Catalog:
        """The names that are known."""
        ...

    @property
    def customer_count(self) -> int:
        """How many customers are stored; the next one gets this number as its key."""
        ...

    @property
    def next_event_key(self) -> int:
        """Above the key of every stored event."""
        ...

    def known_customers(self, wanted: str) -> str:
        """A relation with `id` and `customer_key` of the stored customers, of those at least whose id is in `wanted`.

        `wanted` names a relation of the connection with a column `id`.
        """
        ...

    def known_events(self, wanted: str) -> str:
        """A relation with `event_key`, `event_id` and `status` of the stored events, of those at least that are wanted.

        `wanted` names a relation of the connection with a column `event_id`.
        """
        ...

    def sent(self, sql: str, type_: FieldType) -> str:
        """SQL of a value in the form in which the store keeps it, from the SQL of the value."""
        ...

    def put_customers(self, gathering: Gathering, catalog: Catalog) -> None:
        """Store new customers and what changes in known ones."""
        ...

    def put_events(self, deliveries: Deliveries, catalog: Catalog) -> None:
        """Store new events with their lines and the customers they make, and statuses that change."""
        ...

    def put_catalog(self, catalog: Catalog) -> None:
        """Make names known."""
        ...

    def tidy(self) -> None:
        """Do the housekeeping that an import owes to the next readers."""
        ...
