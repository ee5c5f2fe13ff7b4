"""The rules of the demonstration's audiences, as condition documents (the language of Masivo's own contract)."""

from collections.abc import Mapping
from typing import Any

Json = Mapping[str, Any]


def span(amount: int, unit: str) -> Json:
    """A relative step."""
    return {"amount": amount, "unit": unit}


def last(amount: int, unit: str) -> Json:
    """The window of the last so many units."""
    return {"kind": "last", "amount": amount, "unit": unit}


def all_of(*children: Json) -> Json:
    """A group whose children must all hold."""
    return {"op": "all", "children": list(children)}


def any_of(*children: Json) -> Json:
    """A group of whose children one must hold."""
    return {"op": "any", "children": list(children)}


def document(*children: Json) -> Json:
    """A whole rule: all of these."""
    return {"version": 1, **all_of(*children)}


def field(name: str, operator: str, value: object = None, **more: object) -> Json:
    """A question about the profile; `value` None is left out."""
    asked = {"kind": "attribute", "field": name, "operator": operator, **more}
    return asked if value is None else {**asked, "value": value}


def did(event: str, fn: str, operator: str, value: object, property_: str | None = None, **more: object) -> Json:
    """A question about events: a measure compared with a value; `window` and `where` as they are."""
    measure = {"fn": fn} if property_ is None else {"fn": fn, "property": property_}
    return {"kind": "event", "event": event, "measure": measure, "operator": operator, "value": value, **more}


def where(*children: tuple[str, str, object]) -> Json:
    """Tests that an event must all pass: (property, operator, value), value None where the operator takes none."""
    tests = [
        {"property": name, "operator": operator} | ({} if value is None else {"value": value})
        for name, operator, value in children
    ]
    return {"op": "all", "children": tests}


def never_bought(**more: Json) -> Json:
    """No purchase, at all or in the `window`."""
    return {**did("PURCHASE", "count", "eq", 0), **more}
