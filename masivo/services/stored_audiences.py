"""Other audiences as conditions name them, read from the application database without Flask or its models."""

import json
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import dataclass
from types import ModuleType
from typing import TYPE_CHECKING, Any

from pyroaring import BitMap

from masivo.conditions.limits import AUDIENCE_IDS
from masivo.conditions.operators import FieldType
from masivo.conditions.tree import AudienceCondition, Group, walk
from masivo.conditions.vocabulary import KnownAudience, Vocabulary
from masivo.config import Settings

if TYPE_CHECKING:
    from sqlalchemy import Row, Select

Ask = Callable[["Select[Any]"], "Sequence[Row[Any]]"]
"""Runs a select in the application database."""

_ARCHIVED = "archived"


class StoredAudiences:
    """The audiences that rules may name. `of` is the one whose rule is read, so that it is kept from naming itself."""

    def __init__(self, ask: Ask, of: int | None = None) -> None:
        self._ask = ask
        self._of = of
        self._found: dict[str, KnownAudience | None] = {}

    def find(self, id_: str) -> KnownAudience | None:
        """The audience of an id, None where there is none; asked once."""
        if id_ not in self._found:
            self._found[id_] = self._find(id_)
        return self._found[id_]

    def members(self, ids: Collection[str]) -> dict[str, BitMap]:
        """The members in force of those audiences that were calculated, as customer keys by id."""
        if not ids:
            return {}
        found = self._ask(_selects().members(audience_ids(ids)))
        return {str(row.id): BitMap.deserialize(row.members) for row in found}

    def _find(self, id_: str) -> KnownAudience | None:
        for number in audience_ids([id_]):
            for row in self._ask(_selects().audiences([number])):
                return KnownAudience(row.name, row.state == _ARCHIVED, row.run_id is not None, self._loop(number))
        return None

    def _loop(self, first: int) -> tuple[str, ...]:
        """The names on the shortest way from the audience of the rule through `first` back to it."""
        if self._of is None:
            return ()
        came_from, reached = {first: self._of}, [first]
        while reached and self._of not in came_from:
            found = self._ask(_selects().rules(reached))
            steps = {
                named: row.id for row in found for named in audience_ids(audiences_named(json.loads(row.document)))
            }
            reached = [named for named in steps if named not in came_from]
            came_from |= {named: steps[named] for named in reached}
        if self._of not in came_from:
            return ()
        way = [self._of, came_from[self._of]]
        while way[-1] != self._of:
            way.append(came_from[way[-1]])
        by_id = {row.id: row.name for row in self._ask(_selects().audiences(way))}
        return tuple(by_id[step] for step in reversed(way))


@dataclass(frozen=True, slots=True)
class AccountVocabulary:
    """All names of an account: those of the warehouse's catalog, and its audiences."""

    catalog: Vocabulary
    audiences: StoredAudiences

    def field_type(self, name: str) -> FieldType | None:
        """The type of a customer field."""
        return self.catalog.field_type(name)

    def property_type(self, name: str) -> FieldType | None:
        """The type of an event property."""
        return self.catalog.property_type(name)

    @property
    def event_types(self) -> Collection[str]:
        """The event types of the catalog."""
        return self.catalog.event_types

    @property
    def brands(self) -> Collection[str]:
        """The brand ids of the catalog."""
        return self.catalog.brands

    def audience(self, id_: str) -> KnownAudience | None:
        """The stored audience of an id."""
        return self.audiences.find(id_)


def audiences_used_by(document: Group) -> frozenset[str]:
    """The ids of the audiences that a rule names, muted conditions' too."""
    return frozenset(node.audience for _, node in walk(document) if isinstance(node, AudienceCondition))


def audiences_named(document: object) -> frozenset[str]:
    """The same of a document as JSON, which names that are gone keep from being parsed."""
    if not isinstance(document, dict):
        return frozenset()
    if "children" in document:
        return frozenset[str]().union(*map(audiences_named, document["children"]))
    return frozenset([str(document["audience"])]) if document.get("kind") == "audience" else frozenset()


def ask_directly(settings: Settings) -> Ask:
    """For commands that need no application. A SQLite file that is not there yet holds no audiences.

    The asking raises SettingsRefused where the database cannot be read.
    """
    return lambda asked: _selects().rows_of(settings, asked)


def _selects() -> ModuleType:
    """SQLAlchemy loads when a rule names an audience, and not for every command."""
    from masivo.services import account_selects  # noqa: PLC0415

    return account_selects


def audience_ids(ids: Iterable[str]) -> list[int]:
    """As numbers, those of the ids that an audience can have: a whole number in its shortest digits."""
    least, most = AUDIENCE_IDS
    digits = (id_ for id_ in ids if id_.isascii() and id_.isdecimal() and len(id_) <= len(str(most)))
    return [int(id_) for id_ in digits if least <= int(id_) <= most and id_ == str(int(id_))]
