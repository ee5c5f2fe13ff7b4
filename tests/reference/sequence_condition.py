"""Whether a customer's events hold a chain of steps (section 5), by trying every event after every other."""

from typing import Any

from tests.reference.clock import Moment, shifted
from tests.reference.event_condition import Types, matching_events
from tests.reference.world import Event

Step = dict[str, Any]


def has_chain(condition: dict[str, Any], seen: list[Event], types: Types, moment: Moment) -> bool:
    """Whether some chain of a customer's seen events is as the condition says."""
    first, *later = condition["steps"]
    windowed = {**first, "window": condition["window"]} if "window" in condition else first
    return any(_goes_on(event, later, seen, types, moment) for event in matching_events(windowed, seen, types, moment))


def _goes_on(event: Event, steps: list[Step], seen: list[Event], types: Types, moment: Moment) -> bool:
    """Whether a chain that has come to an event goes through the steps that are left."""
    if not steps:
        return True
    step, *rest = steps
    ends = "within" in step
    until = shifted(event.at, step["within"], moment.zone, 1) if ends else None
    following = [
        other
        for other in matching_events(step, seen, types, moment)
        if other.at > event.at and (until is None or other.at <= until)
    ]
    if step.get("not"):
        # A step off the calendar (None) never passes.
        over = not ends or (until is not None and until <= moment.as_of)
        return over and not following
    return any(_goes_on(other, rest, seen, types, moment) for other in following)
