"""The builder's buttons by name: what each does to the draft, tree moves and what happens inside a line."""

from collections.abc import Callable
from dataclasses import replace

from masivo.conditions.limits import STEPS
from masivo.errors import MasivoError
from masivo.web.builder import moves
from masivo.web.builder.draft import (
    SEQUENCE,
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    StepDraft,
    all_ids,
    asks_events,
    event_parts,
    find_events,
    find_node,
    map_clauses,
    map_lines,
    new_ids,
    put_events,
    put_node,
    typed_lines,
    walk_draft,
)
from masivo.web.builder.moves import Outcome


class ActionUnknown(MasivoError):
    """The form asks for something that no button does."""

    def __init__(self) -> None:
        super().__init__("No button of this page does that. Reload the page and try again.")


def act(draft: GroupDraft, action: str) -> Outcome:
    """Do what a button says: `VERB`, `VERB:ID`, `VERB:ID.NUMBER`, or `place:ID.GROUP.POSITION` for what was dragged.

    Any button adds the values that were typed beside a list but not added yet. A node that is gone (pressed twice)
    changes nothing. Raises ActionUnknown for a verb that no button has.
    """
    verb, _, target = action.partition(":")
    node_id, _, number = target.partition(".")
    draft = _change_comparisons(draft, lambda _, comparison: _add_typed(comparison))
    if verb == "update":
        return Outcome(draft)
    if verb == "place":
        group_id, _, position = number.partition(".")
        return moves.place(draft, node_id, group_id, max(_whole(position), 0))
    if verb not in _VERBS:
        raise ActionUnknown
    if node_id not in set(all_ids(draft)):
        return Outcome(draft)
    return _VERBS[verb](draft, node_id, _whole(number))


def _whole(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 10 else -1


def _negate(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    if node := find_node(draft, node_id):
        draft = put_node(draft, replace(node, negated=not node.negated))
    return Outcome(draft, f"{node_id}-menu")


def _mute(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    if node := find_node(draft, node_id):
        draft = put_node(draft, replace(node, muted=not node.muted))
    return Outcome(draft, f"{node_id}-menu")


def _add_clause(draft: GroupDraft, part_id: str, _number: int) -> Outcome:
    part = find_events(draft, part_id)
    if part is None or not asks_events(part):
        return Outcome(draft)
    clause = ClauseDraft(id=next(new_ids(draft)))
    return Outcome(put_events(draft, replace(part, clauses=(*part.clauses, clause))), f"{clause.id}-property")


def _remove_clause(draft: GroupDraft, clause_id: str, _number: int) -> Outcome:
    for part in event_parts(draft):
        rest = tuple(clause for clause in part.clauses if clause.id != clause_id)
        if len(rest) < len(part.clauses):
            return Outcome(put_events(draft, replace(part, clauses=rest)), f"{part.id}-only")
    return Outcome(draft)


def _add_event(draft: GroupDraft, part_id: str, _number: int) -> Outcome:
    part = find_events(draft, part_id)
    if part is None or not asks_events(part):
        return Outcome(draft)
    return Outcome(put_events(draft, replace(part, also=(*part.also, ""))), f"{part_id}-also-{len(part.also)}")


def _remove_event(draft: GroupDraft, part_id: str, number: int) -> Outcome:
    part = find_events(draft, part_id)
    if part is None:
        return Outcome(draft)
    rest = tuple(event for place, event in enumerate(part.also) if place != number)
    return Outcome(put_events(draft, replace(part, also=rest)), f"{part_id}-only")


def _add_step(draft: GroupDraft, line_id: str, _number: int) -> Outcome:
    """One more step: the last one, or the last but one where the last says what did not follow."""
    line = find_node(draft, line_id)
    if not isinstance(line, LineDraft) or line.subject != SEQUENCE:
        return Outcome(draft)
    if len(line.steps) >= STEPS[1]:
        return Outcome(draft, notice=f"A sequence has at most {STEPS[1]} steps.")
    step = StepDraft(id=next(new_ids(draft)))
    end = len(line.steps) - (1 if line.steps and line.steps[-1].absent else 0)
    return Outcome(
        put_node(draft, replace(line, steps=(*line.steps[:end], step, *line.steps[end:]))), f"{step.id}-also-0"
    )


def _remove_step(draft: GroupDraft, step_id: str, _number: int) -> Outcome:
    """Without the step; what is first then follows no other, so its `within` goes too."""
    for line in walk_draft(draft):
        if isinstance(line, LineDraft) and any(step.id == step_id for step in line.steps):
            first, *others = (step for step in line.steps if step.id != step_id) if len(line.steps) > 1 else line.steps
            steps = (replace(first, within="", within_amount=""), *others)
            return Outcome(put_node(draft, replace(line, steps=steps)), f"{line.id}-add-step")
    return Outcome(draft)


def _remove_value(draft: GroupDraft, owner_id: str, number: int) -> Outcome:
    def without(owner: str, comparison: ComparisonDraft) -> ComparisonDraft:
        if owner != owner_id:
            return comparison
        return replace(comparison, values=tuple(v for place, v in enumerate(comparison.values) if place != number))

    return Outcome(_change_comparisons(draft, without), f"{owner_id}-adding")


def _add_typed(comparison: ComparisonDraft) -> ComparisonDraft:
    if not comparison.adding:
        return comparison
    new = tuple(value for value in typed_lines(comparison.adding) if value not in comparison.values)
    return replace(comparison, values=(*comparison.values, *dict.fromkeys(new)), adding="")


def _change_comparisons(draft: GroupDraft, change: Callable[[str, ComparisonDraft], ComparisonDraft]) -> GroupDraft:
    """The draft with the comparison of every line and clause changed; `change` is given its owner's id."""

    def on_line(line: LineDraft) -> LineDraft:
        line = map_clauses(line, lambda clause: replace(clause, comparison=change(clause.id, clause.comparison)))
        return replace(line, comparison=change(line.id, line.comparison))

    return map_lines(draft, on_line)


_VERBS: dict[str, Callable[[GroupDraft, str, int], Outcome]] = {
    "add-condition": moves.add_condition,
    "add-group": moves.add_group,
    "remove": moves.remove,
    "duplicate": moves.duplicate,
    "up": moves.move_up,
    "down": moves.move_down,
    "indent": moves.indent,
    "outdent": moves.outdent,
    "wrap": moves.wrap,
    "unwrap": moves.unwrap,
    "negate": _negate,
    "mute": _mute,
    "add-clause": _add_clause,
    "remove-clause": _remove_clause,
    "add-event": _add_event,
    "remove-event": _remove_event,
    "add-step": _add_step,
    "remove-step": _remove_step,
    "remove-value": _remove_value,
}
