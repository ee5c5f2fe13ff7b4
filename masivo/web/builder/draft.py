"""The rule as somebody is typing it: frozen nodes that hold text, so that what is unfinished can be kept and shown."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields, replace

from masivo.conditions.fold import WHITE_SPACE
from masivo.conditions.tree import AudienceOperator, Logic

EVERYONE = "everyone"
SEQUENCE = "sequence"
RANK = "rank"
SAMPLE = "sample"
FIELD_PREFIX = "field:"
EVENT_PREFIX = "event:"
AUDIENCE_PREFIX = "audience:"
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
class StepDraft:
    """One step of a sequence: events of any type in `also`, within a step of time after the one before it.

    `within` is empty for any time later, else "within"; `absent` is "yes" where no such event may follow. The first
    step is not shown a `within`, and only the last one `absent`.
    """

    id: str
    also: tuple[str, ...] = ("",)
    where: Logic = Logic.ALL
    clauses: tuple[ClauseDraft, ...] = ()
    within: str = ""
    within_amount: str = ""
    within_unit: str = "day"
    absent: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareDraft:
    """How many customers a rank or a sample takes, and by what; which inputs count follows from the kind.

    `top` is a number of customers or a percent, by `top_kind`; `salt` is the name of a sample's draw.
    """

    order: str = "desc"
    top: str = ""
    top_kind: str = "percent"
    percent: str = ""
    salt: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LineDraft:
    """One condition.

    `subject` says what is asked: `field:NAME`, `event:TYPE`, `audience:ID`, one of the other kinds, or nothing yet.
    `asked` is the subject for which its inputs were shown: where the two differ, the inputs belong to another question.
    `also` are further event types, any of which counts, for a rank all of them; `measured` is the property that the
    measure is taken of; `belongs` is how a customer stands to an audience.
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
    steps: tuple[StepDraft, ...] = ()
    share: ShareDraft = ShareDraft()
    belongs: str = AudienceOperator.MEMBER.value

    @property
    def field(self) -> str | None:
        """The customer field that is asked, if it is one."""
        return self.subject.removeprefix(FIELD_PREFIX) if self.subject.startswith(FIELD_PREFIX) else None

    @property
    def event(self) -> str | None:
        """The first event type that is asked, if it is one."""
        return self.subject.removeprefix(EVENT_PREFIX) if self.subject.startswith(EVENT_PREFIX) else None

    @property
    def audience(self) -> str | None:
        """The id of the audience that is asked, if it is one."""
        return self.subject.removeprefix(AUDIENCE_PREFIX) if self.subject.startswith(AUDIENCE_PREFIX) else None

    @property
    def measures(self) -> bool:
        """Whether a measure over events is asked: of an event, or of a rank."""
        return self.event is not None or self.subject == RANK


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupDraft:
    """Lines and groups that go together; an empty one is allowed here and takes no part."""

    id: str
    op: Logic = Logic.ALL
    negated: bool = False
    muted: bool = False
    children: tuple["GroupDraft | LineDraft", ...] = ()


NodeDraft = GroupDraft | LineDraft
EventsDraft = LineDraft | StepDraft
"""What names events and has a `where`."""


def typed_lines(text: str) -> tuple[str, ...]:
    """The lines of a list that was typed or pasted, without blanks."""
    return tuple(stripped for line in text.split("\n") if (stripped := line.strip(WHITE_SPACE)))


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


def event_parts(root: NodeDraft) -> Iterator[EventsDraft]:
    """Every line and every step, in document order."""
    for node in walk_draft(root):
        if isinstance(node, LineDraft):
            yield node
            yield from node.steps


def asks_events(part: EventsDraft) -> bool:
    """Whether the part names events and may have a `where`."""
    return isinstance(part, StepDraft) or part.measures


def find_events(root: GroupDraft, part_id: str) -> EventsDraft | None:
    """The line or step of that id."""
    return next((part for part in event_parts(root) if part.id == part_id), None)


def put_events(root: GroupDraft, part: EventsDraft) -> GroupDraft:
    """The same tree with the line or step in the place of the one that has its id."""
    if isinstance(part, LineDraft):
        return put_node(root, part)

    def change(line: LineDraft) -> LineDraft:
        return replace(line, steps=tuple(part if step.id == part.id else step for step in line.steps))

    return map_lines(root, change)


def map_clauses(line: LineDraft, change: Callable[[ClauseDraft], ClauseDraft]) -> LineDraft:
    """The same line with every `where` line of its own and of its steps changed."""
    steps = tuple(replace(step, clauses=tuple(map(change, step.clauses))) for step in line.steps)
    return replace(line, clauses=tuple(map(change, line.clauses)), steps=steps)


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
    """Ids that no node, step or `where` line of the tree has, in ascending order."""
    numbers = [_number(node_id) for node_id in all_ids(root)]
    number = max(numbers, default=0)
    while True:
        number += 1
        yield f"n{number}"


def all_ids(root: NodeDraft) -> Iterator[str]:
    """The ids of all nodes, steps and `where` lines."""
    for node in walk_draft(root):
        if isinstance(node, GroupDraft):
            yield node.id
            continue
        parts: tuple[EventsDraft, ...] = (node, *node.steps)
        for part in parts:
            yield part.id
            yield from (clause.id for clause in part.clauses)


def _number(node_id: str) -> int:
    return int(node_id[1:])
