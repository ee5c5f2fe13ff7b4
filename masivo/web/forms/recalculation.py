"""The form of the account's recalculations: how long a run may take, and how long what it found is kept."""

from dataclasses import asdict

from werkzeug.datastructures import MultiDict
from wtforms import Form

from masivo.services.recalculation_settings import recalculation_settings
from masivo.web.forms.inputs import WholeField, filled

_NUMERIC = {"inputmode": "numeric"}


class RecalculationForm(Form):
    """Three whole numbers; their ranges are the service's word."""

    run_minutes = WholeField(
        "A run may take, in minutes",
        [filled("Give the minutes.")],
        render_kw=_NUMERIC,
        description="One that takes longer is ended, and the members of before stay.",
    )
    members_days = WholeField(
        "Every list of members is kept, in days",
        [filled("Give the days.")],
        render_kw=_NUMERIC,
        description="Older than that, the last of each month is kept. The numbers of every run stay.",
    )
    failures_days = WholeField(
        "Runs that ended without members are kept, in days", [filled("Give the days.")], render_kw=_NUMERIC
    )


def present_recalculation() -> RecalculationForm:
    """The form with the settings as they stand."""
    stored = asdict(recalculation_settings())
    return RecalculationForm(MultiDict({name: str(number) for name, number in stored.items()}))
