"""Every window, step and measure asked of data in which one microsecond or one millionth too many shows."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.effort import proving
from tests.evaluation.asking import ask
from tests.evaluation.conditions import Asking
from tests.evaluation.lakes import Lakes
from tests.evaluation.nasty import MOMENTS, PERIODS, SPANS
from tests.evaluation.probes import edge_scene, measure_scene
from tests.evaluation.values import LARGEST
from tests.reference.clock import TICK, Moment
from tests.reference.evaluator import Node, evaluate
from tests.reference.event_condition import measured
from tests.reference.world import EVENT
from tests.stores import SERVERS

pytestmark = pytest.mark.proof

BOUGHT: Node = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}
STEPS = ("in_last", "more_than_ago", "in_next")


@pytest.mark.parametrize("number", range(len(MOMENTS)), ids=lambda number: f"{MOMENTS[number].zone}-{number}")
def test_edges(lakes: Lakes, number: int) -> None:
    _agree_at_edges(lakes, number)


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize("number", range(0, len(MOMENTS), 1 if proving() else 8))
def test_edges_on_servers(servers: dict[str, Lakes], kind: str, number: int) -> None:
    _agree_at_edges(servers[kind], number)


@pytest.mark.parametrize("property_", ["order.value", "order.products[].value"])
@pytest.mark.parametrize("function", ["sum", "avg", "min", "max", "count_distinct"])
def test_measures(lakes: Lakes, function: str, property_: str) -> None:
    _agree_on_measure(lakes, function, property_)


@pytest.mark.parametrize("kind", SERVERS)
@pytest.mark.parametrize(("function", "property_"), [("sum", "order.products[].value"), ("avg", "order.value")])
def test_measures_on_servers(servers: dict[str, Lakes], kind: str, function: str, property_: str) -> None:
    _agree_on_measure(servers[kind], function, property_)


def _agree_at_edges(stores: Lakes, number: int) -> None:
    asking = Asking(edge_scene(), str(number), MOMENTS[number])
    _agree(stores, asking, [*_windows(asking.moment), *_instants(asking.moment), *_days(asking.moment)])


def _agree_on_measure(stores: Lakes, function: str, property_: str) -> None:
    scene = measure_scene()
    asking = Asking(scene, None, scene.moments[0])
    condition: Node = {"kind": "event", "event": "PURCHASE", "measure": {"fn": function, "property": property_}}
    seen, types = asking.question.seen, scene.world.types[EVENT]
    found = {measured(condition, events, types, asking.moment) for events in seen.values()}
    numbers = sorted(number for number in found if isinstance(number, int))
    unit = 10**6 if function == "count_distinct" else 1
    limits = [number + shift for number in numbers for shift in (-unit, 0, unit)]
    asked_for = [limit for limit in limits if abs(Decimal(limit).scaleb(-6)) <= LARGEST and (unit == 1 or limit > 0)]
    operators = ("eq", "ne", "gt", "gte", "lt", "lte")
    asked = [
        {**condition, "operator": operators[turn % 6], "value": Decimal(limit).scaleb(-6)}
        for turn, limit in enumerate(asked_for[:: max(1, len(asked_for) // 90)])
    ]
    _agree(stores, asking, asked[:100])


def _agree(stores: Lakes, asking: Asking, conditions: list[Node]) -> None:
    document = {"version": 1, "op": "any", "children": conditions}
    world, moment = asking.scene.world, asking.moment
    right = evaluate(document, world, brand=asking.brand, as_of=moment.as_of, zone=moment.zone)
    answer = ask(stores.snapshot(asking.scene), asking, document)
    wrong = [
        (condition, answer.nodes[path], right.nodes[path])
        for condition, path in zip(conditions, list(right.nodes)[1:], strict=True)
        if answer.nodes[path][0] != right.nodes[path][0]
    ]
    assert wrong == []
    assert answer == right


def _windows(moment: Moment) -> Iterator[Node]:
    yield BOUGHT
    both: Node = {**BOUGHT, "event": ["PURCHASE", "ADD_TO_CART"], "measure": {"fn": "count_days"}}
    yield from ({**both, "operator": "eq", "value": days} for days in (1, 2))
    for number, span in enumerate(SPANS):
        kind = "last" if number % 3 else "before_last"
        yield {**BOUGHT, "window": {"kind": kind, **span}}
        operator = STEPS[number % 2]
        yield {**BOUGHT, "measure": {"fn": "last"}, "operator": operator, "value": span}
    for name in PERIODS:
        yield {**BOUGHT, "window": {"kind": "period", "name": name}}
    today, yesterday = moment.today.isoformat(), (moment.today - timedelta(days=1)).isoformat()
    instant = (moment.as_of - TICK).isoformat()
    yield {**BOUGHT, "window": {"kind": "since", "from": yesterday}}
    yield {**BOUGHT, "window": {"kind": "between", "from": yesterday, "to": today}}
    yield {**BOUGHT, "window": {"kind": "between", "from": yesterday, "to": instant}}


def _instants(moment: Moment) -> Iterator[Node]:
    registered = {"kind": "attribute", "field": "registration_date"}
    for number, span in enumerate(SPANS[::2]):
        yield {**registered, "operator": STEPS[number % 3], "value": span}
    today, instant = moment.today.isoformat(), moment.as_of.isoformat()
    for value in (today, instant):
        yield from ({**registered, "operator": operator, "value": value} for operator in ("on", "before", "after"))
    yield {**registered, "operator": "between", "value": [today, today]}
    yield {**registered, "operator": "anniversary_in_next", "value": {"amount": 1, "unit": "day"}}


def _days(moment: Moment) -> Iterator[Node]:
    born = {"kind": "attribute", "field": "dob"}
    for number, span in enumerate(span for span in SPANS[1::2] if span["unit"] != "hour"):
        yield {**born, "operator": STEPS[number % 3], "value": span}
    yield {**born, "operator": "on", "value": moment.today.isoformat()}
    yield {**born, "operator": "anniversary_in_next", "value": {"amount": 1, "unit": "day"}}
