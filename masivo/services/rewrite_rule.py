"""A rule with one node changed or muted: what the questions "what if" ask."""

from dataclasses import replace
from typing import cast

from masivo.conditions.tree import ROOT_PATH, Group, Node, child_path, takes_part, walk
from masivo.services.preview_audience import EVERYONE


def without(document: Group, path: str) -> Group:
    """The rule with the node at a path muted; the rule of which everybody is a member where nothing else takes part."""
    muted = put(document, path, replace(dict(walk(document))[path], muted=True))
    return muted if takes_part(muted) else EVERYONE


def put(document: Group, path: str, node: Node) -> Group:
    """The same rule with another node at the path of one that is not the root."""
    return cast(Group, _put(document, ROOT_PATH, path, node))


def _put(node: Node, here: str, path: str, wanted: Node) -> Node:
    if here == path:
        return wanted
    if not isinstance(node, Group):
        return node
    children = (_put(child, child_path(here, place), path, wanted) for place, child in enumerate(node.children))
    return replace(node, children=tuple(children))
