"""What the builder's buttons do to the tree: add, remove, duplicate, move, drag and wrap, from draft to draft."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from masivo.conditions.limits import CONDITIONS, GROUP_DEPTH
from masivo.conditions.tree import Logic
from masivo.web.builder.draft import (
    GroupDraft,
    LineDraft,
    NodeDraft,
    depth_of,
    find_node,
    map_clauses,
    new_ids,
    parent_of,
    put_node,
    walk_draft,
)

_FULL = f"A rule has at most {CONDITIONS} conditions. Remove one, or build a second audience."
_DEEP = f"Groups go at most {GROUP_DEPTH} levels deep. Add it to a group further out."


@dataclass(frozen=True, slots=True)
class Outcome:
    """The draft after a button, the DOM id that should have the focus, and a sentence where nothing could be done."""

    draft: GroupDraft
    focus: str = ""
    notice: str = ""


def add_condition(draft: GroupDraft, group_id: str, _number: int) -> Outcome:
    """An empty line at the end of a group."""
    if _is_full(draft, 1):
        return Outcome(draft, notice=_FULL)
    line = LineDraft(id=next(new_ids(draft)))
    return Outcome(_append(draft, group_id, line), f"{line.id}-subject")


def add_group(draft: GroupDraft, group_id: str, _number: int) -> Outcome:
    """A group of one empty line at the end of a group."""
    if depth_of(draft, group_id) >= GROUP_DEPTH:
        return Outcome(draft, notice=_DEEP)
    if _is_full(draft, 1):
        return Outcome(draft, notice=_FULL)
    ids = new_ids(draft)
    group = GroupDraft(id=next(ids), op=Logic.ANY, children=(line := LineDraft(id=next(ids)),))
    return Outcome(_append(draft, group_id, group), f"{line.id}-subject")


def remove(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """The node and all in it are gone."""
    parent = parent_of(draft, node_id)
    if parent is None:
        return Outcome(draft)
    position = _position(parent, node_id)
    rest = parent.children[:position] + parent.children[position + 1 :]
    after = rest[min(position, len(rest) - 1)].id if rest else None
    return Outcome(put_node(draft, replace(parent, children=rest)), f"{after}-menu" if after else f"{parent.id}-add")


def duplicate(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """The same again behind the node."""
    node, parent = find_node(draft, node_id), parent_of(draft, node_id)
    if node is None or parent is None:
        return Outcome(draft)
    if _is_full(draft, _conditions(node)):
        return Outcome(draft, notice=_FULL)
    ids = new_ids(draft)
    twin = _renamed(node, lambda: next(ids))
    position = _position(parent, node_id) + 1
    children = (*parent.children[:position], twin, *parent.children[position:])
    return Outcome(put_node(draft, replace(parent, children=children)), f"{twin.id}-menu")


def move_up(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """One place up within its group."""
    return _move(draft, node_id, -1)


def move_down(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """One place down within its group."""
    return _move(draft, node_id, 1)


def _move(draft: GroupDraft, node_id: str, steps: int) -> Outcome:
    parent = parent_of(draft, node_id)
    if parent is None:
        return Outcome(draft)
    position = _position(parent, node_id)
    children = list(parent.children)
    moved = children.pop(position)
    children.insert(max(0, position + steps), moved)
    return Outcome(put_node(draft, replace(parent, children=tuple(children))), f"{node_id}-menu")


def indent(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """The node at the end of the group right above it; where there is none, in a new group of its own."""
    parent = parent_of(draft, node_id)
    if parent is None:
        return Outcome(draft)
    position = _position(parent, node_id)
    above = parent.children[position - 1] if position else None
    if not isinstance(above, GroupDraft):
        return wrap(draft, node_id, _number)
    return place(draft, node_id, above.id, len(above.children))


def outdent(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """The node behind the group that it stood in; a group that is empty then is gone."""
    group = parent_of(draft, node_id)
    around = parent_of(draft, group.id) if group else None
    if group is None or around is None:
        return Outcome(draft)
    moved = place(draft, node_id, around.id, _position(around, group.id) + 1)
    return moved if len(group.children) > 1 else replace(moved, draft=remove(moved.draft, group.id, 0).draft)


def place(draft: GroupDraft, node_id: str, group_id: str, position: int) -> Outcome:
    """The node before the group's child of that position, its number before the move, as dragging puts it there."""
    node, parent, group = find_node(draft, node_id), parent_of(draft, node_id), find_node(draft, group_id)
    if node is None or parent is None or not isinstance(group, GroupDraft) or find_node(node, group_id):
        return Outcome(draft)
    if depth_of(draft, group_id) + _height(node) > GROUP_DEPTH:
        return Outcome(draft, notice=_DEEP)
    if parent.id == group_id and _position(parent, node_id) < position:
        position -= 1
    rest = put_node(draft, replace(parent, children=tuple(child for child in parent.children if child is not node)))
    group = find_node(rest, group_id)
    assert isinstance(group, GroupDraft)
    children = (*group.children[:position], node, *group.children[position:])
    return Outcome(put_node(rest, replace(group, children=children)), f"{node_id}-menu")


def take_over(draft: GroupDraft, group: GroupDraft) -> Outcome:
    """Another rule's root in the place of the draft, under ids that the draft does not have."""
    ids = new_ids(draft)
    twin = _renamed(group, lambda: next(ids))
    assert isinstance(twin, GroupDraft)
    return Outcome(twin, f"{twin.id}-op")


def exchange(draft: GroupDraft, node: NodeDraft, other: NodeDraft) -> Outcome:
    """Another rule's node in the place of one of the draft, whose id it takes."""
    ids = new_ids(draft)
    twin = replace(_renamed(other, lambda: next(ids)), id=node.id)
    return Outcome(put_node(draft, twin), f"{node.id}-menu")


def insert(draft: GroupDraft, group: GroupDraft) -> Outcome:
    """Another rule's root as a group at the end of the draft; as the draft itself while that asks nothing yet."""
    if _asks_nothing(draft):
        return take_over(draft, group)
    if _is_full(draft, _conditions(group)):
        return Outcome(draft, notice=_FULL)
    if 1 + _height(group) > GROUP_DEPTH:
        return Outcome(draft, notice=_DEEP)
    inner = take_over(draft, group)
    return Outcome(_append(draft, draft.id, inner.draft), inner.focus)


def _asks_nothing(draft: GroupDraft) -> bool:
    return not any(isinstance(node, LineDraft) and node.subject for node in walk_draft(draft))


def wrap(draft: GroupDraft, node_id: str, _number: int) -> Outcome:
    """The node in a new group of its own, so that others can join it."""
    node, parent = find_node(draft, node_id), parent_of(draft, node_id)
    if node is None or parent is None:
        return Outcome(draft)
    if depth_of(draft, node_id) + _height(node) > GROUP_DEPTH:
        return Outcome(draft, notice=_DEEP)
    group = GroupDraft(id=next(new_ids(draft)), op=Logic.ANY, children=(node,))
    children = tuple(group if child.id == node_id else child for child in parent.children)
    return Outcome(put_node(draft, replace(parent, children=children)), f"{group.id}-op")


def unwrap(draft: GroupDraft, group_id: str, _number: int) -> Outcome:
    """Take a group's children out into the group around it."""
    group, parent = find_node(draft, group_id), parent_of(draft, group_id)
    if not isinstance(group, GroupDraft) or parent is None:
        return Outcome(draft)
    position = _position(parent, group_id)
    children = (*parent.children[:position], *group.children, *parent.children[position + 1 :])
    return Outcome(put_node(draft, replace(parent, children=children)), f"{parent.id}-op")


def _position(parent: GroupDraft, node_id: str) -> int:
    return [child.id for child in parent.children].index(node_id)


def _append(draft: GroupDraft, group_id: str, node: NodeDraft) -> GroupDraft:
    group = find_node(draft, group_id)
    return put_node(draft, replace(group, children=(*group.children, node))) if isinstance(group, GroupDraft) else draft


def _conditions(node: NodeDraft) -> int:
    return sum(isinstance(each, LineDraft) for each in walk_draft(node))


def _is_full(draft: GroupDraft, more: int) -> bool:
    return _conditions(draft) + more > CONDITIONS


def _height(node: NodeDraft) -> int:
    """The levels of groups that the node brings along."""
    return 1 + max(map(_height, node.children), default=0) if isinstance(node, GroupDraft) else 0


def _renamed(node: NodeDraft, new_id: Callable[[], str]) -> NodeDraft:
    if isinstance(node, GroupDraft):
        return replace(node, id=new_id(), children=tuple(_renamed(child, new_id) for child in node.children))
    renamed = map_clauses(node, lambda clause: replace(clause, id=new_id()))
    steps = tuple(replace(step, id=new_id()) for step in renamed.steps)
    return replace(renamed, id=new_id(), steps=steps)
