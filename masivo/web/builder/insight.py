"""What the preview shows beside the counts: reach, impact, people near a threshold, one customer's why, a diagnosis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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

_SAMPLE = 8
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

    The people are some of the members, and of the impact's `joining` and `leaving`. `near_lines` are the ids of lines
    that have a threshold to be near to. `explanation` is None for a customer who was not found.
    """

    wishes: Wishes = Wishes()
    reach: Sequence[Reach] = ()
    impact: Impact | None = None
    sample: Sequence[Profile] = ()
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
    customer = find_customer(wishes.checked) if wishes.checked else None
    found = Insight(
        wishes=wishes,
        reach=reach(evaluation.members, as_of) if evaluation.count else (),
        impact=estimate_impact(audience_id, evaluation.members) if audience_id else None,
        diagnosis=diagnose(completed.rule, evaluation),
        explanation=explain_membership(completed.rule, brand, customer, as_of) if customer else None,
    )
    return _with_people(found, completed, evaluation, brand) if wishes.sampled else found


def _with_people(found: Insight, completed: Completed, evaluation: Evaluation, brand: str | None) -> Insight:
    """With some of all kinds of customers, whose profiles are read together."""
    assert completed.rule is not None
    lines = _number_lines(completed)
    line = found.wishes.near if found.wishes.near in lines else ""
    near = near_threshold(completed.rule, completed.paths[line], brand, evaluation.as_of, _NEAR_SHOWN) if line else None
    inside, outside = (near.inside, near.outside) if near else ((), ())
    sample = _spread(evaluation.members, _SAMPLE)
    joining, leaving = (
        _spread(keys, _IMPACT_SHOWN)
        for keys in ((found.impact.joining, found.impact.leaving) if found.impact else (BitMap(), BitMap()))
    )
    keys = {*sample, *joining, *leaving, *(each.key for each in (*inside, *outside))}
    profiles = {profile.key: profile for profile in warehouse().snapshot().profiles(sorted(keys))} if keys else {}

    def people(those: Sequence[Near]) -> list[NearPerson]:
        return [NearPerson(profiles[each.key], each.value) for each in those]

    return replace(
        found,
        sample=[profiles[key] for key in sample],
        joining=[profiles[key] for key in joining],
        leaving=[profiles[key] for key in leaving],
        near_lines=lines,
        near=NearPeople(line, people(inside), people(outside)) if near else None,
    )


def _spread(keys: BitMap, most: int) -> list[int]:
    """A few of them, spread over all, so that a look at them is a look at the whole."""
    return [keys[place * len(keys) // most] for place in range(most)] if len(keys) > most else list(keys)


def _number_lines(completed: Completed) -> list[str]:
    """The lines that compare a number, in the rule's order."""
    catalog = warehouse().snapshot().catalog
    lines = ((line_id, completed.lines[line_id].condition) for line_id in completed.lines)
    return [line_id for line_id, condition in lines if condition and number_condition(bare(condition), catalog)]
