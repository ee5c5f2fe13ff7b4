"""Set algebra over a document: every node's own set, and what the document's count would be without it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from pyroaring import BitMap

from masivo.conditions.tree import ROOT_PATH, Condition, Group, Logic, Node, child_path


@dataclass(frozen=True, slots=True)
class NodeSizes:
    """Exact sizes of one node (conditions.md, section 7).

    `alone` is the size of its own matching set, its `not` applied, as if it were not muted; `without` what the
    document's count would be if the node were muted. None where nothing would take part, and `without` of the root.
    """

    alone: int | None
    without: int | None


@dataclass(frozen=True, slots=True)
class _Effect:
    """What the document's set is for any set X of one node: (X or its complement) & mask | always."""

    complement: bool
    mask: BitMap
    always: BitMap


class Algebra:
    """The sets of one document, once the set of each condition is known.

    `found` has each condition's set within `universe`, its `not` left aside. `own` has each node's matching set by its
    path, its `not` applied, whether it is muted or not; None where nothing in it takes part.
    """

    def __init__(self, document: Group, universe: BitMap, found: Mapping[Condition, BitMap]) -> None:
        self._universe = universe
        self._found = found
        self.own: dict[str, BitMap | None] = {}
        members = self._own_set(document, ROOT_PATH)
        assert members is not None, "parse refuses a document in which nothing takes part"
        self.members = members
        self.sizes: dict[str, NodeSizes] = {ROOT_PATH: NodeSizes(len(members), None)}
        self._measure_children(document, ROOT_PATH, _Effect(False, universe, BitMap()), None)

    def _own_set(self, node: Node, path: str) -> BitMap | None:
        """The node's matching set, whether it is muted or not; None where nothing in it takes part."""
        if isinstance(node, Group):
            sets = [self._own_set(child, child_path(path, index)) for index, child in enumerate(node.children)]
            taking_part = [
                found for child, found in zip(node.children, sets, strict=True) if found is not None and not child.muted
            ]
            own = _combine(node.op, taking_part)
        else:
            own = self._found[bare(node)]
        if own is not None and node.negated:
            own = self._universe - own
        self.own[path] = own
        return own

    def _measure_children(self, group: Group, path: str, effect: _Effect | None, without_group: int | None) -> None:
        """Write the sizes of everything below a group.

        `effect` is the group's on the document, None where the group takes no part; `without_group` is the
        document's count without the group, None where nothing would be left.
        """
        paths = [child_path(path, index) for index in range(len(group.children))]
        sets = [
            None if child.muted else self.own[child_at] for child, child_at in zip(group.children, paths, strict=True)
        ]
        others = _combined_others(group.op, sets)
        for child, child_at, own, other in zip(group.children, paths, sets, others, strict=True):
            takes_part = effect is not None and own is not None
            without: int | None = len(self.members)
            if takes_part and effect is not None:
                without = without_group if other is None else len(self._document(effect, group.negated, other))
            alone = self.own[child_at]
            self.sizes[child_at] = NodeSizes(None if alone is None else len(alone), without)
            if isinstance(child, Group):
                below = self._below(effect, group, other) if takes_part and effect is not None else None
                self._measure_children(child, child_at, below, without)

    def _document(self, effect: _Effect, negated: bool, raw: BitMap) -> BitMap:
        """The document's set if the group's children combined to `raw`."""
        own = self._universe - raw if effect.complement != negated else raw
        return own & effect.mask | effect.always

    def _below(self, effect: _Effect, group: Group, other: BitMap | None) -> _Effect:
        """The effect on the document of one child of the group, whose siblings combine to `other`."""
        complement = effect.complement != group.negated
        if other is None:
            return _Effect(complement, effect.mask, effect.always)
        # All: X & other, whose complement is (not X) | (not other). Any: X | other, whose complement is
        # (not X) & (not other). What the siblings alone decide moves into `always` or out of `mask`.
        narrows = (group.op is Logic.ALL) != complement
        if narrows:
            mask = effect.mask - other if complement else effect.mask & other
            return _Effect(complement, mask, effect.always)
        decided = effect.mask - other if complement else effect.mask & other
        return _Effect(complement, effect.mask, effect.always | decided)


def bare(condition: Condition) -> Condition:
    """The condition without its `not` and `muted`, which the algebra applies: what one select answers."""
    return replace(condition, negated=False, muted=False)


def _combine(op: Logic, sets: Sequence[BitMap]) -> BitMap | None:
    if not sets:
        return None
    return reduce(BitMap.__and__ if op is Logic.ALL else BitMap.__or__, sets)


def _combined_others(op: Logic, sets: Sequence[BitMap | None]) -> list[BitMap | None]:
    """For each set what the others combine to: two sweeps, so that a group of n children costs 3n operations."""

    def join(left: BitMap | None, right: BitMap | None) -> BitMap | None:
        return _combine(op, [part for part in (left, right) if part is not None])

    after: list[BitMap | None] = [None]
    for own in reversed(sets[1:]):
        after.append(join(own, after[-1]))
    before: BitMap | None = None
    others: list[BitMap | None] = []
    for own, rest in zip(sets, reversed(after), strict=True):
        others.append(join(before, rest))
        before = join(before, own)
    return others
