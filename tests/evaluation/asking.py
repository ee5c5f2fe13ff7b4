"""The product asked as its command line asks it: a document parsed by the account's names, evaluated on a snapshot."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.parse import parse
from masivo.conditions.vocabulary import KnownAudience, Vocabulary
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse.catalog import Catalog
from masivo.warehouse.store import Snapshot
from tests.evaluation.conditions import Asking
from tests.reference.evaluator import Answer, Members, Node


@dataclass(frozen=True)
class _Account(Catalog):
    """A catalog beside which every audience of a scene is known."""

    def audience(self, id_: str) -> KnownAudience | None:
        return KnownAudience(f"Audience {id_}")


def ask(snapshot: Snapshot, asking: Asking, document: Node, cache: AnswerCache | None = None) -> Answer:
    """What the product says to a document, in the words of the reference."""
    moment = asking.moment
    found = evaluate(
        parse(document, account_of(snapshot)),
        snapshot,
        brand=asking.brand,
        as_of=moment.as_of,
        zone=moment.zone,
        memberships=keys_of(asking, snapshot),
        cache=cache,
    )
    nodes = {path: (sizes.alone, sizes.without) for path, sizes in found.nodes.items()}
    return Answer(found.count, found.universe, nodes, snapshot.ids(found.members))


def account_of(snapshot: Snapshot) -> Vocabulary:
    """The names that a document may use."""
    return _Account(**vars(snapshot.catalog))


def keys_of(asking: Asking, snapshot: Snapshot) -> dict[str, BitMap]:
    """The members of every audience of the scene, as they are stored."""
    keys = _keys(snapshot)  # type: ignore[arg-type] # a snapshot is kept by what it is, not by what it holds
    return {id_: _stored(members, keys) for id_, members in asking.scene.world.audiences.items()}


@lru_cache(maxsize=64)
def _keys(snapshot: Snapshot) -> dict[str, int]:
    """The key of each customer; hundreds of documents are asked of one snapshot."""
    customers = snapshot.tables.customers
    return {id_: key for key, id_ in snapshot.rows(select(customers.c.customer_key, customers.c.id))}


def _stored(members: Members, keys: Mapping[str, int]) -> BitMap:
    """The stored form of members, and the key of a customer who came after this snapshot."""
    return BitMap([keys[id_] for id_ in members if id_ in keys] + [len(keys)] * bool(members))
