"""The product asked as its command line asks it: a document parsed by the catalog, evaluated against a snapshot."""

from masivo.conditions.parse import parse
from masivo.evaluation.cache import SetCache
from masivo.evaluation.evaluate import evaluate
from masivo.warehouse.store import Snapshot
from tests.evaluation.conditions import Asking
from tests.reference.evaluator import Answer, Node


def ask(snapshot: Snapshot, asking: Asking, document: Node, cache: SetCache | None = None) -> Answer:
    """What the product says to a document, in the words of the reference."""
    moment = asking.moment
    group = parse(document, snapshot.catalog)
    found = evaluate(group, snapshot, brand=asking.brand, as_of=moment.as_of, zone=moment.zone, cache=cache)
    nodes = {path: (sizes.alone, sizes.without) for path, sizes in found.nodes.items()}
    return Answer(found.count, found.universe, nodes, snapshot.ids(found.members))
