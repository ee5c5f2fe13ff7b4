"""What follows from a change: a new subject, measure or operator brings the operators and inputs that fit it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from masivo.conditions.limits import STEPS
from masivo.conditions.operators import OPERATORS, FieldType, MeasureFn, Operator, Takes
from masivo.web.builder import draft
from masivo.web.builder.draft import (
    EVENT_PREFIX,
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    ShareDraft,
    StepDraft,
    map_clauses,
    map_lines,
    new_ids,
)
from masivo.web.builder.names import Names

FIRST_OPERATOR: dict[FieldType, Operator] = {
    FieldType.TEXT: Operator.IN,
    FieldType.NUMBER: Operator.GTE,
    FieldType.BOOLEAN: Operator.EQ,
    FieldType.DATE: Operator.IN_LAST,
    FieldType.DATETIME: Operator.IN_LAST,
    FieldType.LIST: Operator.HAS_ANY,
}
"""The question that is asked most of each type."""


def follow(root: GroupDraft, names: Names) -> GroupDraft:
    """The draft with every line's inputs fitting what it asks now; asked twice, it changes nothing more.

    A subject that is no longer known keeps its line as it is, so that the person can see what it asked.
    """
    ids = new_ids(root)
    return map_lines(root, lambda line: _follow_line(line, names, ids))


def _follow_line(line: LineDraft, names: Names, ids: Iterator[str]) -> LineDraft:
    if line.subject != line.asked:
        line = _fresh(line, ids)
    fit = names.comparable(line)
    comparison = _fit(line.comparison, *fit) if fit else line.comparison
    return map_clauses(replace(line, comparison=comparison), lambda clause: _follow_clause(clause, names))


def _fresh(line: LineDraft, ids: Iterator[str]) -> LineDraft:
    """A line that asks something else; what it asked of an event, or of an audience, goes along to another one."""
    if line.event is not None and line.asked.startswith(EVENT_PREFIX) and line.measure:
        return replace(line, asked=line.subject)
    fresh = LineDraft(id=line.id, negated=line.negated, muted=line.muted, asked=line.subject, subject=line.subject)
    if line.event is not None:
        return replace(fresh, measure=MeasureFn.COUNT, comparison=ComparisonDraft(operator=Operator.GTE, value="1"))
    if line.audience is not None:
        return replace(fresh, belongs=line.belongs)
    match line.subject:
        case draft.SEQUENCE:
            return replace(fresh, steps=tuple(StepDraft(id=next(ids)) for _ in range(STEPS[0])))
        case draft.RANK:
            return replace(fresh, also=("",), measure=MeasureFn.COUNT, share=ShareDraft(top="10"))
        case draft.SAMPLE:
            return replace(fresh, share=ShareDraft(percent="10"))
    return fresh


def _follow_clause(clause: ClauseDraft, names: Names) -> ClauseDraft:
    fit = names.comparable_property(clause.property)
    comparison = clause.comparison if clause.property == clause.asked else ComparisonDraft()
    return replace(clause, asked=clause.property, comparison=_fit(comparison, *fit) if fit else comparison)


def _fit(comparison: ComparisonDraft, type_: FieldType, operators: Sequence[Operator]) -> ComparisonDraft:
    """The comparison with an operator of its type, and what was typed carried over to the inputs that it shows."""
    if comparison.operator not in operators:
        comparison = ComparisonDraft(operator=FIRST_OPERATOR[type_])
    takes = OPERATORS[Operator(comparison.operator)].takes
    if takes is Takes.MANY and comparison.value and not comparison.listed:
        return replace(comparison, values=(comparison.value,))
    if takes is Takes.ONE and not comparison.value:
        return replace(comparison, value=next(iter(comparison.listed), comparison.low))
    if takes is Takes.RANGE and not comparison.low and not comparison.high:
        return replace(comparison, low=comparison.value)
    return comparison
