"""The one recurring job, to be run any number of times: due promises become runs, lost runs are found, news is sent."""

from jobs.application import application
from masivo.extensions import db
from masivo.models.columns import utc_now
from masivo.services.claim_due import claim_due
from masivo.services.notice_queue import enqueue_notices
from masivo.services.queues import SCHEDULED
from masivo.services.recalculation_health import record_tick
from masivo.services.runs import enqueue_runs, enqueue_thinning, recover_runs
from masivo.services.send_notices import notices_wait
from masivo.services.thin_runs import claim_thinning


def tick() -> None:
    """Claim what is due, recover what was lost, and send both to the workers after the commit; thin out once a day."""
    with application().app_context():
        now = utc_now()
        run_ids = dict.fromkeys([*recover_runs(now), *claim_due(now)])
        db.session.commit()
        if enqueue_runs(list(run_ids), SCHEDULED):
            record_tick(now)
        if claim_thinning(now):
            db.session.commit()
            enqueue_thinning()
        if notices_wait(now):
            enqueue_notices()
