"""A sequence condition: a select of the events of each step, and who has a chain of them (conditions.md, section 5)."""

from datetime import MAXYEAR, datetime

import numpy as np
from pyroaring import BitMap

from masivo.conditions.tree import SequenceCondition, Span, Step, Unit
from masivo.conditions.windows import Interval, resolve_window
from masivo.evaluation.chains import Events
from masivo.evaluation.matching_rows import MatchingRows
from masivo.evaluation.moments import Moment, naive_utc
from masivo.evaluation.scope import KeySelect, Reckoning, Scope, TakeMeasures
from masivo.evaluation.zone_clock import Instants, ZoneClock
from masivo.warehouse.bitmaps import bitmap_of
from masivo.warehouse.store import Snapshot


def sequence_reckoning(condition: SequenceCondition, scope: Scope) -> Reckoning:
    """The customers with a chain of events, one of each step."""
    moment = scope.moment
    window = resolve_window(condition.window, moment.as_of, moment.zone)
    # Later steps come after the first, so that their events before its window need not be read.
    after = Interval(window.start, resolve_window(None, moment.as_of, moment.zone).end)
    first, *later = condition.steps
    selects = (_events_of(first, window, scope), *(_events_of(step, after, scope) for step in later))

    def find(snapshot: Snapshot, _measures: TakeMeasures) -> BitMap:
        reached, *following = [_read(asked, snapshot) for asked in selects]
        for step, events in zip(later, following, strict=True):
            reached = _follow(step, reached, events, moment)
        return bitmap_of(reached.customers, snapshot.customer_count)

    return Reckoning(selects, _settings(condition, moment), find)


def _events_of(step: Step, window: Interval, scope: Scope) -> KeySelect:
    rows = MatchingRows(scope, step.events, window, step.where)
    columns = rows.table.c.customer_key, rows.table.c.occurred_at
    return rows.select(*columns).order_by(*columns)


def _read(asked: KeySelect, snapshot: Snapshot) -> Events:
    customers, instants = snapshot.columns(asked)
    return Events.of(customers, instants, snapshot.customer_count)


def _settings(condition: SequenceCondition, moment: Moment) -> str:
    """The steps' lengths with the zone that counts their days, and as_of where it decides what is over."""
    last = condition.steps[-1]
    over_at = moment.as_of.isoformat() if last.absent and last.within else ""
    return repr([*((step.within, step.absent) for step in condition.steps), moment.zone.key, over_at])


def _follow(step: Step, reached: Events, following: Events, moment: Moment) -> Events:
    """The step's events that some reached event leads to; of an absent step, the reached events that lead to none."""
    starts = following.after(reached.customers, reached.instants)
    if step.within is None:
        ends = following.last_of(reached.customers)
        over = np.ones(len(ends), dtype=np.bool_)
    else:
        until = _later(reached.instants, step.within, moment)
        ends = following.after(reached.customers, until)
        over = until <= np.datetime64(naive_utc(moment.as_of), "us")
    return reached.where(over & (starts == ends)) if step.absent else following.within(starts, ends)


def _later(instants: Instants, span: Span, moment: Moment) -> Instants:
    """The instants a span later, exact up to as_of; later ones are only known to be later than that."""
    if span.unit is Unit.HOUR:
        return instants + np.timedelta64(span.amount, "h")
    if not len(instants):
        return instants
    first = instants.min().astype(datetime).year
    return ZoneClock(moment.zone, range(first, min(moment.as_of.year + 1, MAXYEAR) + 1)).later(instants, span)
