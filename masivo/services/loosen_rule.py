"""Where a rule finds nobody: the smallest changes of one line, or of a group's logic, with which it finds somebody."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, Operator
from masivo.conditions.tree import ROOT_PATH, Condition, EventCondition, Group, Logic, Node, child_path, takes_part
from masivo.evaluation.algebra import bare
from masivo.evaluation.asking import Asker
from masivo.evaluation.evaluate import Evaluation
from masivo.evaluation.measured import NumberCondition, nearest, number_condition
from masivo.evaluation.measures import threshold_ends
from masivo.services.diagnose import culprits, taking_part
from masivo.services.looser_lines import looser_lines
from masivo.services.preview_audience import preview_asker, preview_audience
from masivo.services.rewrite_rule import put, without

MOST_LINES = 3
MOST_TRIED = 30
"""So many conditions are asked at most, however many lines and ways there are."""

_MOST_GROUPS = 6
_MOST_SHOWN = 6
_LOOSER = {
    Operator.GT: Operator.GTE,
    Operator.GTE: Operator.GTE,
    Operator.LT: Operator.LTE,
    Operator.LTE: Operator.LTE,
    Operator.EQ: Operator.EQ,
}
"""The operator that, with the nearest customer's own number as its value, takes that customer in."""

_STRICTER = {
    Operator.GT: Operator.GT,
    Operator.GTE: Operator.GT,
    Operator.LT: Operator.LT,
    Operator.LTE: Operator.LT,
}
"""The operator that leaves that customer out."""


@dataclass(frozen=True, slots=True)
class Looser:
    """What could stand at a path instead, and how many customers the whole rule finds with it: always some."""

    path: str
    node: Node
    count: int


def loosen_rule(document: Group, evaluation: Evaluation, brand: str | None) -> list[Looser]:
    """Of each line that alone makes it zero, the smallest change of each kind; and groups of which any would do.

    Smallest is what finds the fewest. Empty where the rule finds somebody, or nothing that was tried helps. All that
    is tried is asked at once. Raises WarehouseUnavailable.
    """
    if evaluation.count or not evaluation.universe:
        return []
    ways = list(_ways(document, evaluation, brand))
    tried = [(path, node) for path, way in ways for node in way]
    if not tried:
        return []
    whole = Group(op=Logic.ANY, children=tuple(put(document, path, node) for path, node in tried))
    sets = preview_audience(whole, brand, evaluation.as_of).sets
    counts = {each: len(sets[child_path(ROOT_PATH, place)] or ()) for place, each in enumerate(tried)}
    found = [
        Looser(path, *min(helping, key=lambda each: each[1]))
        for path, way in ways
        if (helping := [(node, counts[path, node]) for node in way if counts[path, node]])
    ]
    return sorted(found, key=lambda each: each.count)[:_MOST_SHOWN]


def _ways(document: Group, evaluation: Evaluation, brand: str | None) -> Iterator[tuple[str, Sequence[Node]]]:
    """By path, what could stand there instead: no more than may be tried, each line having its share."""
    groups = [(path, node) for path, node in taking_part(document) if isinstance(node, Group)]
    strict = [(path, each) for path, each in groups if each.op is Logic.ALL and sum(map(takes_part, each.children)) > 1]
    for path, group in strict[:_MOST_GROUPS]:
        yield path, [replace(group, op=Logic.ANY)]
    asker = preview_asker(document, brand, evaluation.as_of)
    for path, line in [(path, line) for path, line, _ in culprits(document, evaluation)][:MOST_LINES]:
        left = MOST_TRIED // MOST_LINES
        number = number_condition(bare(line), asker.scope.snapshot.catalog)
        thresholds = [_threshold(document, path, line, number, brand, asker)] if number else []
        for way in (*thresholds, *looser_lines(line, asker.scope.snapshot)):
            yield path, way[:left]
            left -= len(way[:left])


def _threshold(
    document: Group, path: str, line: Condition, asked: NumberCondition, brand: str | None, asker: Asker
) -> Sequence[Condition]:
    """The line with the threshold that just takes in the nearest customer who meets the rest of the rule."""
    within = preview_audience(without(document, path), brand, asker.scope.moment.as_of).members
    near = nearest(asked, asker, within, holds=line.negated, most=1)
    return [
        replace(looser, negated=line.negated)
        for each in near
        if (looser := (_stricter if line.negated else _reaching)(asked, each.value)) is not None
    ]


def _reaching(line: NumberCondition, value: Decimal) -> NumberCondition | None:
    """The line with the threshold that just takes in a number; None where that would ask nothing any more."""
    if line.operator is Operator.BETWEEN:
        low, high = threshold_ends(line.value)
        return replace(line, value=(min(low, value), max(high, value)))
    operator = _LOOSER.get(line.operator)
    if operator is None or (operator is Operator.GTE and value <= 0 and _zero_at_least(line)):
        return None
    return replace(line, operator=operator, value=value)


def _stricter(line: NumberCondition, value: Decimal) -> NumberCondition | None:
    """The line with the threshold that just leaves out a number; None where its operator has no side."""
    operator = _STRICTER.get(line.operator)
    if operator is None or (operator is Operator.LT and value <= 0 and _zero_at_least(line)):
        return None
    return replace(line, operator=operator, value=value)


def _zero_at_least(line: NumberCondition) -> bool:
    """Whether who has no event has 0, so that a threshold of 0 tells nobody from another."""
    return isinstance(line, EventCondition) and line.measure.fn in ZERO_WITHOUT_EVENTS
