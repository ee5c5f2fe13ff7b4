"""The conditions that a line could be instead so that more customers match: each way of its kind, nearest first."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from functools import partial

from masivo.conditions.operators import TEMPORAL_MEASURES, Operator
from masivo.conditions.tree import (
    AttributeCondition,
    Condition,
    EventCondition,
    Logic,
    PropertyTest,
    RankCondition,
    SampleCondition,
    SequenceCondition,
    Step,
    TopCount,
    TopPercent,
    Value,
    Where,
)
from masivo.services.looser_steps import rungs, spans, windows
from masivo.services.looser_values import Compared, other_values
from masivo.warehouse.catalog import Owner
from masivo.warehouse.store import Snapshot

_PERCENTS = tuple(map(Decimal, (1, 2, 5, 10, 20, 25, 50, 75, 100)))
_COUNTS = (1, 10, 50, 100, 500, 1000, 5000, 10_000, 50_000, 100_000)
_KNOWN_VALUES = 100
_GROWS = frozenset({Operator.GT, Operator.GTE, Operator.IS_SET})
_SHRINKS = frozenset({Operator.LT, Operator.LTE, Operator.NE, Operator.NOT_IN_LAST, Operator.IS_NOT_SET})

Ways = Iterator[Sequence[Condition]]


def looser_lines(line: Condition, snapshot: Snapshot) -> list[Sequence[Condition]]:
    """The ways of a line, but for the thresholds of numbers; a way may be empty.

    A `not` turns the direction round: what is inside of it must hold for fewer.
    """
    return [way for way in _ways(line, snapshot, more=not line.negated) if way]


def _ways(line: Condition, snapshot: Snapshot, *, more: bool) -> Ways:
    match line:
        case AttributeCondition():
            texts = partial(_texts, snapshot, line.field, Owner.CUSTOMER)
            for way in other_values(Compared(line.operator, line.value), texts, more=more):
                yield [replace(line, operator=each.operator, value=each.value) for each in way]
            yield _with_missing(line, more=more)
        case EventCondition():
            yield from _of_events(line, snapshot, more=more)
        case SequenceCondition():
            yield [replace(line, window=window) for window in windows(line.window, longer=more)]
            yield from _of_steps(line, snapshot, more=more)
        case RankCondition():
            yield _of_top(line, more=more)
            yield [replace(line, window=window) for window in windows(line.window, longer=more)]
            yield from _of_where(line.where, snapshot, lambda where: replace(line, where=where), more=more)
        case SampleCondition():
            yield [replace(line, percent=percent) for percent in rungs(_PERCENTS, line.percent, up=more)]


def _of_events(line: EventCondition, snapshot: Snapshot, *, more: bool) -> Ways:
    if line.measure.fn in TEMPORAL_MEASURES:
        for way in other_values(Compared(line.operator, line.value), tuple, more=more):
            yield [replace(line, operator=each.operator, value=each.value) for each in way]
    of_more_events = _grows(line.operator, line.value) is more
    yield [replace(line, window=window) for window in windows(line.window, longer=of_more_events)]
    yield from _of_where(line.where, snapshot, lambda where: replace(line, where=where), more=of_more_events)
    yield _with_missing(line, more=more)


def _grows(operator: Operator, value: Value) -> bool:
    """Whether more events can let a customer match who did not: at least 3, but not exactly 0."""
    if operator in _GROWS or operator in _SHRINKS:
        return operator in _GROWS
    least = value[0] if isinstance(value, tuple) else value
    return not (isinstance(least, Decimal) and least <= 0)


def _of_steps(line: SequenceCondition, snapshot: Snapshot, *, more: bool) -> Ways:
    for place, step in enumerate(line.steps):
        of_more_events = more is not step.absent
        if step.within:
            steps = [*spans(step.within, longer=of_more_events), *([None] if of_more_events else [])]
            yield [_with_step(line, place, replace(step, within=span)) for span in steps]
        yield from _of_where(step.where, snapshot, partial(_with_step_where, line, place), more=of_more_events)


def _with_step_where(line: SequenceCondition, place: int, where: Where | None) -> SequenceCondition:
    return _with_step(line, place, replace(line.steps[place], where=where))


def _with_step(line: SequenceCondition, place: int, step: Step) -> SequenceCondition:
    return replace(line, steps=(*line.steps[:place], step, *line.steps[place + 1 :]))


def _of_top(line: RankCondition, *, more: bool) -> list[Condition]:
    if isinstance(line.top, TopPercent):
        return [replace(line, top=TopPercent(percent)) for percent in rungs(_PERCENTS, line.top.percent, up=more)]
    return [replace(line, top=TopCount(count)) for count in rungs(_COUNTS, line.top.count, up=more)]


def _of_where(where: Where | None, snapshot: Snapshot, put: Callable[[Where | None], Condition], *, more: bool) -> Ways:
    """Fewer or looser tests of the events, for more of them; none for fewer events, which is no change to propose."""
    if where is None or not more:
        return
    tests = where.children
    if len(tests) == 1:
        yield [put(None)]
    elif where.op is Logic.ALL:
        yield [put(replace(where, children=tests[:place] + tests[place + 1 :])) for place in range(len(tests))]
        yield [put(replace(where, op=Logic.ANY))]
    for place, test in enumerate(tests):
        for way in other_values(
            Compared(test.operator, test.value), partial(_property_texts, snapshot, test), more=True
        ):
            changed = [replace(test, operator=each.operator, value=each.value) for each in way]
            yield [put(replace(where, children=(*tests[:place], each, *tests[place + 1 :]))) for each in changed]


def _with_missing(line: AttributeCondition | EventCondition, *, more: bool) -> list[Condition]:
    return [replace(line, exclude_missing=False)] if more and line.exclude_missing else []


def _property_texts(snapshot: Snapshot, test: PropertyTest) -> Sequence[str]:
    entry = snapshot.catalog.properties.get(test.property)
    return _texts(snapshot, test.property, entry.owner) if entry else ()


def _texts(snapshot: Snapshot, name: str, owner: Owner) -> Sequence[str]:
    return [value for value, _ in snapshot.top_values(name, owner, _KNOWN_VALUES)]
