"""JSON objects read key by key, so that nothing in one is skipped and every refusal has the key's own path."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

from masivo.conditions.fold import normalise
from masivo.conditions.refusals import key_path, quote, refuse, suggest

Choice = TypeVar("Choice", bound=StrEnum)


@dataclass(frozen=True, slots=True)
class JsonObject:
    """One object of the document, with no key but those it may have; `what` names it in sentences ("a window")."""

    members: Mapping[str, object]
    path: str
    what: str

    def at(self, key: str) -> str:
        """The path of a key, where it stands or would stand."""
        return key_path(self.path, key)

    def has(self, key: str) -> bool:
        """The key is there, whatever its value."""
        return key in self.members

    def need(self, key: str) -> object:
        """The value of a required key."""
        if key not in self.members:
            refuse(self.at(key), f"{_sentence_start(self.what)} needs {quote(key)}, which is missing.")
        return self.members[key]

    def flag(self, key: str) -> bool:
        """An optional true or false; false where it is left out."""
        value = self.members.get(key, False)
        if not isinstance(value, bool):
            refuse(self.at(key), f"{quote(key)} is true or false; {quote(value)} is neither.")
        return value

    def text(self, key: str) -> str:
        """A required text; compared letter by letter, so it is taken as it is."""
        value = self.need(key)
        if not isinstance(value, str):
            refuse(self.at(key), f"{quote(key)} of {self.what} is a text; {quote(value)} is not one.")
        if not normalise(value):
            refuse(self.at(key), f"{quote(key)} of {self.what} is empty; give a name.")
        return value

    def choice(self, key: str, choices: type[Choice]) -> Choice:
        """A required word out of a few."""
        return one_of(self.need(key), self.at(key), choices, f"{quote(key)} of {self.what}")

    def children(self, nothing: str) -> Sequence[object]:
        """The required list of children, at least one; `nothing` is the sentence for an empty one."""
        children, path = self.need("children"), self.at("children")
        if not isinstance(children, list | tuple):
            refuse(path, f"The children of {self.what} are a list; {quote(children)} is not one.")
        if not children:
            refuse(path, nothing)
        return children


def read_object(value: object, path: str, what: str, keys: Collection[str]) -> JsonObject:
    """The value as an object that has no key but these.

    Raises DocumentRefused, for an unknown key with the path of that key.
    """
    if not isinstance(value, dict):
        refuse(path, f"{_sentence_start(what)} is an object in braces; {quote(value)} is not one.")
    for key in value:
        if key not in keys:
            refuse(key_path(path, key), f"{quote(key)} is no part of {what}. {suggest(key, keys)}")
    return JsonObject(value, path, what)


def one_of(value: object, path: str, choices: type[Choice], name: str) -> Choice:
    """The value as one of the enumeration's words; raises DocumentRefused for any other."""
    if isinstance(value, str) and value in choices.__members__.values():
        return choices(value)
    return refuse(path, f"{name} cannot be {quote(value)}. {suggest(value, list(choices))}")


def _sentence_start(what: str) -> str:
    return what[:1].upper() + what[1:]
