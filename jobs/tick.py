"""The one recurring job: it turns due promises into runs, finds lost runs, and may run any number of times."""

from jobs import application
from masivo.extensions import db
from masivo.models.columns import utc_now
from masivo.services.claim_due import claim_due
from masivo.services.recalculation_health import record_tick
from masivo.services.runs import SCHEDULED, enqueue_runs, recover_runs


def tick() -> None:
    """Claim what is due, recover what was lost, and send both to the workers after the commit."""
    with application().app_context():
        now = utc_now()
        run_ids = dict.fromkeys([*recover_runs(now), *claim_due(now)])
        db.session.commit()
        if enqueue_runs(list(run_ids), SCHEDULED):
            record_tick(now)
