"""What a warehouse must give to be asked: protocols that the lake fulfils, and later PostgreSQL and ClickHouse."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Protocol

from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import Select

from masivo.warehouse.catalog import Catalog, Owner
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

    def top_values(self, name: str, owner: Owner, limit: int) -> list[tuple[str, int]]:
        """The most frequent values of a text, list or boolean name with their number of rows, most frequent first.

        `owner` is CUSTOMER for a field; EVENT or LINE for a property. An unknown name has no values.
        """
        ...

    def events_of(self, key: int, limit: int) -> list[EventRecord]:
        """The customer's events, newest first."""
        ...


class Warehouse(Protocol):
    """Where customers and events live."""

    def snapshot(self) -> Snapshot:
        """The newest data version, to be read consistently. Raises WarehouseUnavailable when it cannot be reached."""
        ...
