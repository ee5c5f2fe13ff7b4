"""What the preview shows beside the counts: reach, impact, people near a threshold, one customer's why, a diagnosis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from pyroaring import BitMap

from masivo.errors import WarehouseUnavailable
from masivo.evaluation.algebra import bare
from masivo.evaluation.evaluate import Evaluation
from masivo.evaluation.measured import Near, number_condition
from masivo.services.connections import warehouse
from masivo.services.diagnose import Diagnosis, diagnose
from masivo.services.estimate_impact import Impact, estimate_impact
from masivo.services.explain_membership import Explanation, explain_membership, find_customer
from masivo.services.near_threshold import near_threshold
from masivo.services.reach import Reach, reach
from masivo.warehouse.store import Profile
from masivo.web.builder.complete import Completed

_IMPACT_SHOWN = 5
_NEAR_SHOWN = 4


@dataclass(frozen=True, slots=True)
class Wishes:
    """What somebody asks to see: some of the customers, those near a line's threshold, and why of one of them."""

    sampled: bool = False
    near: str = ""
    checked: str = ""

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Wishes":
        """The wishes that a form holds."""
        return cls("sampled" in form, form.get("near", ""), form.get("checked", "").strip())


@dataclass(frozen=True, slots=True)
class NearPerson:
    """A customer near a threshold, with the number that the line compares."""

    profile: Profile
    value: Decimal


@dataclass(frozen=True, slots=True)
class NearPeople:
    """Those for whom one line decides, nearest first; `line_id` is its id in the form."""

    line_id: str
    inside: Sequence[NearPerson]
    outside: Sequence[NearPerson]


@dataclass(frozen=True, slots=True)
class Insight:
    """All of it for one evaluated rule; what was not asked for, or does not apply, is empty.

    `joining` and `leaving` are some of the impact's, where a sample is wished for. `near_lines` are the ids of lines
    that have a threshold to be near to. `explanation` is None for a customer who was not found.
    """

    wishes: Wishes = Wishes()
    reach: Sequence[Reach] = ()
    impact: Impact | None = None
    joining: Sequence[Profile] = ()
    leaving: Sequence[Profile] = ()
    diagnosis: Diagnosis | None = None
    near_lines: Sequence[str] = ()
    near: NearPeople | None = None
    explanation: Explanation | None = None


def insight(
    completed: Completed, evaluation: Evaluation | None, brand: str | None, audience_id: int | None, wishes: Wishes
) -> Insight:
    """What is known of the finished lines' rule; of an audience that is edited, also what saving would change."""
    if completed.rule is None or evaluation is None:
        return Insight(wishes)
    try:
        return _insight(completed, evaluation, brand, audience_id, wishes)
    except WarehouseUnavailable:
        return Insight(wishes)


def _insight(
    completed: Completed, evaluation: Evaluation, brand: str | None, audience_id: int | None, wishes: Wishes
) -> Insight:
    assert completed.rule is not None
    as_of = evaluation.as_of
    impact = estimate_impact(audience_id, evaluation.members) if audience_id else None
    customer = find_customer(wishes.checked) if wishes.checked else None
    near_lines = _number_lines(completed) if wishes.sampled else ()
    return Insight(
        wishes=wishes,
        reach=reach(evaluation.members, as_of) if evaluation.count else (),
        impact=impact,
        joining=_some(impact.joining) if impact and wishes.sampled else (),
        leaving=_some(impact.leaving) if impact and wishes.sampled else (),
        diagnosis=diagnose(completed.rule, evaluation, brand),
        near_lines=near_lines,
        near=_near(completed, brand, as_of, wishes.near if wishes.near in near_lines else next(iter(near_lines), "")),
        explanation=explain_membership(completed.rule, brand, customer, as_of) if customer else None,
    )


def _some(keys: BitMap) -> Sequence[Profile]:
    """A few of them, spread over all, so that a look at them is a look at the whole."""
    spread = [keys[place * len(keys) // _IMPACT_SHOWN] for place in range(min(len(keys), _IMPACT_SHOWN))]
    return warehouse().snapshot().profiles(spread) if spread else ()


def _number_lines(completed: Completed) -> list[str]:
    """The lines that compare a number, in the rule's order."""
    catalog = warehouse().snapshot().catalog
    lines = ((line_id, completed.lines[line_id].condition) for line_id in completed.lines)
    return [line_id for line_id, condition in lines if condition and number_condition(bare(condition), catalog)]


def _near(completed: Completed, brand: str | None, as_of: datetime, line_id: str) -> NearPeople | None:
    if not line_id or completed.rule is None:
        return None
    found = near_threshold(completed.rule, completed.paths[line_id], brand, as_of, _NEAR_SHOWN)
    return NearPeople(line_id, _people(found.inside), _people(found.outside)) if found else None


def _people(near: Sequence[Near]) -> list[NearPerson]:
    profiles = warehouse().snapshot().profiles([each.key for each in near]) if near else []
    return [NearPerson(profile, each.value) for profile, each in zip(profiles, near, strict=True)]
