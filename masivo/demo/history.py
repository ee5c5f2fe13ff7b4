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
from masivo.evaluation.cache import AnswerMemory
from masivo.evaluation.evaluate import Evaluation
from masivo.extensions import db
from masivo.models import Audience, Cause, Run, User
from masivo.services.calculate_rule import Asked, Progress, in_force, read_question, runs_in_force
from masivo.services.explain_run import explain_run
from masivo.services.publish_membership import Calculation, publish_membership
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


@dataclass(frozen=True)
class Storyteller:
    """Makes audiences with their past, up to `now`; nothing is committed.

    Profiles have no history: a past run sees them as they are today, and only events as of its own instant.
    """

    snapshot: Snapshot
    author: User
    zone: ZoneInfo
    now: datetime
    memory: AnswerMemory = field(default_factory=AnswerMemory)

    def tell(self, plan: AudiencePlan) -> Audience:
        """The audience with its versions, runs and memberships, as if the product had run all the while."""
        rule = self._parse(plan.first_rule or plan.rule)
        changed_at = self._ago(plan.made)
        audience = create_audience(_draft(plan, rule), self.author, changed_at)
        self._note_save(audience, changed_at)
        if plan.edited is not None:
            changed_at = self._ago(plan.edited)
            self._keep_schedule(audience, changed_at)
            rule = self._parse(plan.rule)
            edit_audience(audience.id, _draft(plan, rule), audience.revision, self.author, changed_at)
            self._note_save(audience, changed_at)
        if plan.paused is not None:
            changed_at = self._ago(plan.paused)
            self._keep_schedule(audience, changed_at)
            pause_audience(audience.id)
        self._keep_schedule(audience, self.now - _MARGIN)
        _date_back(audience, self._ago(plan.made), changed_at)
        return audience

    def _ago(self, days: int) -> datetime:
        return self.now - timedelta(days=days)

    def _parse(self, rule: Json) -> Group:
        return parse(rule, self.snapshot.catalog)

    def _note_save(self, audience: Audience, at: datetime) -> None:
        assert audience.version is not None
        audience.version.created_at = at
        self._run(audience, ask_run(audience, Cause.SAVED), at)

    def _keep_schedule(self, audience: Audience, until: datetime) -> None:
        """The runs promised up to an instant, as the tick would have claimed them."""
        while audience.next_run_at is not None and audience.next_run_at <= until:
            promise = audience.next_run_at
            audience.next_run_at = next_run(schedule_of(audience), promise, self.zone)
            self._run(audience, ask_run(audience, Cause.SCHEDULED, promise), promise)

    def _run(self, audience: Audience, run: Run, as_of: datetime) -> None:
        """Do a queued run as a worker does, but as of then; it took as long as it takes now."""
        run.queued_at, started_at = as_of, as_of + _WAIT
        claim_run(run.id, _WORKER, started_at)
        steps = 0

        def count_steps(_done: int, total: int) -> None:
            nonlocal steps
            steps = total

        db.session.refresh(audience, ["run_id"])
        before = in_force(audience.run_id)
        references = runs_in_force(run.version.document)
        asked = Asked(audience.id, run.version_id, audience.brand_id, self.zone, as_of, references)
        started = perf_counter()
        evaluation = self._ask(asked, count_steps)
        took = timedelta(seconds=perf_counter() - started)
        changes = explain_run(before, asked, evaluation.data_version, evaluation.members, self._members)
        milliseconds = round(took / timedelta(milliseconds=1))
        calculation = Calculation(asked, evaluation, steps, milliseconds, before, changes)
        publish_membership(run.id, _WORKER, calculation, started_at + took)

    def _ask(self, asked: Asked, progress: Progress | None = None) -> Evaluation:
        return read_question(asked, self.snapshot).ask(self.snapshot, self.memory, progress)

    def _members(self, asked: Asked) -> BitMap:
        return self._ask(asked).members


def _draft(plan: AudiencePlan, rule: Group) -> AudienceDraft:
    return AudienceDraft(plan.name, plan.description, plan.brand, plan.schedule, rule)


def _date_back(audience: Audience, created_at: datetime, changed_at: datetime) -> None:
    """The audience's own times, told last: every write before this one counted as a change of today."""
    db.session.flush()
    told = update(Audience).where(Audience.id == audience.id)
    db.session.execute(told.values(created_at=created_at, updated_at=changed_at))
