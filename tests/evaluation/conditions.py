"""Strategies for single conditions over the names of a data set, their values close to what the data has."""

from dataclasses import dataclass
from functools import cache, cached_property, lru_cache
from typing import Any

from hypothesis import strategies as st

from tests.evaluation import values
from tests.evaluation.edges import Times
from tests.evaluation.nasty import PERIODS
from tests.evaluation.questions import Comparison, asked_of, asked_of_instant
from tests.evaluation.scenes import Scene
from tests.reference.clock import Moment
from tests.reference.evaluator import Node, Question
from tests.reference.event_condition import measured
from tests.reference.world import CUSTOMER, EVENT

COUNTS = ("count", "count_days", "count_distinct")
_COMPARISONS = st.sampled_from(("eq", "ne", "gt", "gte", "lt", "lte", "between"))
_EVENT_TYPES = ("PURCHASE", "PURCHASE", "PURCHASE", "ADD_TO_CART", "REGISTRATION", "purchase", "Büro 😀", "BIRTHDAY")
_EVENTS = st.one_of(
    st.sampled_from(_EVENT_TYPES), st.lists(st.sampled_from(_EVENT_TYPES), min_size=1, max_size=3, unique=True)
)


@dataclass(frozen=True, repr=False)
class Asking:
    """A data set, a brand of it or all, and the moment."""

    scene: Scene
    brand: str | None
    moment: Moment

    def __repr__(self) -> str:
        return f"Asking({self.scene!r}, {self.brand!r}, {self.moment.as_of.isoformat()} {self.moment.zone})"

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Hypothesis writes a data class out in full, whatever its repr."""
        printer.text(repr(self))

    @cached_property
    def question(self) -> Question:
        """The same for the reference."""
        return Question(self.scene.world, self.brand, self.moment)


@lru_cache
def attributes(scene: Scene) -> st.SearchStrategy[Node]:
    """A condition on a field, one in a while on one that no customer has."""
    return st.sampled_from(sorted(scene.world.types[CUSTOMER])).flatmap(
        lambda name: _asked(scene, CUSTOMER, name).map(lambda asked: {"kind": "attribute", "field": name, **asked})
    )


@st.composite
def events(draw: st.DrawFn, asking: Asking) -> Node:
    """A condition on events, its value close to what the measure gives for some customer."""
    scene = asking.scene
    condition: Node = {"kind": "event", "event": draw(_EVENTS), "measure": draw(_measures(scene))}
    if draw(st.integers(0, 2)):
        condition["window"] = draw(_windows(scene))
    if draw(st.booleans()):
        condition["where"] = draw(_wheres(scene))
    if condition["measure"]["fn"] in {"first", "last"}:
        return {**condition, **draw(_instants(scene))}
    return {**condition, **draw(_comparisons(condition, asking))}


def windows(times: Times) -> st.SearchStrategy[Node]:
    """A window of any kind."""
    return st.one_of(
        st.builds(
            lambda kind, span: {"kind": kind, **span},
            st.sampled_from(["last", "before_last"]),
            values.spans(times.spans),
        ),
        values.moment_ranges(times.edges).map(lambda pair: {"kind": "between", "from": pair[0], "to": pair[1]}),
        values.ends(times.edges).map(lambda start: {"kind": "since", "from": start}),
        st.sampled_from(PERIODS).map(lambda name: {"kind": "period", "name": name}),
    )


@lru_cache
def _windows(scene: Scene) -> st.SearchStrategy[Node]:
    return windows(scene.times)


@lru_cache
def _instants(scene: Scene) -> st.SearchStrategy[Comparison]:
    return asked_of_instant(scene.times)


@cache
def _asked(scene: Scene, of: str, name: str) -> st.SearchStrategy[Comparison]:
    """Any question that may be asked of a field or property."""
    return asked_of(scene.world.types[of][name], scene.seen[of].get(name, ()), scene.times)


@lru_cache
def _measures(scene: Scene) -> st.SearchStrategy[Node]:
    kinds, names = scene.world.types[EVENT], _properties(scene)
    numbers = [name for name in names if kinds[name] == "number"]
    countable = [name for name in names if kinds[name] != "list"]
    return st.one_of(
        st.sampled_from(["count", "count_days", "first", "last"]).map(lambda function: {"fn": function}),
        st.fixed_dictionaries({"fn": st.just("count_distinct"), "property": st.sampled_from(countable)}),
        st.fixed_dictionaries(
            {"fn": st.sampled_from(["sum", "avg", "min", "max"]), "property": st.sampled_from(numbers)}
        ),
    )


@lru_cache
def _wheres(scene: Scene) -> st.SearchStrategy[Node]:
    child = st.sampled_from(_properties(scene)).flatmap(
        lambda name: _asked(scene, EVENT, name).map(lambda asked: {"property": name, **asked})
    )
    return st.fixed_dictionaries(
        {"op": st.sampled_from(["all", "any"]), "children": st.lists(child, min_size=1, max_size=3)}
    )


@lru_cache
def _properties(scene: Scene) -> list[str]:
    """The properties that the data has, those of lines twice."""
    names = sorted(scene.seen[EVENT])
    return [*names, *(name for name in names if "[]" in name)]


@st.composite
def _comparisons(draw: st.DrawFn, condition: Node, asking: Asking) -> Comparison:
    """An operator of the numbers and a value; for a count a whole one that leaves somebody out."""
    question, types = asking.question, asking.scene.world.types[EVENT]
    found = {
        measure
        for customer in question.universe
        if isinstance(measure := measured(condition, question.seen[customer], types, asking.moment), int)
    }
    operator = draw(_COMPARISONS)
    if condition["measure"]["fn"] in COUNTS:
        whole = {0, 1, *(number // 10**6 for number in found)}
        least = 1 if operator in {"gte", "lt"} else 0
        numbers: st.SearchStrategy[Any] = values.one_of_many(sorted(number for number in whole if number >= least))
    else:
        numbers = values.numbers(sorted(found))
    value = draw(values.ranges(numbers) if operator == "between" else numbers)
    excludes = operator == "ne" and draw(st.booleans())
    return {"operator": operator, "value": value, **({"missing": "exclude"} if excludes else {})}
