"""The language's intervals take in the instants and days that the reference takes in, at every edge of a moment."""

from datetime import date, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.operators import FieldType
from masivo.conditions.parse import parse
from masivo.conditions.tree import AttributeCondition, EventCondition, Span
from masivo.conditions.vocabulary import KnownAudience
from masivo.conditions.windows import anniversary_days, day_start, resolve_dates, resolve_instants, resolve_window, step
from tests.effort import effort
from tests.evaluation import values
from tests.evaluation.conditions import windows
from tests.evaluation.edges import Times, edges_of
from tests.evaluation.nasty import DATES, MOMENTS, SPANS
from tests.evaluation.questions import asked_of
from tests.reference import clock
from tests.reference.operators import holds

EDGES = {moment: edges_of(moment) for moment in MOMENTS}
TIMES = {moment: Times(edges, SPANS) for moment, edges in EDGES.items()}
ANNIVERSARIES = ("anniversary_in_next", "anniversary_in_month")
INTERVALS = ("on", "before", "after", "between", "in_last", "more_than_ago", "in_next")


class Names:
    """The names these documents ask for."""

    event_types = ("PURCHASE",)
    brands = ()

    def field_type(self, name: str) -> FieldType | None:
        return FieldType(name)

    def property_type(self, name: str) -> FieldType | None:
        return None

    def audience(self, id_: str) -> KnownAudience | None:
        return None


def _condition(node: dict[str, Any]) -> Any:
    return parse({"version": 1, "op": "all", "children": [node]}, Names()).children[0]


def _asked(kind: str, operators: tuple[str, ...]) -> st.SearchStrategy[Any]:
    return st.sampled_from(MOMENTS).flatmap(
        lambda moment: st.tuples(
            st.just(moment), asked_of(kind, [], TIMES[moment]).filter(lambda asked: asked["operator"] in operators)
        )
    )


@effort(100)
@given(st.sampled_from(MOMENTS).flatmap(lambda moment: st.tuples(st.just(moment), windows(TIMES[moment]))))
def test_windows(asked: tuple[clock.Moment, dict[str, Any]]) -> None:
    moment, window = asked
    measure = {"measure": {"fn": "count"}, "operator": "gte", "value": 1, "window": window}
    condition = _condition({"kind": "event", "event": "PURCHASE", **measure})
    assert isinstance(condition, EventCondition)
    found = resolve_window(condition.window, moment.as_of, moment.zone)
    inside = clock.in_window(window, moment)
    for edge in EDGES[moment]:
        assert _within(found, edge) is inside(edge), edge


@effort(100)
@given(_asked("datetime", INTERVALS))
def test_instants(asked: tuple[clock.Moment, dict[str, Any]]) -> None:
    moment, question = asked
    condition = _condition({"kind": "attribute", "field": "datetime", **question})
    assert isinstance(condition, AttributeCondition)
    found = resolve_instants(condition.operator, condition.value, moment.as_of, moment.zone)
    for edge in EDGES[moment]:
        assert _within(found, edge) is holds("datetime", question, edge, moment), edge


@effort(100)
@given(_asked("date", (*INTERVALS, *ANNIVERSARIES)))
def test_days(asked: tuple[clock.Moment, dict[str, Any]]) -> None:
    moment, question = asked
    condition = _condition({"kind": "attribute", "field": "date", **question})
    assert isinstance(condition, AttributeCondition)
    days = {*DATES, *(edge.date() for edge in EDGES[moment]), *(date(2024, 1, 1) + timedelta(n) for n in range(366))}
    if question["operator"] in ANNIVERSARIES:
        pairs = anniversary_days(condition.operator, condition.value, moment.as_of, moment.zone)
        assert {day for day in days if (day.month, day.day) in pairs} == _held(question, days, moment)
    else:
        found = resolve_dates(condition.operator, condition.value, moment.as_of, moment.zone)
        assert {day for day in days if _within(found, day)} == _held(question, days, moment)


@effort(100)
@given(st.sampled_from(MOMENTS), values.spans(), st.sampled_from([-1, 1]))
def test_steps(moment: clock.Moment, span: dict[str, Any], direction: int) -> None:
    for edge in EDGES[moment][::5]:
        found = step(edge, _span(span), moment.zone, direction)
        assert found == clock.shifted(edge, span, moment.zone, direction)


@pytest.mark.parametrize("zone", sorted({str(moment.zone) for moment in MOMENTS} | {"America/Asuncion", "Asia/Beirut"}))
def test_days_start_where_they_start(zone: str) -> None:
    for day in (date(1900, 1, 1) + timedelta(days=days) for days in range(0, 140 * 365, 3)):
        assert day_start(day, ZoneInfo(zone)) == clock.day_start(day, ZoneInfo(zone)), day


def _span(span: dict[str, Any]) -> Span:
    condition = _condition({"kind": "attribute", "field": "datetime", "operator": "in_last", "value": span})
    assert isinstance(condition.value, Span)
    return condition.value


def _within(interval: Any, found: Any) -> bool:
    return (interval.start is None or interval.start <= found) and (interval.end is None or found < interval.end)


def _held(question: dict[str, Any], days: set[date], moment: clock.Moment) -> set[date]:
    return {day for day in days if holds("date", question, day, moment)}
