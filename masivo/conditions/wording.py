"""Names, values and times as a sentence writes them, so that no two different ones read the same."""

import re
from collections.abc import Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from masivo.conditions.exact_numbers import plain
from masivo.conditions.phrases import unit_label
from masivo.conditions.tree import Scalar, Span

MONTH_NAMES = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)

_PLAIN_NAME = re.compile(r"[\w.\[\]-]+")
_PLAIN_TEXT = re.compile(r"\w([\w@.+/-]*\w)?")
_SENTENCE_WORDS = frozenset({"and", "but", "is", "known", "nor", "not", "or", "their", "they", "where", "who", "whose"})
_CONSENT = re.compile(r"consent\.purposes\.([a-z_]+)")
_NAMES = {
    "dob": "date of birth",
    "registration_date": "registration date",
    "is_anonymous": "anonymous flag",
    "phone_verified": "phone-verified flag",
    "document_type": "document type",
    "document_number": "document number",
    "referral_code": "referral code",
    "order.value": "order value",
    "order.discounted_value": "discounted order value",
    "order.purchase_id": "purchase id",
    "order.payment_method": "payment method",
    "order.channel_id": "order channel",
    "order.store_id": "store id",
    "order.products": "the order",
    "order.products[].sku": "order line sku",
    "order.products[].amount": "order line amount",
    "order.products[].value": "order line value",
    "order.products[].discounted_value": "discounted order line value",
    "product.sku": "product sku",
    "product.amount": "product amount",
    "product.value": "product value",
    "product.discounted_value": "discounted product value",
}


def name_in_words(name: str) -> str:
    """A field or property: the built-in ones in words, others by their dotted name, in quotes where it is no word."""
    if consent := _CONSENT.fullmatch(name):
        return f"consent to {consent[1].replace('_', ' ')}"
    return _NAMES.get(name) or (name if _PLAIN_NAME.fullmatch(name) else quoted(name))


def value_in_words(value: Scalar, zone: ZoneInfo) -> str:
    """One value; instants as the zone's clock shows them."""
    match value:
        case bool():
            return "yes" if value else "no"
        case Decimal():
            return number_in_words(value)
        case datetime():
            return instant_in_words(value, zone)
        case date():
            return day_in_words(value)
    return value if _PLAIN_TEXT.fullmatch(value) and value.lower() not in _SENTENCE_WORDS else quoted(value)


def number_in_words(number: Decimal | int) -> str:
    """Exact, with thousands separators: 1,204,311.5."""
    return f"{plain(Decimal(number)):,}"


def quoted(text: str) -> str:
    """The text in quotes; a closing quote or a backslash in it is marked by one, an unprintable sign by its number."""
    text = text.replace("\\", "\\\\").replace("”", "\\”")
    return "“" + "".join(sign if sign.isprintable() else f"\\u{ord(sign):04x}" for sign in text) + "”"


def day_in_words(day: date) -> str:
    """22 Nov 2026."""
    return f"{day_of_year_in_words(day)} {day.year}"


def day_of_year_in_words(day: date) -> str:
    """22 Nov."""
    return f"{day.day} {MONTH_NAMES[day.month - 1][:3]}"


def minute_in_words(instant: datetime, zone: ZoneInfo) -> str:
    """22 Nov 2026, 10:42, by the zone's clock."""
    local, suffix = _on_the_wall(instant, zone)
    return f"{day_in_words(local)}, {local:%H:%M}{suffix}"


def instant_in_words(instant: datetime, zone: ZoneInfo) -> str:
    """As `minute_in_words`, with the seconds and their decimals where there are any."""
    local, suffix = _on_the_wall(instant, zone)
    if local.second == 0 == local.microsecond:
        return minute_in_words(instant, zone)
    return f"{day_in_words(local)}, {local.time().isoformat()}{suffix}"


def span_in_words(span: Span) -> str:
    """6 months."""
    return f"{span.amount:,} {unit_label(span.unit, span.amount)}"


def listed(words: Sequence[str], conjunction: str) -> str:
    """a; a or b; a, b or c."""
    if len(words) == 1:
        return words[0]
    return f"{', '.join(words[:-1])} {conjunction} {words[-1]}"


def _on_the_wall(instant: datetime, zone: ZoneInfo) -> tuple[datetime, str]:
    """The instant on the zone's clock, or on that of UTC within a day of the calendar's ends, and what says which."""
    try:
        return instant.astimezone(zone), ""
    except OverflowError:
        return instant.astimezone(UTC), " UTC"
