"""One line as a question: its forms, and the condition that they make or the sentence that says what is missing."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zoneinfo import ZoneInfo

from wtforms import Form

from masivo.conditions.operators import FieldType, Operator
from masivo.conditions.parse import parse_condition
from masivo.conditions.tree import Condition
from masivo.errors import DocumentRefused
from masivo.web.builder.draft import EVERYONE, ClauseDraft, ComparisonDraft, LineDraft
from masivo.web.builder.names import Names
from masivo.web.forms.comparisons import ComparisonForm, comparison_form, takes_missing
from masivo.web.forms.lines import AnyTimeForm, ClauseForm, LineForm, clause_form, line_form, window_form

_CLAUSE_PATH = re.compile(r"\.where\.children\[(\d+)\]")
_FIELD_PATH = re.compile(r"\$\.(\w+)")


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line takes no part, in words, and the input beside which that is said."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A line of a `where`. `comparison` is None while its property is unknown, `document` where a problem stands."""

    draft: ClauseDraft
    form: ClauseForm
    comparison: ComparisonForm | None
    document: dict[str, object] | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line with its forms. `condition` is None where the line or one of its clauses has a problem."""

    draft: LineDraft
    form: LineForm
    comparison: ComparisonForm | None
    window: AnyTimeForm | None
    clauses: tuple[AskedClause, ...]
    condition: Condition | None
    problem: Problem | None


class _Unfinished(Exception):
    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(field, sentence)


def ask_line(line: LineDraft, names: Names, zone: ZoneInfo) -> AskedLine:
    """The line as a question to the warehouse whose names these are; moments are typed on the zone's clock."""
    measured_by = names.measured_by(line.measure) if line.event is not None else None
    asked = AskedLine(
        draft=line,
        form=line_form(line, names.subjects, measured_by),
        comparison=_comparison(line.id, line.comparison, names.comparable(line)),
        window=window_form(line.window, line.id) if line.event is not None else None,
        clauses=tuple(_ask_clause(clause, names, zone) for clause in line.clauses),
        condition=None,
        problem=None,
    )
    try:
        document = _document(asked, names, zone)
    except _Unfinished as unfinished:
        return replace(asked, problem=unfinished.problem)
    if document is None:
        return asked
    try:
        condition = parse_condition(document, names.catalog)
    except DocumentRefused as refused:
        return _refuse(asked, refused)
    return replace(asked, condition=replace(condition, negated=line.negated, muted=line.muted))


def _ask_clause(clause: ClauseDraft, names: Names, zone: ZoneInfo) -> AskedClause:
    form = clause_form(clause, names.properties)
    comparison = _comparison(clause.id, clause.comparison, names.comparable_property(clause.property))
    try:
        _check(form)
        document = {"property": clause.property, **_compared(comparison, zone)}
    except _Unfinished as unfinished:
        return AskedClause(clause, form, comparison, None, unfinished.problem)
    return AskedClause(clause, form, comparison, document, None)


def _comparison(
    prefix: str, draft: ComparisonDraft, fit: tuple[FieldType, Sequence[Operator]] | None
) -> ComparisonForm | None:
    return comparison_form(draft, prefix, *fit) if fit else None


def _document(asked: AskedLine, names: Names, zone: ZoneInfo) -> dict[str, object] | None:
    """The condition as the contract writes it; None where a clause has a problem. Raises _Unfinished."""
    line = asked.draft
    _check(asked.form)
    if line.subject == EVERYONE:
        return {"kind": "everyone"}
    if line.field is not None:
        return {"kind": "attribute", "field": line.field, **_compared(asked.comparison, zone)}
    for event in line.also:
        if not event or event not in names.events:
            raise _Unfinished("also", "Choose the other event, or remove it.")
    document = {
        "kind": "event",
        "event": [line.event, *line.also],
        "measure": {"fn": line.measure, **({"property": line.measured} if names.measured_by(line.measure) else {})},
        **_compared(asked.comparison, zone),
    }
    if asked.window is not None and (window := _answer(asked.window, zone, "window")) is not None:
        document["window"] = window
    if asked.clauses:
        document["where"] = {"op": line.where.value, "children": [clause.document for clause in asked.clauses]}
    return None if any(clause.problem for clause in asked.clauses) else document


def _compared(form: ComparisonForm | None, zone: ZoneInfo) -> dict[str, object]:
    if form is None:
        raise _Unfinished("measure", "Choose what to measure.")
    answer = _answer(form, zone, form.inputs[0] if form.inputs else "operator")
    compared: dict[str, object] = {"operator": form.operator.data}
    if form.inputs:
        compared["value"] = answer
    if takes_missing(form.operator.data) and form.missing.data == "exclude":
        compared["missing"] = "exclude"
    return compared


def _answer(form: ComparisonForm | AnyTimeForm, zone: ZoneInfo, field: str) -> object:
    """What a form answers; a sentence that belongs to no input of its own stands beside `field`."""
    _check(form)
    try:
        return form.answer(zone)
    except ValueError as error:
        raise _Unfinished(field, str(error)) from None


def _check(form: Form) -> None:
    form.validate()
    for field in form:
        for sentence in field.errors:
            raise _Unfinished(field.short_name, str(sentence))


def _refuse(asked: AskedLine, refused: DocumentRefused) -> AskedLine:
    """The line with the language's own sentence beside the clause or the input of its path."""
    field = (_FIELD_PATH.match(refused.path) or ["", "value"])[1]
    if found := _CLAUSE_PATH.search(refused.path):
        clauses = list(asked.clauses)
        number = int(found[1])
        clauses[number] = replace(clauses[number], problem=Problem("value", refused.message))
        return replace(asked, clauses=tuple(clauses))
    return replace(asked, problem=Problem(field, refused.message))
