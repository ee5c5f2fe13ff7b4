"""Laws of section 2 and 7 that any document keeps, whatever the data: complements, order, muting, the cache."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from redis import Redis

from masivo.evaluation.cache import AnswerCache, AnswerMemory
from masivo.evaluation.redis_cache import RedisAnswerCache
from tests.effort import effort, seeds
from tests.evaluation.asking import ask
from tests.evaluation.documents import Asked, asked_of_scenes
from tests.evaluation.lakes import Lakes
from tests.redis import RedisServer
from tests.reference.evaluator import Node, takes_part, walk

SEEDS = seeds(2)


@effort(20)
@given(asked=asked_of_scenes(SEEDS))
def test_a_node_and_its_complement_make_up_the_universe(lakes: Lakes, asked: Asked) -> None:
    asking, document = asked
    snapshot = lakes.snapshot(asking.scene)
    answer = ask(snapshot, asking, document)
    for path, _node in walk(document):
        complement = ask(snapshot, asking, _changed(document, path, lambda node: {**node, "not": not node.get("not")}))
        alone, rest = answer.nodes[path][0], complement.nodes[path][0]
        assert (alone is None) == (rest is None)
        assert alone is None or rest is None or alone + rest == answer.universe


@effort(40)
@given(asked=asked_of_scenes(SEEDS), data=st.data())
def test_the_order_of_children_does_not_matter(lakes: Lakes, asked: Asked, data: st.DataObject) -> None:
    asking, document = asked
    snapshot = lakes.snapshot(asking.scene)
    assert ask(snapshot, asking, _shuffled(document, data)).ids == ask(snapshot, asking, document).ids


@effort(40)
@given(asked=asked_of_scenes(SEEDS), data=st.data())
def test_muting_a_node_is_removing_it(lakes: Lakes, asked: Asked, data: st.DataObject) -> None:
    asking, document = asked
    snapshot = lakes.snapshot(asking.scene)
    path = data.draw(st.sampled_from([path for path, _node in walk(document) if path != "$"]))
    muted = _changed(document, path, lambda node: {**node, "muted": True})
    if not takes_part(muted):
        assert ask(snapshot, asking, document).nodes[path][1] is None
        return
    answer = ask(snapshot, asking, muted)
    left = _pruned(muted)
    assert left is not None, "something of it takes part"
    assert answer.ids == ask(snapshot, asking, left).ids
    assert answer.count == ask(snapshot, asking, document).nodes[path][1]


@pytest.fixture
def caches(redis_server: RedisServer) -> list[dict[int, AnswerCache]]:
    """A cache of each kind for each data set, to be shared by all the documents of a test."""
    path = redis_server.url.removeprefix("unix://")
    in_redis = {seed: RedisAnswerCache(Redis(unix_socket_path=path, db=seed)) for seed in SEEDS}
    return [{seed: AnswerMemory() for seed in SEEDS}, dict(in_redis)]


@effort(40)
@given(asked=asked_of_scenes(SEEDS))
def test_answers_do_not_depend_on_what_was_asked_before(
    lakes: Lakes, caches: list[dict[int, AnswerCache]], asked: Asked
) -> None:
    asking, document = asked
    snapshot = lakes.snapshot(asking.scene)
    right = ask(snapshot, asking, document)
    for by_seed in caches:
        cache = by_seed[asking.scene.seed]
        assert ask(snapshot, asking, document, cache) == right
        assert ask(snapshot, asking, document, cache) == right


def _changed(node: Node, path: str, change: Any, at: str = "$") -> Node:
    """The document with the node at `path` changed."""
    if at == path:
        changed: Node = change(node)
        return changed
    if "children" not in node:
        return node
    children = [_changed(child, path, change, f"{at}.children[{n}]") for n, child in enumerate(node["children"])]
    return {**node, "children": children}


def _shuffled(node: Node, data: st.DataObject) -> Node:
    if "children" not in node:
        return node
    return {**node, "children": [_shuffled(child, data) for child in data.draw(st.permutations(node["children"]))]}


def _pruned(node: Node) -> Node | None:
    """The node without all that is muted in it; None where nothing is left."""
    if node.get("muted"):
        return None
    if "children" not in node:
        return node
    children = [left for child in node["children"] if (left := _pruned(child)) is not None]
    return {**node, "children": children} if children else None
