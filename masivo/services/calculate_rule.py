"""A rule asked of the warehouse: as a run asks it now, or as an earlier run asked it."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from pyroaring import BitMap
from sqlalchemy import select

from masivo.conditions.parse import parse, read_json
from masivo.conditions.tree import Group
from masivo.errors import RecalculationFailed
from masivo.evaluation.cache import AnswerCache
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.evaluation.memberships import Memberships
from masivo.extensions import db
from masivo.models import Audience, AudienceVersion, Membership, Run, RunReference
from masivo.services.audience_graph import account_vocabulary, audiences_named
from masivo.warehouse.store import Snapshot

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class Asked:
    """All that a run's answer depends on, but for the data.

    A version of an audience's rule, the brand that it is asked of (None: all), the zone of its days, the instant, and
    by id the run of each audience that the rule names.
    """

    audience_id: int
    version_id: int
    brand_id: str | None
    zone: ZoneInfo
    as_of: datetime
    references: Mapping[str, str]


def runs_in_force(version_id: int) -> dict[str, str]:
    """The runs whose members are in force, of those audiences that a version names and that were calculated."""
    document = db.session.get_one(AudienceVersion, version_id).document
    named = [int(id_) for id_ in audiences_named(read_json(document)) if id_.isdecimal()]
    if not named:
        return {}
    found = select(Audience.id, Audience.run_id).where(Audience.id.in_(named), Audience.run_id.is_not(None))
    return {str(id_): run_id for id_, run_id in db.session.execute(found) if run_id is not None}


def asked_by(run: Run) -> Asked | None:
    """What a finished run asked; None for one that did not write it down, as those of earlier releases."""
    if run.zone is None or run.as_of is None:
        return None
    used = select(RunReference.audience_id, RunReference.used_run_id).where(RunReference.run_id == run.id)
    references = {str(id_): run_id for id_, run_id in db.session.execute(used)}
    return Asked(run.audience_id, run.version_id, run.brand_id, ZoneInfo(run.zone), run.as_of, references)


@dataclass(frozen=True, slots=True)
class Question:
    """A rule that was read and may be asked: no word to the application database is needed any more."""

    asked: Asked
    document: Group
    memberships: Memberships

    def ask(self, snapshot: Snapshot, cache: AnswerCache | None, progress: Progress | None = None) -> Evaluation:
        """What the rule gives. Raises WarehouseUnavailable when the warehouse cannot be read."""
        return evaluate(
            self.document,
            snapshot,
            brand=self.asked.brand_id,
            as_of=self.asked.as_of,
            zone=self.asked.zone,
            memberships=self.memberships,
            cache=cache,
            progress=progress,
        )


def read_question(asked: Asked, snapshot: Snapshot) -> Question:
    """The rule, read against the names of the snapshot.

    Raises DocumentRefused or RecalculationFailed where it cannot be asked of this data.
    """
    if asked.brand_id is not None and asked.brand_id not in snapshot.catalog.brands:
        raise RecalculationFailed(f"the brand {asked.brand_id!r} has no data any more.")
    text = db.session.get_one(AudienceVersion, asked.version_id).document
    document = parse(read_json(text), account_vocabulary(snapshot.catalog, asked.audience_id))
    return Question(asked, document, {id_: stored_members(run_id) for id_, run_id in asked.references.items()})


def stored_members(run_id: str | None) -> BitMap:
    """The members that a run found; nobody where there was none, or they are not kept any more."""
    kept = db.session.scalar(select(Membership.members).where(Membership.run_id == run_id))
    return BitMap() if kept is None else BitMap.deserialize(kept)
