"""The forms of an audience besides its rule: its settings and how often it is recalculated."""

import calendar
from datetime import time

from wtforms import Form, RadioField, SelectField, StringField, TextAreaField
from wtforms.validators import ValidationError

from masivo.models import Audience, Frequency
from masivo.services.account import BrandChoice
from masivo.services.save_audience import DESCRIPTION_LENGTH, NAME_LENGTH
from masivo.services.schedule import Schedule, schedule_of
from masivo.web.forms.inputs import filled

ONE_BRAND = "one"
ALL_BRANDS = "all"

FREQUENCIES: tuple[tuple[str, str, str], ...] = (
    (Frequency.NEVER, "Never", "Calculated once, and whenever you ask. For one campaign."),
    (Frequency.DAILY, "Daily", "Fresh every morning, for campaigns that run all the time."),
    (Frequency.WEEKLY, "Weekly", "For newsletters and weekly offers."),
    (Frequency.MONTHLY, "Monthly", "For loyalty statements and monthly reports."),
    (Frequency.QUARTERLY, "Quarterly", "For seasonal plans and reviews of tiers."),
    (Frequency.YEARLY, "Yearly", "For anniversaries and yearly thank-yous."),
)
"""Each frequency with its name and what it is for."""

PARTS: dict[str, tuple[str, ...]] = {
    Frequency.NEVER: (),
    Frequency.DAILY: ("at",),
    Frequency.WEEKLY: ("weekday", "at"),
    Frequency.MONTHLY: ("day", "at"),
    Frequency.QUARTERLY: ("quarter_month", "day", "at"),
    Frequency.YEARLY: ("month", "day", "at"),
}
"""The inputs that apply to each frequency."""


class SettingsForm(Form):
    """Name, description and brand scope; lengths and free names are the service's word."""

    name = StringField("Name", [filled("Give the audience a name.")], render_kw={"maxlength": NAME_LENGTH})
    description = TextAreaField("Description", render_kw={"maxlength": DESCRIPTION_LENGTH, "rows": 2})
    scope = RadioField(
        "Whose customers",
        choices={ONE_BRAND: "One brand", ALL_BRANDS: "All brands"},
        default=ONE_BRAND,
        validate_choice=False,
    )
    brand_id = SelectField("Brand", choices={}, validate_choice=False)

    _offered: frozenset[str] = frozenset()

    def validate_scope(self, field: RadioField) -> None:
        """Raises ValidationError for a scope that no button offers."""
        if field.data not in (ONE_BRAND, ALL_BRANDS):
            raise ValidationError("Choose one brand, or all brands.")

    def validate_brand_id(self, field: SelectField) -> None:
        """Raises ValidationError where one brand is meant and none is chosen."""
        if self.scope.data == ONE_BRAND and field.data not in self._offered:
            raise ValidationError("Choose the brand.")

    def offer(self, brands: list[BrandChoice], kept: str | None) -> None:
        """Let these brands be chosen, and the one that the audience has, even where the data lost it."""
        choices = {brand.id: brand.name for brand in brands}
        if kept and kept not in choices:
            choices[kept] = f"{kept} (no data any more)"
        self._offered = frozenset(choices)
        prompt = {} if self.brand_id.data in choices else {"": "Choose the brand…"}
        self.brand_id.choices = prompt | choices

    @property
    def brand(self) -> str | None:
        """The brand to ask, None for all brands. Raises ValueError while neither is chosen."""
        if self.scope.data == ALL_BRANDS:
            return None
        if self.scope.data == ONE_BRAND and self.brand_id.data in self._offered:
            return str(self.brand_id.data)
        raise ValueError("Choose the brand to see how many customers match.")


class FrequencyForm(Form):
    """How often, and when; a part that does not apply keeps its default."""

    frequency = RadioField(
        "Frequency",
        choices={value: name for value, name, _ in FREQUENCIES},
        default=Frequency.DAILY.value,
        validate_choice=False,
    )
    at = StringField("Time of day", default="03:00", render_kw={"type": "time"})
    weekday = SelectField(
        "Weekday", choices={str(day): name for day, name in enumerate(calendar.day_name)}, default="0"
    )
    day = SelectField("Day of the month", choices={str(day): str(day) for day in range(1, 32)}, default="1")
    month = SelectField(
        "Month", choices={str(month): calendar.month_name[month] for month in range(1, 13)}, default="1"
    )
    quarter_month = SelectField(
        "Month of the quarter",
        choices={"1": "first month", "2": "second month", "3": "third month"},
        default="1",
    )

    def validate_frequency(self, field: RadioField) -> None:
        """Raises ValidationError for a frequency that no card offers."""
        if field.data not in PARTS:
            raise ValidationError("Choose how often the audience is recalculated.")

    def validate_at(self, field: StringField) -> None:
        """Raises ValidationError for what is no time of day."""
        if _minutes(field.data) is None:
            raise ValidationError("Write the time of day like 03:00.")

    @property
    def parts(self) -> tuple[str, ...]:
        """The inputs that apply to the chosen frequency."""
        return PARTS.get(str(self.frequency.data), ())

    @property
    def schedule(self) -> Schedule:
        """The schedule of a valid form. Raises ValueError for one that is not."""
        minute = _minutes(self.at.data)
        if minute is None or not self.validate():
            raise ValueError("Choose when the audience is recalculated.")
        quarterly = self.frequency.data == Frequency.QUARTERLY
        return Schedule(
            frequency=Frequency(self.frequency.data),
            minute=minute,
            weekday=int(self.weekday.data),
            day=int(self.day.data),
            month=int(self.quarter_month.data if quarterly else self.month.data),
        )


def settings_of(audience: Audience) -> dict[str, object]:
    """The settings form's data for an audience."""
    return {
        "name": audience.name,
        "description": audience.description,
        "scope": ONE_BRAND if audience.brand_id else ALL_BRANDS,
        "brand_id": audience.brand_id,
    }


def frequency_of(audience: Audience) -> dict[str, object]:
    """The frequency form's data for an audience."""
    schedule = schedule_of(audience)
    months = "quarter_month" if schedule.frequency == Frequency.QUARTERLY else "month"
    return {
        "frequency": schedule.frequency.value,
        "at": f"{schedule.minute // 60:02}:{schedule.minute % 60:02}",
        "weekday": str(schedule.weekday),
        "day": str(schedule.day),
        months: str(schedule.month),
    }


def _minutes(text: str | None) -> int | None:
    try:
        clock = time.fromisoformat(text or "")
    except ValueError:
        return None
    return clock.hour * 60 + clock.minute if clock.tzinfo is None else None
