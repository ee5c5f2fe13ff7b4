"""The forms of a window: when events count, one form a shape of window."""

from dataclasses import asdict
from datetime import date, time
from typing import ClassVar
from zoneinfo import ZoneInfo

from werkzeug.datastructures import MultiDict
from wtforms import Field, Form

from masivo.conditions.phrases import period_label
from masivo.conditions.tree import Period
from masivo.web.builder.draft import PERIOD_PREFIX, WindowDraft
from masivo.web.forms.comparisons import units
from masivo.web.forms.inputs import ClockField, DayField, WholeField, filled, moment
from masivo.web.forms.picker import Picker, PickField

WINDOWS = Picker(
    "at any time",
    {
        "Relative": {"last": "in the last", "before_last": "longer ago than"},
        "Fixed": {"between": "from … to", "since": "since"},
        "Calendar": {PERIOD_PREFIX + period: period_label(period) for period in Period},
    },
    unknown="Choose one of the list.",
)


class AnyTimeForm(Form):
    """All time up to now; the other windows add their inputs."""

    window = PickField("When", picker=WINDOWS)
    inputs: ClassVar[tuple[str, ...]] = ()

    def shown(self) -> list[Field]:
        """The fields that the window needs."""
        return [self[name] for name in self.inputs]

    def answer(self, zone: ZoneInfo) -> dict[str, object] | None:
        """The document's `window`, once the form is valid. Raises ValueError with a sentence."""
        return None


class PeriodForm(AnyTimeForm):
    """A named calendar period."""

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """The period by name."""
        return {"kind": "period", "name": str(self.window.data).removeprefix(PERIOD_PREFIX)}


class RelativeForm(AnyTimeForm):
    """In the last, or longer ago than, a step."""

    inputs = ("window_amount", "window_unit")
    window_amount = WholeField("How long", [filled("Write how long.")], render_kw={"inputmode": "numeric"})
    window_unit = PickField("Unit of time")

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """The kind and its step."""
        return {"kind": self.window.data, "amount": self.window_amount.data, "unit": self.window_unit.data}


class SinceForm(AnyTimeForm):
    """From a day or instant on."""

    inputs: ClassVar[tuple[str, ...]] = ("start", "start_time")
    start = DayField("Since day", [filled("Choose the first day.")])
    start_time = ClockField("Since time", render_kw={"placeholder": "all day"})

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """Its start."""
        return {"kind": "since", "from": _end(self.start, self.start_time, zone)}


class BetweenForm(SinceForm):
    """From one day or instant to another."""

    inputs = ("start", "start_time", "end", "end_time")
    end = DayField("To day", [filled("Choose the last day.")], description="to")
    end_time = ClockField("To time", render_kw={"placeholder": "all day"})

    def answer(self, zone: ZoneInfo) -> dict[str, object]:
        """Both ends."""
        return {
            "kind": "between",
            "from": _end(self.start, self.start_time, zone),
            "to": _end(self.end, self.end_time, zone),
        }


_BY_WINDOW: dict[str, type[AnyTimeForm]] = {
    "": AnyTimeForm,
    "last": RelativeForm,
    "before_last": RelativeForm,
    "since": SinceForm,
    "between": BetweenForm,
    **{PERIOD_PREFIX + period: PeriodForm for period in Period},
}


def _end(day: Field, clock: Field, zone: ZoneInfo) -> str:
    if not isinstance(day.data, date):
        raise ValueError("Choose the day.")
    return moment(day.data, clock.data if isinstance(clock.data, time) else None, zone)


def window_form(window: WindowDraft, prefix: str) -> AnyTimeForm:
    """The form of a window, with the inputs of its kind."""
    kind = _BY_WINDOW.get(window.window, AnyTimeForm)
    form = kind(MultiDict({f"{prefix}-{name}": text for name, text in asdict(window).items()}), prefix=prefix)
    if isinstance(form, RelativeForm):
        form.window_unit.picker = units(window.window_amount)
    return form
