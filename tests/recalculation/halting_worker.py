"""The worker process with one change: at the step that the file `halt` names it waits until that file is gone.

Where the file `full` stands, the disk is full from the step `publishing` on: what the work-horse writes fails.
"""

import resource
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any

from rq import get_current_job

from jobs import worker
from masivo.config import read_settings
from masivo.services import calculate_rule, recalculate_audience

_HOME = read_settings().home


def halt_at(step: str) -> None:
    halt = _HOME / "halt"
    rehearsal = get_current_job() is None
    if rehearsal or not halt.exists() or halt.read_text() != step:
        return
    (_HOME / "halted").touch()
    while halt.exists():
        time.sleep(0.02)


def wrap(module: ModuleType, name: str, before: Callable[[], None], after: Callable[[], None] = lambda: None) -> None:
    real = getattr(module, name)

    def wrapped(*arguments: Any, **options: Any) -> Any:
        before()
        done = real(*arguments, **options)
        after()
        return done

    setattr(module, name, wrapped)


def fill_disk() -> None:
    if (_HOME / "full").exists():
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, resource.RLIM_INFINITY))


wrap(recalculate_audience, "claim_run", lambda: halt_at("taken"))
wrap(recalculate_audience, "read_task", lambda: halt_at("claimed"))
wrap(calculate_rule, "evaluate", lambda: halt_at("evaluating"))
wrap(recalculate_audience, "explain_run", lambda: halt_at("evaluated"))
wrap(recalculate_audience, "publish_membership", fill_disk, lambda: halt_at("publishing"))
wrap(recalculate_audience, "wake_waiting", lambda: halt_at("published"))
worker.main()
