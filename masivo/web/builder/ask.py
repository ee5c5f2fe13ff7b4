"""One line as a question: its forms, and the condition that they make or the sentence that says what is missing."""

import re
from collections.abc import Sequence
from dataclasses import replace
from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType, Operator
from masivo.conditions.parse import parse_condition
from masivo.errors import DocumentRefused
from masivo.web.builder.asked import AskedClause, AskedLine, AskedStep, Problem
from masivo.web.builder.draft import SEQUENCE, ClauseDraft, ComparisonDraft, LineDraft, StepDraft
from masivo.web.builder.line_documents import Unfinished, clause_document, line_document, step_document
from masivo.web.builder.names import Names
from masivo.web.forms.comparisons import ComparisonForm, comparison_form
from masivo.web.forms.lines import clause_form, line_form, step_form
from masivo.web.forms.windows import window_form

_STEP_PATH = re.compile(r"\$\.steps\[(\d+)\](?:\.(\w+))?")
_CLAUSE_PATH = re.compile(r"\.where\.children\[(\d+)\]")
_FIELD_PATH = re.compile(r"\$\.(\w+)")
_FIELDS = {"audience": "subject", "event": "also", "within": "within_amount", "not": "absent"}
"""The inputs that stand for a key of the document, where they go by another name."""


def ask_line(line: LineDraft, names: Names, zone: ZoneInfo) -> AskedLine:
    """The line as a question of the account whose names these are; moments are typed on the zone's clock."""
    measured_by = names.measured_by(line.measure) if line.measures else None
    asked = AskedLine(
        draft=line,
        form=line_form(line, names.subjects, measured_by),
        comparison=_comparison(line.id, line.comparison, names.comparable(line)),
        window=window_form(line.window, line.id) if line.measures or line.subject == SEQUENCE else None,
        clauses=_ask_clauses(line.clauses, names, zone),
        steps=tuple(
            _ask_step(step, names, zone, first=place == 0, last=place == len(line.steps) - 1)
            for place, step in enumerate(line.steps)
        ),
        condition=None,
        problem=None,
    )
    try:
        document = line_document(asked, names, zone)
    except Unfinished as unfinished:
        return replace(asked, problem=unfinished.problem)
    if document is None:
        return asked
    try:
        condition = parse_condition(document, names.vocabulary)
    except DocumentRefused as refused:
        return _refuse(asked, refused)
    return replace(asked, condition=replace(condition, negated=line.negated, muted=line.muted))


def _ask_step(step: StepDraft, names: Names, zone: ZoneInfo, *, first: bool, last: bool) -> AskedStep:
    asked = AskedStep(
        step, step_form(step, first=first, last=last), _ask_clauses(step.clauses, names, zone), None, None
    )
    try:
        return replace(asked, document=step_document(asked, names))
    except Unfinished as unfinished:
        return replace(asked, problem=unfinished.problem)


def _ask_clauses(clauses: Sequence[ClauseDraft], names: Names, zone: ZoneInfo) -> tuple[AskedClause, ...]:
    return tuple(_ask_clause(clause, names, zone) for clause in clauses)


def _ask_clause(clause: ClauseDraft, names: Names, zone: ZoneInfo) -> AskedClause:
    form = clause_form(clause, names.properties)
    comparison = _comparison(clause.id, clause.comparison, names.comparable_property(clause.property))
    try:
        document = clause_document(form, comparison, zone)
    except Unfinished as unfinished:
        return AskedClause(clause, form, comparison, None, unfinished.problem)
    return AskedClause(clause, form, comparison, document, None)


def _comparison(
    prefix: str, draft: ComparisonDraft, fit: tuple[FieldType, Sequence[Operator]] | None
) -> ComparisonForm | None:
    return comparison_form(draft, prefix, *fit) if fit else None


def _refuse(asked: AskedLine, refused: DocumentRefused) -> AskedLine:
    """The line with the language's own sentence beside the step, the clause or the input of its path."""
    in_step, in_clause = _STEP_PATH.match(refused.path), _CLAUSE_PATH.search(refused.path)
    place = int(in_step[1]) if in_step else None
    clauses = list(asked.clauses if place is None else asked.steps[place].clauses)
    if in_clause:
        number = int(in_clause[1])
        clauses[number] = replace(clauses[number], problem=Problem("value", refused.message))
        if place is None:
            return replace(asked, clauses=tuple(clauses))
        return _with_step(asked, place, replace(asked.steps[place], clauses=tuple(clauses)))
    if in_step and place is not None:
        problem = Problem(_FIELDS.get(in_step[2] or "", "also"), refused.message)
        return _with_step(asked, place, replace(asked.steps[place], problem=problem))
    key = (_FIELD_PATH.match(refused.path) or ["", "value"])[1]
    return replace(asked, problem=Problem(_FIELDS.get(key, key), refused.message))


def _with_step(asked: AskedLine, place: int, step: AskedStep) -> AskedLine:
    return replace(asked, steps=(*asked.steps[:place], step, *asked.steps[place + 1 :]))
