"""Documents for tests in as few words as they need."""

from typing import Any


def document(*children: Any, op: Any = "all", **keys: Any) -> dict[str, Any]:
    return {"version": 1, "op": op, "children": list(children), **keys}


def group(*children: Any, op: str = "any", **keys: Any) -> dict[str, Any]:
    return {"op": op, "children": list(children), **keys}


def negated(node: dict[str, Any]) -> dict[str, Any]:
    return {**node, "not": True}


def attribute(field: Any, operator: Any, *value: Any, **keys: Any) -> dict[str, Any]:
    """A condition on a field; without a value where none is given."""
    return {"kind": "attribute", "field": field, "operator": operator, **_value(value), **keys}


def event(fn: str, operator: str, *value: Any, of: str | None = None, **keys: Any) -> dict[str, Any]:
    """A condition on purchases; `of` is the measure's property."""
    measure = {"fn": fn} if of is None else {"fn": fn, "property": of}
    return {"kind": "event", "event": "PURCHASE", "measure": measure, "operator": operator, **_value(value), **keys}


def bought(**keys: Any) -> dict[str, Any]:
    """At least one purchase, with a window, a where or what else the keys say."""
    return event("count", "gte", 1, **keys)


def step(event: Any = "PURCHASE", **keys: Any) -> dict[str, Any]:
    return {"event": event, **keys}


def sequence(*steps: Any, **keys: Any) -> dict[str, Any]:
    return {"kind": "sequence", "steps": list(steps), **keys}


def rank(fn: str = "count", of: str | None = None, **keys: Any) -> dict[str, Any]:
    """The ten customers with the most purchases, where the keys say nothing else."""
    measure = {"fn": fn} if of is None else {"fn": fn, "property": of}
    return {"kind": "rank", "event": "PURCHASE", "measure": measure, "order": "desc", "top": {"count": 10}, **keys}


def sample(**keys: Any) -> dict[str, Any]:
    """A tenth of the customers, where the keys say nothing else."""
    return {"kind": "sample", "percent": 10, "salt": "spring", **keys}


def belongs(audience: Any, operator: str = "member", **keys: Any) -> dict[str, Any]:
    return {"kind": "audience", "audience": audience, "operator": operator, **keys}


def where(*tests: Any, op: str = "all") -> dict[str, Any]:
    return {"op": op, "children": list(tests)}


def asks(name: str, operator: str, *value: Any, **keys: Any) -> dict[str, Any]:
    return {"property": name, "operator": operator, **_value(value), **keys}


def span(amount: Any, unit: str) -> dict[str, Any]:
    return {"amount": amount, "unit": unit}


def _value(value: tuple[Any, ...]) -> dict[str, Any]:
    return {"value": value[0]} if value else {}
