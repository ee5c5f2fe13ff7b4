"""A line that is put in the place of another one, or a group that gets another logic, as a button says it."""

from dataclasses import replace
from zoneinfo import ZoneInfo

from masivo.conditions.dump import dump, dump_text
from masivo.conditions.json_text import read_json
from masivo.conditions.limits import VERSION
from masivo.conditions.parse import parse
from masivo.conditions.tree import Group, Logic, Node
from masivo.errors import DocumentRefused
from masivo.web.builder.actions import ActionUnknown
from masivo.web.builder.draft import GroupDraft, find_node, put_node
from masivo.web.builder.from_document import from_document
from masivo.web.builder.moves import Outcome, exchange
from masivo.web.builder.names import Names


def instead_text(node: Node) -> str:
    """A line as JSON; of a group its logic alone."""
    return node.op.value if isinstance(node, Group) else dump_text(node)


def put_instead(draft: GroupDraft, target: str, names: Names, zone: ZoneInfo) -> Outcome:
    """Do what `ID:TEXT` says with a text of `instead_text`; a node that is gone is left alone.

    Raises ActionUnknown for a text that is no line.
    """
    node_id, _, text = target.partition(":")
    node = find_node(draft, node_id)
    if node is None:
        return Outcome(draft)
    if isinstance(node, GroupDraft):
        return Outcome(put_node(draft, replace(node, op=_logic(text))), f"{node_id}-op")
    try:
        line = {"version": VERSION, "op": Logic.ALL.value, "children": [read_json(text)]}
        document = parse(line, names.vocabulary)
    except DocumentRefused:
        raise ActionUnknown from None
    (other,) = from_document(dump(document), zone).children
    return exchange(draft, node, other)


def _logic(text: str) -> Logic:
    try:
        return Logic(text)
    except ValueError:
        raise ActionUnknown from None
