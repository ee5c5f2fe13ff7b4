"""The tick of a scheduler whose workers do not take it: all are gone, or busy for long, and somebody has to be told."""

import logging

from jobs.notify import notify
from jobs.tick import tick

log = logging.getLogger(__name__)


def stand_in() -> None:
    """Do the tick in this process, and tell the webhook what is late; what goes wrong is for the next one to do."""
    try:
        tick()
        notify()
    except Exception as error:  # noqa: BLE001 - the scheduler outlives every fault of a tick
        log.warning("the tick waits for a worker, and could not be done here: %s", error)
