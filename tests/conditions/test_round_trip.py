from typing import Any

from hypothesis import example, given
from hypothesis import strategies as st

from masivo.conditions.dump import dump, dump_text
from masivo.conditions.parse import parse, parse_condition, read_json
from masivo.conditions.tree import Group, walk
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import asks, attribute, belongs, bought, document, event, negated, span, where
from tests.conditions.strategies import conditions, documents


@example(document({"kind": "sample", "percent": 1, "salt": "\x1f"}))
@given(documents(ACCOUNT))
def test_a_tree_is_written_and_read_back_the_same(given_document: dict[str, Any]) -> None:
    tree = parse(given_document, ACCOUNT)
    assert parse(dump(tree), ACCOUNT) == tree
    assert parse(read_json(dump_text(tree)), ACCOUNT) == tree
    assert dump_text(parse(read_json(dump_text(tree)), ACCOUNT)) == dump_text(tree)


@given(conditions(ACCOUNT), st.booleans(), st.booleans())
def test_a_condition_is_read_by_itself_as_inside_a_document(
    condition: dict[str, Any], negated: bool, muted: bool
) -> None:
    flagged = {**condition, "not": negated, "muted": muted}
    tree = parse(document(flagged, bought()), ACCOUNT)
    assert parse_condition(flagged, ACCOUNT) == tree.children[0]
    assert parse_condition(dump(tree.children[0]), ACCOUNT) == tree.children[0]


def test_what_is_written_is_the_shortest_document_that_means_the_same() -> None:
    given_document = document(
        attribute("tier", "ne", "e\u0301lite", missing="exclude", muted=True, **{"not": False}),
        event(
            "sum",
            "between",
            [0.10, 1e3],
            of="order.value",
            event=["PURCHASE"],
            window={"kind": "between", "from": "2026-05-01", "to": "2026-05-02T10:00:00.5-05:00"},
            where=where(asks("platform", "in", ["ios"])),
        ),
        negated(attribute("dob", "in_last", span(7.0, "day"))),
        belongs(3, "not_member"),
    )
    assert dump_text(parse(given_document, ACCOUNT)) == (
        '{"version":1,"op":"all","children":['
        '{"kind":"attribute","field":"tier","operator":"ne","value":"élite","missing":"exclude","muted":true},'
        '{"kind":"event","event":"PURCHASE","measure":{"fn":"sum","property":"order.value"},"operator":"between",'
        '"value":[0.1,1000],"window":{"kind":"between","from":"2026-05-01","to":"2026-05-02T15:00:00.500000Z"},'
        '"where":{"op":"all","children":[{"property":"platform","operator":"in","value":["ios"]}]}},'
        '{"kind":"attribute","field":"dob","operator":"in_last","value":{"amount":7,"unit":"day"},"not":true},'
        '{"kind":"audience","audience":"3","operator":"not_member"}]}'
    )


def test_every_node_has_its_path() -> None:
    tree = parse(document(bought(), {"op": "any", "children": [bought(), attribute("tier", "is_set")]}), ACCOUNT)
    assert [(path, isinstance(node, Group)) for path, node in walk(tree)] == [
        ("$", True),
        ("$.children[0]", False),
        ("$.children[1]", True),
        ("$.children[1].children[0]", False),
        ("$.children[1].children[1]", False),
    ]
