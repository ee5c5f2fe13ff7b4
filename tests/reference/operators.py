"""Whether a value satisfies an operator (section 3), by the type of the field or property it is a value of."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from tests.reference.clock import (
    TICK,
    Moment,
    at_or_after,
    before_end,
    day_end,
    day_of,
    day_start,
    instant_of,
    is_bare_date,
    shifted,
    shifted_day,
)
from tests.reference.numbers import millionths
from tests.reference.texts import folded

# What an import makes of a record's values: a number is in millionths, a list has no empty members.
Value = str | int | bool | date | datetime | tuple[str, ...]
POSITIVE_OF = {
    "ne": "eq",
    "not_in": "in",
    "not_contains": "contains",
    "has_none": "has_any",
    "not_in_last": "in_last",
}


def holds(kind: str, asked: dict[str, Any], found: Value | None, moment: Moment) -> bool:
    """Whether a value of a type (None: no value) satisfies `asked`: its operator, value and missing."""
    operator = asked["operator"]
    if operator == "is_set":
        return found is not None
    if operator == "is_not_set":
        return found is None
    satisfies = _SATISFIES[kind]
    if operator in POSITIVE_OF:
        if found is None:
            return asked.get("missing") != "exclude"
        return not satisfies(POSITIVE_OF[operator], asked["value"], found, moment)
    return found is not None and satisfies(operator, asked["value"], found, moment)


def _text(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    text = folded(found)
    match operator:
        case "eq":
            return text == folded(value)
        case "in":
            return text in [folded(one) for one in value]
        case "contains":
            return folded(value) in text
        case "starts_with":
            return text.startswith(folded(value))
        case "ends_with":
            return text.endswith(folded(value))
    raise AssertionError(operator)


def _boolean(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    assert operator == "eq", operator
    return bool(found is value)


def _list(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    members = {folded(member) for member in found}
    has = [folded(one) in members for one in value]
    return all(has) if operator == "has_all" else any(has)


def _number(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    return compares(operator, value, found)


def compares(operator: str, value: Any, found: int) -> bool:
    """Whether a number in millionths compares as asked with the document's number or numbers."""
    numbers = [millionths(one) for one in value] if isinstance(value, list) else [millionths(value)]
    match operator:
        case "eq" | "in":
            return found in numbers
        case "ne":
            return found not in numbers
        case "gt":
            return found > numbers[0]
        case "gte":
            return found >= numbers[0]
        case "lt":
            return found < numbers[0]
        case "lte":
            return found <= numbers[0]
        case "between":
            return numbers[0] <= found <= numbers[1]
    raise AssertionError(operator)


def _date(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    today = moment.today
    match operator:
        case "on":
            return bool(found == date.fromisoformat(value))
        case "before":
            return bool(found < date.fromisoformat(value))
        case "after":
            return bool(found > date.fromisoformat(value))
        case "between":
            return bool(date.fromisoformat(value[0]) <= found <= date.fromisoformat(value[1]))
        case "in_next" | "in_last" | "more_than_ago":
            edge = shifted_day(today, value, 1 if operator == "in_next" else -1)
            return _relates(operator, found, today, edge)
    return _anniversary(operator, value, found, today)


def _datetime(operator: str, value: Any, found: Any, moment: Moment) -> bool:
    as_of, zone = moment.as_of, moment.zone
    match operator:
        case "on":
            whole_day = is_bare_date(value) and at_or_after(value, zone)(found) and before_end(value, zone)(found)
            return whole_day if is_bare_date(value) else bool(found == instant_of(value))
        case "before":
            start = day_start(date.fromisoformat(value), zone) if is_bare_date(value) else instant_of(value)
            return start is not None and found < start
        case "after":
            end = day_end(date.fromisoformat(value), zone) if is_bare_date(value) else instant_of(value) + TICK
            return end is not None and found >= end
        case "between":
            return at_or_after(value[0], zone)(found) and before_end(value[1], zone)(found)
        case "in_next" | "in_last" | "more_than_ago":
            edge = shifted(as_of, value, zone, 1 if operator == "in_next" else -1)
            return _relates(operator, found, as_of, edge)
    return _anniversary(operator, value, day_of(found, zone), moment.today)


def _relates(operator: str, found: Any, now: Any, edge: Any) -> bool:
    """Whether a day or instant lies as asked to now and to the step's other end (None: off the calendar)."""
    if operator == "in_next":
        return bool(found > now and (edge is None or found <= edge))
    if operator == "in_last":
        return bool(found <= now and (edge is None or found > edge))
    return edge is not None and bool(found <= edge)


def _anniversary(operator: str, value: Any, found: date, today: date) -> bool:
    if operator == "anniversary_in_month":
        return bool(found.month == value)
    assert operator == "anniversary_in_next", operator
    return any(_is_anniversary(found, today + timedelta(days=days)) for days in range(value["amount"] + 1))


def _is_anniversary(found: date, day: date) -> bool:
    if (found.month, found.day) == (2, 29) and not _is_leap(day.year):
        return (day.month, day.day) == (3, 1)
    return (day.month, day.day) == (found.month, found.day)


def _is_leap(year: int) -> bool:
    return year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)


_SATISFIES: dict[str, Callable[[str, Any, Any, Moment], bool]] = {
    "text": _text,
    "number": _number,
    "boolean": _boolean,
    "date": _date,
    "datetime": _datetime,
    "list": _list,
}
