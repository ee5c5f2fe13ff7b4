"""Figures for Prometheus, read at each scrape from SQL and Redis, so that every web process tells the same."""

from collections.abc import Iterator
from datetime import datetime

from prometheus_client.core import GaugeMetricFamily, Metric
from prometheus_client.registry import Collector
from sqlalchemy import func, select

from masivo.extensions import db
from masivo.models import Run
from masivo.services.account import account_zone
from masivo.services.promises import month_promises
from masivo.services.read_operations import WAITS_OF, list_troubles, read_queue
from masivo.services.recalculation_health import recalculation_health
from masivo.services.store_health import store_health


class RecalculationMetrics(Collector):
    """The state of recalculation at `now`."""

    def __init__(self, now: datetime) -> None:
        self._now = now

    def collect(self) -> Iterator[Metric]:
        """Every figure, in a fixed number of questions; only what stores there are while the database is away."""
        stores = store_health()
        yield _labelled("masivo_store_up", "1 where a store answers.", "store", {s.name: s.well for s in stores})
        if not stores[0].well:
            return
        yield from self._recalculation()
        yield from self._audiences()

    def _recalculation(self) -> Iterator[Metric]:
        health, queue = recalculation_health(self._now), read_queue(self._now)
        states = {"queued": health.waiting, "running": health.running, "held": health.held}
        yield _labelled("masivo_runs", "Runs that wait, run, or are held.", "state", states)
        waits = (self._now - queue.oldest).total_seconds() if queue.oldest else 0.0
        yield GaugeMetricFamily("masivo_oldest_wait_seconds", "How long the oldest queued run waits.", waits)
        yield GaugeMetricFamily("masivo_workers", "Workers that beat lately.", health.workers)
        ticked_at = health.ticked_at.timestamp() if health.ticked_at else 0.0
        yield GaugeMetricFamily("masivo_last_tick_timestamp_seconds", "When the scheduler ticked last.", ticked_at)

    def _audiences(self) -> Iterator[Metric]:
        troubles = {group.status.value: group.found for group in list_troubles(self._now)}
        yield _labelled("masivo_audiences_in_trouble", "Audiences that want a person.", "status", troubles)
        ended = select(Run.state, func.count()).where(Run.finished_at >= self._now - WAITS_OF).group_by(Run.state)
        counts = {state.value: many for state, many in db.session.execute(ended)}
        yield _labelled("masivo_runs_ended_last_hour", "Runs that ended within an hour.", "state", counts)
        promises = month_promises(self._now, account_zone())
        figures = {"due": promises.due, "kept": promises.kept}
        yield _labelled("masivo_promises_this_month", "Scheduled instants, and those kept.", "promise", figures)


def _labelled(name: str, help_: str, label: str, values: dict[str, int]) -> GaugeMetricFamily:
    family = GaugeMetricFamily(name, help_, labels=[label])
    for value, number in values.items():
        family.add_metric([value], number)
    return family
