"""Strategies for whole documents over a data set, and for whom and when they are asked."""

from collections.abc import Sequence
from datetime import timedelta
from functools import lru_cache

from hypothesis import strategies as st

from tests.evaluation.conditions import Asking, attributes, events
from tests.evaluation.other_kinds import other_conditions
from tests.evaluation.scenes import Scene, draw_scene
from tests.reference.clock import TICK, Moment
from tests.reference.evaluator import Node, takes_part

Asked = tuple[Asking, Node]
# How deep groups may nest, the root being the first; the contract's own limit is among them.
_DEPTHS = st.sampled_from((1, 1, 2, 2, 3, 4, 8))
_OPS = st.sampled_from(("all", "any"))
_NOT = st.integers(0, 4).map(lambda chance: chance == 4)
_MUTED = st.integers(0, 6).map(lambda chance: chance == 6)


@st.composite
def asked_of_scenes(draw: st.DrawFn, seeds: Sequence[int]) -> Asked:
    """A document over one of some data sets, with for whom and when it is asked; something of it takes part."""
    asking = draw(_askings(draw_scene(draw(st.sampled_from(seeds)))))
    document = {"version": 1, **_group(draw, asking, draw(_DEPTHS))}
    return asking, document if takes_part(document) else _unmuted(document)


@lru_cache
def _askings(scene: Scene) -> st.SearchStrategy[Asking]:
    """For all brands or for one, at one of the scene's moments or close by."""
    brands = sorted({event.brand for event in scene.world.events})
    shifts = st.sampled_from([timedelta(), timedelta(), TICK, -TICK, timedelta(seconds=29)])
    moments = st.builds(
        lambda moment, shift: Moment(moment.as_of + shift, moment.zone), st.sampled_from(scene.moments), shifts
    )
    return st.builds(Asking, st.just(scene), st.sampled_from([None, None, *brands]), moments)


def _group(draw: st.DrawFn, asking: Asking, depth: int) -> Node:
    children = [
        _marked(draw, _group(draw, asking, depth - 1) if depth > 1 and draw(st.booleans()) else _one(draw, asking))
        for _ in range(draw(st.integers(1, 3)) if depth < 5 else 1)
    ]
    group = {"op": draw(_OPS), "children": children}
    return {**group, "not": True} if draw(_NOT) else group


def _one(draw: st.DrawFn, asking: Asking) -> Node:
    """One condition of any kind."""
    chance = draw(st.integers(0, 19))
    if chance == 16:
        return {"kind": "everyone"}
    if chance >= 17:
        return draw(other_conditions(asking))
    return draw(attributes(asking.scene) if chance < 8 else events(asking))


def _marked(draw: st.DrawFn, node: Node) -> Node:
    marks = {name: True for name, marked in (("not", _NOT), ("muted", _MUTED)) if draw(marked)}
    return {**node, **marks}


def _unmuted(node: Node) -> Node:
    kept = {name: value for name, value in node.items() if name != "muted"}
    return {**kept, "children": [_unmuted(child) for child in node["children"]]} if "children" in node else kept
