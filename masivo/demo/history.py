"""A few weeks of an audience's life: every run that its schedule promised, really calculated as of its own instant."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import perf_counter
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import update

from masivo.conditions.parse import parse
from masivo.conditions.tree import Group
from masivo.demo.audiences import AudiencePlan
from masivo.demo.rules import Json
from masivo.evaluation.evaluate import evaluate
from masivo.extensions import db
from masivo.models import Audience, Cause, Run, User
from masivo.services.publish_membership import Calculation, Rule, publish_membership
from masivo.services.run_lease import claim_run
from masivo.services.runs import ask_run
from masivo.services.save_audience import AudienceDraft, create_audience, edit_audience, pause_audience
from masivo.services.schedule import next_run, schedule_of
from masivo.warehouse.store import Snapshot

_WORKER = "demo"
_WAIT = timedelta(seconds=2)
"""How long a run waits for the tick and a worker."""

_MARGIN = timedelta(minutes=1)
"""Promises younger than this are left to the product's own scheduler."""


class SetMemory:
    """The sets of conditions that were asked before, in this process (`masivo.evaluation.cache.SetCache`)."""

    def __init__(self) -> None:
        self._sets: dict[str, BitMap] = {}

    def get(self, key: str) -> BitMap | None:
        """The set kept under the key."""
        return self._sets.get(key)

    def put(self, key: str, found: BitMap) -> None:
        """Keep a set for good."""
        self._sets[key] = found


@dataclass(frozen=True)
class Storyteller:
    """Makes audiences with their past, up to `now`; nothing is committed.

    Profiles have no history: a past run sees them as they are today, and only events as of its own instant.
    """

    snapshot: Snapshot
    author: User
    zone: ZoneInfo
    now: datetime
    memory: SetMemory = field(default_factory=SetMemory)

    def tell(self, plan: AudiencePlan) -> Audience:
        """The audience with its versions, runs and memberships, as if the product had run all the while."""
        rule = self._parse(plan.first_rule or plan.rule)
        changed_at = self._ago(plan.made)
        audience = create_audience(_draft(plan, rule), self.author, changed_at)
        self._note_save(audience, rule, changed_at)
        if plan.edited is not None:
            changed_at = self._ago(plan.edited)
            self._keep_schedule(audience, rule, changed_at)
            rule = self._parse(plan.rule)
            edit_audience(audience.id, _draft(plan, rule), audience.revision, self.author, changed_at)
            self._note_save(audience, rule, changed_at)
        if plan.paused is not None:
            changed_at = self._ago(plan.paused)
            self._keep_schedule(audience, rule, changed_at)
            pause_audience(audience.id)
        self._keep_schedule(audience, rule, self.now - _MARGIN)
        _date_back(audience, self._ago(plan.made), changed_at)
        return audience

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _parse(self, rule: Json) -> Group:
        return parse(rule, self.snapshot.catalog)

    def _note_save(self, audience: Audience, rule: Group, at: datetime) -> None:
        assert audience.version is not None
        audience.version.created_at = at
        self._run(audience, ask_run(audience, Cause.SAVED), rule, at)

    def _keep_schedule(self, audience: Audience, rule: Group, until: datetime) -> None:
        """The runs promised up to an instant, as the tick would have claimed them."""
        while audience.next_run_at is not None and audience.next_run_at <= until:
            promise = audience.next_run_at
            audience.next_run_at = next_run(schedule_of(audience), promise, self.zone)
            self._run(audience, ask_run(audience, Cause.SCHEDULED, promise), rule, promise)

    def _run(self, audience: Audience, run: Run, rule: Group, as_of: datetime) -> None:
        """Do a queued run as a worker does, but as of then; it took as long as it takes now."""
        run.queued_at, started_at = as_of, as_of + _WAIT
        claim_run(run.id, _WORKER, started_at)
        asked = 0

        def count_steps(_done: int, steps: int) -> None:
            nonlocal asked
            asked = steps

        started = perf_counter()
        evaluation = evaluate(
            rule,
            self.snapshot,
            brand=audience.brand_id,
            as_of=as_of,
            zone=self.zone,
            cache=self.memory,
            progress=count_steps,
        )
        took = timedelta(seconds=perf_counter() - started)
        calculation = Calculation(Rule(audience.id, run.version_id, audience.brand_id), evaluation, asked)
        publish_membership(run.id, _WORKER, calculation, started_at + took)


def _draft(plan: AudiencePlan, rule: Group) -> AudienceDraft:
    return AudienceDraft(plan.name, plan.description, plan.brand, plan.schedule, rule)


def _date_back(audience: Audience, created_at: datetime, changed_at: datetime) -> None:
    """The audience's own times, told last: every write before this one counted as a change of today."""
    db.session.flush()
    told = update(Audience).where(Audience.id == audience.id)
    db.session.execute(told.values(created_at=created_at, updated_at=changed_at))
