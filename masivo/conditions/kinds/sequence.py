"""Sequence conditions: a chain of events, each strictly after the one before it (conditions.md, section 5)."""

from masivo.conditions.event_types import read_event_types, write_event_types
from masivo.conditions.event_windows import read_window, write_window
from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.limits import STEPS
from masivo.conditions.refusals import item_path, quote, refuse
from masivo.conditions.sentences import Clause, Telling
from masivo.conditions.spans import KEYS, span_of, write_span
from masivo.conditions.steps_in_words import tell_sequence
from masivo.conditions.tree import SequenceCondition, Step
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.where import read_where, write_where

_STEP_KEYS = ("event", "where", "within", "not")


class SequenceKind(Kind[SequenceCondition]):
    """`{"kind": "sequence", "window", "steps": [{"event", "where"}, {"event", "where", "within", "not"}, …]}`."""

    name = "sequence"
    what = "a sequence condition"
    label = "Events in order"
    type = SequenceCondition
    keys = ("window", "steps")

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> SequenceCondition:
        """The window goes with the first step, `within` with the others, `not` with the last."""
        given, path = source.need("steps"), source.at("steps")
        least, most = STEPS
        if not isinstance(given, list | tuple):
            refuse(path, f"The steps of a sequence are a list; {quote(given)} is not one.")
        if not least <= len(given) <= most:
            refuse(path, f"A sequence has {least} to {most} steps; this one has {len(given)}.")
        steps = tuple(
            _read_step(step, item_path(path, index), vocabulary, first=index == 0, last=index == len(given) - 1)
            for index, step in enumerate(given)
        )
        window = read_window(source.members["window"], source.at("window")) if source.has("window") else None
        return SequenceCondition(steps=steps, window=window)

    def write(self, condition: SequenceCondition) -> dict[str, object]:
        """No window is left out."""
        window = {} if condition.window is None else {"window": write_window(condition.window)}
        return {**window, "steps": [_write_step(step) for step in condition.steps]}

    def tell(self, condition: SequenceCondition, telling: Telling) -> Clause:
        """What customers did first, and what then."""
        return tell_sequence(condition, telling)


def _read_step(raw: object, path: str, vocabulary: Vocabulary, *, first: bool, last: bool) -> Step:
    source = read_object(raw, path, "a step of a sequence", _STEP_KEYS)
    events = read_event_types(source, vocabulary)
    where = read_where(source.members["where"], source.at("where"), vocabulary) if source.has("where") else None
    within = None
    if source.has("within"):
        if first:
            refuse(source.at("within"), "The first step follows no other, so it takes no “within”; give it a window.")
        within = span_of(read_object(source.members["within"], source.at("within"), "the “within” of a step", KEYS))
    absent = source.flag("not")
    if absent and not last:
        refuse(source.at("not"), "Only the last step of a sequence can be “not”: what follows would have no start.")
    return Step(events, where, within, absent)


def _write_step(step: Step) -> dict[str, object]:
    written: dict[str, object] = {"event": write_event_types(step.events)}
    if step.where is not None:
        written["where"] = write_where(step.where)
    if step.within is not None:
        written["within"] = write_span(step.within)
    if step.absent:
        written["not"] = True
    return written
