"""Each kind of condition as a simple select of customer keys, as what a few selects give, or as a stored set."""

from functools import singledispatch

from sqlalchemy import and_, select

from masivo.conditions.tree import (
    AttributeCondition,
    AudienceCondition,
    AudienceOperator,
    Condition,
    EventCondition,
    EveryoneCondition,
    RankCondition,
    SampleCondition,
    SequenceCondition,
)
from masivo.conditions.windows import resolve_window
from masivo.evaluation.event_selects import event_question
from masivo.evaluation.predicates import holds, needs_years, positive_of, within
from masivo.evaluation.ranks import rank_reckoning
from masivo.evaluation.samples import sample_reckoning
from masivo.evaluation.scope import KeySelect, Members, Question, Reckoning, Scope
from masivo.evaluation.sequences import sequence_reckoning
from masivo.warehouse.expressions import has_value


@singledispatch
def question(condition: Condition, scope: Scope) -> Question | Reckoning | Members:
    """The question that a condition asks of the warehouse, its `not` left aside.

    The condition's names must be in the catalog of `scope.snapshot`, and its audiences in `scope.memberships`: parse
    it against those.
    """
    raise TypeError(f"no select for {type(condition).__name__}")


@question.register
def _(condition: AttributeCondition, scope: Scope) -> Question:
    customers = scope.snapshot.tables.customers
    entry = scope.snapshot.catalog.fields[condition.field]
    column = scope.column(entry)
    positive = positive_of(condition.operator)
    years = scope.value_years(entry) if needs_years(entry.type, positive) else ()
    predicate = holds(column, entry.type, positive, condition.value, scope.moment, years)
    if positive is condition.operator:
        return Question(select(customers.c.customer_key).where(predicate))
    if condition.exclude_missing:
        return Question(select(customers.c.customer_key).where(and_(has_value(column), ~predicate)))
    return Question(select(customers.c.customer_key).where(predicate), complement=True)


@question.register
def _(condition: EventCondition, scope: Scope) -> Question:
    return event_question(condition, scope)


@question.register
def _(condition: SequenceCondition, scope: Scope) -> Reckoning:
    return sequence_reckoning(condition, scope)


@question.register
def _(condition: RankCondition, scope: Scope) -> Reckoning:
    return rank_reckoning(condition, scope)


@question.register
def _(condition: SampleCondition, scope: Scope) -> Reckoning:
    return sample_reckoning(condition, scope)


@question.register
def _(condition: AudienceCondition, scope: Scope) -> Members:
    complement = condition.operator is AudienceOperator.NOT_MEMBER
    return Members(scope.memberships[condition.audience], complement)


@question.register
def _(condition: EveryoneCondition, scope: Scope) -> Question:
    customers = scope.snapshot.tables.customers
    return Question(select(customers.c.customer_key).where(customers.c.customer_key < 0), complement=True)


def brand_universe(scope: Scope) -> KeySelect:
    """The customers with at least one event of the scope's brand, at or before as_of, that counts (section 1)."""
    events = scope.snapshot.tables.events
    ever = resolve_window(None, scope.moment.as_of, scope.moment.zone)
    bounds = within(events.c.occurred_at, scope.clip(ever))
    return select(events.c.customer_key).where(events.c.counts, events.c.brand_id == scope.brand, *bounds)
