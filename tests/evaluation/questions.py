"""Strategies for what is asked of one value: an operator, its value and `missing`, by the type (section 3)."""

from collections.abc import Sequence
from typing import Any

from hypothesis import strategies as st

from tests.evaluation import values
from tests.evaluation.edges import Times
from tests.reference.operators import POSITIVE_OF

Comparison = dict[str, Any]
OPERATORS = {
    "text": "eq ne in not_in contains not_contains starts_with ends_with is_set is_not_set",
    "number": "eq ne gt gte lt lte between in not_in is_set is_not_set",
    "boolean": "eq is_set is_not_set",
    "date": "on before after between in_last not_in_last more_than_ago in_next anniversary_in_next "
    "anniversary_in_month is_set is_not_set",
    "datetime": "on before after between in_last not_in_last more_than_ago in_next anniversary_in_next "
    "anniversary_in_month is_set is_not_set",
    "list": "has_any has_all has_none is_set is_not_set",
}
_ANNIVERSARIES = st.fixed_dictionaries({"amount": st.sampled_from([0, 1, 2, 7, 30, 364, 365]), "unit": st.just("day")})


def asked_of(kind: str, seen: Sequence[Any], times: Times) -> st.SearchStrategy[Comparison]:
    """Any question that may be asked of a value of the type; `seen` are the values that the data has."""
    by_operator = {operator: _with_value(operator, kind, seen, times) for operator in OPERATORS[kind].split()}
    return st.sampled_from(list(by_operator)).flatmap(by_operator.__getitem__)


def asked_of_instant(times: Times) -> st.SearchStrategy[Comparison]:
    """Any question that may be asked of the first or last matching event."""
    return asked_of("datetime", times.edges, times)


def _with_value(operator: str, kind: str, seen: Sequence[Any], times: Times) -> st.SearchStrategy[Comparison]:
    if operator in {"is_set", "is_not_set"}:
        return st.just({"operator": operator})
    asked = {"operator": st.just(operator), "value": _value(operator, kind, seen, times)}
    optional = {"missing": st.just("exclude")} if operator in POSITIVE_OF else {}
    return st.fixed_dictionaries(asked, optional=optional)


def _value(operator: str, kind: str, seen: Sequence[Any], times: Times) -> st.SearchStrategy[Any]:
    if kind in {"date", "datetime"}:
        return _time(operator, kind, seen, times)
    if kind == "boolean":
        return st.booleans()
    if kind == "number":
        one: st.SearchStrategy[Any] = values.numbers(seen)
        if operator == "between":
            return values.ranges(one)
    else:
        one = values.texts([member for members in seen for member in members] if kind == "list" else seen)
    several = operator in {"in", "not_in", "has_any", "has_all", "has_none"}
    return st.lists(one, min_size=1, max_size=4) if several else one


def _time(operator: str, kind: str, seen: Sequence[Any], times: Times) -> st.SearchStrategy[Any]:
    if operator == "anniversary_in_next":
        return _ANNIVERSARIES
    if operator == "anniversary_in_month":
        return st.integers(1, 12)
    if operator in {"in_last", "not_in_last", "more_than_ago", "in_next"}:
        return values.spans(times.spans, hours=kind == "datetime")
    days = [*seen, *(edge.date() for edge in times.edges[::7])]
    if kind == "date":
        return values.ranges(values.dates(days)) if operator == "between" else values.dates(days)
    instants = [*seen, *times.edges]
    return values.moment_ranges(instants) if operator == "between" else values.ends(instants)
