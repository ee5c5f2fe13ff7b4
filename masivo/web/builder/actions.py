"""The builder's buttons by name: what each does to the draft, tree moves and what happens inside a line."""

from collections.abc import Callable
from dataclasses import replace

from masivo.errors import MasivoError
from masivo.web.builder import moves
from masivo.web.builder.draft import (
    ClauseDraft,
    ComparisonDraft,
    GroupDraft,
    LineDraft,
    all_ids,
    find_node,
    map_lines,
    new_ids,
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


def _add_clause(draft: GroupDraft, line_id: str, _number: int) -> Outcome:
    line = find_node(draft, line_id)
    if not isinstance(line, LineDraft) or line.event is None:
        return Outcome(draft)
    clause = ClauseDraft(id=next(new_ids(draft)))
    return Outcome(put_node(draft, replace(line, clauses=(*line.clauses, clause))), f"{clause.id}-property")


def _remove_clause(draft: GroupDraft, clause_id: str, _number: int) -> Outcome:
    for line in walk_draft(draft):
        if isinstance(line, LineDraft) and any(clause.id == clause_id for clause in line.clauses):
            rest = tuple(clause for clause in line.clauses if clause.id != clause_id)
            return Outcome(put_node(draft, replace(line, clauses=rest)), f"{line.id}-only")
    return Outcome(draft)


def _add_event(draft: GroupDraft, line_id: str, _number: int) -> Outcome:
    line = find_node(draft, line_id)
    if not isinstance(line, LineDraft) or line.event is None:
        return Outcome(draft)
    return Outcome(put_node(draft, replace(line, also=(*line.also, ""))), f"{line_id}-also-{len(line.also)}")


def _remove_event(draft: GroupDraft, line_id: str, number: int) -> Outcome:
    line = find_node(draft, line_id)
    if not isinstance(line, LineDraft):
        return Outcome(draft)
    rest = tuple(event for place, event in enumerate(line.also) if place != number)
    return Outcome(put_node(draft, replace(line, also=rest)), f"{line_id}-subject")


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
        clauses = tuple(replace(clause, comparison=change(clause.id, clause.comparison)) for clause in line.clauses)
        return replace(line, comparison=change(line.id, line.comparison), clauses=clauses)

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
    "remove-value": _remove_value,
}
