"""A document against the warehouse: one select a condition, set algebra for the tree, exact counts for every line."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pyroaring import BitMap

from masivo.conditions.tree import Condition, Group, walk
from masivo.evaluation.algebra import Algebra, NodeSizes, bare
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.memberships import NO_MEMBERSHIPS, Memberships
from masivo.warehouse.store import Snapshot


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
    cache: AnswerCache | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> Evaluation:
    """Evaluate a document that was parsed against the catalog of `snapshot`.

    `as_of` is an aware instant; `brand` None asks all brands. `memberships` has the members of every audience that the
    document names. `progress(done, total)` is called after each distinct condition. Raises WarehouseUnavailable when
    the warehouse cannot be read.
    """
    conditions = _distinct_conditions(document)
    universe, found = BitMap(), dict.fromkeys(conditions, BitMap())
    if snapshot.customer_count:
        # SQLAlchemy loads where there is somebody to ask for.
        from masivo.evaluation.asking import Asker  # noqa: PLC0415
        from masivo.evaluation.moments import Moment  # noqa: PLC0415
        from masivo.evaluation.scope import Scope  # noqa: PLC0415

        asker = Asker(Scope(snapshot, brand, Moment(as_of, zone), memberships), cache)
        universe = asker.universe()
        for done, condition in enumerate(conditions, start=1):
            found[condition] = asker.find(condition, universe)
            if progress is not None:
                progress(done, len(conditions))
    algebra = Algebra(document, universe, found)
    return Evaluation(algebra.members, len(universe), as_of, snapshot.data_version, algebra.sizes, algebra.own)


def _distinct_conditions(document: Group) -> list[Condition]:
    nodes = (node for _, node in walk(document))
    return list(dict.fromkeys(bare(node) for node in nodes if not isinstance(node, Group)))
