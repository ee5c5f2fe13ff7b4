"""Honest negatives: how many customers a negation meets only because nothing is known of them."""

from dataclasses import dataclass, replace
from datetime import datetime

from masivo.conditions.operators import OPERATORS, ZERO_WITHOUT_EVENTS, Operator
from masivo.conditions.tree import (
    ROOT_PATH,
    AttributeCondition,
    Condition,
    EventCondition,
    Group,
    Logic,
    child_path,
)
from masivo.services.preview_audience import preview_audience
from masivo.web.builder.complete import Completed

_ABOUT_VALUES = (Operator.IS_SET, Operator.IS_NOT_SET)


@dataclass(frozen=True, slots=True)
class Unknown:
    """How many customers have no value of what a negative line asks: it meets them, or its switch leaves them out."""

    number: int
    left_out: bool


def count_unknown(completed: Completed, brand: str | None, as_of: datetime) -> dict[str, Unknown]:
    """By line id, the customers without a value of what a negative line asks."""
    conditions = {line_id: line.condition for line_id, line in completed.lines.items()}
    negative = {line_id: asked for line_id, asked in conditions.items() if asked and _meets_or_leaves_out(asked)}
    if not negative:
        return {}
    nobody = tuple(_without_value(condition) for condition in negative.values())
    nodes = preview_audience(Group(op=Logic.ANY, children=nobody), brand, as_of).nodes
    return {
        line_id: Unknown(nodes[child_path(ROOT_PATH, place)].alone or 0, _leaves_out(condition))
        for place, (line_id, condition) in enumerate(negative.items())
    }


def _meets_or_leaves_out(condition: Condition) -> bool:
    """Whether customers without a value are met by a negation, or left out of it."""
    if not isinstance(condition, AttributeCondition | EventCondition) or condition.operator in _ABOUT_VALUES:
        return False
    if isinstance(condition, EventCondition) and condition.measure.fn in ZERO_WITHOUT_EVENTS:
        return False
    complement = OPERATORS[condition.operator].complement_of is not None
    return (complement and not condition.exclude_missing) != condition.negated or _leaves_out(condition)


def _leaves_out(condition: Condition) -> bool:
    assert isinstance(condition, AttributeCondition | EventCondition)
    return condition.exclude_missing and not condition.negated


def _without_value(condition: Condition) -> Condition:
    assert isinstance(condition, AttributeCondition | EventCondition)
    return replace(
        condition, operator=Operator.IS_NOT_SET, value=None, exclude_missing=False, negated=False, muted=False
    )
