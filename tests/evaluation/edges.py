"""The instants around which an answer changes for a moment: where windows, days, periods and clock changes end."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from tests.evaluation.nasty import SPANS
from tests.reference.clock import TICK, Moment, Span, day_end, day_start, shifted

_YEARS = (2, 9998)


@dataclass(frozen=True)
class Times:
    """Instants that the data sits on, and the steps that lead to many of them from the moments it is asked for."""

    edges: Sequence[datetime]
    spans: Sequence[Span]


def edges_of(moment: Moment, spans: Sequence[Span] = SPANS) -> list[datetime]:
    """Every edge of a moment, with the microsecond before and after each."""
    edges = {near for edge in _edges(moment, spans) for near in (edge - TICK, edge, edge + TICK)}
    return sorted(edge for edge in edges if _YEARS[0] < edge.year < _YEARS[1])


def _edges(moment: Moment, spans: Sequence[Span]) -> Iterator[datetime]:
    yield moment.as_of
    for span in spans:
        for direction in (-1, 1):
            edge = shifted(moment.as_of, span, moment.zone, direction)
            if edge is not None and _YEARS[0] < edge.year < _YEARS[1]:
                yield edge
    for days in (-366, -91, -60, -31, -30, -8, -7, -6, -2, -1, 0, 1, 7):
        day = moment.today + timedelta(days=days)
        for edge in (
            day_start(day, moment.zone),
            day_start(day.replace(day=1), moment.zone),
            day_end(day, moment.zone),
        ):
            if edge is not None:
                yield edge
    yield from clock_changes(moment)


def clock_changes(moment: Moment) -> Iterator[datetime]:
    """The clock changes of the three days before as_of, to the minute, with the skipped or repeated hours."""
    minute = moment.as_of.replace(second=0, microsecond=0)
    for minutes in range(3 * 24 * 60):
        instant = minute - timedelta(minutes=minutes)
        before = (instant - TICK).astimezone(moment.zone).utcoffset()
        if before != instant.astimezone(moment.zone).utcoffset():
            yield from (instant.astimezone(UTC) + timedelta(minutes=shift) for shift in (-60, -30, 0, 30, 60))
