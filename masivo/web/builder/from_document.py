"""From a stored document to a draft, so that a rule can be edited; one whose names are gone opens too, to be mended."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from zoneinfo import ZoneInfo

from masivo.conditions.operators import OPERATORS, MeasureFn, Operator, Takes
from masivo.conditions.tree import AudienceOperator, Logic, Order
from masivo.errors import MasivoError
from masivo.web.builder.draft import (
    AUDIENCE_PREFIX,
    EVENT_PREFIX,
    EVERYONE,
    FIELD_PREFIX,
    PERIOD_PREFIX,
    RANK,
    SAMPLE,
    SEQUENCE,
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    NodeDraft,
    ShareDraft,
    StepDraft,
    WindowDraft,
    typed_lines,
)
from masivo.web.forms.inputs import typed_moment
from masivo.web.forms.signs import to_form

MANY_VALUES = 40
"""A list of more values is shown as one box with a value a line, not as chips."""

_MOMENTS = frozenset({Operator.ON, Operator.BEFORE, Operator.AFTER})


class NotEditable(MasivoError):
    """The document is not one that the builder knows."""


Object = Mapping[str, object]


def from_document(document: Object, zone: ZoneInfo) -> GroupDraft:
    """The draft that stands for a document which was valid when it was stored; instants show on the zone's clock.

    Raises NotEditable.
    """
    try:
        root = _node(document, _ids(), zone)
    except (KeyError, TypeError, ValueError) as error:
        raise NotEditable("This rule cannot be shown in the builder. Write it anew.") from error
    if not isinstance(root, GroupDraft):
        raise NotEditable("This rule cannot be shown in the builder. Write it anew.")
    return root


def new_draft() -> GroupDraft:
    """A rule of one line that asks nothing yet."""
    return GroupDraft(id="n1", children=(LineDraft(id="n2"),))


def _ids() -> Iterator[str]:
    number = 0
    while True:
        number += 1
        yield f"n{number}"


def _node(node: Object, ids: Iterator[str], zone: ZoneInfo) -> NodeDraft:
    node_id = next(ids)
    negated, muted = node.get("not") is True, node.get("muted") is True
    if "children" in node:
        children = tuple(_node(child, ids, zone) for child in _objects(node["children"]))
        return GroupDraft(id=node_id, op=Logic(str(node["op"])), negated=negated, muted=muted, children=children)
    return replace(_line(node, node_id, ids, zone), negated=negated, muted=muted)


def _line(node: Object, node_id: str, ids: Iterator[str], zone: ZoneInfo) -> LineDraft:
    match node["kind"]:
        case "everyone":
            return LineDraft(id=node_id, asked=EVERYONE, subject=EVERYONE)
        case "attribute":
            subject = f"{FIELD_PREFIX}{_text(node['field'])}"
            return LineDraft(id=node_id, asked=subject, subject=subject, comparison=_comparison(node, zone))
        case "event":
            first, *others = _events(node)
            line = replace(_measured(node, node_id, ids, zone), also=tuple(others), comparison=_comparison(node, zone))
            return replace(line, asked=EVENT_PREFIX + first, subject=EVENT_PREFIX + first)
        case "rank":
            line = replace(_measured(node, node_id, ids, zone), also=_events(node), share=_rank_share(node))
            return replace(line, asked=RANK, subject=RANK)
        case "sequence":
            steps = tuple(_step(step, ids, zone) for step in _objects(node["steps"]))
            return LineDraft(id=node_id, asked=SEQUENCE, subject=SEQUENCE, steps=steps, window=_window_of(node, zone))
        case "sample":
            share = ShareDraft(percent=_text(node["percent"]), salt=to_form(_text(node["salt"])))
            return LineDraft(id=node_id, asked=SAMPLE, subject=SAMPLE, share=share)
        case "audience":
            subject = f"{AUDIENCE_PREFIX}{_text(node['audience'])}"
            belongs = AudienceOperator(str(node["operator"])).value
            return LineDraft(id=node_id, asked=subject, subject=subject, belongs=belongs)
    raise ValueError("a kind that the language does not have")


def _measured(node: Object, node_id: str, ids: Iterator[str], zone: ZoneInfo) -> LineDraft:
    """What a rank and an event line have in common besides their events."""
    measure = _object(node["measure"])
    where, clauses = _where(node, ids, zone)
    return LineDraft(
        id=node_id,
        measure=MeasureFn(str(measure["fn"])).value,
        measured=_text(measure.get("property", "")),
        where=where,
        clauses=clauses,
        window=_window_of(node, zone),
    )


def _rank_share(node: Object) -> ShareDraft:
    ((kind, top),) = _object(node["top"]).items()
    return ShareDraft(order=Order(str(node["order"])).value, top=_text(top), top_kind=_text(kind))


def _step(step: Object, ids: Iterator[str], zone: ZoneInfo) -> StepDraft:
    step_id = next(ids)
    where, clauses = _where(step, ids, zone)
    draft = StepDraft(
        id=step_id, also=_events(step), where=where, clauses=clauses, absent="yes" if step.get("not") is True else ""
    )
    if "within" not in step:
        return draft
    span = _object(step["within"])
    return replace(draft, within="within", within_amount=_text(span["amount"]), within_unit=_text(span["unit"]))


def _events(node: Object) -> tuple[str, ...]:
    named = node["event"]
    return tuple(_text(event) for event in ([named] if isinstance(named, str) else _list(named)))


def _where(node: Object, ids: Iterator[str], zone: ZoneInfo) -> tuple[Logic, tuple[ClauseDraft, ...]]:
    where = _object(node.get("where", {"op": Logic.ALL, "children": ()}))
    return Logic(str(where["op"])), tuple(_clause(clause, next(ids), zone) for clause in _objects(where["children"]))


def _clause(clause: Object, clause_id: str, zone: ZoneInfo) -> ClauseDraft:
    name = _text(clause["property"])
    return ClauseDraft(id=clause_id, asked=name, property=name, comparison=_comparison(clause, zone))


def _comparison(node: Object, zone: ZoneInfo) -> ComparisonDraft:
    operator = Operator(str(node["operator"]))
    draft = ComparisonDraft(operator=operator.value, missing=str(node.get("missing", "include")))
    value = node.get("value")
    match OPERATORS[operator].takes:
        case Takes.NOTHING:
            return draft
        case Takes.MANY:
            return _listed(draft, tuple(to_form(_text(each)) for each in _list(value)))
        case Takes.RANGE:
            low, high = (_moment(each, zone) for each in _list(value))
            return replace(draft, low=low[0], low_time=low[1], high=high[0], high_time=high[1])
        case Takes.SPAN | Takes.DAYS:
            span = _object(value)
            return replace(draft, amount=_text(span["amount"]), unit=_text(span["unit"]))
    if operator in _MOMENTS:
        day, clock = _moment(value, zone)
        return replace(draft, value=day, value_time=clock)
    return replace(draft, value=to_form(_text(value)))


def _listed(draft: ComparisonDraft, values: tuple[str, ...]) -> ComparisonDraft:
    """Chips, or a box of lines where they are many and each can be a line of its own."""
    if len(values) > MANY_VALUES and all(typed_lines(value) == (value,) for value in values):
        return replace(draft, lines="\n".join(values))
    return replace(draft, values=values)


def _window_of(node: Object, zone: ZoneInfo) -> WindowDraft:
    return _window(_object(node["window"]), zone) if "window" in node else WindowDraft()


def _window(window: Object, zone: ZoneInfo) -> WindowDraft:
    match window["kind"]:
        case "period":
            return WindowDraft(window=PERIOD_PREFIX + _text(window["name"]))
        case "last" | "before_last" as kind:
            return WindowDraft(
                window=str(kind), window_amount=_text(window["amount"]), window_unit=_text(window["unit"])
            )
        case "since":
            day, clock = _moment(window["from"], zone)
            return WindowDraft(window="since", start=day, start_time=clock)
        case "between":
            start, end = _moment(window["from"], zone), _moment(window["to"], zone)
            return WindowDraft(window="between", start=start[0], start_time=start[1], end=end[0], end_time=end[1])
    raise ValueError("a window that the builder does not know")


def _moment(value: object, zone: ZoneInfo) -> tuple[str, str]:
    """A day or instant as day and time of day; a number as it is, without one."""
    return typed_moment(value, zone) if isinstance(value, str) else (_text(value), "")


def _text(value: object) -> str:
    """A value or a name as it is typed."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return format(value, "f") if isinstance(value, Decimal) else str(value)


def _object(value: object) -> Object:
    if not isinstance(value, Mapping):
        raise TypeError("not an object")
    return value


def _list(value: object) -> Sequence[object]:
    if not isinstance(value, Sequence) or isinstance(value, str):
        raise TypeError("not a list")
    return value


def _objects(value: object) -> list[Object]:
    return [_object(each) for each in _list(value)]
