"""The reference evaluator: a document against a world, by walking every customer for every node (sections 2 and 7)."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.clock import Moment
from tests.reference.event_condition import counts, satisfies
from tests.reference.operators import holds
from tests.reference.sequence_condition import has_chain
from tests.reference.shares import first_of_rank, sampled
from tests.reference.world import CUSTOMER, EVENT, Event, World

Node = dict[str, Any]
Members = frozenset[str]


@dataclass(frozen=True)
class Answer:
    """What an evaluation gives; `nodes` maps each path to (alone, without), ids are sorted by code point."""

    count: int
    universe: int
    nodes: dict[str, tuple[int | None, int | None]]
    ids: list[str]


@dataclass(frozen=True)
class Question:
    """Of whom, and for which moment, documents are asked."""

    world: World
    brand: str | None
    moment: Moment

    @cached_property
    def seen(self) -> dict[str, list[Event]]:
        """Each customer's events that count for the question."""
        seen: dict[str, list[Event]] = {customer: [] for customer in self.world.customers}
        for event in self.world.events:
            if counts(event, self.brand, self.moment):
                seen[event.customer].append(event)
        return seen

    @cached_property
    def universe(self) -> Members:
        """The customers that could be members."""
        return frozenset(customer for customer, events in self.seen.items() if self.brand is None or events)


def evaluate(document: Node, world: World, *, brand: str | None, as_of: datetime, zone: ZoneInfo) -> Answer:
    """The exact answer to a document; `without` is found by asking the whole document again with the node muted."""
    question = Question(world, brand, Moment(as_of, zone))
    leaves = {path: _condition_set(node, question) for path, node in walk(document) if "children" not in node}
    muted = frozenset(path for path, node in walk(document) if node.get("muted"))
    nodes = {}
    for path, _node in walk(document):
        alone = _set_of(_node_at(document, path), path, muted - {path}, leaves, question)
        without = None if path == "$" else _set_of(document, "$", muted | {path}, leaves, question)
        nodes[path] = (_size(alone), _size(without))
    members = _set_of(document, "$", muted, leaves, question)
    assert members is not None, "a document in which nothing takes part is refused, not asked"
    return Answer(len(members), len(question.universe), nodes, sorted(members))


def takes_part(document: Node) -> bool:
    """Whether anything of the document takes part; one of which nothing does is refused."""
    if document.get("muted"):
        return False
    return "children" not in document or any(takes_part(child) for child in document["children"])


def walk(node: Node, path: str = "$") -> Iterator[tuple[str, Node]]:
    """Every node with its path, groups before their children."""
    yield path, node
    for index, child in enumerate(node.get("children", [])):
        yield from walk(child, f"{path}.children[{index}]")


def _set_of(
    node: Node, path: str, muted: frozenset[str], leaves: dict[str, Members], question: Question
) -> Members | None:
    """The matching set of a node where the nodes at `muted` take no part; None where nothing of it takes part."""
    if path in muted:
        return None
    if "children" not in node:
        members = leaves[path]
    else:
        parts = [
            part
            for index, child in enumerate(node["children"])
            if (part := _set_of(child, f"{path}.children[{index}]", muted, leaves, question)) is not None
        ]
        if not parts:
            return None
        members = frozenset.intersection(*parts) if node["op"] == "all" else frozenset.union(*parts)
    return question.universe - members if node.get("not") else members


def _condition_set(node: Node, question: Question) -> Members:
    """The matching set of a condition, its `not` left aside."""
    return _CONDITIONS[node["kind"]](node, question)


def _everyone(node: Node, question: Question) -> Members:
    return question.universe


def _attribute(node: Node, question: Question) -> Members:
    kind = question.world.types[CUSTOMER][node["field"]]
    customers = question.world.customers
    return frozenset(
        customer
        for customer in question.universe
        if holds(kind, node, customers[customer].get(node["field"]), question.moment)
    )


def _event(node: Node, question: Question) -> Members:
    types = question.world.types[EVENT]
    return frozenset(
        customer for customer in question.universe if satisfies(node, question.seen[customer], types, question.moment)
    )


def _sequence(node: Node, question: Question) -> Members:
    types = question.world.types[EVENT]
    return frozenset(
        customer for customer in question.universe if has_chain(node, question.seen[customer], types, question.moment)
    )


def _rank(node: Node, question: Question) -> Members:
    seen = {customer: question.seen[customer] for customer in question.universe}
    return first_of_rank(node, seen, question.world.types[EVENT], question.moment)


def _sample(node: Node, question: Question) -> Members:
    return sampled(node, question.universe)


def _audience(node: Node, question: Question) -> Members:
    members = question.universe & question.world.audiences[str(node["audience"])]
    return members if node["operator"] == "member" else question.universe - members


def _node_at(document: Node, path: str) -> Node:
    return next(node for at, node in walk(document) if at == path)


def _size(members: Members | None) -> int | None:
    return None if members is None else len(members)


_CONDITIONS: dict[str, Callable[[Node, Question], Members]] = {
    "attribute": _attribute,
    "event": _event,
    "everyone": _everyone,
    "sequence": _sequence,
    "rank": _rank,
    "sample": _sample,
    "audience": _audience,
}
