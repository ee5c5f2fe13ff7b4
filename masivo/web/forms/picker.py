"""A select whose options are written out once: a rule of a hundred lines shows the same lists a hundred times."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup
from wtforms import SelectField, ValidationError
from wtforms.widgets.core import html_params

from masivo.web.fragments import htmx

_GONE = "This name is no longer known. Choose another, or import data that has it."


class Picker:
    """Options by group, those of the group "" outside of any; `prompt` stands first for nothing chosen, if given.

    `unknown` is the sentence for a choice that is not offered (any more). Those of a picker with a `name` are many: an
    answer to a script has only the chosen one, and `static/js/picker.js` joins the others, which the page has once.
    """

    def __init__(
        self, prompt: str | None, groups: Mapping[str, Mapping[str, str]], unknown: str = _GONE, name: str = ""
    ) -> None:
        self.unknown = unknown
        self.name = name
        self._places: dict[str, int] = {}
        self._html = ""
        if prompt is not None:
            self._add("", prompt)
        for label, options in groups.items():
            if label and options:
                self._html += Markup('<optgroup label="{}">').format(label)
            for value, text in options.items():
                self._add(value, text)
            if label and options:
                self._html += Markup("</optgroup>")

    def __contains__(self, value: object) -> bool:
        return value in self._places

    def all_options(self) -> Markup:
        """Every option, none of them chosen."""
        return Markup(self._html)  # noqa: S704 - escaped in _add

    def options(self, chosen: str) -> Markup:
        """The options for an answer: the chosen one, and all others too where no script can put them there."""
        place = self._places.get(chosen)
        if not self.name or place is None or not htmx():
            return self._marked(chosen)
        start, end = self._html.rindex("<option", 0, place), self._html.index("</option>", place)
        return Markup(f"{self._html[start:place]} selected{self._html[place:end]}</option>")  # noqa: S704 - as above

    def _marked(self, chosen: str) -> Markup:
        """All options, with the chosen one marked; one that is not offered stands first, so that it is seen."""
        place = self._places.get(chosen)
        if place is not None:
            return Markup(f"{self._html[:place]} selected{self._html[place:]}")  # noqa: S704 - escaped in _add
        gone = Markup('<option value="{}" selected>{} (no longer known)</option>')
        shown = gone.format(chosen, chosen.partition(":")[2] or chosen) if chosen else ""
        return Markup(f"{shown}{self._html}")  # noqa: S704 - escaped in _add

    def _add(self, value: str, text: str) -> None:
        self._html += Markup('<option value="{}"').format(value)
        self._places[value] = len(self._html)
        self._html += Markup(">{}</option>").format(text)


def short_list(options: Mapping[str, str]) -> Picker:
    """The picker of a short list, by value; the same list is written out once."""
    return _short_list(tuple(options.items()))


@lru_cache(maxsize=256)
def _short_list(options: tuple[tuple[str, str], ...]) -> Picker:
    return Picker(None, {"": dict(options)}, unknown="Choose one of the list.")


_NOTHING = Picker(None, {})


class PickField(SelectField):
    """A select over a Picker; `missing` is the sentence for nothing chosen, None where that is an answer too."""

    def __init__(self, label: str, missing: str | None = None, picker: Picker = _NOTHING, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        self.picker = picker
        self.missing = missing

    def pre_validate(self, form: object) -> None:
        """Something is chosen, and it is offered. Raises ValidationError with the sentence for a person."""
        if not self.data and self.missing:
            raise ValidationError(self.missing)
        if self.data not in self.picker:
            raise ValidationError(self.picker.unknown)

    def __call__(self, **kwargs: object) -> Markup:
        """The select with all its options."""
        kwargs.setdefault("id", self.id)
        if self.picker.name:
            kwargs["data-list"] = self.picker.name
        return Markup("<select {}>{}</select>").format(
            html_params(name=self.name, **kwargs), self.picker.options(str(self.data or ""))
        )


class OpenPickField(PickField):
    """A select whose choice is checked elsewhere, with better words for one that is offered no more."""

    def pre_validate(self, form: object) -> None:
        """Nothing is refused here."""
