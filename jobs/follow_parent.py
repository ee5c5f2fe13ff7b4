"""Processes that end with the one that started them, however that one ended."""

import os
import signal
import time
from threading import Thread

_POLL_SECONDS = 0.5


def follow_parent(parent: int, patience: float) -> None:
    """From now on ask this process to end (SIGTERM) when `parent` is gone, and end it `patience` seconds later."""
    Thread(target=_follow, args=(parent, patience), name="follow-parent", daemon=True).start()


def _follow(parent: int, patience: float) -> None:
    while os.getppid() == parent:
        time.sleep(_POLL_SECONDS)
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(patience)
    os._exit(1)
