"""gunicorn's settings beyond its command line: one log for all, and one folder that its processes count into.

prometheus-client adds up what several processes measured from files that each of them writes. A count in Redis would
be simpler, but would end with Redis, and that is when somebody looks at it.
"""

import os
import shutil
import tempfile

from gunicorn.arbiter import Arbiter
from gunicorn.config import Config
from gunicorn.glogging import Logger

from masivo.config import MULTIPROCESS, read_settings
from masivo.logs import configure_logging

_folder = tempfile.mkdtemp(prefix="masivo-metrics-")
os.environ[MULTIPROCESS] = _folder  # before the processes are forked and load prometheus-client


class OneLog(Logger):
    """gunicorn's own lines go where all others go."""

    def setup(self, cfg: Config) -> None:
        """Hand every line to the root logger."""
        super().setup(cfg)
        configure_logging(read_settings())
        self.error_log.handlers = []
        self.error_log.propagate = True


logger_class = OneLog


def on_exit(_server: Arbiter) -> None:
    """Leave nothing behind."""
    shutil.rmtree(_folder, ignore_errors=True)
