"""The names that the data sets of this proof carry, with the type of each, and lines that no import understands."""

from decimal import Decimal

from tests.reference.world import CUSTOMER, EVENT

BRANDS = ("andes", "Andes", "n\u0303andu\u0301", "O'Brien & 50%", 7)
EVENT_TYPES = ("PURCHASE", "PURCHASE", "ADD_TO_CART", "REGISTRATION", "purchase", "Büro 😀", "APP_OPEN")
STATUSES = (
    None,
    None,
    None,
    "RESOLVED",
    "RESOLVED",
    " RESOLVED\u2003",
    "",
    "resolved",
    "PENDING",
    "REVERSED",
    "FAILED",
)


def _by_name(names: dict[str, tuple[str, ...]]) -> dict[str, str]:
    return {name: kind for kind, those in names.items() for name in those}


FIELDS = _by_name(
    {
        "text": (
            *("name", "email", "country", "city", "tier", "gender", "phone", "status"),
            *("tags.vip_status", "tags.größe", "Score", "a.b.c.d"),
        ),
        "number": ("score", "tags.balance", 'it\'s "odd"; %s'),
        "boolean": ("is_anonymous", "phone_verified", "consent.purposes.email_marketing", "tags.opted"),
        "date": ("dob", "tags.since"),
        "datetime": ("registration_date", "metadata.seen_at"),
        "list": ("platforms", "tags.interests"),
    }
)
PROPERTIES = _by_name(
    {
        "text": ("platform", "order.payment_method", "product.sku", "tags.channel", "größe"),
        "number": (
            *("order.value", "order.discounted_value", "product.value", "product.amount"),
            *("tags.Channel", "metadata.score"),
        ),
        "boolean": ("metadata.flag",),
        "date": ("metadata.due",),
        "datetime": ("metadata.seen_at",),
        "list": ("metadata.labels",),
    }
)
LINES = {
    "order.products": _by_name(
        {
            "text": ("sku", "tags.department"),
            "number": ("value", "amount"),
            "boolean": ("gift",),
            "date": ("made",),
            "datetime": ("sold_at",),
            "list": ("colours",),
        }
    ),
    "basket": _by_name({"text": ("code",), "number": ("qty",)}),
}
# Names of type text under which an import takes a whole number for its digits.
DIGITS_TOO = ("name", "email", "country", "city", "tier", "gender", "phone", "platform", "product.sku")
PLAIN = {
    "text": "plain",
    "number": Decimal("1.5"),
    "boolean": True,
    "date": "2020-02-29",
    "datetime": "2020-02-29T12:00:00Z",
    "list": ["plain"],
}
_EVENT = '"customer_id": "nobody", "brand_id": "andes"'
BROKEN = {
    CUSTOMER: (
        '{"country": "CO"}',
        '{"id": "nobody", "dob": "1985-02-30"}',
        "{",
        "[]",
        '{"id": " ", "name": "nobody"}',
    ),
    EVENT: (
        f'{{{_EVENT}, "type": "PURCHASE", "issued_at": "yesterday"}}',
        f'{{{_EVENT}, "issued_at": "2024-01-01T00:00:00Z"}}',
        f'{{{_EVENT}, "type": "PURCHASE", "issued_at": "2024-01-01T00:00:00Z", "order": {{"value": 1e18}}}}',
        f"{{{_EVENT}",
    ),
}
# Instants that programs write for "never" and "for ever".
FOREVER = ("0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999Z", "9999-12-31T00:00:00-00:00", "1900-01-01T00:00:00Z")
