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
from masivo.services.audience_graph import account_vocabulary
from masivo.services.run_order import named_in
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


def runs_in_force(document: str) -> dict[str, str]:
    """The runs whose members are in force, of those audiences that a stored rule names and that were calculated."""
    named = named_in(document)
    if not named:
        return {}
    found = select(Audience.id, Audience.run_id).where(Audience.id.in_(named), Audience.run_id.is_not(None))
    return {str(id_): run_id for id_, run_id in db.session.execute(found) if run_id is not None}


def asked_by(run_id: str) -> tuple[Asked, int] | None:
    """What a finished run asked, and the data version; None for one that did not write it down, as earlier releases."""
    written = select(Run.audience_id, Run.version_id, Run.brand_id, Run.zone, Run.as_of, Run.data_version)
    audience_id, version_id, brand_id, zone, as_of, data_version = db.session.execute(
        written.where(Run.id == run_id)
    ).one()
    if zone is None or as_of is None or data_version is None:
        return None
    used = select(RunReference.audience_id, RunReference.used_run_id).where(RunReference.run_id == run_id)
    references = {str(id_): used_run_id for id_, used_run_id in db.session.execute(used)}
    return Asked(audience_id, version_id, brand_id, ZoneInfo(zone), as_of, references), data_version


@dataclass(frozen=True, slots=True)
class InForce:
    """The run whose members are in force, and these; None and nobody where an audience has none yet."""

    run_id: str | None
    members: BitMap


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


def read_question(asked: Asked, snapshot: Snapshot, text: str | None = None) -> Question:
    """The rule, read against the names of the snapshot; `text` is its document, where somebody has it already.

    Raises DocumentRefused or RecalculationFailed where it cannot be asked of this data.
    """
    if asked.brand_id is not None and asked.brand_id not in snapshot.catalog.brands:
        raise RecalculationFailed(f"the brand {asked.brand_id!r} has no data any more.")
    if text is None:
        text = db.session.get_one(AudienceVersion, asked.version_id).document
    document = parse(read_json(text), account_vocabulary(snapshot.catalog, asked.audience_id))
    return Question(asked, document, {id_: stored_members(run_id) for id_, run_id in asked.references.items()})


def in_force(run_id: str | None) -> InForce:
    """A run with its members; None is none."""
    return InForce(run_id, BitMap() if run_id is None else stored_members(run_id))


def stored_members(run_id: str | None) -> BitMap:
    """The members that a run found; nobody where there was none, or they are not kept any more."""
    kept = db.session.scalar(select(Membership.members).where(Membership.run_id == run_id))
    return BitMap() if kept is None else BitMap.deserialize(kept)
