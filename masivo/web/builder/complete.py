"""From a draft to the rule that can be counted now: finished lines take part, the others say what they still need."""

from dataclasses import dataclass, field
from functools import lru_cache
from zoneinfo import ZoneInfo

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.conditions.tree import ROOT_PATH, Group, Node, child_path
from masivo.errors import DocumentRefused
from masivo.web.builder.ask import ask_line
from masivo.web.builder.asked import AskedLine, Problem
from masivo.web.builder.draft import GroupDraft, LineDraft, walk_draft
from masivo.web.builder.names import Names


@dataclass(frozen=True)
class Completed:
    """A draft with every line asked of the account whose names these are.

    `rule` is what its finished lines say, None where nothing is finished or the whole is refused; `paths` gives each
    counted node's JSON path in it by node id; `problems` holds a sentence for each node or clause that has one.
    """

    draft: GroupDraft
    names: Names
    lines: dict[str, AskedLine]
    rule: Group | None
    paths: dict[str, str] = field(default_factory=dict)
    problems: dict[str, Problem] = field(default_factory=dict)

    @property
    def whole(self) -> bool:
        """Whether the rule says all that the draft says, so that it may be saved."""
        return self.rule is not None and not self.problems


def complete(draft: GroupDraft, names: Names, zone: ZoneInfo) -> Completed:
    """Ask every line of the draft and put the finished ones together."""
    lines = {node.id: _ask(node, names, zone) for node in walk_draft(draft) if isinstance(node, LineDraft)}
    paths: dict[str, str] = {}
    rule = _group(draft, lines, ROOT_PATH, paths)
    problems = _problems(draft, lines)
    if rule is not None:
        try:
            parse(dump(rule), names.vocabulary)
        except DocumentRefused as refused:
            rule = None
            problems.setdefault(draft.id, Problem("", refused.message))
    return Completed(draft, names, lines, rule, paths, problems)


def _ask(line: LineDraft, names: Names, zone: ZoneInfo) -> AskedLine:
    """The line asked; most lines of a form are as they were in the form before, and are not asked again."""
    if line.audience is not None:  # what it says hangs on the other audience, which may change at any time
        return ask_line(line, names, zone)
    return _asked_before(line, _SameNames(names), zone)


class _SameNames:
    """Names as a key: those that offer the same."""

    def __init__(self, names: Names) -> None:
        self.names = names

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _SameNames) and other.names.mark == self.names.mark

    def __hash__(self) -> int:
        return hash(self.names.mark)


@lru_cache(maxsize=2000)
def _asked_before(line: LineDraft, names: _SameNames, zone: ZoneInfo) -> AskedLine:
    return ask_line(line, names.names, zone)


def _group(draft: GroupDraft, lines: dict[str, AskedLine], path: str, paths: dict[str, str]) -> Group | None:
    """The finished part of a group; None where nothing in it is finished."""
    children: list[Node] = []
    for child in draft.children:
        here = child_path(path, len(children))
        if isinstance(child, LineDraft):
            node: Node | None = lines[child.id].condition
        else:
            node = _group(child, lines, here, paths)
        if node is not None:
            paths[child.id] = here
            children.append(node)
    if not children:
        return None
    paths[draft.id] = path
    return Group(op=draft.op, children=tuple(children), negated=draft.negated, muted=draft.muted)


def _problems(draft: GroupDraft, lines: dict[str, AskedLine]) -> dict[str, Problem]:
    problems: dict[str, Problem] = {}
    for node in walk_draft(draft):
        if isinstance(node, LineDraft):
            problems |= dict(lines[node.id].problems())
        elif not node.children:
            sentence = (
                "Add a condition to say who belongs." if node is draft else "Add a condition, or remove this group."
            )
            problems[node.id] = Problem("", sentence)
    return problems
