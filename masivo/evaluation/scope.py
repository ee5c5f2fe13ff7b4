"""What a document is asked of, and the shape in which each condition asks it."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from masivo.conditions.windows import Interval
from masivo.evaluation.moments import Moment, naive_utc
from masivo.warehouse.catalog import Entry, Owner
from masivo.warehouse.store import Snapshot

KeySelect = Select[Any]
"""Selects customer keys in its first column; a key may come more than once."""


@dataclass(frozen=True, slots=True)
class Question:
    """The customers that `select` finds or, with `complement`, all others of the universe."""

    select: KeySelect
    complement: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """One data version, one brand or all, one moment."""

    snapshot: Snapshot
    brand: str | None
    moment: Moment

    def clip(self, interval: Interval) -> Interval:
        """The interval without the bounds that no event of this data version lies beyond.

        So an all-time question reads the same from minute to minute, and is answered from the cache.
        """
        first, last = self.snapshot.first_event_at, self.snapshot.last_event_at
        start, end = interval.start, interval.end
        if start is not None and first is not None and start <= first:
            start = None
        if end is not None and last is not None and last < end:
            end = None
        return Interval(start, end)

    def event_range(self) -> tuple[datetime, datetime]:
        """The naive UTC instants of the first and the last event; of `as_of` where there is none."""
        first = self.snapshot.first_event_at or self.moment.as_of
        last = self.snapshot.last_event_at or self.moment.as_of
        return naive_utc(first), naive_utc(last)

    def value_range(self, entry: Entry) -> tuple[datetime, datetime] | None:
        """The least and greatest value of a datetime name, naive UTC; None where nobody has one."""
        column = self.column(entry)
        [(least, greatest)] = self.snapshot.rows(select(func.min(column), func.max(column)))
        return None if least is None else (_naive(least), _naive(greatest))

    def column(self, entry: Entry) -> ColumnElement[Any]:
        """The column that comparisons use: the folded one for text and lists."""
        tables = self.snapshot.tables
        table = {Owner.CUSTOMER: tables.customers, Owner.EVENT: tables.events, Owner.LINE: tables.lines}[entry.owner]
        return table.c[entry.folded_column]


def _naive(value: datetime) -> datetime:
    return value if value.tzinfo is None else value.astimezone(UTC).replace(tzinfo=None)
