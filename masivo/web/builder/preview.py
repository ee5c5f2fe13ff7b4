"""What a draft matches just now: the count and each line's own, and the sentence."""

from dataclasses import dataclass, field
from datetime import datetime

from masivo.conditions.describe import describe
from masivo.conditions.tree import Group
from masivo.errors import WarehouseUnavailable
from masivo.evaluation.algebra import NodeSizes
from masivo.evaluation.evaluate import Evaluation
from masivo.services.account import account_zone
from masivo.services.preview_audience import EVERYONE, preview_audience
from masivo.web.builder.complete import Completed
from masivo.web.builder.unknown import Unknown, count_unknown


@dataclass(frozen=True)
class Preview:
    """The answer to a draft. `count` is None where nothing can be counted yet; `reason` then says why.

    `waits` says that the counts come with an answer that the page asks for as soon as it is shown. `sizes` and
    `unknown` go by node id. All numbers are exact. `evaluation` is what they come from.
    """

    as_of: datetime
    count: int | None = None
    universe: int | None = None
    sizes: dict[str, NodeSizes] = field(default_factory=dict)
    unknown: dict[str, Unknown] = field(default_factory=dict)
    sentence: str = ""
    reason: str = ""
    waits: bool = False
    evaluation: Evaluation | None = None


def preview(completed: Completed, brand: str | None, brand_name: str | None, as_of: datetime) -> Preview:
    """Count what is finished of a draft for a brand, or for all brands.

    A warehouse that cannot be read just now is told as a reason: the draft is safe without it.
    """
    try:
        if completed.rule is None:
            universe = preview_audience(EVERYONE, brand, as_of).universe
            reason = completed.problems[completed.draft.id].sentence if completed.draft.id in completed.problems else ""
            return Preview(as_of, universe=universe, reason=reason or "Finish a condition to see how many match.")
        return _counted(completed, completed.rule, brand, brand_name, as_of)
    except WarehouseUnavailable:
        return Preview(
            as_of, reason="The customer data cannot be read just now. What you typed is kept; try again soon."
        )


def _counted(completed: Completed, rule: Group, brand: str | None, brand_name: str | None, as_of: datetime) -> Preview:
    evaluation = preview_audience(rule, brand, as_of)
    return Preview(
        as_of,
        count=evaluation.count,
        universe=evaluation.universe,
        sizes={node_id: evaluation.nodes[path] for node_id, path in completed.paths.items()},
        unknown=count_unknown(completed, brand, as_of),
        sentence=describe(
            rule,
            as_of=as_of,
            zone=account_zone(),
            brand_name=brand_name,
            vocabulary=completed.names.vocabulary,
        ),
        evaluation=evaluation,
    )
