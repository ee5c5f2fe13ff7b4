"""The job of once a day: what is not kept any more of old runs is removed, a little at a time."""

import logging

from jobs.application import application
from masivo.extensions import db
from masivo.models.columns import utc_now
from masivo.services.thin_runs import thin_runs

log = logging.getLogger(__name__)


def thin() -> None:
    """Remove it. Killed halfway, it goes on the next day."""
    with application().app_context():
        removed = 0
        for number in thin_runs(utc_now()):
            db.session.commit()
            removed += number
        log.info("old runs thinned out: %d", removed)
