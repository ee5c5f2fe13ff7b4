"""An account for tests of the language: the built-in names, custom ones of every type, and a few audiences."""

from dataclasses import dataclass
from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType
from masivo.conditions.vocabulary import KnownAudience
from masivo.warehouse.catalog import Catalog

BOGOTA = ZoneInfo("America/Bogota")

_CUSTOM = {
    "points": FieldType.NUMBER,
    "tags.vip_status": FieldType.TEXT,
    "tags.first seen": FieldType.TEXT,
    "interests": FieldType.LIST,
    "tags.renewal": FieldType.DATE,
}

AUDIENCES = {
    "3": KnownAudience("VIP"),
    "7": KnownAudience("Lapsed ”buyers”"),
    "2147483647": KnownAudience("VIP"),
    "11": KnownAudience("Old friends", archived=True),
    "12": KnownAudience("Brand new", calculated=False),
    "13": KnownAudience("Neighbours", loop=("Regulars", "Neighbours", "Regulars")),
}

USABLE_AUDIENCES = ("3", "7", "2147483647", 3)
"""Ids of those that a rule may build on, as text and as a number."""


@dataclass(frozen=True)
class Account(Catalog):
    """A catalog beside which there are audiences; only the first three may be built on."""

    def audience(self, id_: str) -> KnownAudience | None:
        return AUDIENCES.get(id_)


ACCOUNT = (
    Account()
    .with_fields(_CUSTOM)
    .with_properties(
        {
            "metadata.channels": FieldType.LIST,
            "metadata.gift": FieldType.BOOLEAN,
            "metadata.delivery_day": FieldType.DATE,
            "metadata.shipped_at": FieldType.DATETIME,
            "order.products[].tags.department": FieldType.TEXT,
            "order.products[].tags.labels": FieldType.LIST,
            "order.products[].tags.best_before": FieldType.DATE,
            "order.payments[].amount": FieldType.NUMBER,
        }
    )
    .with_event_words(["APP_OPEN", "loyalty.scan"], ["andes", "pacifico"])
)
