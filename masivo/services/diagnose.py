"""Why a rule finds nobody, or everybody: the lines that alone decide it, and the smallest change that would help."""

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import cast

from pyroaring import BitMap

from masivo.conditions.operators import MeasureFn, Operator
from masivo.conditions.tree import (
    ROOT_PATH,
    Condition,
    EventCondition,
    Group,
    Logic,
    Node,
    child_path,
    takes_part,
)
from masivo.evaluation.algebra import bare
from masivo.evaluation.evaluate import Evaluation
from masivo.evaluation.measured import NumberCondition, nearest, number_condition
from masivo.evaluation.measures import threshold_ends
from masivo.services.preview_audience import preview_asker, preview_audience
from masivo.services.rewrite_rule import put, without

_CULPRITS_LOOSENED = 3

_LOOSER = {
    Operator.GT: Operator.GTE,
    Operator.GTE: Operator.GTE,
    Operator.LT: Operator.LTE,
    Operator.LTE: Operator.LTE,
    Operator.EQ: Operator.EQ,
}
"""The operator that, with the nearest customer's own number as its value, takes that customer in."""

_OF_EVENTS = frozenset({MeasureFn.COUNT, MeasureFn.COUNT_DAYS, MeasureFn.COUNT_DISTINCT})


@dataclass(frozen=True, slots=True)
class Loosening:
    """The nearest threshold of a line with which the whole rule finds somebody, and how many that is."""

    operator: Operator
    value: Decimal | tuple[Decimal, Decimal]
    count: int


@dataclass(frozen=True, slots=True)
class Culprit:
    """A line without which the rule would find `without` customers."""

    path: str
    without: int
    loosening: Loosening | None


@dataclass(frozen=True, slots=True)
class Dwindling:
    """Where no line alone does it: the root's first child behind which nobody is left, and how many were before it."""

    path: str
    before: int


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """`everyone` tells which of the two it is; `by_itself` are the paths of lines that match everybody alone."""

    everyone: bool
    culprits: tuple[Culprit, ...]
    dwindling: Dwindling | None = None
    by_itself: tuple[str, ...] = ()


def diagnose(document: Group, evaluation: Evaluation, brand: str | None) -> Diagnosis | None:
    """Why the evaluated document finds nobody or everybody; None where it finds some, or has nobody to find.

    Raises WarehouseUnavailable.
    """
    if not evaluation.universe or 0 < evaluation.count < evaluation.universe:
        return None
    everyone = evaluation.count > 0
    lines = [(path, node) for path, node in _taking_part(document, ROOT_PATH) if not isinstance(node, Group)]
    found: list[Culprit] = []
    for path, line in lines:
        without = evaluation.nodes[path].without
        if without is None:  # nothing else takes part: without it, everybody could be a member
            without = evaluation.universe
        if without != evaluation.count:
            looser = None
            if not everyone and len(found) < _CULPRITS_LOOSENED:
                looser = _loosen(document, path, line, brand, evaluation.as_of)
            found.append(Culprit(path, without, looser))
    alone = tuple(path for path, _ in lines if evaluation.nodes[path].alone == evaluation.universe)
    dwindling = None if everyone or found else _dwindling(document, evaluation)
    return Diagnosis(everyone, tuple(found), dwindling, alone if everyone else ())


def _taking_part(node: Node, path: str) -> list[tuple[str, Node]]:
    if not takes_part(node):
        return []
    below = [
        each
        for place, child in enumerate(node.children if isinstance(node, Group) else ())
        for each in _taking_part(child, child_path(path, place))
    ]
    return [(path, node), *below]


def _dwindling(document: Group, evaluation: Evaluation) -> Dwindling | None:
    if document.op is not Logic.ALL or document.negated:
        return None
    left: BitMap | None = None
    for place, child in enumerate(document.children):
        own = evaluation.sets[child_path(ROOT_PATH, place)]
        if own is None or child.muted:
            continue
        rest = own if left is None else left & own
        if not rest:
            return Dwindling(child_path(ROOT_PATH, place), len(left)) if left else None
        left = rest
    return None


def _loosen(document: Group, path: str, line: Condition, brand: str | None, as_of: datetime) -> Loosening | None:
    """The nearest threshold that gives somebody, tried on the whole rule; None where no number would help."""
    asker = preview_asker(document, brand, as_of)
    asked = number_condition(bare(line), asker.scope.snapshot.catalog)
    if asked is None or line.negated or asked.operator is Operator.NE:
        return None
    within = preview_audience(without(document, path), brand, as_of).members
    candidates = nearest(asked, asker, within, holds=False, most=1)
    for candidate in candidates:
        looser = _reaching(asked, candidate.value)
        if looser is None:
            return None
        count = preview_audience(put(document, path, looser), brand, as_of).count
        value = cast(Decimal | tuple[Decimal, Decimal], looser.value)
        return Loosening(looser.operator, value, count) if count else None
    return None


def _reaching(line: NumberCondition, value: Decimal) -> NumberCondition | None:
    """The line with the threshold that just takes in a number; None where that would ask nothing any more."""
    if line.operator is Operator.BETWEEN:
        low, high = threshold_ends(line.value)
        return replace(line, value=(min(low, value), max(high, value)))
    operator = _LOOSER[line.operator]
    if operator is Operator.GTE and not value and isinstance(line, EventCondition) and line.measure.fn in _OF_EVENTS:
        return None
    return replace(line, operator=operator, value=value)
