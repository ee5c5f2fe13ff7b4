"""The RQ job that tells the webhook what it has not heard yet; the tick sends it only where there is something."""

import logging

from jobs.application import application
from masivo.models.columns import utc_now
from masivo.services.send_notices import send_notices

log = logging.getLogger(__name__)


def notify() -> None:
    """Send one message, if nobody else does."""
    with application().app_context():
        if told := send_notices(utc_now()):
            log.info("the webhook was told of %d runs", told)
