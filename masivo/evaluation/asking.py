"""The universe and the set of each condition, from the warehouse or from the cache where the same was asked before."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from masivo.conditions.tree import Condition
from masivo.evaluation.cache import SetCache
from masivo.evaluation.memberships import Memberships
from masivo.evaluation.moments import Moment
from masivo.evaluation.scope import KeySelect, Members, Reckoning, Scope
from masivo.evaluation.selects import brand_universe, question
from masivo.warehouse.store import Snapshot

_DIALECT = postgresql.dialect()
_INSTANT = timedelta(microseconds=1)


class Asker:
    """Asks the warehouse, or the cache where the same was asked before."""

    def __init__(
        self,
        snapshot: Snapshot,
        brand: str | None,
        as_of: datetime,
        zone: ZoneInfo,
        memberships: Memberships,
        cache: SetCache | None,
    ) -> None:
        self._scope = Scope(snapshot, brand, Moment(as_of, zone), memberships)
        self._cache = cache

    def universe(self) -> BitMap:
        """The customers that could be members (section 1)."""
        if self._scope.brand is None:
            return BitMap(range(self._scope.snapshot.customer_count))
        return self._keys(brand_universe(self._scope, self._scope.moment.as_of + _INSTANT))

    def find(self, condition: Condition, universe: BitMap) -> BitMap:
        """A bare condition's matching set."""
        asked = question(condition, self._scope)
        if isinstance(asked, Reckoning):
            return universe & self._cached(asked.selects, asked.settings, asked.find)
        if isinstance(asked, Members):
            return universe - asked.stored if asked.complement else universe & asked.stored
        keys = self._keys(asked.select)
        if asked.minus is not None:
            keys -= self._keys(asked.minus)
        return universe - keys if asked.complement else universe & keys

    def _keys(self, select: KeySelect) -> BitMap:
        return self._cached((select,), "", lambda snapshot: snapshot.keys(select))

    def _cached(self, selects: Sequence[KeySelect], settings: str, find: Callable[[Snapshot], BitMap]) -> BitMap:
        snapshot = self._scope.snapshot
        if self._cache is None:
            return find(snapshot)
        key = cache_key(selects, snapshot.data_version, settings)
        keys = self._cache.get(key)
        if keys is None:
            keys = find(snapshot)
            self._cache.put(key, keys)
        return keys


def cache_key(selects: Iterable[Select[Any]], data_version: int, settings: str = "") -> str:
    """The name of an answer: a digest of the selects' text and bound values, the data version and the settings."""
    asked = [str(data_version), settings]
    for select in selects:
        compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        asked += [str(compiled), repr(sorted(compiled.params.items()))]
    return f"masivo:set:{hashlib.sha256(repr(asked).encode()).hexdigest()}"
