"""What each button does to the draft."""

import pytest

from masivo.conditions.tree import Logic
from masivo.web.builder.actions import ActionUnknown, act
from masivo.web.builder.draft import (
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    NodeDraft,
    StepDraft,
    all_ids,
    find_node,
    walk_draft,
)

TIER = LineDraft(
    id="n2",
    asked="field:tier",
    subject="field:tier",
    comparison=ComparisonDraft(operator="in", values=("gold",), adding="vip"),
)
BOUGHT = LineDraft(
    id="n4",
    asked="event:PURCHASE",
    subject="event:PURCHASE",
    measure="count",
    comparison=ComparisonDraft(operator="gte", value="1"),
    clauses=(ClauseDraft(id="n5"), ClauseDraft(id="n6")),
)
INNER = GroupDraft(id="n3", op=Logic.ANY, children=(BOUGHT,))
DRAFT = GroupDraft(id="n1", children=(TIER, INNER))


def shape(node: NodeDraft) -> object:
    """The ids of a tree: a list for a group, its own first."""
    return [node.id, *map(shape, node.children)] if isinstance(node, GroupDraft) else node.id


def after(action: str) -> object:
    return shape(act(DRAFT, action).draft)


@pytest.mark.parametrize(
    ("action", "expected"),
    [
        ("update", ["n1", "n2", ["n3", "n4"]]),
        ("add-condition:n3", ["n1", "n2", ["n3", "n4", "n7"]]),
        ("add-group:n1", ["n1", "n2", ["n3", "n4"], ["n7", "n8"]]),
        ("remove:n2", ["n1", ["n3", "n4"]]),
        ("remove:n3", ["n1", "n2"]),
        ("remove:n1", ["n1", "n2", ["n3", "n4"]]),
        ("duplicate:n2", ["n1", "n2", "n7", ["n3", "n4"]]),
        ("duplicate:n3", ["n1", "n2", ["n3", "n4"], ["n7", "n10"]]),
        ("down:n2", ["n1", ["n3", "n4"], "n2"]),
        ("up:n3", ["n1", ["n3", "n4"], "n2"]),
        ("up:n2", ["n1", "n2", ["n3", "n4"]]),
        ("down:n3", ["n1", "n2", ["n3", "n4"]]),
        ("wrap:n2", ["n1", ["n7", "n2"], ["n3", "n4"]]),
        ("unwrap:n3", ["n1", "n2", "n4"]),
        ("indent:n3", ["n1", "n2", ["n7", ["n3", "n4"]]]),
        ("indent:n2", ["n1", ["n7", "n2"], ["n3", "n4"]]),
        ("outdent:n4", ["n1", "n2", "n4"]),
        ("outdent:n3", ["n1", "n2", ["n3", "n4"]]),
        ("place:n4.n1.0", ["n1", "n4", "n2", ["n3"]]),
        ("place:n2.n3.0", ["n1", ["n3", "n2", "n4"]]),
        ("place:n2.n3.9", ["n1", ["n3", "n4", "n2"]]),
        ("place:n2.n1.2", ["n1", ["n3", "n4"], "n2"]),
        ("place:n2.n1.1", ["n1", "n2", ["n3", "n4"]]),
        ("place:n3.n3.0", ["n1", "n2", ["n3", "n4"]]),
        ("place:n1.n3.0", ["n1", "n2", ["n3", "n4"]]),
        ("place:n2.n4.0", ["n1", "n2", ["n3", "n4"]]),
        ("place:n2.n999.x", ["n1", "n2", ["n3", "n4"]]),
        ("unwrap:n1", ["n1", "n2", ["n3", "n4"]]),
        ("remove:n999", ["n1", "n2", ["n3", "n4"]]),
    ],
)
def test_moves(action: str, expected: object) -> None:
    assert after(action) == expected


@pytest.mark.parametrize("action", ["", "save", "explode:n2", "UPDATE", "remove", "update:"])
def test_a_verb_that_no_button_has_is_refused(action: str) -> None:
    if action in ("remove", "update:"):
        assert after(action) == shape(DRAFT)
        return
    with pytest.raises(ActionUnknown):
        act(DRAFT, action)


def test_ids_stay_with_their_nodes_and_are_never_shared() -> None:
    draft = act(act(DRAFT, "duplicate:n3").draft, "duplicate:n3").draft
    ids = list(all_ids(draft))
    assert len(ids) == len(set(ids)) == 14
    assert find_node(draft, "n4") == BOUGHT


def test_a_line_joins_the_group_above_it_and_leaves_it_again() -> None:
    below = act(DRAFT, "down:n2").draft
    inside = act(below, "indent:n2").draft
    assert shape(inside) == ["n1", ["n3", "n4", "n2"]]
    assert shape(act(inside, "outdent:n2").draft) == ["n1", ["n3", "n4"], "n2"]


def test_negate_and_mute_are_undone_by_themselves() -> None:
    for verb, flag in (("negate", "negated"), ("mute", "muted")):
        once = act(DRAFT, f"{verb}:n3").draft
        assert [node.id for node in walk_draft(once) if getattr(node, flag)] == ["n3"]
        assert shape(act(once, f"{verb}:n3").draft) == shape(DRAFT)
        assert not any(getattr(node, flag) for node in walk_draft(act(once, f"{verb}:n3").draft))


def test_any_button_adds_what_was_typed_beside_a_list() -> None:
    line = find_node(act(DRAFT, "mute:n4").draft, "n2")
    assert isinstance(line, LineDraft)
    assert (line.comparison.values, line.comparison.adding) == (("gold", "vip"), "")


def test_a_value_is_removed_by_its_place() -> None:
    line = find_node(act(DRAFT, "remove-value:n2.0").draft, "n2")
    assert isinstance(line, LineDraft)
    assert line.comparison.values == ("vip",)
    assert find_node(act(DRAFT, "remove-value:n2.7").draft, "n2") == find_node(act(DRAFT, "update").draft, "n2")


def test_where_lines_and_further_events_come_and_go() -> None:
    added = act(DRAFT, "add-clause:n4")
    line = find_node(added.draft, "n4")
    assert isinstance(line, LineDraft)
    assert [clause.id for clause in line.clauses] == ["n5", "n6", "n7"]
    assert added.focus == "n7-property"
    line = find_node(act(added.draft, "remove-clause:n6").draft, "n4")
    assert isinstance(line, LineDraft)
    assert [clause.id for clause in line.clauses] == ["n5", "n7"]
    line = find_node(act(act(DRAFT, "add-event:n4").draft, "add-event:n4").draft, "n4")
    assert isinstance(line, LineDraft)
    assert line.also == ("", "")
    assert act(DRAFT, "add-clause:n2").draft == act(DRAFT, "update").draft


def test_the_limits_are_said_and_kept() -> None:
    draft = DRAFT
    deepest = "n3"
    for _ in range(6):
        before = set(all_ids(draft))
        draft = act(draft, f"add-group:{deepest}").draft
        deepest = next(node.id for node in walk_draft(draft) if isinstance(node, GroupDraft) and node.id not in before)
    refused = act(draft, f"add-group:{deepest}")
    assert "8 levels" in refused.notice
    assert refused.draft == draft
    assert "8 levels" in act(draft, "wrap:n3").notice
    while sum(isinstance(node, LineDraft) for node in walk_draft(draft)) < 100:
        draft = act(draft, "add-condition:n1").draft
    assert "100 conditions" in act(draft, "add-condition:n1").notice
    assert "100 conditions" in act(draft, "duplicate:n2").notice
    assert act(draft, "duplicate:n2").draft == draft


def test_the_focus_goes_where_work_goes_on() -> None:
    assert act(DRAFT, "add-condition:n1").focus == "n7-subject"
    assert act(DRAFT, "remove:n2").focus == "n3-menu"
    assert act(GroupDraft(id="n1", children=(TIER,)), "remove:n2").focus == "n1-add"


CARTS = LineDraft(
    id="n2",
    asked="sequence",
    subject="sequence",
    steps=(
        StepDraft(id="n3", also=("ADD_TO_CART",)),
        StepDraft(id="n4", also=("PURCHASE",), within="within", within_amount="24", within_unit="hour", absent="yes"),
    ),
)
SEQUENCE = GroupDraft(id="n1", children=(CARTS,))


def steps_after(*actions: str) -> list[StepDraft]:
    draft = SEQUENCE
    for action in actions:
        draft = act(draft, action).draft
    line = find_node(draft, "n2")
    assert isinstance(line, LineDraft)
    return list(line.steps)


def test_a_step_goes_before_what_did_not_follow() -> None:
    assert [step.id for step in steps_after("add-step:n2")] == ["n3", "n5", "n4"]
    full = act(act(act(SEQUENCE, "add-step:n2").draft, "add-step:n2").draft, "add-step:n2")
    assert "at most 4 steps" in full.notice
    assert [step.id for step in steps_after("add-step:n2", "add-step:n2", "add-step:n2")] == ["n3", "n5", "n6", "n4"]


def test_what_is_first_after_a_removal_follows_nothing() -> None:
    first, second = steps_after("add-step:n2", "remove-step:n3")
    assert (first.id, second.id) == ("n5", "n4")
    assert (second.within, second.absent) == ("within", "yes")
    (alone,) = steps_after("remove-step:n3")
    assert (alone.id, alone.within, alone.within_amount) == ("n4", "", "")


def test_steps_have_events_and_where_lines_of_their_own() -> None:
    steps = steps_after("add-event:n3", "add-clause:n4", "add-clause:n3", "remove-clause:n5")
    assert [(step.also, [clause.id for clause in step.clauses]) for step in steps] == [
        (("ADD_TO_CART", ""), ["n6"]),
        (("PURCHASE",), []),
    ]
    assert steps_after("add-event:n3", "remove-event:n3.1")[0] == CARTS.steps[0]


def test_the_twin_of_a_sequence_has_steps_of_its_own() -> None:
    twins = act(act(SEQUENCE, "add-clause:n4").draft, "duplicate:n2").draft
    ids = list(all_ids(twins))
    assert len(ids) == len(set(ids)) == 9


@pytest.mark.parametrize("action", ["add-step:n2", "add-clause:n2", "add-event:n2", "remove-step:n2"])
def test_a_field_has_no_events_and_no_steps(action: str) -> None:
    assert act(DRAFT, action).draft == act(DRAFT, "update").draft
