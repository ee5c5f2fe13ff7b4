"""The names that an account knows: fields, event properties, event types and brands, with types and columns."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Self

from masivo.conditions.operators import FieldType
from masivo.conditions.vocabulary import KnownAudience


class Owner(StrEnum):
    """The table whose rows hold the value."""

    CUSTOMER = "customers"
    EVENT = "events"
    LINE = "lines"


OWN_COLUMNS = 200
"""Custom names of a table that have columns of their own: each costs every import memory, with values or without."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One name. `column` is its column in the owner's table; a text or list name has `folded_column` beside it.

    Custom names may hold any character, in any case, so their columns are numbered (`c17`), never named after them. The
    values of `packed` ones stand under that column's name in one that they share: there are too many of them.
    """

    name: str
    type: FieldType
    owner: Owner
    column: str
    builtin: bool = False
    packed: bool = False

    @property
    def folded_column(self) -> str:
        """The column of the same text as comparisons see it: lower-cased character by character (`fold`)."""
        return f"{self.column}__folded" if self.type in FOLDED else self.column

    @property
    def list_name(self) -> str:
        """The list whose lines hold this property: `order.products` for `order.products[].sku`."""
        return self.name.partition("[].")[0]


FOLDED = frozenset({FieldType.TEXT, FieldType.LIST})
"""Types that are stored twice: as given for people, folded for comparisons."""


def _builtin(owner: Owner, types: Mapping[FieldType, str]) -> Iterable[Entry]:
    for type_, names in types.items():
        for name in names.split():
            column = name.rpartition("[].")[2].replace(".", "_")
            yield Entry(name, type_, owner, column, builtin=True)


_CONSENTS = " ".join(
    f"consent.purposes.{purpose}"
    for purpose in (
        "behavioral_campaigns",
        "coupon_campaigns",
        "punchcard_campaigns",
        "email_marketing",
        "push_notifications",
        "link_tracking",
    )
)

BUILTIN_FIELDS: dict[str, Entry] = {
    entry.name: entry
    for entry in _builtin(
        Owner.CUSTOMER,
        {
            FieldType.TEXT: "name email phone country city gender status tier document_type document_number"
            " referral_code",
            FieldType.DATE: "dob",
            FieldType.DATETIME: "registration_date",
            FieldType.BOOLEAN: f"is_anonymous phone_verified {_CONSENTS}",
            FieldType.LIST: "platforms",
        },
    )
}

BUILTIN_PROPERTIES: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        *_builtin(
            Owner.EVENT,
            {
                FieldType.TEXT: "platform order.purchase_id order.payment_method order.channel_id order.store_id"
                " product.sku",
                FieldType.NUMBER: "order.value order.discounted_value product.amount product.value"
                " product.discounted_value",
            },
        ),
        *_builtin(
            Owner.LINE,
            {
                FieldType.TEXT: "order.products[].sku",
                FieldType.NUMBER: "order.products[].amount order.products[].value order.products[].discounted_value",
            },
        ),
    )
}

BUILTIN_EVENT_TYPES = frozenset(
    {"PURCHASE", "REGISTRATION", "BIRTHDAY", "TIER_ADJUSTMENT", "ADD_TO_CART", "ABANDONED_CART"}
)


@dataclass(frozen=True)
class Catalog:
    """The account's names (interfaces.md, "Built-in names and types", and all that was imported or declared).

    Fulfils `masivo.conditions.vocabulary.Vocabulary`.
    """

    fields: Mapping[str, Entry] = field(default_factory=lambda: BUILTIN_FIELDS)
    properties: Mapping[str, Entry] = field(default_factory=lambda: BUILTIN_PROPERTIES)
    event_types: frozenset[str] = BUILTIN_EVENT_TYPES
    brands: frozenset[str] = frozenset()
    next_column: int = 0

    def field_type(self, name: str) -> FieldType | None:
        """The type of a customer field, or None where the name is unknown."""
        entry = self.fields.get(name)
        return entry.type if entry else None

    def property_type(self, name: str) -> FieldType | None:
        """The type of an event property, or None where the name is unknown."""
        entry = self.properties.get(name)
        return entry.type if entry else None

    def audience(self, id_: str) -> KnownAudience | None:
        """None: audiences are no part of the warehouse, so a rule that names one is refused by a catalog alone."""
        return None

    def with_fields(self, types: Mapping[str, FieldType]) -> Self:
        """This catalog and the customer fields among `types` that it does not know yet; the first get the columns."""
        fields, next_column = _grown(self.fields, types, self.next_column, lambda _name: Owner.CUSTOMER)
        return replace(self, fields=fields, next_column=next_column)

    def with_properties(self, types: Mapping[str, FieldType]) -> Self:
        """This catalog and the event properties among `types` that it does not know yet; the first get the columns."""
        properties, next_column = _grown(self.properties, types, self.next_column, property_owner)
        return replace(self, properties=properties, next_column=next_column)

    def with_event_words(self, event_types: Iterable[str], brands: Iterable[str]) -> Self:
        """This catalog, knowing these event types and brands too."""
        return replace(self, event_types=self.event_types.union(event_types), brands=self.brands.union(brands))


def property_owner(name: str) -> Owner:
    """The table of an event property: a name with `[].` in it belongs to the lines of a list."""
    return Owner.LINE if "[]." in name else Owner.EVENT


def _grown(
    known: Mapping[str, Entry], types: Mapping[str, FieldType], number: int, owner_of: Callable[[str], Owner]
) -> tuple[Mapping[str, Entry], int]:
    grown = dict(known)
    own = Counter(entry.owner for entry in known.values() if not entry.builtin and not entry.packed)
    for name, type_ in types.items():
        if name not in grown:
            owner = owner_of(name)
            grown[name] = Entry(name, type_, owner, f"c{number}", packed=own[owner] >= OWN_COLUMNS)
            own[owner] += not grown[name].packed
            number += 1
    return grown, number
