"""Fields that turn what a person typed into the document's exact values, and say in words what they cannot read."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from markupsafe import Markup
from wtforms import Field, Form, StringField
from wtforms.validators import StopValidation
from wtforms.widgets import DateInput, TextArea, TextInput

from masivo.conditions.fold import WHITE_SPACE
from masivo.conditions.moments import instant_from_text

_NUMBER = re.compile(r"[+-]?(\d{1,40}(\.\d{0,40})?|\.\d{1,40})", re.ASCII)
_WHOLE = re.compile(r"\d{1,9}", re.ASCII)
_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,6})?)?(Z|[+-]\d{2}:\d{2})?", re.ASCII)

Validator = Callable[[Form, Field], None]


def filled(sentence: str) -> Validator:
    """A check that something was typed; the sentence says what to type."""

    def check(_form: Form, field: Field) -> None:
        if not field.errors and not "".join(map(str, field.raw_data or ())).strip(WHITE_SPACE):
            raise StopValidation(sentence)

    return check


def read_number(text: str) -> Decimal:
    """An exact number. Raises ValueError with a sentence."""
    text = text.strip().replace("\u2212", "-")
    if not _NUMBER.fullmatch(text):
        raise ValueError(f"“{text}” is not a number. Write it like 1250.50, without thousands separators.")
    return Decimal(text)


class TypedField(StringField):
    """A field of one text, which it shows again as it was typed."""

    data: Any

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the text; a blank one is no value. Raises ValueError with a sentence."""
        text = valuelist[0] if valuelist else ""
        self.data = self.read(text.strip()) if text.strip() else None

    def read(self, text: str) -> object:
        """The value of a text that is not blank."""
        raise NotImplementedError

    def _value(self) -> str:
        return str(self.raw_data[0]) if self.raw_data else ""


class TextField(TypedField):
    """A text value, taken letter by letter: white space at its ends is part of what is asked."""

    def __call__(self, **kwargs: object) -> Markup:
        """A box of several lines where the text has them: an input of one line would drop the breaks."""
        widget = TextArea() if "\n" in self._value() else TextInput()
        return widget(self, **{**(self.render_kw or {}), **kwargs})

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take the text as it is."""
        self.data = valuelist[0] if valuelist else None


class NumberField(TypedField):
    """An exact decimal number."""

    def read(self, text: str) -> Decimal:
        """The number."""
        return read_number(text)


class WholeField(TypedField):
    """A whole number from 0 up."""

    def read(self, text: str) -> int:
        """The number."""
        if not _WHOLE.fullmatch(text):
            raise ValueError(f"“{text}” is not a whole number.")
        return int(text)


class DayField(TypedField):
    """A calendar day, with the browser's own picker."""

    widget = DateInput()

    def read(self, text: str) -> date:
        """The day."""
        try:
            if _DAY.fullmatch(text):
                return date.fromisoformat(text)
        except ValueError:
            pass
        raise ValueError(f"“{text}” is not a day of the calendar. Write it like 2026-11-22.")


class ClockField(TypedField):
    """A time of day, with an offset where the account's own clock is not meant."""

    def read(self, text: str) -> time:
        """The time, aware where an offset was typed."""
        try:
            if _CLOCK.fullmatch(text):
                return time.fromisoformat(text.zfill(5) if text[1:2] == ":" else text)
        except ValueError:
            pass
        raise ValueError(f"“{text}” is not a time of day. Write it like 18:30, or leave it empty for the whole day.")


def moment(day: date, clock: time | None, zone: ZoneInfo) -> str:
    """A day, or an instant where a time of day stands beside it, as the document writes it.

    Raises ValueError where the instant leaves the calendar.
    """
    if clock is None:
        return day.isoformat()
    wall = datetime.combine(day, clock) if clock.tzinfo else datetime.combine(day, clock, zone)
    try:
        return wall.astimezone(UTC).isoformat()
    except OverflowError:
        raise ValueError("This time lies outside the calendar.") from None


def typed_moment(text: str, zone: ZoneInfo) -> tuple[str, str]:
    """The day and the time of day to show for a document's day or instant; `moment` makes the same value of them.

    The account's clock where it can say the instant, else UTC's.
    """
    instant = instant_from_text(text)
    if instant is None:
        return text, ""
    try:
        wall = instant.astimezone(zone).replace(tzinfo=None, fold=0)
        if wall.replace(tzinfo=zone).astimezone(UTC) == instant:
            return wall.date().isoformat(), _clock_text(wall.time())
    except OverflowError:
        pass  # the account's clock has left the calendar, where UTC's has not
    return instant.date().isoformat(), _clock_text(instant.time()) + "+00:00"


def _clock_text(clock: time) -> str:
    return clock.isoformat("minutes") if not (clock.second or clock.microsecond) else clock.isoformat()
