"""What a draft matches just now: the count and each line's own, the sentence, and a few of the customers."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from masivo.conditions.describe import describe
from masivo.conditions.operators import OPERATORS
from masivo.conditions.tree import (
    ROOT_PATH,
    AttributeCondition,
    Condition,
    EventCondition,
    Group,
    Logic,
    child_path,
)
from masivo.errors import WarehouseUnavailable
from masivo.evaluation.algebra import NodeSizes
from masivo.evaluation.evaluate import Evaluation
from masivo.services.account import account_zone
from masivo.services.connections import warehouse
from masivo.services.preview_audience import EVERYONE, preview_audience
from masivo.warehouse.store import Profile
from masivo.web.builder.complete import Completed

SAMPLE = 8


@dataclass(frozen=True)
class Preview:
    """The answer to a draft. `count` is None where nothing can be counted yet; `reason` then says why.

    `sizes` and `unknown` go by node id; `unknown` is how many customers a negative line meets that have no value,
    by its switch kept or left out. All numbers are exact. `evaluation` is what they come from.
    """

    as_of: datetime
    count: int | None = None
    universe: int | None = None
    sizes: dict[str, NodeSizes] = field(default_factory=dict)
    unknown: dict[str, int] = field(default_factory=dict)
    sentence: str = ""
    sample: Sequence[Profile] = ()
    reason: str = ""
    evaluation: Evaluation | None = None


def preview(completed: Completed, brand: str | None, brand_name: str | None, as_of: datetime, sample: bool) -> Preview:
    """Count what is finished of a draft for a brand, or for all brands; `sample` asks for some of the customers too.

    A warehouse that cannot be read just now is told as a reason: the draft is safe without it.
    """
    try:
        if completed.rule is None:
            universe = preview_audience(EVERYONE, brand, as_of).universe
            reason = completed.problems[completed.draft.id].sentence if completed.draft.id in completed.problems else ""
            return Preview(as_of, universe=universe, reason=reason or "Finish a condition to see how many match.")
        return _counted(completed, completed.rule, brand, brand_name, as_of, sample)
    except WarehouseUnavailable:
        return Preview(
            as_of, reason="The customer data cannot be read just now. What you typed is kept; try again soon."
        )


def _counted(
    completed: Completed, rule: Group, brand: str | None, brand_name: str | None, as_of: datetime, sample: bool
) -> Preview:
    evaluation = preview_audience(rule, brand, as_of)
    keys = evaluation.members
    picked = [keys[place * len(keys) // SAMPLE] for place in range(SAMPLE)] if len(keys) > SAMPLE else list(keys)
    return Preview(
        as_of,
        count=evaluation.count,
        universe=evaluation.universe,
        sizes={node_id: evaluation.nodes[path] for node_id, path in completed.paths.items()},
        unknown=_unknown(completed, brand, as_of),
        sentence=describe(
            rule,
            as_of=as_of,
            zone=account_zone(),
            brand_name=brand_name,
            vocabulary=completed.names.vocabulary,
        ),
        sample=warehouse().snapshot().profiles(picked) if sample else (),
        evaluation=evaluation,
    )


def _unknown(completed: Completed, brand: str | None, as_of: datetime) -> dict[str, int]:
    """By line id, the customers without a value that a negative operator meets: kept less left out."""
    negative = {line_id: asked.condition for line_id, asked in completed.lines.items() if _is_negative(asked.condition)}
    if not negative:
        return {}
    both = [_with_missing(condition, exclude) for condition in negative.values() for exclude in (False, True)]
    nodes = preview_audience(Group(op=Logic.ANY, children=tuple(both)), brand, as_of).nodes
    alone = [nodes[child_path(ROOT_PATH, place)].alone or 0 for place in range(len(both))]
    return {line_id: alone[2 * place] - alone[2 * place + 1] for place, line_id in enumerate(negative)}


def _is_negative(condition: Condition | None) -> bool:
    return (
        isinstance(condition, AttributeCondition | EventCondition)
        and OPERATORS[condition.operator].complement_of is not None
    )


def _with_missing(condition: Condition | None, exclude: bool) -> Condition:
    assert isinstance(condition, AttributeCondition | EventCondition)
    return replace(condition, exclude_missing=exclude, negated=False, muted=False)
