"""All that somebody edits on the page as one value, the rule and the settings beside it: what undo brings back."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from wtforms import Form, StringField

from masivo.conditions.wording import listed
from masivo.web.builder.draft import GroupDraft
from masivo.web.forms.audience import FrequencyForm, SettingsForm
from masivo.web.forms.limits import LimitsForm

_CONDITIONS = "the conditions"
_PARTS: Mapping[str, tuple[str, ...]] = {
    "the name": ("name",),
    "the description": ("description",),
    "the brand": ("scope", "brand_id"),
    "the frequency": tuple(field.short_name for field in FrequencyForm()),
    "the size limits": tuple(field.short_name for field in LimitsForm()),
}
"""What each part of the page is called, with the inputs that it has beside the rule's."""

TEXTS = tuple(name for names in _PARTS.values() for name in names)


@dataclass(frozen=True, slots=True)
class Sheet:
    """The rule's draft, and the texts of all other inputs by name."""

    draft: GroupDraft
    texts: tuple[tuple[str, str], ...] = ()


def sheet_of(draft: GroupDraft, settings: SettingsForm, frequency: FrequencyForm, limits: LimitsForm) -> Sheet:
    """What the page shows of a draft and its forms, as the form will send it."""
    return Sheet(draft, tuple(_shown((settings, frequency, limits))))


def posted_sheet(draft: GroupDraft, form: Mapping[str, str]) -> Sheet:
    """What was posted."""
    return Sheet(draft, tuple((name, form.get(name, "").replace("\r\n", "\n")) for name in TEXTS))


def differing(one: Sheet, other: Sheet) -> str:
    """In words the parts in which two sheets differ: "the name and the conditions"."""
    before, after = dict(one.texts), dict(other.texts)
    parts = [part for part, names in _PARTS.items() if any(before.get(name) != after.get(name) for name in names)]
    return listed([*parts, *([_CONDITIONS] if one.draft != other.draft else [])] or [_CONDITIONS], "and")


def _shown(forms: Iterable[Form]) -> Iterator[tuple[str, str]]:
    for field in (field for form in forms for field in form):
        typed = isinstance(field, StringField)
        yield field.name, field._value() if typed else str(field.data or "")  # type: ignore[attr-defined]
