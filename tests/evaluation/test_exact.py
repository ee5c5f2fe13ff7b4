"""Every kind of warehouse gives the reference's answer to random documents: counts, ids, and each line's sizes."""

from hypothesis import given, note

from tests.effort import effort, seeds
from tests.evaluation.asking import ask
from tests.evaluation.documents import Asked, asked_of_scenes
from tests.evaluation.lakes import Lakes
from tests.reference.evaluator import evaluate


@effort(250)
@given(asked=asked_of_scenes(seeds(7)))
def test_the_lake_and_the_reference_agree(lakes: Lakes, asked: Asked) -> None:
    asking, document = asked
    note(f"{asking!r}: {document!r}")
    moment, world = asking.moment, asking.scene.world
    right = evaluate(document, world, brand=asking.brand, as_of=moment.as_of, zone=moment.zone)
    assert ask(lakes.snapshot(asking.scene), asking, document) == right


@effort(40)
@given(asked=asked_of_scenes(seeds(2)))
def test_the_servers_and_the_reference_agree(servers: dict[str, Lakes], asked: Asked) -> None:
    asking, document = asked
    note(f"{asking!r}: {document!r}")
    moment, world = asking.moment, asking.scene.world
    right = evaluate(document, world, brand=asking.brand, as_of=moment.as_of, zone=moment.zone)
    for kind, stores in servers.items():
        assert (kind, ask(stores.snapshot(asking.scene), asking, document)) == (kind, right)
