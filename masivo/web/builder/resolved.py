"""The dates that a relative window or step means just now, to stand beneath the line's own inputs."""

from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from masivo.conditions.comparisons import predicate
from masivo.conditions.operators import OPERATORS, FieldType
from masivo.conditions.sentences import Telling
from masivo.conditions.tree import AttributeCondition, Condition, EventCondition, RankCondition, SequenceCondition, Span
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.window_in_words import window_in_words


def resolved(condition: Condition, vocabulary: Vocabulary, as_of: datetime, zone: ZoneInfo) -> list[str]:
    """What each relative part of the condition means at as_of: "since 22 May 2026, 10:42". Empty where it has none."""
    telling = Telling(as_of, zone, vocabulary)
    words: list[str] = []
    if isinstance(condition, AttributeCondition | EventCondition) and isinstance(condition.value, Span):
        words.append(_step(condition, _type(condition, vocabulary), telling))
    if isinstance(condition, EventCondition | SequenceCondition | RankCondition) and condition.window:
        words.append(window_in_words(condition.window, telling))
    return [meant for each in words if (meant := _in_parentheses(each))]


def _step(condition: AttributeCondition | EventCondition, type_: FieldType | None, telling: Telling) -> str:
    """A step in words; a negative operator means the dates of its positive one."""
    positive = OPERATORS[condition.operator].complement_of or condition.operator
    return predicate(replace(condition, operator=positive, exclude_missing=False), type_, telling)


def _type(condition: AttributeCondition | EventCondition, vocabulary: Vocabulary) -> FieldType | None:
    if isinstance(condition, EventCondition):
        return FieldType.DATETIME
    return vocabulary.field_type(condition.field)


def _in_parentheses(words: str) -> str:
    """The dates, which the language's phrases put in parentheses at the end; the rest the inputs say already."""
    return words[:-1].rpartition("(")[2] if words.endswith(")") else ""
