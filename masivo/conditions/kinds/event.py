"""Event conditions: a question about a measure over the customer's events (conditions.md, section 4)."""

from dataclasses import replace

from masivo.conditions.comparisons import opposite_operator
from masivo.conditions.event_types import read_event_types, write_event_types
from masivo.conditions.event_windows import read_window, write_window
from masivo.conditions.json_object import JsonObject
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.measured import tell_event
from masivo.conditions.measures import measure_subject, read_measure, write_measure
from masivo.conditions.operators import ZERO_WITHOUT_EVENTS, Operator
from masivo.conditions.questions import KEYS, read_question, write_question
from masivo.conditions.sentences import Clause, Telling
from masivo.conditions.tree import EventCondition
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.where import read_where, write_where

_FLIPPED = {
    Operator.GTE: Operator.LT,
    Operator.LT: Operator.GTE,
    Operator.GT: Operator.LTE,
    Operator.LTE: Operator.GT,
    Operator.NE: Operator.EQ,
    Operator.EQ: Operator.NE,
}
"""What is true of a number, always there, exactly where the other is not."""


class EventKind(Kind[EventCondition]):
    """`{"kind": "event", "event", "measure", "operator", "value", "window", "where", "missing"}`."""

    name = "event"
    what = "an event condition"
    label = "Events"
    type = EventCondition
    keys = ("event", "measure", "window", "where", *KEYS)

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> EventCondition:
        """The operators and values go by the measure."""
        events = read_event_types(source, vocabulary)
        measure = read_measure(source.need("measure"), source.at("measure"), vocabulary)
        question = read_question(source, measure_subject(measure))
        window = read_window(source.members["window"], source.at("window")) if source.has("window") else None
        where = read_where(source.members["where"], source.at("where"), vocabulary) if source.has("where") else None
        return EventCondition(
            events=events,
            measure=measure,
            operator=question.operator,
            value=question.value,
            window=window,
            where=where,
            exclude_missing=question.exclude_missing,
        )

    def write(self, condition: EventCondition) -> dict[str, object]:
        """One event type as a text, several as a list; no window and no where are left out."""
        written: dict[str, object] = {
            "event": write_event_types(condition.events),
            "measure": write_measure(condition.measure),
            **write_question(condition),
        }
        if condition.window is not None:
            written["window"] = write_window(condition.window)
        if condition.where is not None:
            written["where"] = write_where(condition.where)
        return written

    def tell(self, condition: EventCondition, telling: Telling) -> Clause:
        """What customers did, how often or how much, and when."""
        return tell_event(condition, telling)

    def opposite(self, condition: EventCondition) -> EventCondition | None:
        """The same with the complementary operator, or the reverse comparison of what is never missing."""
        if condition.measure.fn in ZERO_WITHOUT_EVENTS:
            operator = _FLIPPED.get(condition.operator)
        else:
            operator = opposite_operator(condition)
        return None if operator is None else replace(condition, operator=operator)
