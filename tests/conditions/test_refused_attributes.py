"""Attribute conditions: operators, values, numbers and dates that the contract refuses."""

from decimal import Decimal

from masivo.conditions.parse import parse, parse_condition
from masivo.conditions.tree import Group, takes_part
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import attribute, document, span
from tests.conditions.refused import Case, check_refusal, each_case, in_condition, without

TIER = attribute("tier", "eq", "gold")

ATTRIBUTES: list[Case] = [
    (without(TIER, "field"), "field", "missing"),
    (without(TIER, "operator"), "operator", "missing"),
    (without(TIER, "value"), "value", "missing"),
    ({**TIER, "feild": "tier"}, "feild", "Did you mean “field”?"),
    ({**TIER, "window": {}}, "window", "no part of an attribute condition"),
    (attribute("Tier", "eq", "gold"), "field", "“Tier”"),
    (attribute("tags", "eq", "gold"), "field", "“tags”"),
    (attribute(" ", "eq", "gold"), "field", "empty"),
    (attribute(7, "eq", "gold"), "field", "7 is not one"),
    (attribute("x\ud800", "eq", "gold"), "field", "“x\\ud800”"),
    (attribute("tier", "equals", "gold"), "operator", "“equals” is no operator"),
    (attribute("tier", "EQ", "gold"), "operator", "“EQ” is no operator"),
    (attribute("tier", None, "gold"), "operator", "null is no operator"),
    (attribute("tier", "gt", 3), "operator", "tier is a text field; it cannot be asked “gt” (“is greater than”)"),
    (attribute("points", "contains", "3"), "operator", "points is a number field"),
    (attribute("is_anonymous", "ne", True), "operator", "is_anonymous is a yes-or-no field"),
    (attribute("dob", "eq", "2000-01-01"), "operator", "dob is a date field"),
    (attribute("registration_date", "in", ["2000-01-01"]), "operator", "registration_date is a date and time field"),
    (attribute("platforms", "eq", "ios"), "operator", "platforms is a list field"),
    (attribute("tier", "eq", 3), "value", "3 is not one"),
    (attribute("tier", "eq", ["gold"]), "value", "a list"),
    (attribute("tier", "eq", None), "value", "null"),
    (attribute("tier", "eq", {}), "value", "an object"),
    (attribute("tier", "eq", ""), "value", "empty text"),
    (attribute("tier", "contains", "\u3000\t \u2028"), "value", "empty text"),
    (attribute("tier", "eq", "a\udfffb"), "value", "“a\\udfffb”"),
    (attribute("tier", "eq", "a\0b"), "value", "“a\\u0000b”"),
    (attribute("tier", "in", "gold"), "value", "“gold” is not a list"),
    (attribute("tier", "in", []), "value", "empty list"),
    (attribute("tier", "not_in", ["gold", "vip", ""]), "value[2]", "empty text"),
    (attribute("tier", "in", ["gold", 5]), "value[1]", "5 is not one"),
    (attribute("tier", "in", [["gold"]]), "value[0]", "a list"),
    (attribute("platforms", "has_any", []), "value", "empty list"),
    (attribute("platforms", "has_all", [" "]), "value[0]", "empty text"),
    (attribute("platforms", "has_none", "ios"), "value", "“ios” is not a list"),
    (attribute("tier", "is_set", "gold"), "value", "remove it"),
    (attribute("tier", "is_not_set", None), "value", "remove it"),
    (attribute("tier", "eq", "gold", missing="exclude"), "missing", "“eq”"),
    (attribute("tier", "is_not_set", missing="exclude"), "missing", "“is_not_set”"),
    (attribute("tier", "ne", "gold", missing="include"), "missing", "“include”"),
    (attribute("tier", "ne", "gold", missing=True), "missing", "true"),
    (attribute("tier", "ne", "gold", missing=None), "missing", "null"),
    (attribute("is_anonymous", "eq", "true"), "value", "“true” is neither"),
    (attribute("is_anonymous", "eq", 1), "value", "1 is neither"),
]

NUMBERS: list[Case] = [
    (attribute("points", "eq", "5"), "value", "“5” is not one"),
    (attribute("points", "eq", True), "value", "true is not one"),
    (attribute("points", "in", [1, False]), "value[1]", "false is not one"),
    (attribute("points", "eq", float("nan")), "value", "nan"),
    (attribute("points", "lt", float("inf")), "value", "inf"),
    (attribute("points", "lt", Decimal("-Infinity")), "value", "-Infinity"),
    (attribute("points", "lt", Decimal("sNaN")), "value", "sNaN"),
    (attribute("points", "gt", 10**18), "value", "18 digits"),
    (attribute("points", "gt", -(10**18)), "value", "18 digits"),
    (attribute("points", "gt", Decimal("999999999999999999.9999995")), "value", "18 digits"),
    (attribute("points", "gt", 1e300), "value", "18 digits"),
    (attribute("points", "gt", Decimal("1e999999")), "value", "18 digits"),
    (attribute("points", "gt", 10**10_000), "value", "18 digits"),
    (attribute("points", "between", [2, 1]), "value", "ends before it starts"),
    (attribute("points", "between", [1]), "value", "a list of 1"),
    (attribute("points", "between", [1, 2, 3]), "value", "a list of 3"),
    (attribute("points", "between", {"from": 1, "to": 2}), "value", "an object"),
    (attribute("points", "between", [1, None]), "value[1]", "null"),
    (attribute("points", "not_in", []), "value", "empty list"),
]

DATES: list[Case] = [
    (attribute("dob", "on", "2026-02-29"), "value", "“2026-02-29”"),
    (attribute("dob", "on", "20260228"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-W09-1"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-2-8"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "0000-01-01"), "value", "“0000-01-01”"),
    (attribute("dob", "on", "２０２６-01-01"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", "2026-02-28\n"), "value", "YYYY-MM-DD"),
    (attribute("dob", "on", 20260228), "value", "20260228"),
    (attribute("dob", "before", "2026-02-28T10:00:00Z"), "value", "dob, a date field"),
    (attribute("dob", "between", ["2026-02-28", "2026-02-27"]), "value", "Swap them"),
    (attribute("dob", "between", ["2026-02-28", "x"]), "value[1]", "“x”"),
    (attribute("registration_date", "after", "2026-02-28T10:00:00"), "value", "offset"),
    (attribute("registration_date", "after", "2026-02-28T25:00:00Z"), "value", "offset"),
    (attribute("registration_date", "after", "0001-01-01T00:00:00+05:00"), "value", "offset"),
    (attribute("registration_date", "after", "yesterday"), "value", "“yesterday”"),
    (attribute("registration_date", "between", ["2026-02-28T10:00:00Z", "2026-02-28T09:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-02-28T10:00:00-05:00", "2026-02-28T14:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-03-02", "2026-03-01T07:59:59Z"]), "value", "Swap"),
    (attribute("registration_date", "between", ["2026-03-03T16:00:01Z", "2026-03-02"]), "value", "Swap"),
    (attribute("dob", "in_last", 7), "value", "7 is not one"),
    (attribute("dob", "in_last", {"unit": "day"}), "value.amount", "missing"),
    (attribute("dob", "in_last", {"amount": 7}), "value.unit", "missing"),
    (attribute("dob", "in_last", {**span(7, "day"), "from": "today"}), "value.from", "“from”"),
    (attribute("dob", "in_last", span(0, "day")), "value.amount", "from 1 to 3,650"),
    (attribute("dob", "in_last", span(3651, "day")), "value.amount", "3651"),
    (attribute("dob", "in_last", span(1.5, "day")), "value.amount", "1.5"),
    (attribute("dob", "in_last", span(True, "day")), "value.amount", "true"),
    (attribute("dob", "in_last", span("7", "day")), "value.amount", "“7”"),
    (attribute("dob", "in_last", span(10**5000, "day")), "value.amount", "more than 24 digits"),
    (attribute("dob", "in_last", span(Decimal("1e-999999"), "day")), "value.amount", "1E-999999"),
    (attribute("dob", "in_last", span(7, "days")), "value.unit", "Did you mean “day”?"),
    (attribute("dob", "in_last", span(7, "minute")), "value.unit", "hour, day, week, month, quarter, year"),
    (attribute("dob", "in_last", span(7, "hour")), "value.unit", "dob is a date without a time"),
    (attribute("dob", "not_in_last", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "more_than_ago", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "in_next", span(7, "hour")), "value.unit", "hours"),
    (attribute("dob", "anniversary_in_next", span(366, "day")), "value.amount", "from 0 to 365"),
    (attribute("dob", "anniversary_in_next", span(-1, "day")), "value.amount", "-1"),
    (attribute("dob", "anniversary_in_next", span(1, "week")), "value.unit", "“week”"),
    (attribute("dob", "anniversary_in_next", span(1, "moon")), "value.unit", "“moon”"),
    (attribute("dob", "anniversary_in_next", 7), "value", "an object"),
    (attribute("dob", "anniversary_in_month", 0), "value", "from 1 to 12"),
    (attribute("dob", "anniversary_in_month", 13), "value", "13"),
    (attribute("dob", "anniversary_in_month", 1.5), "value", "1.5"),
    (attribute("dob", "anniversary_in_month", "May"), "value", "“May”"),
    (attribute("dob", "anniversary_in_month", [5]), "value", "a list"),
]


@each_case(*in_condition([*ATTRIBUTES, *NUMBERS, *DATES]))
def test_what_the_contract_does_not_allow_is_refused(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


def test_what_stands_at_the_limits_is_taken() -> None:
    for condition in (
        attribute("points", "lt", Decimal("999999999999999999.9999994")),
        attribute("points", "between", [5, 5]),
        attribute("dob", "in_last", span(3650, "year")),
        attribute("dob", "anniversary_in_next", span(0, "day")),
        attribute("dob", "anniversary_in_next", span(365, "day")),
        attribute("dob", "on", "0001-01-01"),
        attribute("dob", "between", ["2026-01-01", "2026-01-01"]),
        attribute("registration_date", "between", ["2026-03-02", "2026-03-01T08:00:01Z"]),
        attribute("registration_date", "between", ["2026-03-03T16:00:00Z", "2026-03-02"]),
        attribute("registration_date", "on", "9999-12-31T23:59:59.999999Z"),
    ):
        assert takes_part(parse(document(condition), ACCOUNT))


def test_a_value_keeps_its_white_space_and_is_composed() -> None:
    tree = parse(document(attribute("name", "starts_with", " Jose\u0301 ")), ACCOUNT)
    condition = tree.children[0]
    assert not isinstance(condition, Group)
    assert condition == parse_condition(attribute("name", "starts_with", " José "), ACCOUNT)
