"""Why a customer belongs to an audience or not: every line's verdict, the customer's own value, and how near it was."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import singledispatchmethod

from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.describe import describe_condition
from masivo.conditions.fold import fold, normalise
from masivo.conditions.operators import Operator
from masivo.conditions.parse import parse, read_json
from masivo.conditions.phrases import event_label
from masivo.conditions.tree import (
    ROOT_PATH,
    AttributeCondition,
    AudienceCondition,
    Condition,
    EventCondition,
    Group,
    Node,
    RankCondition,
    SampleCondition,
    SequenceCondition,
    child_path,
)
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.windows import resolve_window
from masivo.conditions.wording import instant_in_words, listed, minute_in_words, number_in_words, value_in_words
from masivo.evaluation.asking import Asker
from masivo.evaluation.evaluate import Evaluation
from masivo.evaluation.measured import (
    Behind,
    distance,
    events_behind,
    number_condition,
    own_measure,
    ranked_before,
)
from masivo.evaluation.measures import threshold_ends
from masivo.evaluation.samples import share_of
from masivo.extensions import db
from masivo.models import Membership, Run
from masivo.services.audience_graph import account_vocabulary
from masivo.services.connections import warehouse
from masivo.services.preview_audience import EVERYONE, preview_asker, preview_audience
from masivo.services.read_rule import GROUP_WORDS
from masivo.services.save_audience import find_audience
from masivo.warehouse.store import FieldValue, Profile

_EVENTS_TOLD = 3
_NEEDED = {
    Operator.GT: "more than",
    Operator.GTE: "at least",
    Operator.LT: "less than",
    Operator.LTE: "at most",
    Operator.EQ: "exactly",
    Operator.NE: "another number than",
    Operator.BETWEEN: "between",
}
_NEEDED_NOT = {
    Operator.GT: _NEEDED[Operator.LTE],
    Operator.GTE: _NEEDED[Operator.LT],
    Operator.LT: _NEEDED[Operator.GTE],
    Operator.LTE: _NEEDED[Operator.GT],
    Operator.EQ: _NEEDED[Operator.NE],
    Operator.NE: _NEEDED[Operator.EQ],
    Operator.BETWEEN: "a number not between",
}
"""What a number must be, and where the line has a “not”."""


@dataclass(frozen=True, slots=True)
class ExplainedNode:
    """A line or group of the rule and what it says of one customer.

    `holds` is None where nothing in it takes part. `has` is the customer's own value in words, `near` how far a number
    that missed is from its threshold, `events` what the events behind it are; each may be empty.
    """

    path: str
    words: str
    holds: bool | None
    muted: bool
    has: str = ""
    near: str = ""
    events: str = ""
    children: tuple["ExplainedNode", ...] = ()


@dataclass(frozen=True, slots=True)
class Explanation:
    """Whether a customer belongs as of an instant, and the whole rule told for that customer.

    `outside` says that the customer has no event of the audience's brand, so that no rule could take them in.
    """

    customer: Profile
    as_of: datetime
    member: bool
    outside: bool
    root: ExplainedNode


def find_customer(text: str) -> Profile | None:
    """The customer of that id, else the first of that e-mail; None where there is neither."""
    sought = normalise(text)
    for profile in warehouse().snapshot().find_customers(sought, 1) if sought else ():
        if profile.id == sought or fold(str(profile.fields.get("email", ""))) == fold(sought):
            return profile
    return None


def explain_membership(document: Group, brand: str | None, customer: Profile, as_of: datetime) -> Explanation:
    """The rule told for one customer; its verdicts are those of the evaluation that membership comes from.

    The document was parsed against the present names. Raises WarehouseUnavailable.
    """
    evaluation = preview_audience(document, brand, as_of)
    outside = brand is not None and customer.key not in preview_audience(EVERYONE, brand, as_of).members
    asker = preview_asker(document, brand, as_of)
    return Explanation(
        customer=customer,
        as_of=as_of,
        member=customer.key in evaluation.members,
        outside=outside,
        root=explain(document, asker, evaluation, customer, account_vocabulary(asker.scope.snapshot.catalog)),
    )


@dataclass(frozen=True, slots=True)
class StoredVerdict:
    """Whether a customer was a member when an audience was last calculated; `as_of` is None where it never was."""

    member: bool
    as_of: datetime | None


def explain_audience(audience_id: int, customer: Profile, as_of: datetime) -> tuple[StoredVerdict, Explanation]:
    """What the audience's last good run found of a customer, and why its present rule takes the customer in now or not.

    Raises NotFound, DocumentRefused where the rule names what is gone, or WarehouseUnavailable.
    """
    audience = find_audience(audience_id)
    assert audience.version is not None
    rule = parse(read_json(audience.version.document), account_vocabulary(audience_id=audience_id))
    found = db.session.execute(
        select(Membership.members, Run.as_of).join(Run, Run.id == Membership.run_id).where(Run.id == audience.run_id)
    ).first()
    member = found is not None and customer.key in BitMap.deserialize(found.members)
    stored = StoredVerdict(member, found.as_of if found else None)
    return stored, explain_membership(rule, audience.brand_id, customer, as_of)


def explain(
    document: Group, asker: Asker, evaluation: Evaluation, customer: Profile, vocabulary: Vocabulary
) -> ExplainedNode:
    """The document, which was evaluated by what `asker` asks, told for one customer."""
    return _Explaining(asker, evaluation, customer, vocabulary).node(document, ROOT_PATH)


class _Explaining:
    """One customer beside one evaluated rule."""

    def __init__(self, asker: Asker, evaluation: Evaluation, customer: Profile, vocabulary: Vocabulary) -> None:
        self._asker = asker
        self._scope = asker.scope
        self._evaluation = evaluation
        self._customer = customer
        self._vocabulary = vocabulary

    def node(self, node: Node, path: str) -> ExplainedNode:
        """A node with all below it."""
        matching = self._evaluation.sets[path]
        holds = None if matching is None else self._customer.key in matching
        if isinstance(node, Group):
            children = tuple(self.node(child, child_path(path, place)) for place, child in enumerate(node.children))
            return ExplainedNode(path, GROUP_WORDS[node.op, node.negated], holds, node.muted, children=children)
        moment = self._scope.moment
        words = describe_condition(node, as_of=moment.as_of, zone=moment.zone, vocabulary=self._vocabulary)
        has, number, events = self._own(node)
        near = self._near(node, number) if number is not None and not holds else ""
        return ExplainedNode(path, words, holds, node.muted, has, near, events)

    @singledispatchmethod
    def _own(self, condition: Condition) -> tuple[str, Decimal | None, str]:
        """The customer's own value in words, the same as a number that is compared, and the events behind it."""
        return "", None, ""

    @_own.register
    def _(self, condition: AttributeCondition) -> tuple[str, Decimal | None, str]:
        value = self._customer.fields.get(condition.field)
        return self._words(value), value if type(value) is Decimal else None, ""

    @_own.register
    def _(self, condition: EventCondition) -> tuple[str, Decimal | None, str]:
        measured = own_measure(condition, self._scope, self._customer.key)
        behind = self._behind(condition)
        number = measured if isinstance(measured, Decimal) else None
        return self._words(measured), number, self._events(behind)

    @_own.register
    def _(self, condition: RankCondition) -> tuple[str, Decimal | None, str]:
        behind = self._behind(condition)
        measured = own_measure(condition, self._scope, self._customer.key)
        if not behind.number or not isinstance(measured, Decimal):
            return "nothing to rank by", None, self._events(behind)
        before, among = ranked_before(condition, self._asker, measured)
        words = f"{number_in_words(measured)}, with {before:,} of {among:,} ahead"
        return words, None, self._events(behind)

    @_own.register
    def _(self, condition: SequenceCondition) -> tuple[str, Decimal | None, str]:
        moment = self._scope.moment
        window, always = (resolve_window(each, moment.as_of, moment.zone) for each in (condition.window, None))
        steps: list[str] = []
        for place, step in enumerate(condition.steps):
            within = always if place else window
            behind = events_behind(step, within, self._scope, self._customer.key, _EVENTS_TOLD)
            steps.append(f"{listed([event_label(event) for event in step.events], 'or')}: {self._events(behind)}")
        return "", None, "; ".join(steps)

    @_own.register
    def _(self, condition: SampleCondition) -> tuple[str, Decimal | None, str]:
        return f"{number_in_words(share_of(condition.salt, self._customer.id))} of 100", None, ""

    @_own.register
    def _(self, condition: AudienceCondition) -> tuple[str, Decimal | None, str]:
        member = self._customer.key in self._scope.memberships[condition.audience]
        return "a member, as last calculated" if member else "not a member, as last calculated", None, ""

    def _behind(self, condition: EventCondition | RankCondition) -> Behind:
        moment = self._scope.moment
        window = resolve_window(condition.window, moment.as_of, moment.zone)
        return events_behind(condition, window, self._scope, self._customer.key, _EVENTS_TOLD)

    def _events(self, behind: Behind) -> str:
        """How many, and when: “5 events: the latest 22 Nov 2026, 10:42”."""
        if not behind.number:
            return "no such event"
        latest = "; ".join(minute_in_words(at, self._scope.moment.zone) for at in behind.latest)
        if behind.number == 1:
            return f"1 event: {latest}"
        more = "" if behind.number <= len(behind.latest) else "the latest "
        return f"{behind.number:,} events: {more}{latest}"

    def _near(self, condition: Condition, number: Decimal) -> str:
        """What was needed, and how much was missing: “needs at least 3, 1 short”."""
        asked = number_condition(condition, self._vocabulary)
        if asked is None:
            return ""
        threshold = listed([number_in_words(end) for end in threshold_ends(asked.value)], "and")
        needed = _NEEDED_NOT[asked.operator] if condition.negated else _NEEDED[asked.operator]
        far = distance(number, asked.value)
        if condition.negated or not far:
            return f"needs {needed} {threshold}"
        least = min(threshold_ends(asked.value))
        return f"needs {needed} {threshold}, {number_in_words(far)} {'short' if number < least else 'over'}"

    def _words(self, value: FieldValue | None) -> str:
        zone = self._scope.moment.zone
        match value:
            case None:
                return "no value"
            case list():
                return listed([value_in_words(each, zone) for each in value], "and")
            case datetime():
                return instant_in_words(value, zone)
        return value_in_words(value, zone)
