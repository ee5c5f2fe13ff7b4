"""Which events a condition or a step looks at, in words: their types, their `where` and their window."""

from typing import Protocol

from masivo.conditions.phrases import event_label
from masivo.conditions.sentences import Telling
from masivo.conditions.tree import Where, Window
from masivo.conditions.where_in_words import asks_only_lines_of, list_of, where_in_words
from masivo.conditions.window_in_words import window_in_words
from masivo.conditions.wording import listed, quoted

PURCHASE = ("PURCHASE",)


class LooksAtEvents(Protocol):
    """What names event types and may ask something of each event."""

    @property
    def events(self) -> tuple[str, ...]:
        """The types, any of them."""
        ...

    @property
    def where(self) -> Where | None:
        """What each event is asked."""
        ...


def verb(asked: LooksAtEvents) -> str:
    """What customers did: they made purchases, and had other events."""
    return "made" if asked.events == PURCHASE else "had"


def noun(asked: LooksAtEvents, amount: int = 2) -> str:
    """The events as they are read behind the amount: "purchases", "“Add to cart” events"."""
    if asked.events == PURCHASE:
        return "purchase" if amount == 1 else "purchases"
    event = "event" if amount == 1 else "events"
    labels = [quoted(event_label(name)) for name in asked.events]
    return f"{labels[0]} {event}" if len(labels) == 1 else f"{event} of the types {listed(labels, 'or')}"


def when(window: Window | None, telling: Telling) -> str:
    """The window, "at any time" where there is none."""
    return window_in_words(window, telling) if window else "at any time"


def only(asked: LooksAtEvents, measured: str | None, telling: Telling) -> str:
    """Which events are looked at; nothing where the lines that the measured property counts say it already."""
    if asked.where is None or (measured is not None and asks_only_lines_of(asked.where, list_of(measured))):
        return ""
    return f"only those where {where_in_words(asked.where, telling)}"


def in_parentheses(*remarks: str) -> str:
    """The remarks that are not empty, as they follow a noun."""
    said = "; ".join(filter(None, remarks))
    return f" ({said})" if said else ""
