"""The kinds of sections 5 and 6 on the lake give the reference's answers; steps on the clock go as one by one."""

from datetime import UTC, datetime
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.tree import Span, Unit
from masivo.evaluation.cache import AnswerMemory
from masivo.evaluation.zone_clock import ZoneClock
from tests.effort import effort, seeds
from tests.evaluation.asking import ask
from tests.evaluation.documents import Asked, asked_of_scenes
from tests.evaluation.edges import edges_of
from tests.evaluation.lakes import Lakes
from tests.evaluation.nasty import MOMENTS, SPANS
from tests.evaluation.other_kinds import other_conditions
from tests.reference import clock
from tests.reference.evaluator import evaluate

SEEDS = seeds(3)


@st.composite
def asked_of_kinds(draw: st.DrawFn) -> Asked:
    """One to three conditions of these kinds, for whom and when the other documents are asked."""
    asking, _ = draw(asked_of_scenes(SEEDS))
    children = [{**draw(other_conditions(asking)), "not": draw(st.booleans())} for _ in range(draw(st.integers(1, 3)))]
    return asking, {"version": 1, "op": draw(st.sampled_from(["all", "any"])), "children": children}


@effort(150)
@given(asked=asked_of_kinds())
def test_the_lake_and_the_reference_agree(lakes: Lakes, asked: Asked) -> None:
    asking, document = asked
    moment, world = asking.moment, asking.scene.world
    right = evaluate(document, world, brand=asking.brand, as_of=moment.as_of, zone=moment.zone)
    snapshot, cache = lakes.snapshot(asking.scene), CACHES.setdefault(asking.scene.seed, AnswerMemory())
    assert ask(snapshot, asking, document, cache) == right
    assert ask(snapshot, asking, document, cache) == right


@effort(25)
@given(asked=asked_of_kinds())
def test_the_servers_and_the_reference_agree(servers: dict[str, Lakes], asked: Asked) -> None:
    asking, document = asked
    moment, world = asking.moment, asking.scene.world
    right = evaluate(document, world, brand=asking.brand, as_of=moment.as_of, zone=moment.zone)
    for kind, stores in servers.items():
        assert (kind, ask(stores.snapshot(asking.scene), asking, document)) == (kind, right)


CACHES: dict[int, AnswerMemory] = {}
"""A cache for each data set, shared by all documents, so that one's answer would be another's if they were confused."""


@pytest.mark.parametrize("moment", MOMENTS, ids=str)
def test_steps_of_many_instants_go_as_each_alone(moment: clock.Moment) -> None:
    edges = [edge for edge in edges_of(moment) if edge <= moment.as_of and edge.year > moment.as_of.year - 40]
    zone_clock = ZoneClock(moment.zone, range(edges[0].year, moment.as_of.year + 2))
    instants = np.array([_naive(edge) for edge in edges], dtype="datetime64[us]")
    for span in SPANS:
        if span["unit"] != "hour":
            found = zone_clock.later(instants, Span(span["amount"], Unit(span["unit"])))
            for edge, later in zip(edges, found, strict=True):
                right = clock.shifted(edge, span, moment.zone, 1)
                assert right is None or _exact_up_to(moment.as_of, later.astype(datetime), right), (span, edge)


def _exact_up_to(as_of: datetime, found: Any, right: datetime) -> bool:
    """The same instant, or both after as_of, where the clock is known no more."""
    later: datetime = found.replace(tzinfo=UTC)
    return later == right or (later > as_of and right > as_of)


def _naive(instant: datetime) -> datetime:
    return instant.astimezone(UTC).replace(tzinfo=None)
