"""What is told of single customers agrees with who belongs: own values with the sets, the nearest with all of them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from masivo.conditions.operators import Operator
from masivo.conditions.parse import parse
from masivo.conditions.tree import AttributeCondition, EventCondition, Group, walk
from masivo.evaluation.algebra import bare
from masivo.evaluation.asking import Asker
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.evaluation.measured import Near, NumberCondition, distance, nearest, number_condition, own_measure
from masivo.evaluation.moments import Moment
from masivo.evaluation.predicates import number_satisfies
from masivo.evaluation.scope import Scope
from masivo.services.explain_membership import ExplainedNode, explain
from tests.effort import effort, seeds
from tests.evaluation.asking import account_of, keys_of
from tests.evaluation.conditions import Asking, attributes, events
from tests.evaluation.documents import Asked, asked_of_scenes
from tests.evaluation.lakes import Lakes
from tests.evaluation.scenes import draw_scene
from tests.reference.evaluator import Node

SEEDS = seeds(2)


@st.composite
def single_conditions(draw: st.DrawFn) -> tuple[Asking, Node]:
    """A condition on events or on a field, for whom and when it is asked."""
    asking, _ = draw(asked_of_scenes(SEEDS))
    return asking, draw(st.one_of(events(asking), events(asking), attributes(draw_scene(asking.scene.seed))))


def evaluated(lakes: Lakes, asking: Asking, document: Node) -> tuple[Group, Asker, Evaluation]:
    snapshot = lakes.snapshot(asking.scene)
    memberships = keys_of(asking, snapshot)
    moment = Moment(asking.moment.as_of, asking.moment.zone)
    rule = parse(document, account_of(snapshot))
    found = evaluate(rule, snapshot, brand=asking.brand, as_of=moment.as_of, zone=moment.zone, memberships=memberships)
    return rule, Asker(Scope(snapshot, asking.brand, moment, memberships), None), found


def all_keys(scope: Scope) -> range:
    return range(scope.snapshot.customer_count)


def own_numbers(line: NumberCondition, scope: Scope) -> dict[int, Decimal]:
    """Everybody's own number, of those who have one."""
    if isinstance(line, EventCondition):
        measured = {key: own_measure(line, scope, key) for key in all_keys(scope)}
    else:
        profiles = scope.snapshot.profiles(list(all_keys(scope)))
        measured = {profile.key: profile.fields.get(line.field) for profile in profiles}  # type: ignore[misc]
    return {key: number for key, number in measured.items() if isinstance(number, Decimal)}


@effort(25)
@given(asked=single_conditions(), data=st.data())
def test_own_numbers_decide_and_the_nearest_are_nearest(lakes: Lakes, asked: Asked, data: st.DataObject) -> None:
    asking, condition = asked
    rule, asker, found = evaluated(lakes, asking, {"version": 1, "op": "all", "children": [condition]})
    scope = asker.scope
    (line,) = rule.children
    assert isinstance(line, AttributeCondition | EventCondition)
    asked_number = number_condition(bare(line), scope.snapshot.catalog)
    if asked_number is None:
        return
    numbers = own_numbers(asked_number, scope)
    satisfied = {key for key, own in numbers.items() if number_satisfies(own, line.operator, line.value)}
    universe = evaluated(lakes, asking, {"version": 1, "op": "all", "children": [{"kind": "everyone"}]})[2].members
    missing = set(universe) - set(numbers) if line.operator is Operator.NE and not line.exclude_missing else set()
    alone = found.sets["$.children[0]"]
    assert alone is not None
    assert set(alone if not line.negated else universe - alone) == (satisfied & set(universe)) | missing
    within = BitMap(data.draw(st.sets(st.sampled_from(list(all_keys(scope))))))
    for holds in (True, False):
        side = [Near(key, own) for key, own in numbers.items() if key in within and (key in satisfied) is holds]
        side.sort(key=lambda near: (distance(near.value, line.value), near.key))
        assert nearest(asked_number, asker, within, holds=holds, most=4) == side[:4]


@effort(25)
@given(asked=asked_of_scenes(SEEDS), data=st.data())
def test_the_verdict_is_membership_and_every_tick_is_its_lines_own(
    lakes: Lakes, asked: Asked, data: st.DataObject
) -> None:
    asking, document = asked
    rule, asker, found = evaluated(lakes, asking, document)
    scope = asker.scope
    (customer,) = scope.snapshot.profiles([data.draw(st.sampled_from(list(all_keys(scope))))])
    told = explain(rule, asker, found, customer, account_of(scope.snapshot))
    assert told.holds is (customer.key in found.members)
    nodes = dict(walk(rule))
    for path, line in flat(told).items():
        alone = {**document, "children": [_unmuted(_at(document, path))], "op": "all"}
        alone.pop("not", None)
        if path == "$" or line.holds is None:
            continue
        assert line.holds is (customer.key in evaluated(lakes, asking, alone)[2].members)
        assert line.muted is nodes[path].muted
        assert not (line.near and line.holds)


def flat(node: ExplainedNode) -> dict[str, ExplainedNode]:
    return {node.path: node} | {path: line for child in node.children for path, line in flat(child).items()}


def _at(document: Node, path: str) -> Node:
    for step in path.split(".children")[1:]:
        document = document["children"][int(step[1:-1])]
    return document


def _unmuted(node: Node) -> Node:
    return {name: value for name, value in node.items() if name != "muted"}
