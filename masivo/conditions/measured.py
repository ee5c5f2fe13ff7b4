"""Event conditions in words: "made at least 3 purchases in the last 30 days (since …)"."""

from decimal import Decimal

from masivo.conditions.comparisons import predicate
from masivo.conditions.events_in_words import PURCHASE, in_parentheses, noun, only, verb, when
from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, FieldType, MeasureFn, Operator
from masivo.conditions.sentences import Clause, Telling, who, whose
from masivo.conditions.tree import EventCondition
from masivo.conditions.where_in_words import lines_in_words, list_of
from masivo.conditions.window_in_words import window_in_words
from masivo.conditions.wording import name_in_words, number_in_words

_MONEY = frozenset({"order.value", "order.discounted_value", "order.products[].value"})
_NONE = {(Operator.EQ, 0), (Operator.LTE, 0), (Operator.LT, 1)}
"""How "no such event" is asked of the number of events, and of days with events."""

_OF_EVENTS = frozenset({MeasureFn.COUNT, MeasureFn.COUNT_DAYS})

_AMOUNTS = {
    Operator.EQ: "exactly {}",
    Operator.NE: "more or fewer than {}",
    Operator.GT: "more than {}",
    Operator.GTE: "at least {}",
    Operator.LT: "fewer than {}",
    Operator.LTE: "at most {}",
}
_NONE_IS_MISSING = ("or there is none", "but there is one")
_LABELS = {MeasureFn.AVG: "average", MeasureFn.MIN: "smallest", MeasureFn.MAX: "largest"}


def tell_event(condition: EventCondition, telling: Telling) -> Clause:
    """The clause of an event condition, its `not` left aside."""
    match condition.measure.fn:
        case MeasureFn.COUNT | MeasureFn.COUNT_DAYS | MeasureFn.COUNT_DISTINCT:
            return _counted(condition, telling)
        case MeasureFn.SUM:
            return _summed(condition, telling)
        case MeasureFn.FIRST | MeasureFn.LAST:
            return _dated(condition, telling)
    return _valued(condition, _LABELS[condition.measure.fn], telling)


def _counted(condition: EventCondition, telling: Telling) -> Clause:
    fn, name = condition.measure.fn, condition.measure.property
    if fn is not MeasureFn.COUNT_DISTINCT and (condition.operator, condition.value) in _NONE:
        return _none(condition, telling)
    remarks = _remarks(condition, telling)
    if fn is MeasureFn.COUNT:
        counted = _amount(condition, noun(condition, 1), noun(condition))
        return who(f"{verb(condition)} {counted}{remarks} {when(condition.window, telling)}")
    if name is None:
        days = _amount(condition, "different day", "different days")
        return who(f"{verb(condition)} {noun(condition)}{remarks} on {days} {when(condition.window, telling)}")
    values = f"{_amount(condition, 'different value', 'different values')} of {name_in_words(name)}"
    return who(f"{verb(condition)} {noun(condition)} with {values}{remarks} {when(condition.window, telling)}")


def _summed(condition: EventCondition, telling: Telling) -> Clause:
    name = condition.measure.property or ""
    if condition.events == PURCHASE and name in _MONEY:
        amount = _amount(condition, "", "").strip().replace("fewer", "less")
        remarks = _remarks(condition, telling, f"total of {name_in_words(name)}")
        return who(f"spent {amount} in purchases{remarks} {when(condition.window, telling)}")
    return _valued(condition, "total", telling)


def _valued(condition: EventCondition, label: str, telling: Telling) -> Clause:
    """A measure that is spoken of like a field: "average order.value over purchases … is more than 50"."""
    measured = f"{label} {name_in_words(condition.measure.property or '')} over {noun(condition)}"
    never_missing = condition.measure.fn in ZERO_WITHOUT_EVENTS
    missing = ("", "") if never_missing else _NONE_IS_MISSING
    asked = predicate(condition, FieldType.NUMBER, telling, missing=missing)
    return whose(f"{measured}{_remarks(condition, telling)}{_limited(condition, telling)} {asked}")


def _dated(condition: EventCondition, telling: Telling) -> Clause:
    if condition.operator is Operator.IS_NOT_SET:
        return _none(condition, telling)
    if condition.operator is Operator.IS_SET:
        some = f"{verb(condition)} at least 1 {noun(condition, 1)}"
        return who(f"{some}{_remarks(condition, telling)} {when(condition.window, telling)}")
    measured = f"{condition.measure.fn} {noun(condition, 1)}{_remarks(condition, telling)}"
    asked = predicate(condition, FieldType.DATETIME, telling, is_="was", missing=_NONE_IS_MISSING)
    return whose(f"{measured}{_limited(condition, telling)} {asked}")


def _none(condition: EventCondition, telling: Telling) -> Clause:
    remarks = in_parentheses(only(condition, None, telling))
    return who(f"{verb(condition)} no {noun(condition)}{remarks} {when(condition.window, telling)}")


def _limited(condition: EventCondition, telling: Telling) -> str:
    return f" {window_in_words(condition.window, telling)}" if condition.window else ""


def _amount(condition: EventCondition, one: str, several: str) -> str:
    """The comparison with a number, put before what is counted: "at least 3 purchases"."""
    match condition.value:
        case (Decimal() as least, Decimal() as most):
            return f"between {number_in_words(least)} and {number_in_words(most)} (both included) {several}"
        case Decimal() as number:
            amount = _AMOUNTS[condition.operator].format(number_in_words(number))
            return f"{amount} {one if number == 1 else several}"
    raise ValueError(f"{condition.measure.fn} is compared with numbers, not with {condition.value!r}")


def _remarks(condition: EventCondition, telling: Telling, *first: str) -> str:
    """What a lawyer asks next, in parentheses: of what, whether none counts, which lines, which events only."""
    fn, name = condition.measure.fn, condition.measure.property
    none = ("or none" if fn in _OF_EVENTS else "none counts as 0") if _holds_for_zero(condition) else ""
    lines = lines_in_words(name, condition.where, telling) if name is not None and list_of(name) is not None else ""
    return in_parentheses(*first, none, lines, only(condition, name, telling))


def _holds_for_zero(condition: EventCondition) -> bool:
    """Customers without a matching event are in, which the sentence must not leave to guessing."""
    if condition.measure.fn not in ZERO_WITHOUT_EVENTS:
        return False
    match condition.operator, condition.value:
        case Operator.BETWEEN, (Decimal() as least, Decimal() as most):
            return least <= 0 <= most
        case operator, Decimal() as number:
            return {
                Operator.EQ: number == 0,
                Operator.NE: number != 0,
                Operator.GT: number < 0,
                Operator.GTE: number <= 0,
                Operator.LT: number > 0,
                Operator.LTE: number >= 0,
            }[operator]
    return False
