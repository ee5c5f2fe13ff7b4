"""Ranks in words: "are, of all who made purchases …, among the first 1,000 by highest total order value"."""

from masivo.conditions.events_in_words import in_parentheses, noun, only, verb, when
from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, MeasureFn
from masivo.conditions.phrases import order_label
from masivo.conditions.sentences import Clause, Telling, who
from masivo.conditions.tree import RankCondition, TopCount, TopPercent
from masivo.conditions.where_in_words import lines_in_words, list_of
from masivo.conditions.wording import name_in_words, number_in_words

_MEASURES = {
    MeasureFn.COUNT: "number of {events}",
    MeasureFn.COUNT_DAYS: "number of different days with {events}",
    MeasureFn.COUNT_DISTINCT: "number of different values of {property}",
    MeasureFn.SUM: "total {property}",
    MeasureFn.AVG: "average {property}",
    MeasureFn.MIN: "smallest {property}",
    MeasureFn.MAX: "largest {property}",
}


def tell_rank(condition: RankCondition, telling: Telling) -> Clause:
    """The clause of a rank condition, its `not` left aside."""
    fn, name = condition.measure.fn, condition.measure.property or ""
    measured = _MEASURES[fn].format(events=noun(condition), property=name_in_words(name))
    lines = lines_in_words(name, condition.where, telling) if list_of(name) is not None else ""
    valued = "" if fn in ZERO_WITHOUT_EVENTS else "where there is one"
    by = f"{order_label(condition.order)} {measured}{in_parentheses(lines, valued)}"
    those = f"{verb(condition)} {noun(condition)}{in_parentheses(only(condition, None, telling))}"
    return who(f"are, of all who {those} {when(condition.window, telling)}, {_first(condition.top)} by {by}")


def _first(top: TopCount | TopPercent) -> str:
    if isinstance(top, TopPercent):
        return f"among the first {number_in_words(top.percent)} percent (rounded up)"
    return "the first" if top.count == 1 else f"among the first {number_in_words(top.count)}"
