"""From a posted form to a draft; a form that did not arrive whole is refused: a lost line would widen an audience."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, fields
from typing import TypeVar

from werkzeug.datastructures import MultiDict

from masivo.conditions.tree import AudienceOperator, Logic, Unit
from masivo.errors import MasivoError
from masivo.web.builder.draft import (
    AUDIENCE_PREFIX,
    EVENT_PREFIX,
    FIELD_PREFIX,
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
)
from masivo.web.forms.groups import LOGICS

MOST_NODES = 5000
"""Far more than a rule within the language's limits needs; a longer form is not read."""

ROOT_PARENT = "-"

_ID = re.compile(r"n[1-9][0-9]{0,5}")
_FLAGS: tuple[list[str], ...] = ([], ["not"], ["muted"], ["not", "muted"])
_LINE_BREAK = re.compile(r"\r\n?")

_Draft = TypeVar("_Draft", ComparisonDraft, WindowDraft, ShareDraft)


class FormMangled(MasivoError):
    """The form lacks parts that the page always sends, or holds some twice."""

    def __init__(self) -> None:
        super().__init__("The conditions did not arrive whole, so nothing was counted or saved. Send the form again.")


@dataclass(frozen=True, slots=True)
class _Token:
    """What a hidden `node`, `step` or `clause` input says: where the part stands, and how."""

    id: str
    parent: str
    kind: str
    negated: bool = False
    muted: bool = False


def read_form(form: "MultiDict[str, str]") -> GroupDraft:
    """The draft that the form holds.

    A node is `node = "ID PARENT group|line [not] [muted]"` (the root's parent is `-`; a group's `not` is part of its
    choice of logic), a step of a sequence `step = "ID LINE"`, a `where` line `clause = "ID OWNER"` (a line or a step),
    each in document order, with their inputs named `ID-…`; `nodes` counts all three and stands at the end, so that a
    form cut short is noticed. Raises FormMangled.
    """
    reader = _Reader(form)
    nodes = [_node_token(text) for text in reader.many("node")]
    steps = [_part_token(text, "step") for text in reader.many("step")]
    clauses = [_part_token(text, "clause") for text in reader.many("clause")]
    tokens = [*nodes, *steps, *clauses]
    if reader.one("nodes") != str(len(tokens)) or len(tokens) > MOST_NODES:
        raise FormMangled
    _check_places(tokens)
    within: dict[str, list[_Token]] = defaultdict(list)
    for token in tokens:
        within[token.parent].append(token)
    root = _build(reader, nodes[0], within)
    if not isinstance(root, GroupDraft):
        raise FormMangled
    return root


def _node_token(text: str) -> _Token:
    match text.split(" "):
        case [node_id, parent, ("group" | "line") as kind, *flags] if flags in _FLAGS:
            return _Token(node_id, parent, kind, "not" in flags, "muted" in flags)
    raise FormMangled


def _part_token(text: str, kind: str) -> _Token:
    match text.split(" "):
        case [part_id, parent_id]:
            return _Token(part_id, parent_id, kind)
    raise FormMangled


_PARENTS = {"group": ("group",), "line": ("group",), "step": ("line",), "clause": ("line", "step")}
"""What each kind of part stands in; the first of all is the root."""


def _check_places(tokens: list[_Token]) -> None:
    """Ids are well formed and used once, and every parent is of the right kind and stands before its children."""
    kinds = {ROOT_PARENT: "root"}
    for position, token in enumerate(tokens):
        needed = _PARENTS[token.kind] if position else ("root",)
        if kinds.get(token.parent) not in needed or token.id in kinds or not _ID.fullmatch(token.id):
            raise FormMangled
        kinds[token.id] = token.kind
    if not tokens:
        raise FormMangled


def _build(reader: "_Reader", token: _Token, within: dict[str, list[_Token]]) -> NodeDraft:
    if token.kind == "line":
        return _line(reader, token, within)
    children = tuple(_build(reader, child, within) for child in within[token.id])
    logic = LOGICS.get(reader.one(f"{token.id}-op"))
    if logic is None or token.negated:
        raise FormMangled
    return GroupDraft(id=token.id, op=logic[1], negated=logic[2], muted=token.muted, children=children)


def _needed(asked: str) -> tuple[str, ...]:
    """The inputs that a line always sends for its subject, without which it would ask something else."""
    compared = ("operator", "missing")
    if asked.startswith(EVENT_PREFIX):
        return (*compared, "measure", "where", "window")
    if asked.startswith(FIELD_PREFIX):
        return compared
    if asked.startswith(AUDIENCE_PREFIX):
        return ("belongs",)
    return {
        SEQUENCE: ("window",),
        RANK: ("top", "top_kind", "order", "measure", "where", "window"),
        SAMPLE: ("percent", "salt"),
    }.get(asked, ())


def _line(reader: "_Reader", token: _Token, within: dict[str, list[_Token]]) -> LineDraft:
    asked = reader.one(f"{token.id}-asked")
    reader.require(token.id, *_needed(asked))
    parts = within[token.id]
    return LineDraft(
        id=token.id,
        negated=token.negated,
        muted=token.muted,
        asked=asked,
        subject=reader.one(f"{token.id}-subject"),
        also=reader.many(f"{token.id}-also"),
        measure=reader.maybe(f"{token.id}-measure") or "",
        measured=reader.maybe(f"{token.id}-measured") or "",
        where=reader.logic(f"{token.id}-where") if "where" in _needed(asked) else Logic.ALL,
        clauses=tuple(_clause(reader, part.id) for part in parts if part.kind == "clause"),
        comparison=reader.texts(ComparisonDraft, token.id),
        window=reader.texts(WindowDraft, token.id),
        steps=tuple(_step(reader, part.id, within[part.id]) for part in parts if part.kind == "step"),
        share=reader.texts(ShareDraft, token.id),
        belongs=reader.maybe(f"{token.id}-belongs") or AudienceOperator.MEMBER.value,
    )


def _step(reader: "_Reader", step_id: str, clauses: Iterable[_Token]) -> StepDraft:
    """A step; every one sends how it follows, shown or not, so that none is taken for another."""
    return StepDraft(
        id=step_id,
        also=reader.many(f"{step_id}-also"),
        where=reader.logic(f"{step_id}-where"),
        clauses=tuple(_clause(reader, clause.id) for clause in clauses),
        within=reader.one(f"{step_id}-within"),
        within_amount=reader.maybe(f"{step_id}-within_amount") or "",
        within_unit=reader.maybe(f"{step_id}-within_unit") or Unit.DAY.value,
        absent=reader.one(f"{step_id}-absent"),
    )


def _clause(reader: "_Reader", clause_id: str) -> ClauseDraft:
    asked = reader.one(f"{clause_id}-asked")
    if asked:
        reader.require(clause_id, "operator", "missing")
    return ClauseDraft(
        id=clause_id,
        asked=asked,
        property=reader.one(f"{clause_id}-property"),
        comparison=reader.texts(ComparisonDraft, clause_id),
    )


class _Reader:
    """The inputs of one posted form by name, with line breaks as the language has them."""

    def __init__(self, form: "MultiDict[str, str]") -> None:
        self._form = form

    def many(self, name: str) -> tuple[str, ...]:
        """Every text of that name."""
        return tuple(_LINE_BREAK.sub("\n", text) for text in self._form.getlist(name))

    def maybe(self, name: str) -> str | None:
        """The one text of that name, None where it was not sent; sent twice, nobody knows which one counts."""
        texts = self.many(name)
        if len(texts) > 1:
            raise FormMangled
        return texts[0] if texts else None

    def one(self, name: str) -> str:
        """The one text of a name that the page always sends."""
        text = self.maybe(name)
        if text is None:
            raise FormMangled
        return text

    def require(self, node_id: str, *names: str) -> None:
        """Inputs whose loss would make the line ask something else."""
        for name in names:
            self.one(f"{node_id}-{name}")

    def logic(self, name: str) -> Logic:
        """All or any."""
        try:
            return Logic(self.one(name))
        except ValueError:
            raise FormMangled from None

    def texts(self, kind: type[_Draft], node_id: str) -> _Draft:
        """A draft of that kind from the inputs that bear its fields' names; those not shown keep their defaults."""
        given: dict[str, str | tuple[str, ...]] = {}
        for field in fields(kind):
            name = f"{node_id}-{field.name}"
            if isinstance(field.default, tuple):
                given[field.name] = self.many(name)
            elif (text := self.maybe(name)) is not None:
                given[field.name] = text
        return kind(**given)  # type: ignore[arg-type]
