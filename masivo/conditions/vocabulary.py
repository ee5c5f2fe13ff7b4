"""The names an account knows, as the language needs them; the warehouse's catalog fulfils it but for audiences."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Protocol

from masivo.conditions.operators import FieldType


@dataclass(frozen=True, slots=True)
class KnownAudience:
    """Another audience as a condition may name it.

    `loop` has the names along the way on which it reaches the audience whose rule names it, that one first and last;
    it is empty where there is no such way.
    """

    name: str
    archived: bool = False
    calculated: bool = True
    loop: tuple[str, ...] = ()


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

    def audience(self, id_: str) -> KnownAudience | None:
        """The audience of an id, None where there is none."""
        ...
