"""A document against the warehouse: one select a condition, set algebra for the tree, exact counts for every line."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from masivo.conditions.tree import Condition, Group, walk
from masivo.evaluation.algebra import Algebra, NodeSizes, bare
from masivo.evaluation.cache import SetCache, cache_key
from masivo.evaluation.moments import Moment
from masivo.evaluation.scope import KeySelect, Members, Memberships, Reckoning, Scope
from masivo.evaluation.selects import brand_universe, question
from masivo.warehouse.store import Snapshot

NO_MEMBERSHIPS: Memberships = MappingProxyType({})

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Evaluation:
    """What a document gives (conditions.md, section 7): all sizes exact, `members` as customer keys.

    `nodes` and `sets` go by JSON path, the root's is `$`; `sets` has who matches each node by itself, None where
    nothing in it takes part.
    """

    members: BitMap
    universe: int
    as_of: datetime
    data_version: int
    nodes: dict[str, NodeSizes]
    sets: dict[str, BitMap | None]

    @property
    def count(self) -> int:
        """How many customers belong."""
        return len(self.members)


def evaluate(
    document: Group,
    snapshot: Snapshot,
    *,
    brand: str | None,
    as_of: datetime,
    zone: ZoneInfo,
    memberships: Memberships = NO_MEMBERSHIPS,
    cache: SetCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Evaluate a document that was parsed against the catalog of `snapshot`.

    `as_of` is an aware instant; `brand` None asks all brands. `memberships` has the members of every audience that the
    document names. `progress(done, total)` is called after each distinct condition. Raises WarehouseUnavailable when
    the warehouse cannot be read.
    """
    scope = Scope(snapshot, brand, Moment(as_of, zone), memberships)
    asker = _Asker(scope, cache)
    universe = asker.universe()
    conditions = _distinct_conditions(document)
    found: dict[Condition, BitMap] = {}
    for done, condition in enumerate(conditions, start=1):
        found[condition] = asker.find(condition, universe)
        if progress is not None:
            progress(done, len(conditions))
    algebra = Algebra(document, universe, found)
    return Evaluation(algebra.members, len(universe), as_of, snapshot.data_version, algebra.sizes, algebra.own)


def _distinct_conditions(document: Group) -> list[Condition]:
    nodes = (node for _, node in walk(document))
    return list(dict.fromkeys(bare(node) for node in nodes if not isinstance(node, Group)))


class _Asker:
    """Asks the warehouse, or the cache where the same was asked before."""

    def __init__(self, scope: Scope, cache: SetCache | None) -> None:
        self._scope = scope
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
