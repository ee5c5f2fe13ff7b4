"""Clauses and how they go together: in one sentence while it can be read, in numbered parts beyond that."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from masivo.conditions.operators import FieldType
from masivo.conditions.tree import Logic
from masivo.conditions.vocabulary import KnownAudience, Vocabulary

_INLINE_DEPTH = 2
_INLINE_CLAUSES = 8
_INLINE_LENGTH = 500


@dataclass(frozen=True, slots=True)
class Telling:
    """For when and where a rule is told. Without a vocabulary no types are known, so fewer dates can be worked out."""

    as_of: datetime
    zone: ZoneInfo
    vocabulary: Vocabulary | None = None

    def field_type(self, name: str) -> FieldType | None:
        """The type of a customer field, where the vocabulary is there and knows it."""
        return self.vocabulary.field_type(name) if self.vocabulary else None

    def property_type(self, name: str) -> FieldType | None:
        """The type of an event property, where the vocabulary is there and knows it."""
        return self.vocabulary.property_type(name) if self.vocabulary else None

    def audience(self, id_: str) -> KnownAudience | None:
        """The audience of an id, where the vocabulary is there and knows it."""
        return self.vocabulary.audience(id_) if self.vocabulary else None


@dataclass(frozen=True, slots=True)
class Clause:
    """One condition in words: `text` follows "who" and "they", or "whose" and "their" where it is possessive."""

    text: str
    possessive: bool

    @property
    def relative(self) -> str:
        """Behind "Customers": "whose tier is gold"."""
        return f"{'whose' if self.possessive else 'who'} {self.text}"

    @property
    def statement(self) -> str:
        """By itself: "their tier is gold"."""
        return f"{'their' if self.possessive else 'they'} {self.text}"


def who(text: str) -> Clause:
    """A clause about what customers did: "made at least 1 purchase"."""
    return Clause(text, possessive=False)


def whose(text: str) -> Clause:
    """A clause about what customers have: "tier is gold"."""
    return Clause(text, possessive=True)


@dataclass(frozen=True, slots=True)
class Block:
    """Parts that go together, at least one; a block of one part is there to negate it."""

    op: Logic
    negated: bool
    parts: tuple["Clause | Block", ...]


Said = Clause | Block

_JOINTS = {Logic.ALL: " and ", Logic.ANY: " or "}
_WHO_MEET = {
    (Logic.ALL, False): "who meet all of these conditions",
    (Logic.ANY, False): "who meet at least one of these conditions",
    (Logic.ALL, True): "who do not meet all of these conditions together",
    (Logic.ANY, True): "who meet none of these conditions",
}
_HOLDS = {
    (Logic.ALL, False): "all of these hold",
    (Logic.ANY, False): "at least one of these holds",
    (Logic.ALL, True): "not all of these hold together",
    (Logic.ANY, True): "none of these holds",
}


def relative(said: Said) -> str:
    """What follows "Customers" in one sentence, or in numbered parts where nesting or length calls for them."""
    sentence = _relative(said, outermost=True)
    if isinstance(said, Clause) or len(said.parts) == 1 or _readable(said, sentence):
        return sentence
    return f"{_WHO_MEET[said.op, said.negated]}: {'; '.join(_numbered(said, ''))}"


def _readable(block: Block, sentence: str) -> bool:
    return _depth(block) <= _INLINE_DEPTH and _clauses(block) <= _INLINE_CLAUSES and len(sentence) <= _INLINE_LENGTH


def statement(said: Said) -> str:
    """The same as a sentence of its own, always in one piece: every nested block stands in parentheses."""
    if isinstance(said, Clause):
        return said.statement
    joined = f"({_JOINTS[said.op].join(map(statement, said.parts))})"
    return f"it is not true that {joined}" if said.negated else joined


def _relative(said: Said, *, outermost: bool) -> str:
    if isinstance(said, Clause):
        return said.relative
    if said.negated:
        return f"for whom {statement(said)}"
    joined = _JOINTS[said.op].join(_relative(part, outermost=False) for part in said.parts)
    return joined if outermost else f"({joined})"


def _numbered(block: Block, prefix: str) -> Iterator[str]:
    """The parts behind their numbers; a part of a part carries the numbers of both, so that no end needs a sign."""
    for position, part in enumerate(block.parts, start=1):
        number = f"{prefix}{position}"
        if isinstance(part, Clause) or len(part.parts) == 1:
            yield f"({number}) {statement(part)}"
        else:
            below = _numbered(part, f"{number}.")
            yield f"({number}) {_HOLDS[part.op, part.negated]}: {'; '.join(below)}"


def _depth(said: Said) -> int:
    """How deep blocks of several parts nest; the negation of a single clause is no nesting."""
    if isinstance(said, Clause):
        return 0
    return (len(said.parts) > 1) + max(map(_depth, said.parts))


def _clauses(said: Said) -> int:
    return 1 if isinstance(said, Clause) else sum(map(_clauses, said.parts))
