"""From the tree back to the document: `parse(dump(tree)) == tree`."""

from masivo.conditions.json_text import write_json
from masivo.conditions.kinds.table import kind_of
from masivo.conditions.limits import VERSION
from masivo.conditions.tree import Group, Node


def dump(node: Node) -> dict[str, object]:
    """The document of a tree, or the part of one that a condition is; numbers are int or Decimal.

    A group is written as a whole document, with its version.
    """
    written = _dump_node(node)
    return {"version": VERSION, **written} if isinstance(node, Group) else written


def dump_text(node: Node) -> str:
    """The same as compact JSON, its numbers exact: what the database keeps."""
    return write_json(dump(node))


def _dump_node(node: Node) -> dict[str, object]:
    flags = {key: True for key, set_ in (("not", node.negated), ("muted", node.muted)) if set_}
    if isinstance(node, Group):
        return {"op": str(node.op), **flags, "children": [_dump_node(child) for child in node.children]}
    kind = kind_of(node)
    return {"kind": kind.name, **kind.write(node), **flags}
