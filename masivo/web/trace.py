"""Every request has an id, which its log lines and its answer bear, and is timed for the metrics."""

import logging
import re
import time
from contextlib import ExitStack
from uuid import uuid4

from flask import Flask, g, request
from prometheus_client import Histogram
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector
from werkzeug.wrappers import Response

from masivo.config import metrics_folder
from masivo.logs import about

log = logging.getLogger(__name__)

HEADER = "X-Request-ID"
_SOUND = re.compile(r"[A-Za-z0-9_.-]{8,64}")
"""What a proxy may call a request; anything else would let a stranger write into the log."""

_SECONDS = Histogram(
    "masivo_http_request_seconds",
    "Time to answer a request.",
    ["method", "endpoint", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
    registry=None,
)


def request_times() -> Collector:
    """What was measured: of every web process where gunicorn runs them (`masivo.serving`), else of this one."""
    shared = metrics_folder()
    return MultiProcessCollector(None, shared) if shared else _SECONDS


def register(app: Flask) -> None:
    """Name and time the requests, before any other part sees or refuses them."""
    app.before_request_funcs.setdefault(None, []).insert(0, _begin)
    app.after_request(_finish)
    app.teardown_request(_forget)


def _begin() -> None:
    given = request.headers.get(HEADER, "")
    g.request_id = given if _SOUND.fullmatch(given) else uuid4().hex
    g.begun = time.perf_counter()
    g.named = ExitStack()
    g.named.enter_context(about(request=g.request_id))


def _finish(response: Response) -> Response:
    seconds = time.perf_counter() - g.begun
    # The endpoint and never the path: there are few of them, and no person's id is in them.
    endpoint = request.endpoint or "none"
    _SECONDS.labels(request.method, endpoint, str(response.status_code)).observe(seconds)
    response.headers[HEADER] = g.request_id
    log.debug("%s %s %d in %.1f ms", request.method, request.path, response.status_code, seconds * 1000)
    return response


def _forget(_error: BaseException | None) -> None:
    if "named" in g:
        g.named.close()
