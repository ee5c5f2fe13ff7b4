"""What every kind of condition brings to the language."""

from abc import ABC, abstractmethod
from typing import ClassVar, Generic, TypeVar

from masivo.conditions.json_object import JsonObject
from masivo.conditions.sentences import Clause, Telling
from masivo.conditions.tree import Condition
from masivo.conditions.vocabulary import Vocabulary

C = TypeVar("C", bound=Condition)


class Kind(ABC, Generic[C]):
    """One kind. `not` and `muted` are no part of it: they are the same for every node.

    `what` names it in sentences, `label` where a kind is chosen; `keys` are its own, beside kind, not and muted.
    """

    name: ClassVar[str]
    what: ClassVar[str]
    label: ClassVar[str]
    type: ClassVar[type[Condition]]
    keys: ClassVar[tuple[str, ...]]

    @abstractmethod
    def read(self, source: JsonObject, vocabulary: Vocabulary) -> C:
        """The condition that an object says, which has no key but its own. Raises DocumentRefused."""

    @abstractmethod
    def write(self, condition: C) -> dict[str, object]:
        """The condition's own keys, as `read` takes them."""

    @abstractmethod
    def tell(self, condition: C, telling: Telling) -> Clause:
        """The clause that says the condition, its `not` left aside."""

    def opposite(self, condition: C) -> C | None:
        """The condition that says the exact complement in better words than "it is not true that", if one does."""
        return None
