"""Strategies for whole documents over the names of a data set, and for whom and when they are asked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from hypothesis import strategies as st

from tests.evaluation import values
from tests.evaluation.nasty import PERIODS
from tests.evaluation.questions import Comparison, asked_of, asked_of_instant
from tests.evaluation.scenes import Scene, draw_scene
from tests.reference.clock import TICK, Moment
from tests.reference.evaluator import Node, Question, takes_part
from tests.reference.event_condition import measured
from tests.reference.world import CUSTOMER, EVENT

# How deep groups may nest, the root being the first; the contract's own limit is among them.
DEPTHS = (1, 1, 2, 2, 3, 4, 8)
COUNTS = ("count", "count_days", "count_distinct")
COMPARISONS = ("eq", "ne", "gt", "gte", "lt", "lte", "between")
_EVENT_TYPES = ("PURCHASE", "PURCHASE", "PURCHASE", "ADD_TO_CART", "REGISTRATION", "purchase", "Büro 😀", "BIRTHDAY")


@dataclass(frozen=True, repr=False)
class Asking:
    """A scene, a brand of it or all, and the moment; what documents need to know to ask close to the data."""

    scene: Scene
    brand: str | None
    moment: Moment

    def __repr__(self) -> str:
        return f"Asking({self.scene!r}, {self.brand!r}, {self.moment.as_of.isoformat()} {self.moment.zone})"

    @cached_property
    def question(self) -> Question:
        """The same for the reference."""
        return Question(self.scene.world, self.brand, self.moment)

    @cached_property
    def properties(self) -> tuple[list[str], list[str]]:
        """Properties of events, and of their lines, that the data has."""
        names = sorted(name for name in self.scene.world.types[EVENT] if self.seen(EVENT, name))
        return [name for name in names if "[]" not in name], [name for name in names if "[]" in name]

    def kind(self, of: str, name: str) -> str:
        """The type of a field or property."""
        return self.scene.world.types[of][name]

    def seen(self, of: str, name: str) -> Sequence[Any]:
        """The values that the data has under a name."""
        return self.scene.seen[of].get(name, ())

    def asked(self, of: str, name: str) -> st.SearchStrategy[Comparison]:
        """Any question that may be asked of the name."""
        return asked_of(self.kind(of, name), self.seen(of, name), self.scene.edges)


Asked = tuple[Asking, Node]


def asked_of_scenes(seeds: Sequence[int]) -> st.SearchStrategy[Asked]:
    """Documents over one of some data sets, with for whom and when they are asked."""
    return (
        st.sampled_from(seeds)
        .flatmap(lambda seed: askings(draw_scene(seed)))
        .flatmap(lambda asking: st.tuples(st.just(asking), documents(asking)))
    )


def askings(scene: Scene) -> st.SearchStrategy[Asking]:
    """For all brands or for one, at one of the scene's moments or close by."""
    brands = sorted({event.brand for event in scene.world.events})
    shifts = st.sampled_from([timedelta(), timedelta(), TICK, -TICK, timedelta(seconds=29)])
    moments = st.builds(
        lambda moment, shift: Moment(moment.as_of + shift, moment.zone), st.sampled_from(scene.moments), shifts
    )
    return st.builds(Asking, st.just(scene), st.sampled_from([None, None, *brands]), moments)


def documents(asking: Asking) -> st.SearchStrategy[Node]:
    """Documents of which something takes part."""
    return st.sampled_from(DEPTHS).flatmap(lambda depth: _documents(asking, depth)).filter(takes_part)


@st.composite
def _documents(draw: st.DrawFn, asking: Asking, depth: int) -> Node:
    return {"version": 1, **draw(_groups(asking, depth))}


@st.composite
def _groups(draw: st.DrawFn, asking: Asking, depth: int) -> Node:
    how_many = draw(st.integers(1, 3))
    children = [
        _marked(draw, draw(_groups(asking, depth - 1) if depth > 1 and draw(st.booleans()) else conditions(asking)))
        for _ in range(how_many if depth < 5 else 1)
    ]
    group = {"op": draw(st.sampled_from(["all", "any"])), "children": children}
    return {**group, "not": True} if draw(st.integers(0, 4)) == 4 else group


def _marked(draw: st.DrawFn, node: Node) -> Node:
    if draw(st.integers(0, 4)) == 4:
        node = {**node, "not": True}
    return {**node, "muted": True} if draw(st.integers(0, 6)) == 6 else node


def conditions(asking: Asking) -> st.SearchStrategy[Node]:
    """One condition of any kind."""
    everyone = st.just({"kind": "everyone"})
    return st.integers(0, 19).flatmap(
        lambda chance: everyone if chance == 19 else attributes(asking) if chance < 8 else events(asking)
    )


def attributes(asking: Asking) -> st.SearchStrategy[Node]:
    """A condition on a field, one in a while on one that no customer has."""
    return st.sampled_from(sorted(asking.scene.world.types[CUSTOMER])).flatmap(
        lambda name: asking.asked(CUSTOMER, name).map(lambda asked: {"kind": "attribute", "field": name, **asked})
    )


@st.composite
def events(draw: st.DrawFn, asking: Asking) -> Node:
    """A condition on events, its value close to what the measure gives for some customer."""
    several = st.lists(st.sampled_from(_EVENT_TYPES), min_size=1, max_size=3, unique=True)
    condition: Node = {
        "kind": "event",
        "event": draw(st.one_of(st.sampled_from(_EVENT_TYPES), several)),
        "measure": draw(_measures(asking)),
    }
    if draw(st.integers(0, 2)):
        condition["window"] = draw(windows(asking.scene.edges))
    if draw(st.booleans()):
        condition["where"] = draw(_wheres(asking))
    function = condition["measure"]["fn"]
    if function in {"first", "last"}:
        return {**condition, **draw(asked_of_instant(asking.scene.edges))}
    return {**condition, **draw(_comparisons(condition, asking))}


def _measures(asking: Asking) -> st.SearchStrategy[Node]:
    of_events, of_lines = asking.properties
    names = [*of_events, *of_lines, *of_lines]
    numbers = [name for name in names if asking.kind(EVENT, name) == "number"]
    countable = [name for name in names if asking.kind(EVENT, name) != "list"]
    return st.one_of(
        st.sampled_from(["count", "count_days", "first", "last"]).map(lambda function: {"fn": function}),
        st.fixed_dictionaries({"fn": st.just("count_distinct"), "property": st.sampled_from(countable)}),
        st.fixed_dictionaries(
            {"fn": st.sampled_from(["sum", "avg", "min", "max"]), "property": st.sampled_from(numbers)}
        ),
    )


@st.composite
def _comparisons(draw: st.DrawFn, condition: Node, asking: Asking) -> Comparison:
    """An operator of the numbers and a value; for a count a whole one that leaves somebody out."""
    question, types = asking.question, asking.scene.world.types[EVENT]
    found = {
        measure
        for customer in question.universe
        if isinstance(measure := measured(condition, question.seen[customer], types, asking.moment), int)
    }
    operator = draw(st.sampled_from(COMPARISONS))
    if condition["measure"]["fn"] in COUNTS:
        whole = {0, 1, *(number // 10**6 for number in found)}
        least = 1 if operator in {"gte", "lt"} else 0
        numbers: st.SearchStrategy[Any] = values.one_of_many(sorted(number for number in whole if number >= least))
    else:
        numbers = values.numbers(sorted(found))
    value = draw(values.ranges(numbers) if operator == "between" else numbers)
    excludes = operator == "ne" and draw(st.booleans())
    return {"operator": operator, "value": value, **({"missing": "exclude"} if excludes else {})}


def windows(edges: Sequence[datetime]) -> st.SearchStrategy[Node]:
    """A window of any kind."""
    return st.one_of(
        st.builds(lambda kind, span: {"kind": kind, **span}, st.sampled_from(["last", "before_last"]), values.spans()),
        values.moment_ranges(edges).map(lambda pair: {"kind": "between", "from": pair[0], "to": pair[1]}),
        values.ends(edges).map(lambda start: {"kind": "since", "from": start}),
        st.sampled_from(PERIODS).map(lambda name: {"kind": "period", "name": name}),
    )


def _wheres(asking: Asking) -> st.SearchStrategy[Node]:
    of_events, of_lines = asking.properties
    child = st.sampled_from([*of_events, *of_lines, *of_lines]).flatmap(
        lambda name: asking.asked(EVENT, name).map(lambda asked: {"property": name, **asked})
    )
    return st.fixed_dictionaries(
        {"op": st.sampled_from(["all", "any"]), "children": st.lists(child, min_size=1, max_size=3)}
    )
