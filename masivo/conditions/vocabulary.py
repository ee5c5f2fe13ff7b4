"""The names an account knows, as the language needs them; the warehouse's catalog fulfils it."""

from collections.abc import Collection
from typing import Protocol

from masivo.conditions.operators import FieldType


class Vocabulary(Protocol):
    """Names are compared letter by letter; an unknown one has no type."""

    def field_type(self, name: str) -> FieldType | None:
        """The type of a customer field by its dotted name."""
        ...

    def property_type(self, name: str) -> FieldType | None:
        """The type of an event property by its dotted name, `[]` behind a list of lines."""
        ...

    @property
    def event_types(self) -> Collection[str]:
        """The built-in event types and all that were ever imported."""
        ...

    @property
    def brands(self) -> Collection[str]:
        """The brand ids that were ever imported."""
        ...
