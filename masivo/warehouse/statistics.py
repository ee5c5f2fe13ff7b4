"""What is known of the names without asking the data: how many rows have a value, and when each event type was seen."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Self

from masivo.warehouse.catalog import Entry, Owner


@dataclass(frozen=True, slots=True)
class Rows:
    """Some rows of a table: how many, and by column how many of them have a value.

    Of events and their lines, `first_at` and `last_at` are the instants of the earliest and latest (aware UTC).
    """

    number: int = 0
    filled: Mapping[str, int] = field(default_factory=dict)
    first_at: datetime | None = None
    last_at: datetime | None = None

    def __add__(self, other: Self) -> Self:
        first_at = min(filter(None, (self.first_at, other.first_at)), default=None)
        last_at = max(filter(None, (self.last_at, other.last_at)), default=None)
        filled = Counter(self.filled)
        filled.update(other.filled)
        return replace(self, number=self.number + other.number, filled=filled, first_at=first_at, last_at=last_at)


ByType = Mapping[str, Rows]
"""Rows by event type; those of customers, who have none, under the empty text."""


@dataclass(frozen=True, slots=True)
class Statistics:
    """Of every table what its rows are, by event type. Exact for the data version that they were read with."""

    tables: Mapping[Owner, ByType]

    @property
    def event_types(self) -> ByType:
        """The stored events, counting or not, by type."""
        return self.tables.get(Owner.EVENT, {})

    def hold_only(self, owner: Owner, event_types: Collection[str]) -> bool:
        """Whether every row of the table is of one of these types; not where it has none."""
        stored = self.tables.get(owner, {})
        return bool(stored) and stored.keys() <= set(event_types)

    def filled(self, entry: Entry, event_types: Collection[str] | None = None) -> tuple[int, int]:
        """How many rows have a value of this name, and of how many.

        Of all customers for a field; of the events for a property and, for one of lines, of the lines; `event_types`
        asks those of some types only.
        """
        by_type = self.tables.get(entry.owner, {})
        rows = summed(rows for type_, rows in by_type.items() if event_types is None or type_ in event_types)
        return rows.filled.get(entry.column, 0), rows.number

    def types_with(self, entry: Entry) -> frozenset[str]:
        """The event types of which some event, or some line, has a value of this property."""
        by_type = self.tables.get(entry.owner, {})
        return frozenset(type_ for type_, rows in by_type.items() if rows.filled.get(entry.column))


def summed(rows: Iterable[Rows]) -> Rows:
    """All of them together."""
    return sum(rows, Rows())


def merged(parts: Iterable[ByType]) -> ByType:
    """The rows of all parts, by type."""
    types: dict[str, Rows] = {}
    for part in parts:
        for type_, rows in part.items():
            types[type_] = types[type_] + rows if type_ in types else rows
    return types
