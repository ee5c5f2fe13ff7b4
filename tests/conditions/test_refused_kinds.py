"""Sequences, ranks, samples and other audiences: what the contract refuses of them."""

from decimal import Decimal

from masivo.conditions.parse import parse
from masivo.conditions.tree import takes_part
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import asks, belongs, document, rank, sample, sequence, span, step, where
from tests.conditions.refused import Case, check_refusal, each_case, in_condition, without

VIP = belongs("3")

SEQUENCES: list[Case] = [
    (without(sequence(), "steps"), "steps", "missing"),
    (sequence(steps=step()), "steps", "an object is not one"),
    (sequence(steps=None), "steps", "null"),
    (sequence(), "steps", "2 to 4 steps; this one has 0"),
    (sequence(step()), "steps", "this one has 1"),
    (sequence(*[step()] * 5), "steps", "this one has 5"),
    (sequence(step(), step(), event="PURCHASE"), "event", "“event”"),
    (sequence(step(), step(), missing="exclude"), "missing", "“missing”"),
    (sequence(step(), "PURCHASE"), "steps[1]", "“PURCHASE” is not one"),
    (sequence(step(), {}), "steps[1].event", "missing"),
    (sequence(step(), step([])), "steps[1].event", "empty"),
    (sequence(step("CART"), step()), "steps[0].event", "“CART”"),
    (sequence(step(), step(["PURCHASE", "CART"])), "steps[1].event[1]", "“CART”"),
    (sequence(step(), step(window=span(3, "day"))), "steps[1].window", "“window”"),
    (sequence(step(), step(muted=True)), "steps[1].muted", "“muted”"),
    (sequence(step(within=span(1, "day")), step()), "steps[0].within", "first step"),
    (sequence(step(), step(within=7)), "steps[1].within", "7 is not one"),
    (sequence(step(), step(within=None)), "steps[1].within", "null"),
    (sequence(step(), step(within={"unit": "day"})), "steps[1].within.amount", "missing"),
    (sequence(step(), step(within=span(0, "day"))), "steps[1].within.amount", "from 1 to 3,650"),
    (sequence(step(), step(within=span(1, "minute"))), "steps[1].within.unit", "“minute”"),
    (sequence(step(**{"not": True}), step()), "steps[0].not", "Only the last step"),
    (sequence(step(), step(**{"not": True}), step()), "steps[1].not", "Only the last step"),
    (sequence(step(), step(**{"not": "yes"})), "steps[1].not", "“yes”"),
    (sequence(step(), step(where=where())), "steps[1].where.children", "at least one test"),
    (sequence(step(), step(where=where(asks("tier", "eq", "x")))), "steps[1].where.children[0].property", "“tier”"),
    (sequence(step(), step(), window={"kind": "last", "amount": 0, "unit": "day"}), "window.amount", "0"),
]

RANKS: list[Case] = [
    (without(rank(), "event"), "event", "missing"),
    (without(rank(), "measure"), "measure", "missing"),
    (without(rank(), "order"), "order", "missing"),
    (without(rank(), "top"), "top", "missing"),
    (rank(event=[]), "event", "empty"),
    (rank(operator="gt"), "operator", "“operator”"),
    (rank("first"), "measure.fn", "“first” is a date and time"),
    (rank("last"), "measure.fn", "ranked by a number"),
    (rank("sum"), "measure.property", "missing"),
    (rank("max", of="platform"), "measure.property", "“platform” is a text property"),
    (rank(order="down"), "order", "desc, asc"),
    (rank(top=10), "top", "10 is not one"),
    (rank(top={}), "top", "either"),
    (rank(top={"count": 1, "percent": 1}), "top", "either"),
    (rank(top={"amount": 1}), "top.amount", "“amount”"),
    (rank(top={"count": 0}), "top.count", "0"),
    (rank(top={"count": 1.5}), "top.count", "whole number"),
    (rank(top={"count": 10**18}), "top.count", "whole number"),
    (rank(top={"percent": 0}), "top.percent", "above 0"),
    (rank(top={"percent": 100.5}), "top.percent", "up to 100"),
    (rank(top={"percent": "10"}), "top.percent", "“10”"),
    (rank(top={"percent": None}), "top.percent", "null"),
    (rank(where=where(asks("tier", "eq", "x"))), "where.children[0].property", "“tier”"),
    (rank(window={"kind": "since"}), "window.from", "missing"),
]

SAMPLES: list[Case] = [
    (without(sample(), "percent"), "percent", "missing"),
    (without(sample(), "salt"), "salt", "missing"),
    (sample(seed=1), "seed", "“seed”"),
    (sample(percent=0), "percent", "above 0"),
    (sample(percent=-5), "percent", "-5"),
    (sample(percent=Decimal("0.0000004")), "percent", "above 0"),
    (sample(percent=Decimal("100.000001")), "percent", "up to 100"),
    (sample(percent=float("nan")), "percent", "nan"),
    (sample(percent=True), "percent", "true"),
    (sample(percent="10"), "percent", "“10”"),
    (sample(percent=[10]), "percent", "a list"),
    (sample(salt=""), "salt", "empty"),
    (sample(salt=" \t"), "salt", "empty"),
    (sample(salt=7), "salt", "7 is not one"),
    (sample(salt="a\0b"), "salt", "no text can have"),
    (sample(salt="\ud800"), "salt", "no text can have"),
]

MEMBERS: list[Case] = [
    (without(VIP, "audience"), "audience", "missing"),
    (without(VIP, "operator"), "operator", "missing"),
    ({**VIP, "operator": "in"}, "operator", "member, not_member"),
    ({**VIP, "value": 1}, "value", "no part of an audience condition"),
    ({**VIP, "missing": "exclude"}, "missing", "no part of"),
    (belongs(None), "audience", "null"),
    (belongs(True), "audience", "true"),
    (belongs(" "), "audience", "empty"),
    (belongs(["3"]), "audience", "a list"),
    (belongs(3.5), "audience", "whole number"),
    (belongs(0), "audience", "whole number"),
    (belongs(-3), "audience", "whole number"),
    (belongs(10**400), "audience", "whole number"),
    (belongs("4"), "audience", "no audience with the id “4”"),
    (belongs(4), "audience", "no audience with the id “4”"),
    (belongs("03"), "audience", "no audience with the id “03”"),
    (belongs(" 3"), "audience", "no audience with the id “ 3”"),
    (belongs("VIP"), "audience", "no audience with the id “VIP”"),
    (belongs("11"), "audience", "“Old friends” is archived"),
    (belongs("12"), "audience", "“Brand new” was never calculated"),
    (belongs("13", muted=True), "audience", "“Regulars” builds on “Neighbours”, which builds on “Regulars”"),
]


@each_case(*in_condition([*SEQUENCES, *RANKS, *SAMPLES, *MEMBERS]))
def test_what_the_contract_does_not_allow_is_refused(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


def test_what_stands_at_the_limits_is_taken() -> None:
    for condition in (
        sequence(step(**{"not": False}), step(within=span(3650, "year"), **{"not": True})),
        sequence(*[step(["PURCHASE", "ADD_TO_CART"])] * 4),
        rank(top={"count": 10**18 - 1}),
        rank("avg", of="order.value", top={"percent": Decimal("0.000001")}, order="asc"),
        sample(percent=100),
        sample(percent=Decimal("0.0000005")),
        belongs("2147483647", "not_member"),
        belongs(3.0),
    ):
        assert takes_part(parse(document(condition), ACCOUNT))
