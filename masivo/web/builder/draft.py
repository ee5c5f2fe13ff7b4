"""The rule as somebody is typing it: frozen nodes that hold text, so that what is unfinished can be kept and shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

from masivo.conditions.tree import Logic

EVERYONE = "everyone"
FIELD_PREFIX = "field:"
EVENT_PREFIX = "event:"
PERIOD_PREFIX = "period:"


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparisonDraft:
    """An operator and every input that some operator reads; which ones count follows from its `Takes`.

    `values` are the chips, `lines` a long list with one value a line, `adding` the text beside the chips that is not
    a chip yet. A `…_time` is empty for the whole day, else a time of day with or without an offset.
    """

    operator: str = ""
    value: str = ""
    value_time: str = ""
    low: str = ""
    low_time: str = ""
    high: str = ""
    high_time: str = ""
    values: tuple[str, ...] = ()
    lines: str = ""
    adding: str = ""
    amount: str = ""
    unit: str = "day"
    missing: str = "include"

    @property
    def listed(self) -> tuple[str, ...]:
        """All values of the list, in the order in which they stand."""
        return (*self.values, *typed_lines(self.lines), *typed_lines(self.adding))


@dataclass(frozen=True, slots=True, kw_only=True)
class WindowDraft:
    """When events count: `window` is empty for all time, a window's kind, or `period:` and a period's name."""

    window: str = ""
    window_amount: str = ""
    window_unit: str = "day"
    start: str = ""
    start_time: str = ""
    end: str = ""
    end_time: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ClauseDraft:
    """One line of a `where`. `asked` is the property for which its inputs were shown."""

    id: str
    asked: str = ""
    property: str = ""
    comparison: ComparisonDraft = ComparisonDraft()


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One condition. `subject` says what is asked: `field:NAME`, `event:TYPE`, `everyone`, or nothing yet.

    `asked` is the subject for which its inputs were shown: where the two differ, the inputs belong to another question.
    `also` are further event types, any of which counts; `measured` is the property that the measure is taken of.
    """

    id: str
    negated: bool = False
    muted: bool = False
    asked: str = ""
    subject: str = ""
    also: tuple[str, ...] = ()
    measure: str = ""
    measured: str = ""
    where: Logic = Logic.ALL
    clauses: tuple[ClauseDraft, ...] = ()
    comparison: ComparisonDraft = ComparisonDraft()
    window: WindowDraft = WindowDraft()

    @property
    def field(self) -> str | None:
        """The customer field that is asked, if it is one."""
        return self.subject.removeprefix(FIELD_PREFIX) if self.subject.startswith(FIELD_PREFIX) else None

    @property
    def event(self) -> str | None:
        """The first event type that is asked, if it is one."""
        return self.subject.removeprefix(EVENT_PREFIX) if self.subject.startswith(EVENT_PREFIX) else None


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """Lines and groups that go together; an empty one is allowed here and takes no part."""

    id: str
    op: Logic = Logic.ALL
    negated: bool = False
    muted: bool = False
    children: tuple["GroupDraft | LineDraft", ...] = ()


NodeDraft = GroupDraft | LineDraft


def typed_lines(text: str) -> tuple[str, ...]:
    """The lines of a list that was typed or pasted, without blanks."""
    return tuple(stripped for line in text.splitlines() if (stripped := line.strip()))


def kept_inputs(comparison: ComparisonDraft) -> Iterator[tuple[str, str]]:
    """Name and text of every input of a comparison, for a line that cannot show them while its name is unknown."""
    for each in fields(comparison):
        given = getattr(comparison, each.name)
        for text in given if isinstance(given, tuple) else (given,):
            yield each.name, text


def walk_draft(node: NodeDraft) -> Iterator[NodeDraft]:
    """Every group and line, parents first, in document order."""
    yield node
    if isinstance(node, GroupDraft):
        for child in node.children:
            yield from walk_draft(child)


def find_node(root: NodeDraft, node_id: str) -> NodeDraft | None:
    """The group or line of that id."""
    return next((node for node in walk_draft(root) if node.id == node_id), None)


def parent_of(root: GroupDraft, node_id: str) -> GroupDraft | None:
    """The group in which the node stands; None for the root and for an unknown id."""
    groups = (node for node in walk_draft(root) if isinstance(node, GroupDraft))
    return next((group for group in groups if any(child.id == node_id for child in group.children)), None)


def depth_of(root: GroupDraft, node_id: str) -> int:
    """How deep the node stands, the root being 1."""
    depth, parent = 1, parent_of(root, node_id)
    while parent:
        depth, parent = depth + 1, parent_of(root, parent.id)
    return depth


def map_lines(group: GroupDraft, change: Callable[[LineDraft], LineDraft]) -> GroupDraft:
    """The same tree with every line changed."""
    return replace(
        group,
        children=tuple(
            map_lines(child, change) if isinstance(child, GroupDraft) else change(child) for child in group.children
        ),
    )


def put_node(root: GroupDraft, node: NodeDraft) -> GroupDraft:
    """The same tree with the node in the place of the one that has its id."""
    if isinstance(node, GroupDraft) and node.id == root.id:
        return node
    children = tuple(
        node if child.id == node.id else put_node(child, node) if isinstance(child, GroupDraft) else child
        for child in root.children
    )
    return replace(root, children=children)


def new_ids(root: GroupDraft) -> Iterator[str]:
    """Ids that no node or `where` line of the tree has, in ascending order."""
    numbers = [_number(node_id) for node_id in all_ids(root)]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"n{number}"


def all_ids(root: NodeDraft) -> Iterator[str]:
    """The ids of all nodes and `where` lines."""
    for node in walk_draft(root):
        yield node.id
        if isinstance(node, LineDraft):
            yield from (clause.id for clause in node.clauses)


def _number(node_id: str) -> int:
    return int(node_id[1:])
