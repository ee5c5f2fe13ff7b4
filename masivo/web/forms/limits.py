"""The form of an audience's size limits: what a run may find without a person looking at it first."""

from dataclasses import asdict

from werkzeug.datastructures import MultiDict
from wtforms import Form

from masivo.models import Audience
from masivo.services.size_limits import SizeLimits, size_limits_of
from masivo.web.forms.inputs import WholeField

_NUMERIC = {"inputmode": "numeric"}


class LimitsForm(Form):
    """Four whole numbers, each of which may be left out."""

    least_size = WholeField("At least", render_kw=_NUMERIC)
    most_size = WholeField("At most", render_kw=_NUMERIC)
    most_change = WholeField("Customers", render_kw=_NUMERIC)
    most_change_percent = WholeField("% of the members", render_kw=_NUMERIC)

    @property
    def limits(self) -> SizeLimits:
        """The limits of a valid form."""
        return SizeLimits(**self.data)


def limits_form_of(audience: Audience) -> LimitsForm:
    """The form with the limits that an audience has."""
    given = asdict(size_limits_of(audience))
    return LimitsForm(MultiDict({name: str(number) for name, number in given.items() if number is not None}))


def limit_words(limits: SizeLimits) -> str:
    """The limits as people say them: "at least 10 members, at most 20 % enter or leave at once"."""
    said = [
        words.format(number)
        for words, number in (
            ("at least {:,} members", limits.least_size),
            ("at most {:,} members", limits.most_size),
            ("at most {:,} enter or leave at once", limits.most_change),
            ("at most {:,} % enter or leave at once", limits.most_change_percent),
        )
        if number is not None
    ]
    return ", ".join(said) or "none"
