"""The forms of a condition besides its comparison and window: what is asked, by kind, a step, an `only where` line."""

from collections.abc import Mapping
from dataclasses import asdict

from werkzeug.datastructures import MultiDict
from wtforms import Form

from masivo.conditions.operators import TEMPORAL_MEASURES, MeasureFn
from masivo.conditions.phrases import measure_label, order_label
from masivo.conditions.tree import AudienceOperator, Order
from masivo.web.builder.draft import RANK, SAMPLE, ClauseDraft, LineDraft, StepDraft
from masivo.web.forms.comparisons import units
from masivo.web.forms.inputs import NumberField, TextField, WholeField, filled
from masivo.web.forms.picker import OpenPickField, Picker, PickField, short_list

MEASURES = short_list({fn.value: measure_label(fn) for fn in MeasureFn})
RANKED = short_list({fn.value: measure_label(fn) for fn in MeasureFn if fn not in TEMPORAL_MEASURES})
EITHER = short_list({"all": "all of", "any": "any of"})

_ORDERS = short_list({order.value: f"with the {order_label(order)}" for order in Order})
_TOPS = short_list({"percent": "percent of customers", "count": "customers"})
_BELONGS = short_list(
    {AudienceOperator.MEMBER: "includes the customer", AudienceOperator.NOT_MEMBER: "does not include the customer"}
)
_WITHIN = short_list({"": "at any time after that", "within": "within"})
_THEN = short_list({"": "then", "yes": "then did not"})


class LineForm(Form):
    """What the line asks; the pickers depend on the account's names."""

    subject = PickField("Question", "Choose what this line asks.")


class EventForm(LineForm):
    """What of an event is measured."""

    measure = PickField("Measure", "Choose what to measure.", MEASURES)
    measured = PickField("Measured property", "Choose which property to measure.")
    where = PickField("Which of these must hold", picker=EITHER)


class RankForm(EventForm):
    """How many of the first by a measure."""

    top = NumberField("How many", [filled("Write how many.")], description="the", render_kw={"inputmode": "decimal"})
    top_kind = PickField("Customers or percent", picker=_TOPS)
    order = PickField("From which end", picker=_ORDERS)
    measure = PickField("Measure", "Choose what to measure.", RANKED)


class SampleForm(LineForm):
    """A percent, and the name of the draw."""

    percent = NumberField(
        "Percent", [filled("Write the percent, such as 10.")], description="of", render_kw={"inputmode": "decimal"}
    )
    salt = TextField(
        "Name of the draw",
        [filled("Give the draw a name: the same name always draws the same customers.")],
        description="percent, drawn as",
        render_kw={"placeholder": "such as spring test"},
    )


class AudienceForm(LineForm):
    """How a customer stands to the audience; whether that one can be asked, the language says."""

    subject = OpenPickField("Question")
    belongs = PickField("Membership", picker=_BELONGS)


class StepForm(Form):
    """How a step of a sequence follows the one before it; the first shows no `within`, and only the last `absent`."""

    absent = PickField("Then, or then did not", picker=_THEN)
    where = PickField("Which of these must hold", picker=EITHER)
    within = PickField("How soon", picker=_WITHIN)
    within_amount = WholeField("How many", [filled("Write how many.")], render_kw={"inputmode": "numeric"})
    within_unit = PickField("Unit")


class ClauseForm(Form):
    """The property that an `only where` line asks."""

    property = PickField("Property", "Choose the property.")


def line_form(line: LineDraft, subjects: Picker, measured_by: Picker | None) -> LineForm:
    """The form of a line, with the fields that its subject shows."""
    form = _form_of(line)(
        _named(
            line.id,
            {
                "subject": line.subject,
                "measure": line.measure,
                "measured": line.measured,
                "where": line.where.value,
                "belongs": line.belongs,
                **asdict(line.share),
            },
        ),
        prefix=line.id,
    )
    form.subject.picker = subjects
    if isinstance(form, EventForm):
        if measured_by is None:
            del form.measured
        else:
            form.measured.picker = measured_by
    return form


def _form_of(line: LineDraft) -> type[LineForm]:
    if line.event is not None:
        return EventForm
    if line.audience is not None:
        return AudienceForm
    return {RANK: RankForm, SAMPLE: SampleForm}.get(line.subject, LineForm)


def step_form(step: StepDraft, *, first: bool, last: bool) -> StepForm:
    """The form of a step in its place."""
    texts = {name: text for name, text in asdict(step).items() if isinstance(text, str)}
    form = StepForm(_named(step.id, texts), prefix=step.id)
    form.within_unit.picker = units(step.within_amount)
    if first:
        del form.within
    if first or not last:
        del form.absent
    if first or not step.within:
        del form.within_amount, form.within_unit
    return form


def clause_form(clause: ClauseDraft, properties: Picker) -> ClauseForm:
    """The form of a `where` line."""
    form = ClauseForm(_named(clause.id, {"property": clause.property}), prefix=clause.id)
    form.property.picker = properties
    return form


def _named(prefix: str, texts: Mapping[str, str]) -> "MultiDict[str, str]":
    return MultiDict({f"{prefix}-{name}": text for name, text in texts.items()})
