"""What a document is asked of, and the shape in which each condition asks it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from pyroaring import BitMap
from sqlalchemy import ColumnElement, Select, select

from masivo.conditions.windows import Interval
from masivo.evaluation.measures import Measured, Measures
from masivo.evaluation.memberships import Memberships
from masivo.evaluation.moments import Moment
from masivo.warehouse.catalog import Entry
from masivo.warehouse.expressions import YearOf
from masivo.warehouse.store import Snapshot

TakeMeasures = Callable[[Measured], Measures]
"""Measures every customer, unless that was done before."""

KeySelect = Select[Any]
"""Selects customer keys in its first column; a key may come more than once."""


@dataclass(frozen=True, slots=True)
class Threshold:
    """Those of who is measured whose measure passes the test."""

    measured: Measured
    passes: Callable[[Measures], NDArray[np.bool_]]


@dataclass(frozen=True, slots=True)
class Question:
    """The customers that `select` finds but `minus` does not or, with `complement`, all others of the universe.

    Where this process reads the rows itself, `threshold`, if there is one, gives what `select` and `minus` do.
    """

    select: KeySelect
    complement: bool = False
    minus: KeySelect | None = None
    threshold: Threshold | None = None


@dataclass(frozen=True, slots=True)
class Reckoning:
    """The customers that `find` works out from the rows of `selects`, where no simple select gives them.

    `settings` names all else that the answer goes by, so that the cache can tell two of them apart. `find` is given the
    snapshot and a way to measures that may have been taken before.
    """

    selects: tuple[KeySelect, ...]
    settings: str
    find: Callable[[Snapshot, TakeMeasures], BitMap]


@dataclass(frozen=True, slots=True)
class Members:
    """The customers of a stored set or, with `complement`, all others of the universe; the warehouse is not asked."""

    stored: BitMap
    complement: bool = False


@dataclass(frozen=True, slots=True)
class Scope:
    """One data version, one brand or all, one moment, and the members of the audiences that the document names."""

    snapshot: Snapshot
    brand: str | None
    moment: Moment
    memberships: Memberships

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

    def event_years(self, window: Interval) -> range:
        """The years of UTC, at least one, in which this data version has events of a window."""
        as_of = self.moment.as_of
        first, last = self.snapshot.first_event_at or as_of, self.snapshot.last_event_at or as_of
        first, last = max(first, window.start or first), min(last, window.end or last)
        return range(first.year, max(first.year, last.year) + 1)

    def value_years(self, entry: Entry) -> frozenset[int]:
        """The years of UTC in which the values of a datetime name lie; far ones (9999) stay the few that they are."""
        year = YearOf(self.column(entry))
        rows = self.snapshot.rows(select(year).where(year.is_not(None)).distinct())
        return frozenset(int(found) for (found,) in rows)

    def column(self, entry: Entry) -> ColumnElement[Any]:
        """The column that comparisons use: the folded one for text and lists."""
        return self.snapshot.tables.compared(entry)
