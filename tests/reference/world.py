"""What an account knows after a row of imports (interfaces.md): customers, events and the types of their names."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from tests.reference.clock import day_start, is_bare_date
from tests.reference.numbers import millionths
from tests.reference.operators import Value
from tests.reference.texts import imported

Record = dict[str, Any]
Lines = list[dict[str, Value]]
CUSTOMER, EVENT = "customer", "event"
_RESERVED = {
    CUSTOMER: {"id"},
    EVENT: {"customer_id", "brand_id", "type", "id", "issued_at", "status"},
}
_PURPOSES = "behavioral_campaigns coupon_campaigns punchcard_campaigns email_marketing push_notifications link_tracking"
_BUILT_IN = {
    CUSTOMER: {
        "text": "name email phone country city gender status tier document_type document_number referral_code",
        "date": "dob",
        "datetime": "registration_date",
        "boolean": "is_anonymous phone_verified " + " ".join(f"consent.purposes.{name}" for name in _PURPOSES.split()),
        "list": "platforms",
    },
    EVENT: {
        "text": "platform order.purchase_id order.payment_method order.channel_id order.store_id "
        "order.products[].sku product.sku",
        "number": "order.value order.discounted_value order.products[].amount order.products[].value "
        "order.products[].discounted_value product.amount product.value product.discounted_value",
    },
}


@dataclass(frozen=True)
class Event:
    """One thing a customer did, delivered once or more; `lines` by the name of their list."""

    customer: str
    brand: str
    type: str
    at: datetime
    status: str | None
    properties: dict[str, Value]
    lines: dict[str, Lines]


@dataclass(frozen=True)
class Import:
    """Records of one import in the order they were delivered; all of them are understood."""

    of: str
    records: list[Record]
    zone: ZoneInfo


@dataclass
class World:
    """Customers by id with their fields by dotted name, events by delivery, and the stored members of audiences."""

    customers: dict[str, dict[str, Value]] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)
    audiences: dict[str, frozenset[str]] = field(default_factory=dict)
    types: dict[str, dict[str, str]] = field(
        default_factory=lambda: {
            of: {name: kind for kind, names in table.items() for name in names.split()}
            for of, table in _BUILT_IN.items()
        }
    )

    def __post_init__(self) -> None:
        self._event_numbers: dict[str, int] = {}

    def take(self, delivery: Import) -> None:
        """Import records: new names take their type from all of the import's values together."""
        self._learn(delivery)
        for record in delivery.records:
            if delivery.of == CUSTOMER:
                self._take_customer(record, delivery.zone)
            else:
                self._take_event(record, delivery.zone)

    def _learn(self, delivery: Import) -> None:
        types, found = self.types[delivery.of], dict[str, list[Any]]()
        for record in delivery.records:
            for name, raw in _all_values(record):
                if name.split(".")[0] not in _RESERVED[delivery.of] and name not in types and _has_value(raw):
                    found.setdefault(name, []).append(raw)
        types.update({name: _type_of(raws) for name, raws in found.items()})

    def _take_customer(self, record: Record, zone: ZoneInfo) -> None:
        fields = self.customers.setdefault(_as_text(record["id"]), {})
        for name, raw in _leaves({name: raw for name, raw in record.items() if name != "id"}):
            value = None if raw is None else _value(self.types[CUSTOMER].get(name, ""), raw, zone)
            if raw is None:
                for known in [known for known in fields if known.startswith(f"{name}.")]:
                    del fields[known]
            if value is None:
                fields.pop(name, None)
            else:
                fields[name] = value

    def _take_event(self, record: Record, zone: ZoneInfo) -> None:
        identity = None if record.get("id") is None else _as_text(record["id"])
        status = imported(record.get("status") or "") or None
        if identity and identity in self._event_numbers:
            number = self._event_numbers[identity]
            first = self.events[number]
            self.events[number] = Event(**{**vars(first), "status": status or first.status})
            return
        if identity:
            self._event_numbers[identity] = len(self.events)
        customer = _as_text(record["customer_id"])
        self.customers.setdefault(customer, {})
        body = {name: raw for name, raw in record.items() if name not in _RESERVED[EVENT]}
        self.events.append(
            Event(
                customer=customer,
                brand=_as_text(record["brand_id"]),
                type=_as_text(record["type"]),
                at=_instant(record["issued_at"], zone),
                status=status,
                properties=dict(self._values(_leaves(body), zone)),
                lines={
                    name: [dict(self._values(_leaves(line, f"{name}[]."), zone)) for line in lines]
                    for name, lines in _line_lists(body)
                },
            )
        )

    def _values(self, leaves: Iterable[tuple[str, Any]], zone: ZoneInfo) -> Iterator[tuple[str, Value]]:
        for name, raw in leaves:
            value = _value(self.types[EVENT].get(name, ""), raw, zone) if _has_value(raw) else None
            if value is not None:
                yield name, value


def _leaves(record: Record, prefix: str = "") -> Iterator[tuple[str, Any]]:
    """The values of a record by dotted name, without those of its lines."""
    for name, raw in record.items():
        if isinstance(raw, dict):
            yield from _leaves(raw, f"{prefix}{name}.")
        elif not _is_lines(raw):
            yield f"{prefix}{name}", raw


def _line_lists(record: Record, prefix: str = "") -> Iterator[tuple[str, list[Record]]]:
    for name, raw in record.items():
        if isinstance(raw, dict):
            yield from _line_lists(raw, f"{prefix}{name}.")
        elif _is_lines(raw):
            yield f"{prefix}{name}", raw


def _all_values(record: Record) -> Iterator[tuple[str, Any]]:
    yield from _leaves(record)
    for name, lines in _line_lists(record):
        for line in lines:
            yield from _leaves(line, f"{name}[].")


def _is_lines(raw: object) -> bool:
    return isinstance(raw, list) and any(isinstance(member, dict) for member in raw)


def _has_value(raw: object) -> bool:
    if isinstance(raw, list):
        return any(_has_value(member) for member in raw)
    return imported(raw) != "" if isinstance(raw, str) else raw is not None


def _type_of(raws: list[Any]) -> str:
    """The type of a name that had no value before, by its values of one import."""
    if all(isinstance(raw, bool) for raw in raws):
        return "boolean"
    if all(isinstance(raw, int | Decimal) and not isinstance(raw, bool) for raw in raws):
        return "number"
    if all(isinstance(raw, list) for raw in raws):
        return "list"
    if all(isinstance(raw, str) for raw in raws):
        shapes = {_shape(imported(raw)) for raw in raws}
        if shapes <= {"date", "datetime"}:
            return "date" if shapes == {"date"} else "datetime"
    return "text"


def _shape(text: str) -> str:
    try:
        if is_bare_date(text) and date.fromisoformat(text).isoformat() == text:
            return "date"
        return "datetime" if "T" in text and datetime.fromisoformat(text).tzinfo else "text"
    except ValueError:
        return "text"


def _value(kind: str, raw: Any, zone: ZoneInfo) -> Value | None:
    """A value as its name's type has it; None where it is empty."""
    if not _has_value(raw):
        return None
    match kind:
        case "text":
            return _as_text(raw)
        case "number":
            return millionths(raw)
        case "boolean":
            return bool(raw)
        case "date":
            return date.fromisoformat(imported(raw))
        case "datetime":
            return _instant(raw, zone)
        case "list":
            return tuple(imported(member) for member in raw if _has_value(member))
    raise AssertionError(f"a value of a name without a type: {raw!r}")


def _as_text(raw: str | int) -> str:
    return str(raw) if isinstance(raw, int) else imported(raw)


def _instant(raw: str, zone: ZoneInfo) -> datetime:
    text = imported(raw)
    if is_bare_date(text):
        start = day_start(date.fromisoformat(text), zone)
        assert start is not None, text
        return start
    instant = datetime.fromisoformat(text)
    return instant.replace(tzinfo=instant.tzinfo or zone).astimezone(UTC)
