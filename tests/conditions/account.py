"""An account for tests of the language: the built-in names, and custom ones of every type."""

from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType
from masivo.warehouse.catalog import Catalog

BOGOTA = ZoneInfo("America/Bogota")

_CUSTOM = {
    "points": FieldType.NUMBER,
    "tags.vip_status": FieldType.TEXT,
    "tags.first seen": FieldType.TEXT,
    "interests": FieldType.LIST,
    "tags.renewal": FieldType.DATE,
}

ACCOUNT = (
    Catalog()
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
