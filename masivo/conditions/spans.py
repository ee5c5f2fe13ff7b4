"""Relative steps as documents write them: `{"amount": 30, "unit": "day"}`."""

from masivo.conditions.exact_numbers import read_whole
from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.limits import ANNIVERSARY_DAYS, SPAN_AMOUNTS
from masivo.conditions.refusals import quote, refuse
from masivo.conditions.tree import Span, Unit

KEYS = ("amount", "unit")


def read_span(raw: object, path: str, name: str, *, hours: bool) -> Span:
    """A step; `hours` says whether the unit may be hour, which a date without a time cannot be asked in."""
    span = span_of(read_object(raw, path, f"the length of time that {name} is compared with", KEYS))
    if span.unit is Unit.HOUR and not hours:
        refuse(f"{path}.unit", f"{name} is a date without a time, so it cannot be asked in hours; ask in days or more.")
    return span


def read_days_ahead(raw: object, path: str, name: str) -> Span:
    """The step of anniversary_in_next: 0 to 365 days."""
    source = read_object(raw, path, f"the length of time that {name} is compared with", KEYS)
    amount = read_whole(source.need("amount"), source.at("amount"), "The amount of days", *ANNIVERSARY_DAYS)
    unit = source.choice("unit", Unit)
    if unit is not Unit.DAY:
        refuse(source.at("unit"), f"Anniversaries are looked for in days; {quote(str(unit))} cannot be used here.")
    return Span(amount, unit)


def span_of(source: JsonObject) -> Span:
    """The step that an object's `amount` and `unit` say."""
    amount = read_whole(source.need("amount"), source.at("amount"), "The amount of time", *SPAN_AMOUNTS)
    return Span(amount, source.choice("unit", Unit))


def write_span(span: Span) -> dict[str, object]:
    """The step as a document writes it."""
    return {"amount": span.amount, "unit": str(span.unit)}
