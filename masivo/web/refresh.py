"""When a part of a page that shows runs asks for itself anew: often while one lives, else not before one is due."""

import math
from collections.abc import Iterable
from datetime import datetime, timedelta

from masivo.services.audience_status import Status
from masivo.web.clock import page_now

_WHILE_IT_RUNS = timedelta(seconds=2)
_WHILE_OVERDUE = timedelta(seconds=15)
_CLAIMED_AFTER = timedelta(seconds=5)
_AT_MOST = timedelta(days=1)
"""Browsers take a wait of more than 24 days for none at all."""

_LOOKED_AT_AGAIN = "visibilitychange from:document"
"""Also what others did is there then, and what fell due while the machine slept. page.js holds back who looks away."""


def asks_again(statuses: Iterable[Status], promises: Iterable[datetime | None]) -> str:
    """The htmx trigger of a part that shows audiences which stand so, and are due next then (None: never)."""
    stand, due = set(statuses), [promise for promise in promises if promise is not None]
    if Status.CALCULATING in stand:
        pause = _WHILE_IT_RUNS
    elif Status.LATE in stand:
        pause = _WHILE_OVERDUE
    elif due:
        until = min(due) - page_now()
        pause = min(until + _CLAIMED_AFTER, _AT_MOST) if until > timedelta() else _WHILE_OVERDUE
    else:
        return _LOOKED_AT_AGAIN
    return f"every {math.ceil(pause.total_seconds())}s, {_LOOKED_AT_AGAIN}"
