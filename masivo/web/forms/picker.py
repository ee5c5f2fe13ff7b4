"""A select whose options are written out once: a rule of a hundred lines shows the same lists a hundred times."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from markupsafe import Markup, escape
from wtforms import SelectField, ValidationError

from masivo.web.fragments import plain

_GONE = "This name is no longer known. Choose another, or import data that has it."


class Picker:
    """Options by group, those of the group "" outside of any; `prompt` stands first for nothing chosen, if given.

    `unknown` is the sentence for a choice that is not offered (any more). Those of a picker with a `name` are many: a
    page for browsers with script has them once, where `static/js/picker.js` searches them.
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
        """The options of a select: the chosen one and, of a short list or where no script can list them, all others.

        One that is not offered stands first, so that it is seen.
        """
        place = self._places.get(chosen)
        if place is None:
            gone = Markup('<option value="{}" selected>{} (no longer known)</option>')
            shown = gone.format(chosen, chosen.partition(":")[2] or chosen) if chosen else Markup()
            return shown + (Markup() if shown and self._searched else self.all_options())
        if not self._searched:
            return Markup(f"{self._html[:place]} selected{self._html[place:]}")  # noqa: S704 - escaped in _add
        start, end = self._html.rindex("<option", 0, place), self._html.index("</option>", place)
        return Markup(f"{self._html[start:place]} selected{self._html[place:end]}</option>")  # noqa: S704 - as above

    @property
    def _searched(self) -> bool:
        return bool(self.name) and not plain()

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
        """The select, with all its options or, where script searches them, with the chosen one."""
        given = {"id": self.id, "name": self.name, **kwargs}
        if self.picker.name:
            given["data-list"] = self.picker.name
        options = self.picker.options(str(self.data or ""))
        return Markup(f"<select{_attributes(given)}>{options}</select>")  # noqa: S704 - both are escaped


def _attributes(given: Mapping[str, object]) -> str:
    """Attributes as WTForms writes them, many times faster: a rule of a hundred lines has a thousand selects."""
    return "".join(
        f" {name.replace('_', '-')}" + ("" if value is True else f'="{escape(value)}"')
        for name, value in given.items()
        if value is not None and value is not False
    )


class OpenPickField(PickField):
    """A select whose choice is checked elsewhere, with better words for one that is offered no more."""

    def pre_validate(self, form: object) -> None:
        """Nothing is refused here."""
