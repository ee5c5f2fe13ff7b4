"""An operator and its value changed by one step, so that they hold for more customers, or for fewer: of any type."""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from difflib import get_close_matches
from typing import NamedTuple, cast

from masivo.conditions.fold import fold
from masivo.conditions.operators import OPERATORS, Operator
from masivo.conditions.tree import Span, Unit, Value
from masivo.services.looser_steps import rungs, shifted, spans, widened

_ANNIVERSARY_DAYS = (0, 7, 14, 30, 60, 90, 180, 365)
_MOST_VALUES = 3
_LIKENESS = 0.6
_SIDES = frozenset({Operator.STARTS_WITH, Operator.ENDS_WITH})
_ADDS = {Operator.EQ: Operator.IN, Operator.IN: Operator.IN, Operator.HAS_ANY: Operator.HAS_ANY}
_DROPS = {Operator.HAS_ALL: True, Operator.IN: False, Operator.HAS_ANY: False}
"""The operators of lists, with whether a member less holds for more customers."""

_LONGER_IS_MORE = {Operator.IN_LAST: True, Operator.IN_NEXT: True, Operator.MORE_THAN_AGO: False}

Texts = Callable[[], Sequence[str]]
"""The values that a name has in the data, the most frequent first; asked only where they are needed."""


class Compared(NamedTuple):
    """What is compared, and how."""

    operator: Operator
    value: Value


def other_values(asked: Compared, texts: Texts, *, more: bool) -> Iterator[Sequence[Compared]]:
    """Each way to change it so that more customers match, or fewer, with the nearest first in each.

    Numbers have none here: for them the customers' own values say which threshold is the nearest.
    """
    positive = OPERATORS[asked.operator].complement_of
    if positive is not None:
        for way in other_values(Compared(positive, asked.value), texts, more=not more):
            yield [Compared(asked.operator, each.value) for each in way if each.operator is positive]
        return
    yield _other_steps(asked, more=more)
    yield _other_moments(asked, more=more)
    yield _fewer_members(asked, more=more)
    if more:
        yield from _more_texts(asked, texts)


def _other_steps(asked: Compared, *, more: bool) -> list[Compared]:
    if asked.operator is Operator.ANNIVERSARY_IN_NEXT:
        days = rungs(_ANNIVERSARY_DAYS, cast(Span, asked.value).amount, up=more)
        return [Compared(asked.operator, Span(amount, Unit.DAY)) for amount in days]
    if asked.operator not in _LONGER_IS_MORE:
        return []
    longer = _LONGER_IS_MORE[asked.operator] is more
    return [Compared(asked.operator, span) for span in spans(cast(Span, asked.value), longer=longer)]


def _other_moments(asked: Compared, *, more: bool) -> list[Compared]:
    match asked:
        case (Operator.BEFORE | Operator.AFTER as operator, date() as day):
            later = (operator is Operator.BEFORE) is more
            return [Compared(operator, each) for each in shifted(day, later=later)]
        case (Operator.ON, date() as day) if more:
            return [Compared(Operator.BETWEEN, ends) for ends in widened(day, day)]
        case (Operator.BETWEEN, (date() as start, date() as end)) if more:
            return [Compared(Operator.BETWEEN, ends) for ends in widened(start, end)]
    return []


def _fewer_members(asked: Compared, *, more: bool) -> list[Compared]:
    """One member less: more customers where all are needed, fewer where any is enough."""
    members = asked.value if isinstance(asked.value, tuple) else ()
    if len(members) < 2 or _DROPS.get(asked.operator) is not more:
        return []
    return [
        Compared(asked.operator, cast(Value, members[:place] + members[place + 1 :]))
        for place in range(min(len(members), _MOST_VALUES))
    ]


def _more_texts(asked: Compared, texts: Texts) -> Iterator[Sequence[Compared]]:
    """Another shape of the same value, and what the data has that is most like it, or most frequent."""
    if asked.operator in _SIDES:
        yield [Compared(Operator.CONTAINS, asked.value)]
    elif asked.operator is Operator.HAS_ALL:
        yield [Compared(Operator.HAS_ANY, asked.value)]
    elif asked.operator in _ADDS:
        given = asked.value if isinstance(asked.value, tuple) else (asked.value,)
        if all(isinstance(each, str) for each in given):
            yield _other_texts(asked, cast(tuple[str, ...], given), texts())


def _other_texts(asked: Compared, given: tuple[str, ...], known: Sequence[str]) -> list[Compared]:
    """A value that is most like one that was asked, in its place, as it may be a slip; else a frequent one more."""
    own = {fold(each) for each in given}
    others = {fold(each): each for each in reversed(known) if fold(each) not in own}
    frequent = [folded for each in known if (folded := fold(each)) in others]
    alike = [
        (*given[:place], others[near], *given[place + 1 :])
        for place, each in enumerate(given)
        for near in get_close_matches(fold(each), frequent, 1, _LIKENESS)
    ]
    if alike:
        one = asked.operator is Operator.EQ
        return [Compared(asked.operator, values[0] if one else values) for values in alike[:_MOST_VALUES]]
    return [Compared(_ADDS[asked.operator], (*given, others[each])) for each in frequent[:_MOST_VALUES]]
