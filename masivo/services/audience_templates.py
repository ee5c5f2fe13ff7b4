"""Rules to start from, as marketers know them by name: documents of built-in names, which every account can read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

Json = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Template:
    """A rule to start from: its key in addresses, its name, what it is for in one line, and its document."""

    key: str
    name: str
    purpose: str
    document: Json


def _document(*children: Json) -> Json:
    return {"version": 1, "op": "all", "children": list(children)}


def _last(amount: int, unit: str) -> Json:
    return {"kind": "last", "amount": amount, "unit": unit}


def _field(field: str, operator: str, **value: object) -> Json:
    return {"kind": "attribute", "field": field, "operator": operator, **value}


def _events(event: str | list[str], operator: str, value: object, **more: object) -> Json:
    """How many events, or another `measure`, within a `window`."""
    return {"kind": "event", "event": event, "measure": {"fn": "count"}, "operator": operator, "value": value, **more}


def _spent(operator: str, value: int, **more: object) -> Json:
    return _events("PURCHASE", operator, value, measure={"fn": "sum", "property": "order.value"}, **more)


def _last_purchase(operator: str, amount: int, unit: str) -> Json:
    span = {"amount": amount, "unit": unit}
    return _events("PURCHASE", operator, span, measure={"fn": "last"})


_BOUGHT = _events("PURCHASE", "gte", 1)

TEMPLATES: tuple[Template, ...] = (
    Template(
        "lapsed-buyers",
        "Lapsed buyers",
        "Bought before, but not in the last 90 days.",
        _document(_last_purchase("more_than_ago", 90, "day")),
    ),
    Template(
        "cart-abandoners",
        "Cart abandoners, 24 hours",
        "Put something in the cart in the last week, and bought nothing within a day.",
        _document(
            {
                "kind": "sequence",
                "window": _last(7, "day"),
                "steps": [
                    {"event": "ADD_TO_CART"},
                    {"event": "PURCHASE", "within": {"amount": 24, "unit": "hour"}, "not": True},
                ],
            }
        ),
    ),
    Template(
        "top-spenders",
        "Top 10 % spenders",
        "The tenth of the buyers of a year who spent most in it.",
        _document(
            {
                "kind": "rank",
                "event": "PURCHASE",
                "measure": {"fn": "sum", "property": "order.value"},
                "window": _last(1, "year"),
                "order": "desc",
                "top": {"percent": 10},
            }
        ),
    ),
    Template(
        "winback",
        "Winback: good customers who left",
        "Three purchases or more, the last one half a year ago or longer, and e-mail allowed.",
        _document(
            _events("PURCHASE", "gte", 3),
            _last_purchase("more_than_ago", 6, "month"),
            _field("consent.purposes.email_marketing", "eq", value=True),
        ),
    ),
    Template(
        "vip",
        "VIP",
        "Twelve purchases or more in a year, the last within 90 days.",
        _document(_events("PURCHASE", "gte", 12, window=_last(1, "year")), _last_purchase("in_last", 90, "day")),
    ),
    Template(
        "birthday-this-week",
        "Birthday this week",
        "Birthday today or in the next seven days.",
        _document(_field("dob", "anniversary_in_next", value={"amount": 7, "unit": "day"})),
    ),
    Template(
        "new-without-purchase",
        "New registrations without a purchase",
        "Registered in the last 30 days, and bought nothing yet.",
        _document(
            _field("registration_date", "in_last", value={"amount": 30, "unit": "day"}), {**_BOUGHT, "not": True}
        ),
    ),
    Template(
        "big-spenders",
        "Big spenders",
        "Spent more than 500 in the last six months.",
        _document(_spent("gt", 500, window=_last(6, "month"))),
    ),
    Template(
        "one-time-buyers",
        "One-time buyers",
        "Bought once, ever: the second purchase makes a customer.",
        _document(_events("PURCHASE", "eq", 1)),
    ),
    Template(
        "frequent-buyers",
        "Frequent buyers",
        "Bought on three different days or more in the last 30.",
        _document(_events("PURCHASE", "gte", 3, measure={"fn": "count_days"}, window=_last(30, "day"))),
    ),
    Template(
        "reachable-by-email",
        "Active, and reachable by e-mail",
        "Did something in the last 90 days, agreed to e-mail, and has an address.",
        _document(
            _events(["PURCHASE", "ADD_TO_CART"], "gte", 1, window=_last(90, "day")),
            _field("consent.purposes.email_marketing", "eq", value=True),
            _field("email", "is_set"),
        ),
    ),
    Template(
        "test-sample",
        "A tenth, for a test",
        "Always the same tenth of those who agreed to e-mail; another name of the draw gives another one.",
        _document(
            {"kind": "sample", "percent": 10, "salt": "first test"},
            _field("consent.purposes.email_marketing", "eq", value=True),
        ),
    ),
)


def find_template(key: str) -> Template | None:
    """The template of that key, if there is one."""
    return next((template for template in TEMPLATES if template.key == key), None)
