"""The universe and the set of each condition, from the warehouse or from the cache where the same was asked before."""

import hashlib
from collections.abc import Callable, Iterable, Sequence
from typing import Any

from pyroaring import BitMap
from sqlalchemy import Select
from sqlalchemy.dialects import postgresql

from masivo.conditions.tree import Condition
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.measures import Measured, Measures
from masivo.evaluation.scope import KeySelect, Members, Question, Reckoning, Scope, Threshold
from masivo.evaluation.selects import brand_universe, question
from masivo.warehouse.bitmaps import bitmap_of_sorted
from masivo.warehouse.store import RowReader

_DIALECT = postgresql.dialect()


class Asker:
    """Asks the warehouse, or the cache where the same was asked before."""

    def __init__(self, scope: Scope, cache: AnswerCache | None) -> None:
        self.scope = scope
        self._cache = cache

    def universe(self) -> BitMap:
        """The customers that could be members (section 1)."""
        if self.scope.brand is None:
            return BitMap(range(self.scope.snapshot.customer_count))
        return self._keys(brand_universe(self.scope))

    def find(self, condition: Condition, universe: BitMap) -> BitMap:
        """A bare condition's matching set."""
        asked = question(condition, self.scope)
        if isinstance(asked, Reckoning):
            return universe & self._cached(asked.selects, asked.settings, lambda: self._reckon(asked))
        if isinstance(asked, Members):
            return universe - asked.stored if asked.complement else universe & asked.stored
        keys = self._answer(asked)
        return universe - keys if asked.complement else universe & keys

    def measures(self, measured: Measured) -> Measures:
        """A measure of every customer."""
        snapshot = self.scope.snapshot
        if self._cache is None:
            return measured.take(snapshot)
        key = cache_key("measures", (measured.asked_of(snapshot),), snapshot.data_version, measured.fn)
        kept = self._cache.get(key)
        if kept is not None:
            return Measures.deserialize(kept)
        found = measured.take(snapshot)
        serialized = found.serialize()
        if serialized is not None:
            self._cache.put(key, serialized)
        return found

    def _reckon(self, asked: Reckoning) -> BitMap:
        return asked.find(self.scope.snapshot, self.measures)

    def _answer(self, asked: Question) -> BitMap:
        selects = (asked.select,) if asked.minus is None else (asked.select, asked.minus)
        if asked.threshold is not None and isinstance(self.scope.snapshot, RowReader):
            threshold = asked.threshold
            return self._cached(selects, "", lambda: self._passing(threshold))
        keys, *minus = map(self._keys, selects)
        return keys - minus[0] if minus else keys

    def _passing(self, threshold: Threshold) -> BitMap:
        measures = self.measures(threshold.measured)
        return bitmap_of_sorted(measures.keys[threshold.passes(measures)])

    def _keys(self, select: KeySelect) -> BitMap:
        return self._cached((select,), "", lambda: self.scope.snapshot.keys(select))

    def _cached(self, selects: Sequence[KeySelect], settings: str, find: Callable[[], BitMap]) -> BitMap:
        if self._cache is None:
            return find()
        key = cache_key("set", selects, self.scope.snapshot.data_version, settings)
        kept = self._cache.get(key)
        if kept is not None:
            return BitMap.deserialize(kept)
        keys = find()
        self._cache.put(key, keys.serialize())
        return keys


def cache_key(kind: str, selects: Iterable[Select[Any]], data_version: int, settings: str = "") -> str:
    """The name of an answer: a digest of the selects' text and bound values, the data version and the settings."""
    asked = [str(data_version), settings]
    for select in selects:
        compiled = select.compile(dialect=_DIALECT, compile_kwargs={"render_postcompile": True})
        asked += [str(compiled), repr(sorted(compiled.params.items()))]
    return f"masivo:{kind}:{hashlib.sha256(repr(asked).encode()).hexdigest()}"
