from collections.abc import Iterator
from datetime import date, datetime
from itertools import chain
from typing import Any, get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.describe import describe, describe_condition
from masivo.conditions.operators import OPERATORS, OPERATORS_BY_MEASURE, OPERATORS_BY_TYPE, TEMPORAL_MEASURES, MeasureFn
from masivo.conditions.parse import parse
from masivo.conditions.tree import (
    AttributeCondition,
    AudienceCondition,
    AudienceOperator,
    BeforeLastWindow,
    Condition,
    EventCondition,
    Group,
    LastWindow,
    Logic,
    Order,
    Period,
    PeriodWindow,
    RankCondition,
    SampleCondition,
    SequenceCondition,
    TopCount,
    TopPercent,
    Unit,
    Window,
    walk,
)
from masivo.conditions.wording import quoted
from tests.conditions.account import ACCOUNT, BOGOTA
from tests.conditions.cases import AS_OF, CASES, FOLDER, file_text
from tests.conditions.documents import attribute, bought, document, group, negated
from tests.conditions.strategies import documents, instants
from tests.golden import Golden


@pytest.mark.parametrize("name", CASES)
def test_a_rule_reads_as_it_did(name: str, golden: Golden) -> None:
    now = [{**case, "sentence": _sentence(case)} for case in CASES[name]]
    golden.check(FOLDER / f"{name}.json", file_text(now))


def _sentence(case: dict[str, Any]) -> str:
    tree = parse(case["document"], ACCOUNT)
    return describe(tree, as_of=AS_OF, zone=BOGOTA, brand_name=case.get("brand"), vocabulary=ACCOUNT)


def _golden_conditions() -> Iterator[Condition]:
    for case in chain.from_iterable(CASES.values()):
        for _, node in walk(parse(case["document"], ACCOUNT)):
            if not isinstance(node, Group):
                yield node


def test_every_window_step_and_way_of_a_condition_has_a_golden_document() -> None:
    conditions = list(_golden_conditions())
    windows = {window for node in conditions if (window := getattr(node, "window", None)) is not None}
    assert {type(window) for window in windows} == set(get_args(Window))
    assert {window.period for window in windows if isinstance(window, PeriodWindow)} == set(Period)
    units = {window.span.unit for window in windows if isinstance(window, LastWindow | BeforeLastWindow)}
    assert units == set(Unit)
    assert {type(node) for node in conditions} == set(get_args(Condition))
    wheres = {where for node in conditions if (where := getattr(node, "where", None)) is not None}
    assert {where.op for where in wheres} == set(Logic)
    steps = [step for node in conditions if isinstance(node, SequenceCondition) for step in node.steps]
    assert {(step.absent, step.within is not None, step.where is not None) for step in steps} >= {
        (False, False, False), (False, True, False), (True, True, False), (True, False, False), (False, False, True),
    }  # fmt: skip
    tops = {type(node.top) for node in conditions if isinstance(node, RankCondition)}
    assert tops == {TopCount, TopPercent}


def test_every_negative_operator_has_a_golden_document_without_those_of_no_value() -> None:
    excluding = {
        (type(node), node.operator)
        for node in _golden_conditions()
        if isinstance(node, AttributeCondition | EventCondition) and node.exclude_missing
    }
    assert {operator for _, operator in excluding} == {
        operator for operator, entry in OPERATORS.items() if entry.complement_of
    }
    assert {kind for kind, _ in excluding} == {AttributeCondition, EventCondition}


def test_every_operator_of_every_type_and_measure_has_a_golden_document() -> None:
    asked = {_kind_of_question(node) for node in _golden_conditions()}
    types = {(type_, operator) for type_, operators in OPERATORS_BY_TYPE.items() for operator in operators}
    measures = {(fn, operator) for fn, operators in OPERATORS_BY_MEASURE.items() for operator in operators}
    ranks = {(fn, order) for fn in set(MeasureFn) - TEMPORAL_MEASURES for order in Order}
    others = {(SequenceCondition, None), (SampleCondition, None)} | {("audience", of) for of in AudienceOperator}
    assert (types | measures | ranks | others) - asked == set()


def _kind_of_question(condition: Condition) -> tuple[object, object]:
    match condition:
        case AttributeCondition(field=name, operator=operator):
            return ACCOUNT.field_type(name), operator
        case EventCondition(measure=measure, operator=operator):
            return measure.fn, operator
        case RankCondition(measure=measure, order=order):
            return measure.fn, order
        case AudienceCondition(operator=belongs):
            return "audience", belongs
    return type(condition), None


def test_the_sentence_of_the_design() -> None:
    rule = document(
        {
            "kind": "event",
            "event": "PURCHASE",
            "measure": {"fn": "sum", "property": "order.value"},
            "operator": "gt",
            "value": 500,
            "window": {"kind": "last", "amount": 6, "unit": "month"},
        },
        attribute("tier", "in", ["gold", "vip"]),
    )
    assert describe(parse(rule, ACCOUNT), as_of=AS_OF, zone=BOGOTA, brand_name="Andes") == (
        "Customers of Andes who spent more than 500 in purchases (total of order value) in the last 6 months"
        " (since 22 May 2026, 10:42) and whose tier is gold or vip."
    )


@given(
    documents(ACCOUNT),
    instants(date.min, date.max),
    st.sampled_from(["America/Bogota", "Asia/Tokyo", "Europe/Madrid", "Pacific/Apia"]),
    st.sampled_from([ACCOUNT, None]),
)
def test_every_rule_can_be_told_at_any_time(rule: dict[str, Any], as_of: datetime, zone: str, vocabulary: Any) -> None:
    tree = parse(rule, ACCOUNT)
    told = describe(tree, as_of=as_of, zone=ZoneInfo(zone), brand_name=None, vocabulary=vocabulary)
    assert told.endswith(".")
    for _, node in walk(tree):
        if not isinstance(node, Group):
            assert describe_condition(node, as_of=as_of, zone=ZoneInfo(zone), vocabulary=vocabulary)


@given(documents(ACCOUNT))
def test_parentheses_close_what_they_open(rule: dict[str, Any]) -> None:
    told = describe(parse(rule, ACCOUNT), as_of=AS_OF, zone=BOGOTA, brand_name=None, vocabulary=ACCOUNT)
    depth = 0
    for sign in _outside_quotes(told):
        depth += {"(": 1, ")": -1}.get(sign, 0)
        assert depth >= 0, told
    assert depth == 0, told


def _outside_quotes(told: str) -> str:
    kept, quoted, escaped = [], False, False
    for sign in told:
        if not quoted:
            kept.append(sign)
            quoted = sign == "“"
        elif sign == "”" and not escaped:
            quoted = False
        escaped = sign == "\\" and not escaped
    return "".join(kept)


def test_different_trees_of_the_same_conditions_read_differently() -> None:
    a, b, c = bought(), attribute("tier", "eq", "gold"), attribute("country", "eq", "CO")
    rules = [
        document(a, group(b, c)),
        document(group(a, b), c),
        document(group(a, b, op="all"), c, op="any"),
        document(a, group(b, c, op="all"), op="any"),
        document(a, b, c),
        document(a, b, c, op="any"),
        negated(document(a, b, c)),
        document(a, negated(group(b, c))),
        document(a, group(b, group(c, a, op="all"))),
        document(a, group(b, negated(group(c, a, op="all")))),
        document(a, group(b, c, group(a, b, op="all"))),
        document(a, group(b, group(a, b, c, op="all"))),
    ]
    told = [describe(parse(rule, ACCOUNT), as_of=AS_OF, zone=BOGOTA, brand_name=None) for rule in rules]
    assert len(set(told)) == len(rules)


def test_values_that_look_like_the_sentence_stand_in_quotes() -> None:
    rule = document(attribute("tier", "in", ["gold or vip", "and", "a, b", "x” or “y", "{value}", "tab\tbed"]))
    assert describe(parse(rule, ACCOUNT), as_of=AS_OF, zone=BOGOTA, brand_name=None) == (
        "Customers whose tier is “gold or vip”, “and”, “a, b”, “x\\” or “y”, “{value}” or “tab\\u0009bed”."
    )


def test_no_two_values_read_the_same() -> None:
    values = ["\\", "\\\\", "”", "\\”", "\x08", "\\u0008", "a\\", "a"]
    assert len({quoted(value) for value in values}) == len(values)


def test_one_line_of_a_rule_stands_by_itself() -> None:
    tree = parse(
        document(
            attribute("tier", "eq", "gold"),
            bought(window={"kind": "period", "name": "yesterday"}),
            negated(attribute("points", "gt", 5)),
        ),
        ACCOUNT,
    )
    lines = [
        describe_condition(child, as_of=AS_OF, zone=BOGOTA) for child in tree.children if not isinstance(child, Group)
    ]
    assert lines == [
        "Tier is gold",
        "Made at least 1 purchase yesterday (21 Nov 2026)",
        "It is not true that (their points is more than 5)",
    ]


def test_without_a_vocabulary_no_date_is_guessed() -> None:
    tree = parse(document(attribute("dob", "in_last", {"amount": 7, "unit": "day"})), ACCOUNT)
    assert describe(tree, as_of=AS_OF, zone=BOGOTA, brand_name=None) == (
        "Customers whose date of birth is in the last 7 days."
    )
