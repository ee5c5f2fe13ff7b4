"""The document, its groups and its nodes: what the contract does not allow there is refused."""

from typing import Any

import pytest

from masivo.conditions.parse import parse, parse_condition
from masivo.conditions.tree import takes_part
from masivo.errors import DocumentRefused
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import attribute, document, group
from tests.conditions.refused import CHILD, EVERYONE, Case, check_refusal, each_case, refusal, without


def nested(depth: int) -> dict[str, Any]:
    node: dict[str, Any] = EVERYONE
    for _ in range(depth - 1):
        node = group(node)
    return document(node)


DOCUMENTS: list[Case] = [
    ([], "$", "object in braces"),
    (None, "$", "null"),
    ("everyone", "$", "“everyone”"),
    ({}, "$.version", "“version”"),
    (without(document(EVERYONE), "version"), "$.version", "missing"),
    ({**document(EVERYONE), "version": 2}, "$.version", "not 2"),
    ({**document(EVERYONE), "version": True}, "$.version", "not true"),
    ({**document(EVERYONE), "version": "1"}, "$.version", "“1”"),
    (without(document(EVERYONE), "op"), "$.op", "“op”"),
    (without(document(EVERYONE), "children"), "$.children", "“children”"),
    (document(EVERYONE, op="none"), "$.op", "all, any"),
    (document(EVERYONE, op="ALL"), "$.op", "“ALL”"),
    (document(EVERYONE, op=["all"]), "$.op", "a list"),
    (document(), "$.children", "empty"),
    ({**document(EVERYONE), "children": EVERYONE}, "$.children", "are a list"),
    ({**document(EVERYONE), "name": "VIP"}, "$.name", "“name”"),
    ({**document(EVERYONE), "chidren": []}, "$.chidren", "Did you mean “children”?"),
    ({**document(EVERYONE), "a key": 1}, '$["a key"]', "“a key”"),
    ({"version": 1, **EVERYONE}, "$.kind", "group"),
    ({**document(EVERYONE), "not": "yes"}, "$.not", "“yes”"),
    ({**document(EVERYONE), "muted": 1}, "$.muted", "true or false"),
    (document(EVERYONE, muted=True), "$", "muted"),
    (document({**EVERYONE, "muted": True}), "$", "muted"),
    (
        document({**EVERYONE, "muted": True}, group({**EVERYONE, "muted": True}), group(EVERYONE, muted=True)),
        "$",
        "muted",
    ),
]

NODES: list[Case] = [
    (document("everyone"), CHILD, "“everyone”"),
    (document(EVERYONE, None), "$.children[1]", "null"),
    (document({}), f"{CHILD}.kind", "“kind”"),
    (document(group()), f"{CHILD}.children", "empty"),
    (document({"op": "any"}), f"{CHILD}.children", "missing"),
    (document({"children": [EVERYONE]}), f"{CHILD}.op", "missing"),
    (document(group(EVERYONE, version=1)), f"{CHILD}.version", "no part of a group"),
    (document(group(group(EVERYONE, "x"))), f"{CHILD}.children[0].children[1]", "“x”"),
    (document({"kind": "evnt"}), f"{CHILD}.kind", "Did you mean “event”?"),
    (document({"kind": "zzz"}), f"{CHILD}.kind", "attribute, event, sequence, audience, rank, sample, everyone"),
    (document({"kind": ["event"]}), f"{CHILD}.kind", "a list"),
    (document({**EVERYONE, "value": 1}), f"{CHILD}.value", "no part of the condition “everyone”"),
    (document({**EVERYONE, "not": 0}), f"{CHILD}.not", "0 is neither"),
    (document({**EVERYONE, "muted": None}), f"{CHILD}.muted", "null is neither"),
    (document({**EVERYONE, "op": "all"}), f"{CHILD}.op", "“op”"),
    (nested(9), "$" + ".children[0]" * 8, "8 deep"),
    (nested(60_000), "$" + ".children[0]" * 8, "8 deep"),
    (document(*[EVERYONE] * 101), "$", "100 conditions"),
    (document(*[EVERYONE] * 50, group(*[{**EVERYONE, "muted": True}] * 51)), "$", "100 conditions"),
]


@each_case(*DOCUMENTS, *NODES)
def test_what_the_contract_does_not_allow_is_refused(given: object, path: str, words: str) -> None:
    check_refusal(given, path, words)


def test_what_stands_at_the_limits_is_taken() -> None:
    assert takes_part(parse(nested(8), ACCOUNT))
    assert takes_part(parse(document(*[EVERYONE] * 100), ACCOUNT))
    assert takes_part(parse(document(group(*[{**EVERYONE, "muted": True}] * 99), EVERYONE), ACCOUNT))


def test_the_first_mistake_in_the_order_of_the_document_is_told() -> None:
    assert refusal(document(attribute("tier", "eq", ""), attribute("nope", "eq", "x"))).path == f"{CHILD}.value"


def test_a_condition_by_itself_is_refused_with_the_path_it_was_given() -> None:
    for given, path in [
        (attribute("tier", "eq", 5), "$.children[3].value"),
        (group(EVERYONE), "$.children[3].kind"),
        (5, "$.children[3]"),
    ]:
        with pytest.raises(DocumentRefused) as refused:
            parse_condition(given, ACCOUNT, "$.children[3]")
        assert refused.value.path == path
