"""The scheduler process with one change: while the file `halt` stands it waits, in mid-poll, with its lock."""

import time
from typing import Any

from jobs import scheduler
from masivo.config import read_settings

_HOME = read_settings().home
_real = scheduler.TickScheduler.enqueue_jobs


def enqueue_jobs(self: scheduler.TickScheduler) -> list[Any]:
    while (_HOME / "halt").exists():
        (_HOME / "halted").touch()
        time.sleep(0.02)
    return _real(self)


scheduler.TickScheduler.enqueue_jobs = enqueue_jobs  # type: ignore[method-assign]
scheduler.main()
