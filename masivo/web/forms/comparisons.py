"""The forms of a comparison, one a shape of value and type: which inputs an operator shows, and what they mean."""

import calendar
from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, time
from decimal import Decimal
from typing import ClassVar, TypeVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form, SelectMultipleField, StringField, TextAreaField

from masivo.conditions.operators import OPERATORS, FieldType, Operator, Takes
from masivo.conditions.phrases import operator_label, unit_label
from masivo.conditions.tree import Unit
from masivo.web.builder.draft import ComparisonDraft, typed_lines
from masivo.web.forms.inputs import (
    ClockField,
    DayField,
    NumberField,
    TextField,
    WholeField,
    filled,
    moment,
    read_number,
)
from masivo.web.forms.picker import Picker, PickField, short_list
from masivo.web.forms.signs import from_form

_MISSING = short_list({"include": "those without a value count too", "exclude": "leave out those without a value"})
_YES_OR_NO = short_list({"": "yes or no?", "true": "yes", "false": "no"})
_MONTHS = short_list({"": "which month?"} | {str(number): calendar.month_name[number] for number in range(1, 13)})

_CLOCK_HINT = {"placeholder": "all day", "title": "A time of day such as 18:30; empty means the whole day"}


class ComparisonForm(Form):
    """An operator, its inputs in the order in which they are read, and what to do about those without a value."""

    operator = PickField("Comparison")
    missing = PickField("Customers without a value", picker=_MISSING)
    inputs: ClassVar[tuple[str, ...]] = ()

    @property
    def ending(self) -> str:
        """The word that is read behind the inputs."""
        return ""

    def shown(self) -> list[Field]:
        """The fields that the operator needs."""
        return [self[name] for name in self.inputs]

    def answer(self, zone: ZoneInfo) -> object:
        """The document's `value`, once the form is valid. Raises ValueError with a sentence."""
        raise NotImplementedError


class UnknownForm(ComparisonForm):
    """The operator is not known yet, so nothing is asked."""

    def answer(self, zone: ZoneInfo) -> object:
        """Refuse."""
        raise ValueError("Choose how to compare.")


class NothingForm(ComparisonForm):
    """The operator says it all."""

    def answer(self, zone: ZoneInfo) -> None:
        """No value."""
        return


class OneTextForm(ComparisonForm):
    """One text."""

    inputs = ("value",)
    value = TextField("Value", [filled("Write the value to compare with.")])

    def answer(self, zone: ZoneInfo) -> str:
        """The text that was typed."""
        return from_form(str(self.value.data))


class OneNumberForm(ComparisonForm):
    """One number."""

    inputs = ("value",)
    value = NumberField("Value", [filled("Write the number to compare with.")], render_kw={"inputmode": "decimal"})

    def answer(self, zone: ZoneInfo) -> Decimal:
        """The exact number."""
        return _typed(Decimal, self.value)


class OneBooleanForm(ComparisonForm):
    """Yes or no."""

    inputs = ("value",)
    value = PickField("Value", "Choose yes or no.", _YES_OR_NO)

    def answer(self, zone: ZoneInfo) -> bool:
        """True for yes."""
        return bool(self.value.data == "true")


class OneDayForm(ComparisonForm):
    """One calendar day."""

    inputs: ClassVar[tuple[str, ...]] = ("value",)
    value = DayField("Day", [filled("Choose the day.")])

    def answer(self, zone: ZoneInfo) -> str:
        """The day."""
        return moment(_typed(date, self.value), None, zone)


class OneMomentForm(OneDayForm):
    """One calendar day, or an instant of it."""

    inputs = ("value", "value_time")
    value_time = ClockField("Time of day", render_kw=_CLOCK_HINT)

    def answer(self, zone: ZoneInfo) -> str:
        """The day, or the instant where a time is given."""
        return _moment(self.value, self.value_time, zone)


class RangeNumberForm(ComparisonForm):
    """Two numbers, both taken in."""

    inputs = ("low", "high")
    low = NumberField("From", [filled("Write the lowest number.")], render_kw={"inputmode": "decimal"})
    high = NumberField(
        "To", [filled("Write the highest number.")], description="and", render_kw={"inputmode": "decimal"}
    )

    def answer(self, zone: ZoneInfo) -> list[Decimal]:
        """Both numbers."""
        return [_typed(Decimal, self.low), _typed(Decimal, self.high)]


class RangeDayForm(ComparisonForm):
    """Two calendar days, both taken in."""

    inputs: ClassVar[tuple[str, ...]] = ("low", "high")
    low = DayField("From day", [filled("Choose the first day.")])
    high = DayField("To day", [filled("Choose the last day.")], description="and")

    def answer(self, zone: ZoneInfo) -> list[str]:
        """Both days."""
        return [moment(_typed(date, self.low), None, zone), moment(_typed(date, self.high), None, zone)]


class RangeMomentForm(RangeDayForm):
    """Two days or instants."""

    inputs = ("low", "low_time", "high", "high_time")
    low_time = ClockField("From time", render_kw=_CLOCK_HINT)
    high_time = ClockField("To time", render_kw=_CLOCK_HINT)

    def answer(self, zone: ZoneInfo) -> list[str]:
        """Both days or instants, each by its own rule."""
        return [_moment(self.low, self.low_time, zone), _moment(self.high, self.high_time, zone)]


class SpanForm(ComparisonForm):
    """A relative step."""

    inputs = ("amount", "unit")
    amount = WholeField("How many", [filled("Write how many.")], render_kw={"inputmode": "numeric"})
    unit = PickField("Unit")

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """The step."""
        return {"amount": _typed(int, self.amount), "unit": str(self.unit.data)}


class DaysForm(ComparisonForm):
    """A number of days ahead."""

    inputs = ("amount",)
    amount = WholeField("Days", [filled("Write how many days ahead.")], render_kw={"inputmode": "numeric"})

    @property
    def ending(self) -> str:
        """The unit, which is not chosen."""
        return unit_label(Unit.DAY, 1 if self.amount.data == 1 else 2)

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """The step in days."""
        return {"amount": _typed(int, self.amount), "unit": Unit.DAY.value}


class MonthForm(ComparisonForm):
    """A month of the year."""

    inputs = ("value",)
    value = PickField("Month", "Choose the month.", _MONTHS)

    def answer(self, zone: ZoneInfo) -> int:
        """From 1 to 12."""
        return int(self.value.data)


class ManyForm(ComparisonForm):
    """A list of texts: chips, a box with one value a line where they are many, and a box to add one."""

    inputs: ClassVar[tuple[str, ...]] = ("values", "lines", "adding")
    values = SelectMultipleField("Values", validate_choice=False)
    lines = TextAreaField("Values, one a line")
    adding = StringField("Add a value", render_kw={"placeholder": "add a value"})

    def listed(self) -> list[str]:
        """All values, in the order in which they stand."""
        return [*(self.values.data or []), *typed_lines(self.lines.data or ""), *typed_lines(self.adding.data or "")]

    def answer(self, zone: ZoneInfo) -> Sequence[object]:
        """The values."""
        if not (listed := self.listed()):
            raise ValueError("Add at least one value.")
        return list(map(from_form, listed))


class ManyNumberForm(ManyForm):
    """A list of numbers, typed in the same way."""

    def answer(self, zone: ZoneInfo) -> Sequence[object]:
        """The exact numbers."""
        return [read_number(str(text)) for text in super().answer(zone)]


_BY_SHAPE: dict[Takes, dict[FieldType, type[ComparisonForm]]] = {
    Takes.ONE: {
        FieldType.TEXT: OneTextForm,
        FieldType.NUMBER: OneNumberForm,
        FieldType.BOOLEAN: OneBooleanForm,
        FieldType.DATE: OneDayForm,
        FieldType.DATETIME: OneMomentForm,
    },
    Takes.RANGE: {
        FieldType.NUMBER: RangeNumberForm,
        FieldType.DATE: RangeDayForm,
        FieldType.DATETIME: RangeMomentForm,
    },
    Takes.MANY: {FieldType.TEXT: ManyForm, FieldType.NUMBER: ManyNumberForm, FieldType.LIST: ManyForm},
    Takes.SPAN: dict.fromkeys((FieldType.DATE, FieldType.DATETIME), SpanForm),
    Takes.DAYS: dict.fromkeys((FieldType.DATE, FieldType.DATETIME), DaysForm),
    Takes.MONTH: dict.fromkeys((FieldType.DATE, FieldType.DATETIME), MonthForm),
    Takes.NOTHING: dict.fromkeys(FieldType, NothingForm),
}


def comparison_form(
    draft: ComparisonDraft, prefix: str, type_: FieldType, operators: Sequence[Operator]
) -> ComparisonForm:
    """The form of a comparison with a value of that type, filled with what was typed."""
    known = draft.operator in operators
    kind = _BY_SHAPE[OPERATORS[Operator(draft.operator)].takes][type_] if known else UnknownForm
    form = kind(MultiDict({f"{prefix}-{name}": text for name, text in asdict(draft).items()}), prefix=prefix)
    if isinstance(form, SpanForm):
        form.unit.picker = units(draft.amount)
    form.operator.picker = short_list({operator.value: operator_label(operator, type_) for operator in operators})
    return form


def units(amount: str) -> Picker:
    """The units of a step as they are read behind its amount: "1 day", "2 days"."""
    return short_list({unit.value: unit_label(unit, 1 if amount.strip() == "1" else 2) for unit in Unit})


def takes_missing(operator: str) -> bool:
    """Whether the operator is a negative one, which customers without a value match too unless left out."""
    return operator in list(Operator) and OPERATORS[Operator(operator)].complement_of is not None


_Typed = TypeVar("_Typed")


def _typed(type_: type[_Typed], field: Field) -> _Typed:
    """What a valid field read. Raises ValueError where it read nothing of the kind."""
    if not isinstance(field.data, type_):
        raise ValueError(f"{field.label.text}: this is missing.")
    return field.data


def _moment(day: Field, clock: Field, zone: ZoneInfo) -> str:
    return moment(_typed(date, day), clock.data if isinstance(clock.data, time) else None, zone)
