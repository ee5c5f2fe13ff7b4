"""Log lines as JSON objects, one a line, each with the run or the request that it is about."""

import json
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import TextIO

from masivo.config import LogFormat, Settings

_about: ContextVar[dict[str, str]] = ContextVar("about")

_QUIET = ("rq", "rq_scheduler", "alembic")
"""Libraries that tell of every step; their warnings are enough."""


def configure_logging(settings: Settings, stream: TextIO = sys.stdout) -> None:
    """Have every line of this process go to one stream, in the settings' format and from their level on."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(JsonLines() if settings.log_format is LogFormat.JSON else logging.Formatter("%(message)s"))
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(settings.log_level)
    for name in _QUIET:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log_level]))


@contextmanager
def about(**fields: str) -> Iterator[None]:
    """Put these fields on every line that this thread, or a thread that copies its context, writes meanwhile."""
    token = _about.set(_about.get({}) | fields)
    try:
        yield
    finally:
        _about.reset(token)


class JsonLines(logging.Formatter):
    """`at` (UTC), `level`, `logger`, `message`, what the line is about, and `error` with the traceback where one is."""

    def format(self, record: logging.LogRecord) -> str:
        """The record as one line."""
        line = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "process": record.process,
            "message": record.getMessage(),
            **_about.get({}),
        }
        if record.exc_info:
            line["error"] = self.formatException(record.exc_info)
        return json.dumps(line, ensure_ascii=False, default=str)
