"""A run from promise to publication, all of it undone: a worker's forks find every statement compiled already."""

import logging
from datetime import UTC, datetime
from uuid import uuid4

from pyroaring import BitMap
from sqlalchemy.exc import DBAPIError

from masivo.errors import WarehouseUnavailable
from masivo.evaluation.evaluate import Evaluation
from masivo.extensions import db
from masivo.models import Audience, AudienceVersion, ChangeReason
from masivo.services.calculate_rule import read_question
from masivo.services.claim_due import claim_due
from masivo.services.connections import warehouse
from masivo.services.explain_change import Change
from masivo.services.explain_run import explain_run
from masivo.services.publish_membership import Calculation, publish_membership
from masivo.services.recalculate_audience import read_task
from masivo.services.run_lease import claim_run
from masivo.services.run_order import wait_for_others, wake_waiting
from masivo.warehouse.store import Snapshot

log = logging.getLogger(__name__)

_LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
"""Before every promise there is, so that no real one is claimed."""

_RULE = '{"version":1,"op":"all","children":[{"kind":"everyone"}]}'
_WORKER = "rehearsal"


def rehearse_run() -> None:
    """Have the application database asked all that a run asks, and forget the answers.

    SQLAlchemy keeps what it compiled for as long as a process lives, and RQ gives each run a fork of its own. A
    database or warehouse that is away is not waited for; whatever else goes wrong, real runs go on.
    """
    try:
        _perform(warehouse().snapshot())
    except (DBAPIError, WarehouseUnavailable) as error:
        log.warning("runs are not rehearsed, so each takes a little longer: %s", error)
    except Exception:
        log.exception("the rehearsal of runs failed, so each takes a little longer")
    finally:
        db.session.rollback()


def _perform(snapshot: Snapshot) -> None:
    """Two runs of an audience that nobody will ever see; the second is compared with the first."""
    name = uuid4().hex
    audience = Audience(name=name, name_folded=name)
    db.session.add(audience)
    db.session.flush()
    audience.version = AudienceVersion(audience=audience, number=1, document=_RULE)
    for _ in range(2):
        audience.next_run_at = _LONG_AGO
        db.session.flush()
        (run_id,) = claim_due(_LONG_AGO)
        wait_for_others(run_id, _LONG_AGO)
        claim_run(run_id, _WORKER, _LONG_AGO)
        _publish(run_id, snapshot)
        wake_waiting(run_id)
        db.session.refresh(audience)


def _publish(run_id: str, snapshot: Snapshot) -> None:
    task = read_task(run_id, _WORKER)
    asked, version = task.asked, snapshot.data_version
    read_question(asked, snapshot)
    explain_run(task.before, asked, version + 1, BitMap((0,)), lambda _: BitMap())
    evaluation = Evaluation(BitMap(), 0, asked.as_of, version, {}, {})
    calculation = Calculation(asked, evaluation, 0, 0, task.before, (Change(ChangeReason.DATA, 0, 0),))
    publish_membership(run_id, _WORKER, calculation, _LONG_AGO)
