"""What the forms of a line say as the document writes it, or why they do not say it yet."""

from collections.abc import Callable, Sequence
from zoneinfo import ZoneInfo

from wtforms import Form

from masivo.web.builder.asked import AskedClause, AskedLine, AskedStep, Problem
from masivo.web.builder.draft import EVERYONE, RANK, SAMPLE, SEQUENCE, EventsDraft, LineDraft
from masivo.web.builder.names import Names
from masivo.web.forms.comparisons import ComparisonForm, takes_missing
from masivo.web.forms.lines import ClauseForm, RankForm, SampleForm
from masivo.web.forms.signs import from_form
from masivo.web.forms.windows import AnyTimeForm

Document = dict[str, object]


class Unfinished(Exception):
    """An input is missing or cannot be read; the problem says which, and why."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(sentence)
        self.problem = Problem(field, sentence)


def line_document(asked: AskedLine, names: Names, zone: ZoneInfo) -> Document | None:
    """The condition; None where a step or clause has a problem of its own. Raises Unfinished."""
    line = asked.draft
    _check(asked.form)
    if line.field is not None:
        return {"kind": "attribute", "field": line.field, **_compared(asked.comparison, zone)}
    if line.audience is not None:
        return {"kind": "audience", "audience": line.audience, "operator": line.belongs}
    if line.event is not None:
        return _event(asked, names, zone)
    return _OTHERS[line.subject](asked, names, zone)


def step_document(asked: AskedStep, names: Names) -> Document | None:
    """A step; None where one of its clauses has a problem. Raises Unfinished."""
    step, form = asked.draft, asked.form
    _check(form)
    document: Document = {"event": _events(step, names)}
    if "within_amount" in form:
        document["within"] = {"amount": form.within_amount.data, "unit": form.within_unit.data}
    if step.absent:
        document["not"] = True
    return _with_where(document, step, asked.clauses)


def clause_document(form: ClauseForm, comparison: ComparisonForm | None, zone: ZoneInfo) -> Document:
    """A line of a `where`. Raises Unfinished."""
    _check(form)
    return {"property": form.property.data, **_compared(comparison, zone)}


def _everyone(_asked: AskedLine, _names: Names, _zone: ZoneInfo) -> Document:
    return {"kind": "everyone"}


def _event(asked: AskedLine, names: Names, zone: ZoneInfo) -> Document | None:
    line = asked.draft
    document = {
        "kind": "event",
        "event": [line.event, *_events(line, names)],
        "measure": _measure(asked, names),
        **_compared(asked.comparison, zone),
        **_window(asked.window, zone),
    }
    return _with_where(document, line, asked.clauses)


def _rank(asked: AskedLine, names: Names, zone: ZoneInfo) -> Document | None:
    line, form = asked.draft, asked.form
    assert isinstance(form, RankForm)
    document = {
        "kind": "rank",
        "event": _events(line, names),
        "measure": _measure(asked, names),
        "order": form.order.data,
        "top": {form.top_kind.data: form.top.data},
        **_window(asked.window, zone),
    }
    return _with_where(document, line, asked.clauses)


def _sample(asked: AskedLine, _names: Names, _zone: ZoneInfo) -> Document:
    form = asked.form
    assert isinstance(form, SampleForm)
    return {"kind": "sample", "percent": form.percent.data, "salt": from_form(str(form.salt.data))}


def _sequence(asked: AskedLine, _names: Names, zone: ZoneInfo) -> Document | None:
    steps = [step.document for step in asked.steps]
    window = _window(asked.window, zone)
    return None if None in steps else {"kind": "sequence", "steps": steps, **window}


_OTHERS: dict[str, Callable[[AskedLine, Names, ZoneInfo], Document | None]] = {
    EVERYONE: _everyone,
    SEQUENCE: _sequence,
    RANK: _rank,
    SAMPLE: _sample,
}


def _measure(asked: AskedLine, names: Names) -> Document:
    line = asked.draft
    return {"fn": line.measure, **({"property": line.measured} if names.measured_by(line.measure) else {})}


def _events(part: EventsDraft, names: Names) -> list[str]:
    """The event types that are chosen beside a line's subject, all of them known."""
    beside = isinstance(part, LineDraft) and part.event is not None
    for event in part.also:
        if not event or event not in names.events:
            more = beside or len(part.also) > 1
            raise Unfinished("also", "Choose the other event, or remove it." if more else "Choose the event.")
    return list(part.also)


def _window(form: AnyTimeForm | None, zone: ZoneInfo) -> Document:
    window = None if form is None else _answer(form, zone, "window")
    return {} if window is None else {"window": window}


def _with_where(document: Document, part: EventsDraft, clauses: Sequence[AskedClause]) -> Document | None:
    if any(clause.problem for clause in clauses):
        return None
    if not clauses:
        return document
    return {**document, "where": {"op": part.where.value, "children": [clause.document for clause in clauses]}}


def _compared(form: ComparisonForm | None, zone: ZoneInfo) -> Document:
    if form is None:
        raise Unfinished("measure", "Choose what to measure.")
    answer = _answer(form, zone, form.inputs[0] if form.inputs else "operator")
    compared: Document = {"operator": form.operator.data}
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
        raise Unfinished(field, str(error)) from None


def _check(form: Form) -> None:
    form.validate()
    for field in form:
        for sentence in field.errors:
            raise Unfinished(field.short_name, str(sentence))
