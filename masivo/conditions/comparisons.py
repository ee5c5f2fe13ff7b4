"""Questions in words, as they follow the name of what is asked: "is more than 500", "is in the last 7 days (…)"."""

from datetime import date, datetime
from decimal import Decimal

from masivo.conditions.operators import OPERATORS, FieldType, Operator
from masivo.conditions.questions import Asked
from masivo.conditions.sentences import Telling
from masivo.conditions.tree import Span
from masivo.conditions.wall_clock import local_day, step, step_day
from masivo.conditions.windows import resolve_dates
from masivo.conditions.wording import (
    MONTH_NAMES,
    day_in_words,
    day_of_year_in_words,
    instant_in_words,
    listed,
    minute_in_words,
    span_in_words,
    value_in_words,
)

_ONE_VALUE = {
    Operator.EQ: "{is_} {value}",
    Operator.NE: "{is_} not {value}",
    Operator.CONTAINS: "contains {value}",
    Operator.NOT_CONTAINS: "does not contain {value}",
    Operator.STARTS_WITH: "starts with {value}",
    Operator.ENDS_WITH: "ends with {value}",
    Operator.GT: "{is_} more than {value}",
    Operator.GTE: "{is_} at least {value}",
    Operator.LT: "{is_} less than {value}",
    Operator.LTE: "{is_} at most {value}",
    Operator.ON: "{is_} on {value}",
    Operator.BEFORE: "{is_} before {value}",
    Operator.AFTER: "{is_} after {value}",
    Operator.IS_SET: "{is_} known",
    Operator.IS_NOT_SET: "{is_} not known",
}

_SEVERAL_VALUES = {
    Operator.IN: ("{is_} {value}", "or"),
    Operator.NOT_IN: ("{is_} neither {value}", "nor"),
    Operator.HAS_ANY: ("include {value}", "or"),
    Operator.HAS_ALL: ("include all of {value}", "and"),
    Operator.HAS_NONE: ("include neither {value}", "nor"),
}

_SINGLE = {
    Operator.NOT_IN: "{is_} not {value}",
    Operator.HAS_ALL: "include {value}",
    Operator.HAS_NONE: "do not include {value}",
}
"""Where the list has one member, so that "neither … nor" and "all of" would be out of place."""

_OPPOSITES = {
    **{operator: entry.complement_of for operator, entry in OPERATORS.items() if entry.complement_of},
    **{entry.complement_of: operator for operator, entry in OPERATORS.items() if entry.complement_of},
    Operator.IS_SET: Operator.IS_NOT_SET,
    Operator.IS_NOT_SET: Operator.IS_SET,
}


def opposite_operator(asked: Asked) -> Operator | None:
    """The operator that holds exactly where this question does not, if there is one."""
    return None if asked.exclude_missing else _OPPOSITES.get(asked.operator)


def predicate(
    asked: Asked,
    type_: FieldType | None,
    telling: Telling,
    *,
    is_: str | None = None,
    missing: tuple[str, str] | None = None,
) -> str:
    """A question as it follows its subject's name, with the dates it means where the subject's type is known.

    `is_` is the verb, and `missing` what a negative operator says of those without a value: that they are taken in,
    or left out; nothing where it is empty.
    """
    is_ = is_ or ("are" if type_ is FieldType.LIST else "is")
    words = _compared(asked, type_, telling, is_)
    if OPERATORS[asked.operator].complement_of is None:
        return words
    taken_in, left_out = missing or (f"or {is_} not known", f"but {is_} known")
    remark = left_out if asked.exclude_missing else taken_in
    return f"{words} ({remark})" if remark else words


def range_in_words(first: date | datetime, last: date | datetime, telling: Telling) -> str:
    """From … through the day …, or until just before the instant …; each end by its own rule."""
    start = value_in_words(first, telling.zone)
    if isinstance(last, datetime):
        return f"from {start} until just before {instant_in_words(last, telling.zone)}"
    return f"from {start} through {day_in_words(last)}"


def _compared(asked: Asked, type_: FieldType | None, telling: Telling, is_: str) -> str:
    operator, value = asked.operator, asked.value
    match value:
        case Span():
            return _relative_time(operator, value, type_, telling, is_)
        case (Decimal() as least, Decimal() as most) if operator is Operator.BETWEEN:
            low, high = (value_in_words(end, telling.zone) for end in (least, most))
            return f"{is_} between {low} and {high} (both included)"
        case (date() as first, date() as last) if operator is Operator.BETWEEN:
            return f"{is_} {range_in_words(first, last, telling)}"
        case tuple():
            words = [value_in_words(member, telling.zone) for member in value]
            template, conjunction = _SEVERAL_VALUES[operator]
            template = _SINGLE.get(operator, template) if len(words) == 1 else template
            return template.format(is_=is_, value=listed(words, conjunction))
        case int() if not isinstance(value, bool):
            return f"falls in {MONTH_NAMES[value - 1]} of any year"
        case None:
            return _ONE_VALUE[operator].format(is_=is_)
    exactly = operator is Operator.ON and isinstance(value, datetime)
    template = "{is_} exactly {value}" if exactly else _ONE_VALUE[operator]
    return template.format(is_=is_, value=value_in_words(value, telling.zone))


def _relative_time(operator: Operator, span: Span, type_: FieldType | None, telling: Telling, is_: str) -> str:
    length = span_in_words(span)
    if operator is Operator.ANNIVERSARY_IN_NEXT:
        return _anniversary(span, telling)
    words = {
        Operator.IN_LAST: f"{is_} in the last {length}",
        Operator.NOT_IN_LAST: f"{is_} not in the last {length}",
        Operator.MORE_THAN_AGO: f"{is_} {length} ago or longer",
        Operator.IN_NEXT: f"{is_} in the next {length}",
    }[operator]
    if type_ is FieldType.DATE:
        return f"{words} ({_days_meant(operator, span, telling)})"
    if type_ is FieldType.DATETIME:
        return f"{words} ({_instants_meant(operator, span, telling)})"
    return words


def _days_meant(operator: Operator, span: Span, telling: Telling) -> str:
    asked = Operator.IN_LAST if operator is Operator.NOT_IN_LAST else operator
    interval = resolve_dates(asked, span, telling.as_of, telling.zone)
    today = local_day(telling.as_of, telling.zone)
    if interval.empty:
        return "there is no such day"
    if operator is Operator.MORE_THAN_AGO:
        edge = step_day(today, span, -1)
        return f"{day_in_words(edge)} or before" if edge else "there is no such day"
    if operator is Operator.IN_NEXT:
        last = step_day(today, span, 1)
        return f"after {day_in_words(today)}" + (f", up to {day_in_words(last)}" if last else "")
    if interval.start is None:
        return f"up to {day_in_words(today)}"
    return (
        day_in_words(today) if interval.start == today else f"{day_in_words(interval.start)} to {day_in_words(today)}"
    )


def _instants_meant(operator: Operator, span: Span, telling: Telling) -> str:
    edge = step(telling.as_of, span, telling.zone, 1 if operator is Operator.IN_NEXT else -1)
    if edge is None:
        return "there was no such time" if operator is Operator.MORE_THAN_AGO else "all time"
    when = minute_in_words(edge, telling.zone)
    if operator is Operator.MORE_THAN_AGO:
        return f"{when} or before"
    return f"until {when}" if operator is Operator.IN_NEXT else f"since {when}"


def _anniversary(span: Span, telling: Telling) -> str:
    today = local_day(telling.as_of, telling.zone)
    first, last = day_of_year_in_words(today), step_day(today, span, 1)
    if span.amount == 0:
        return f"has its anniversary today ({first})"
    meant = f" ({first} to {day_of_year_in_words(last)})" if last else ""
    return f"has its anniversary today or in the next {span_in_words(span)}{meant}"
