"""What is unfinished takes no part and says so; what a change brings along fits what is asked."""

from dataclasses import replace

import pytest

from masivo.conditions.operators import Operator
from masivo.conditions.tree import AttributeCondition, Group, Logic
from masivo.web.builder.asked import Problem
from masivo.web.builder.complete import Completed, complete
from masivo.web.builder.draft import (
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    NodeDraft,
    ShareDraft,
    StepDraft,
    WindowDraft,
)
from masivo.web.builder.follow import follow
from tests.conditions.account import BOGOTA
from tests.web.builder.pages import NAMES


def field(name: str, node_id: str = "n2", **comparison: object) -> LineDraft:
    typed = ComparisonDraft(**comparison)  # type: ignore[arg-type]
    return LineDraft(id=node_id, asked=f"field:{name}", subject=f"field:{name}", comparison=typed)


def purchase(node_id: str = "n2", **changed: object) -> LineDraft:
    line = LineDraft(
        id=node_id,
        asked="event:PURCHASE",
        subject="event:PURCHASE",
        measure="count",
        comparison=ComparisonDraft(operator="gte", value="1"),
    )
    return replace(line, **changed)  # type: ignore[arg-type]


def completed(*children: NodeDraft) -> Completed:
    return complete(GroupDraft(id="n1", children=children), NAMES, BOGOTA)


UNFINISHED = {
    "nothing asked": (LineDraft(id="n2"), "subject", "Choose what this line asks."),
    "no value": (field("country", operator="eq"), "value", "Write the value to compare with."),
    "blank value": (field("country", operator="eq", value="  "), "value", "Write the value to compare with."),
    "empty list": (field("country", operator="in"), "values", "Add at least one value."),
    "no number": (field("points", operator="gt", value="many"), "value", "“many” is not a number."),
    "a comma": (field("points", operator="gt", value="1,5"), "value", "“1,5” is not a number."),
    "a number in a list": (field("points", operator="in", values=("1", "x")), "values", "“x” is not a number."),
    "half a range": (field("points", operator="between", low="1"), "high", "Write the highest number."),
    "reversed": (field("points", operator="between", low="9", high="1"), "value", ""),
    "no such day": (field("dob", operator="on", value="2026-02-30"), "value", "not a day of the calendar"),
    "no step": (field("dob", operator="in_last"), "amount", "Write how many."),
    "a step too far": (field("dob", operator="in_last", amount="99999"), "value", ""),
    "hours of a date": (field("dob", operator="in_last", amount="3", unit="hour"), "value", ""),
    "neither yes nor no": (field("is_anonymous", operator="eq"), "value", "Choose yes or no."),
    "no month": (field("dob", operator="anniversary_in_month"), "value", "Choose the month."),
    "a field that is gone": (field("shoe_size", operator="gt", value="1"), "subject", "no longer known"),
    "no measure": (purchase(measure=""), "measure", "Choose what to measure."),
    "sum of nothing": (purchase(measure="sum"), "measured", "Choose which property to measure."),
    "half a count": (purchase(comparison=ComparisonDraft(operator="gte", value="1.5")), "value", ""),
    "count of 0 or more": (purchase(comparison=ComparisonDraft(operator="gte", value="0")), "value", ""),
    "empty window": (purchase(window=WindowDraft(window="last")), "window_amount", "Write how long."),
    "half a window": (purchase(window=WindowDraft(window="between", start="2026-01-01")), "end", ""),
    "another event": (purchase(also=("",)), "also", "Choose the other event, or remove it."),
    "an odd hour": (
        purchase(window=WindowDraft(window="since", start="2026-01-01", start_time="25:00")),
        "start_time",
        "“25:00” is not a time of day.",
    ),
}


@pytest.mark.parametrize(("line", "place", "sentence"), UNFINISHED.values(), ids=UNFINISHED)
def test_an_unfinished_line_says_what_it_needs_and_the_rest_counts(line: LineDraft, place: str, sentence: str) -> None:
    other = field("country", "n9", operator="eq", value="CO")
    found = completed(line, other)
    assert list(found.problems) == ["n2"]
    assert found.problems["n2"].field == place
    assert sentence in found.problems["n2"].sentence
    assert found.rule == Group(
        op=Logic.ALL, children=(AttributeCondition(field="country", operator=Operator.EQ, value="CO"),)
    )
    assert found.paths == {"n1": "$", "n9": "$.children[0]"}
    assert not found.whole


def test_a_where_line_says_for_itself_what_it_needs() -> None:
    clauses = (
        ClauseDraft(id="n3", asked="platform", property="platform", comparison=ComparisonDraft(operator="in")),
        ClauseDraft(id="n4"),
        ClauseDraft(
            id="n5",
            asked="order.value",
            property="order.value",
            comparison=ComparisonDraft(operator="between", low="5", high="1"),
        ),
    )
    found = completed(purchase(clauses=clauses))
    assert {node_id: problem.field for node_id, problem in found.problems.items()} == {
        "n3": "values",
        "n4": "property",
    }
    assert list(completed(purchase(clauses=clauses[2:])).problems) == ["n5"]


def test_an_empty_group_and_an_empty_rule_are_no_rule() -> None:
    assert completed().rule is None
    assert list(completed().problems) == ["n1"]
    found = completed(GroupDraft(id="n3"), field("country", operator="eq", value="CO"))
    assert list(found.problems) == ["n3"]
    assert found.paths == {"n1": "$", "n2": "$.children[0]"}


def test_a_rule_that_is_muted_altogether_is_no_rule() -> None:
    found = completed(field("country", operator="eq", value="CO"), GroupDraft(id="n3"))
    assert found.rule is not None
    found = completed(replace(field("country", operator="eq", value="CO"), muted=True))
    assert found.rule is None
    assert "muted" in found.problems["n1"].sentence


def test_a_muted_line_must_be_finished_too() -> None:
    found = completed(replace(field("points", operator="gt"), muted=True), field("country", "n3", operator="is_set"))
    assert not found.whole


@pytest.mark.parametrize(
    ("name", "operator"),
    [
        ("country", "in"),
        ("points", "gte"),
        ("is_anonymous", "eq"),
        ("dob", "in_last"),
        ("registration_date", "in_last"),
        ("platforms", "has_any"),
    ],
)
def test_a_new_field_brings_the_operators_of_its_type(name: str, operator: str) -> None:
    was = replace(field("country", operator="contains", value="x"), subject=f"field:{name}")
    (line,) = follow(
        GroupDraft(id="n1", children=(was if name != "country" else replace(was, asked=""),)), NAMES
    ).children
    assert isinstance(line, LineDraft)
    assert line.asked == line.subject == f"field:{name}"
    assert line.comparison.operator == operator
    assert line.comparison.value == ""


def test_a_new_event_asks_for_one_and_another_event_keeps_the_rest() -> None:
    (line,) = follow(GroupDraft(id="n1", children=(LineDraft(id="n2", subject="event:PURCHASE"),)), NAMES).children
    assert line == purchase()
    changed = purchase(subject="event:ADD_TO_CART", window=WindowDraft(window="last", window_amount="3"))
    (line,) = follow(GroupDraft(id="n1", children=(changed,)), NAMES).children
    assert isinstance(line, LineDraft)
    assert (line.asked, line.window.window_amount) == ("event:ADD_TO_CART", "3")


def test_values_go_along_between_one_many_and_a_range() -> None:
    def carried(line: LineDraft) -> ComparisonDraft:
        (followed,) = follow(GroupDraft(id="n1", children=(line,)), NAMES).children
        assert isinstance(followed, LineDraft)
        return followed.comparison

    assert carried(field("points", operator="in", value="5")).values == ("5",)
    assert carried(field("points", operator="eq", values=("5", "6"))).value == "5"
    assert carried(field("points", operator="between", value="5")).low == "5"


def test_a_measure_of_time_brings_the_operators_of_time() -> None:
    (line,) = follow(GroupDraft(id="n1", children=(purchase(measure="last"),)), NAMES).children
    assert isinstance(line, LineDraft)
    assert (line.comparison.operator, line.comparison.value) == ("in_last", "")


def test_times_are_read_on_the_accounts_clock_and_offsets_as_they_are() -> None:
    typed = field("registration_date", operator="after", value="2026-03-01", value_time="9:30")
    found = completed(typed)
    assert found.rule is not None
    assert str(found.rule.children[0].value) == "2026-03-01 14:30:00+00:00"  # type: ignore[union-attr]
    typed = field("registration_date", operator="after", value="2026-03-01", value_time="09:30:15.25+02:00")
    found = completed(typed)
    assert found.rule is not None
    assert str(found.rule.children[0].value) == "2026-03-01 07:30:15.250000+00:00"  # type: ignore[union-attr]


def fresh(subject: str) -> LineDraft:
    """A line as it is shown once it asks that."""
    (line,) = follow(GroupDraft(id="n1", children=(LineDraft(id="n2", subject=subject),)), NAMES).children
    assert isinstance(line, LineDraft)
    assert line.asked == line.subject == subject
    return line


def test_a_new_sequence_has_two_steps_with_ids_of_their_own() -> None:
    line = fresh("sequence")
    assert [step.id for step in line.steps] == ["n3", "n4"]
    found = completed(line)
    assert {node_id: problem.sentence for node_id, problem in found.problems.items()} == {
        "n3": "Choose the event.",
        "n4": "Choose the event.",
    }


def test_a_new_rank_and_a_new_sample_say_what_they_lack() -> None:
    assert completed(fresh("rank")).problems["n2"] == Problem("also", "Choose the event.")
    problem = completed(fresh("sample")).problems["n2"]
    assert (problem.field, problem.sentence) == (
        "salt",
        "Give the draw a name: the same name always draws the same customers.",
    )


STEPS = (StepDraft(id="n3", also=("ADD_TO_CART",)), StepDraft(id="n4", also=("PURCHASE",)))
CARTS = LineDraft(id="n2", asked="sequence", subject="sequence", steps=STEPS)


def carts(**last: object) -> LineDraft:
    return replace(CARTS, steps=(STEPS[0], replace(STEPS[1], **last)))  # type: ignore[arg-type]


RANKED = replace(fresh("rank"), also=("PURCHASE",))
OTHER_KINDS = {
    "no event": (carts(also=("",)), "n4", "also", "Choose the event."),
    "an unknown event": (carts(also=("PURCHASE", "SOLD")), "n4", "also", "Choose the other event, or remove it."),
    "no step of time": (carts(within="within"), "n4", "within_amount", "Write how many."),
    "a step too far": (carts(within="within", within_amount="9999"), "n4", "within_amount", "3,650"),
    "an odd how soon": (carts(within="soon", within_amount="1"), "n4", "within", "Choose one of the list."),
    "an empty where": (carts(clauses=(ClauseDraft(id="n5"),)), "n5", "property", "Choose the property."),
    "a wrong where": (
        carts(
            clauses=(
                ClauseDraft(
                    id="n5",
                    asked="order.value",
                    property="order.value",
                    comparison=ComparisonDraft(operator="between", low="5", high="1"),
                ),
            )
        ),
        "n5",
        "value",
        "",
    ),
    "an absent step in the middle": (
        replace(CARTS, steps=(STEPS[0], replace(STEPS[1], absent="yes"), replace(STEPS[1], id="n5"))),
        "n4",
        "absent",
        "Only the last step",
    ),
    "one step": (replace(CARTS, steps=STEPS[:1]), "n2", "steps", "2 to 4 steps"),
    "no number of customers": (replace(RANKED, share=ShareDraft()), "n2", "top", "Write how many."),
    "half a customer": (replace(RANKED, share=ShareDraft(top="1.5", top_kind="count")), "n2", "top", "whole number"),
    "too many percent": (replace(RANKED, share=ShareDraft(top="101")), "n2", "top", ""),
    "a rank by time": (replace(RANKED, measure="last"), "n2", "measure", ""),
    "a rank of nothing": (replace(RANKED, measure="sum"), "n2", "measured", "Choose which property to measure."),
    "no percent": (replace(fresh("sample"), share=ShareDraft(salt="x")), "n2", "percent", "Write the percent"),
    "no percent at all": (
        replace(fresh("sample"), share=ShareDraft(percent="0", salt="x")),
        "n2",
        "percent",
        "",
    ),
    "an archived audience": (fresh("audience:11"), "n2", "subject", "“Old friends” is archived"),
    "an audience that is not there": (fresh("audience:99"), "n2", "subject", "no audience with the id “99”"),
    "an odd membership": (replace(fresh("audience:3"), belongs="maybe"), "n2", "belongs", "Choose one of the list."),
}


@pytest.mark.parametrize(("line", "part", "place", "sentence"), OTHER_KINDS.values(), ids=OTHER_KINDS)
def test_other_kinds_say_where_they_are_unfinished(line: LineDraft, part: str, place: str, sentence: str) -> None:
    found = completed(line, field("country", "n9", operator="eq", value="CO"))
    assert {node_id: problem.field for node_id, problem in found.problems.items()} == {part: place}
    assert sentence in found.problems[part].sentence
    assert found.paths == {"n1": "$", "n9": "$.children[0]"}


def test_another_audience_keeps_the_membership_and_another_kind_nothing() -> None:
    line = replace(fresh("audience:3"), belongs="not_member", subject="audience:7")
    (followed,) = follow(GroupDraft(id="n1", children=(line,)), NAMES).children
    assert followed == replace(line, asked="audience:7")
    (followed,) = follow(GroupDraft(id="n1", children=(replace(RANKED, subject="event:PURCHASE"),)), NAMES).children
    assert followed == purchase()
