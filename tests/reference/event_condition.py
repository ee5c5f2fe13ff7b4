"""Whether a customer's events satisfy an event condition (section 4)."""

from datetime import datetime
from typing import Any

from tests.reference.clock import Moment, day_of, in_window
from tests.reference.numbers import average, millionths
from tests.reference.operators import Value, compares, holds
from tests.reference.texts import folded
from tests.reference.world import Event

Condition = dict[str, Any]
Types = dict[str, str]
RESOLVED = "RESOLVED"


def counts(event: Event, brand: str | None, moment: Moment) -> bool:
    """Whether an event is seen at all: of the brand, not after as_of, and of a status that counts."""
    return event.status in {None, RESOLVED} and event.at <= moment.as_of and brand in {None, event.brand}


def satisfies(condition: Condition, seen: list[Event], types: Types, moment: Moment) -> bool:
    """Whether the measure over the matching ones of a customer's seen events compares as asked."""
    found = measured(condition, seen, types, moment)
    if condition["measure"]["fn"] in {"first", "last"}:
        return holds("datetime", condition, found, moment)
    if found is None:
        return condition["operator"] == "ne" and condition.get("missing") != "exclude"
    assert isinstance(found, int)
    return compares(condition["operator"], condition["value"], found)


def measured(condition: Condition, seen: list[Event], types: Types, moment: Moment) -> int | datetime | None:
    """The measure of a customer's seen events: a number in millionths, an instant, or None where it has no value."""
    matching = matching_events(condition, seen, types, moment)
    function = condition["measure"]["fn"]
    if function == "first":
        return min((event.at for event in matching), default=None)
    if function == "last":
        return max((event.at for event in matching), default=None)
    if function == "count":
        return millionths(len(matching))
    if function == "count_days":
        return millionths(len({day_of(event.at, moment.zone) for event in matching}))
    return _of_property(condition, matching, types, moment)


def matching_events(condition: Condition, seen: list[Event], types: Types, moment: Moment) -> list[Event]:
    """The seen events of the condition's types, in its window, for which its `where` holds."""
    asked = condition["event"]
    named = asked if isinstance(asked, list) else [asked]
    inside = in_window(condition.get("window"), moment)
    return [
        event
        for event in seen
        if event.type in named and inside(event.at) and _where_holds(condition.get("where"), event, types, moment)
    ]


def _of_property(condition: Condition, matching: list[Event], types: Types, moment: Moment) -> int | None:
    function, name = condition["measure"]["fn"], condition["measure"]["property"]
    values = [value for event in matching for value in _values(name, condition.get("where"), event, types, moment)]
    if function == "count_distinct":
        return millionths(len({folded(value) if isinstance(value, str) else value for value in values}))
    numbers = [int(value) for value in values]  # type: ignore[arg-type]
    if function == "sum":
        return sum(numbers)
    if not numbers:
        return None
    if function == "avg":
        return average(numbers)
    return min(numbers) if function == "min" else max(numbers)


def _values(name: str, where: Condition | None, event: Event, types: Types, moment: Moment) -> list[Value]:
    """The values of a property in a matching event: one, or one a line where it is asked of lines."""
    if "[]" not in name:
        return [event.properties[name]] if name in event.properties else []
    lines = event.lines.get(_list_of(name), [])
    children = [child for child in _children(where) if _list_of(child["property"]) == _list_of(name)]
    if where and children:
        lines = [line for line in lines if _line_holds(where["op"], children, line, types, moment)]
    return [line[name] for line in lines if name in line]


def _where_holds(where: Condition | None, event: Event, types: Types, moment: Moment) -> bool:
    if where is None:
        return True
    of_event = [child for child in where["children"] if "[]" not in child["property"]]
    answers = [_child_holds(child, event.properties, types, moment) for child in of_event]
    for name in {_list_of(child["property"]) for child in _children(where)} - {""}:
        children = [child for child in where["children"] if _list_of(child["property"]) == name]
        lines = event.lines.get(name, [])
        answers.append(any(_line_holds(where["op"], children, line, types, moment) for line in lines))
    return all(answers) if where["op"] == "all" else any(answers)


def _line_holds(op: str, children: list[Condition], line: dict[str, Value], types: Types, moment: Moment) -> bool:
    answers = [_child_holds(child, line, types, moment) for child in children]
    return all(answers) if op == "all" else any(answers)


def _child_holds(child: Condition, values: dict[str, Value], types: Types, moment: Moment) -> bool:
    return holds(types[child["property"]], child, values.get(child["property"]), moment)


def _children(where: Condition | None) -> list[Condition]:
    return where["children"] if where else []


def _list_of(name: str) -> str:
    """The list whose lines a property belongs to; empty for a property of the event itself."""
    return name.partition("[]")[0] if "[]" in name else ""
