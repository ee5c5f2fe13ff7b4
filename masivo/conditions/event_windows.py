"""The `window` of an event condition as the document writes it, a table entry for each kind."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime

from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.moments import instant_to_text, read_moment, surely_reversed
from masivo.conditions.refusals import quote, refuse, suggest
from masivo.conditions.spans import span_of, write_span
from masivo.conditions.tree import (
    BeforeLastWindow,
    BetweenWindow,
    LastWindow,
    Period,
    PeriodWindow,
    SinceWindow,
    Window,
)


@dataclass(frozen=True, slots=True)
class _Kind:
    keys: tuple[str, ...]
    read: Callable[[JsonObject], Window]


def read_window(raw: object, path: str) -> Window:
    """The window that an object says. Raises DocumentRefused."""
    every_key = dict.fromkeys(("kind", *(key for kind in _KINDS.values() for key in kind.keys)))
    name = read_object(raw, path, "a window", every_key).text("kind")
    if name not in _KINDS:
        refuse(f"{path}.kind", f"{quote(name)} is no kind of window. {suggest(name, _KINDS)}")
    kind = _KINDS[name]
    return kind.read(read_object(raw, path, f"a window of the kind {quote(name)}", ("kind", *kind.keys)))


def write_window(window: Window) -> dict[str, object]:
    """The window as a document writes it."""
    match window:
        case LastWindow(span):
            return {"kind": "last", **write_span(span)}
        case BeforeLastWindow(span):
            return {"kind": "before_last", **write_span(span)}
        case BetweenWindow(start, end):
            return {"kind": "between", "from": _written(start), "to": _written(end)}
        case SinceWindow(start):
            return {"kind": "since", "from": _written(start)}
        case PeriodWindow(period):
            return {"kind": "period", "name": str(period)}


def _read_between(source: JsonObject) -> BetweenWindow:
    start, end = _moment(source, "from"), _moment(source, "to")
    if surely_reversed(start, end):
        given = f"{quote(source.members['from'])} comes after {quote(source.members['to'])}"
        refuse(source.path, f"The window ends before it starts: {given}. Swap them.")
    return BetweenWindow(start, end)


def _moment(source: JsonObject, key: str) -> date | datetime:
    return read_moment(source.need(key), source.at(key), f"{quote(key)} of {source.what}")


def _written(moment: date | datetime) -> str:
    return instant_to_text(moment) if isinstance(moment, datetime) else moment.isoformat()


_KINDS: dict[str, _Kind] = {
    "last": _Kind(("amount", "unit"), lambda source: LastWindow(span_of(source))),
    "before_last": _Kind(("amount", "unit"), lambda source: BeforeLastWindow(span_of(source))),
    "between": _Kind(("from", "to"), _read_between),
    "since": _Kind(("from",), lambda source: SinceWindow(_moment(source, "from"))),
    "period": _Kind(("name",), lambda source: PeriodWindow(source.choice("name", Period))),
}
