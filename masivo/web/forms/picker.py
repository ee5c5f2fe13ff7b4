"""A grouped select whose options are written out once: a rule of a hundred lines shows the catalog a hundred times."""

from collections.abc import Mapping
from typing import Any

from markupsafe import Markup
from wtforms import SelectField, ValidationError
from wtforms.widgets.core import html_params


class Picker:
    """Options by group; `prompt` is the option that stands for nothing chosen yet."""

    def __init__(self, prompt: str, groups: Mapping[str, Mapping[str, str]]) -> None:
        self.prompt = prompt
        self.groups = {label: dict(options) for label, options in groups.items() if options}
        self._places: dict[str, int] = {}
        self._html = ""
        for label, options in self.groups.items():
            self._html += Markup('<optgroup label="{}">').format(label)
            for value, text in options.items():
                self._html += Markup('<option value="{}"').format(value)
                self._places[value] = len(self._html)
                self._html += Markup(">{}</option>").format(text)
            self._html += Markup("</optgroup>")

    def __contains__(self, value: object) -> bool:
        return value in self._places

    def options(self, chosen: str) -> Markup:
        """All options, with the chosen one marked; one that is no longer offered stands first, so that it is seen."""
        place = self._places.get(chosen)
        prompt = Markup('<option value=""{}>{}</option>').format("" if chosen else Markup(" selected"), self.prompt)
        if place is not None:
            return prompt + Markup(f"{self._html[:place]} selected{self._html[place:]}")  # noqa: S704 - escaped above
        if chosen:
            prompt += Markup('<option value="{}" selected>{} (no longer known)</option>').format(
                chosen, chosen.partition(":")[2] or chosen
            )
        return prompt + Markup(self._html)  # noqa: S704 - escaped above


_NOTHING = Picker("", {})


class PickField(SelectField):
    """A select over a Picker; `missing` is the sentence for nothing chosen, None where that is an answer too."""

    def __init__(self, label: str, missing: str | None = None, picker: Picker = _NOTHING, **kwargs: Any) -> None:
        super().__init__(label, validate_choice=False, **kwargs)
        self.picker = picker
        self.missing = missing

    def pre_validate(self, form: object) -> None:
        """Something is chosen, and it is offered. Raises ValidationError with the sentence for a person."""
        if not self.data:
            if self.missing:
                raise ValidationError(self.missing)
        elif self.data not in self.picker:
            raise ValidationError("This name is no longer known. Choose another, or import data that has it.")

    def __call__(self, **kwargs: object) -> Markup:
        """The select with all its options."""
        kwargs.setdefault("id", self.id)
        return Markup("<select {}>{}</select>").format(
            html_params(name=self.name, **kwargs), self.picker.options(str(self.data or ""))
        )
