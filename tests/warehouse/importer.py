"""An import in a process of its own, which may be killed at a chosen point: `importer.py HOME FILE [POINT]`."""

import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from masivo.warehouse import delta, writer
from masivo.warehouse.ingest import imports
from masivo.warehouse.lake import LakeWarehouse
from masivo.warehouse.writer import LakeWriter
from tests.warehouse.lake import Lake


def _die(*_given: Any, **_more: Any) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def _before(owner: Any, name: str, calls: int = 1) -> None:
    """Die when the function is called for the `calls`-th time from now on."""
    function: Callable[..., Any] = getattr(owner, name)
    left = [calls]

    def called(*given: Any, **more: Any) -> Any:
        left[0] -= 1
        return _die() if left[0] == 0 else function(*given, **more)

    setattr(owner, name, called)


POINTS: dict[str, tuple[Any, str, int]] = {
    "when all is read": (LakeWarehouse, "writer", 1),
    "before the first file": (LakeWriter, "write", 1),
    "after some files": (LakeWriter, "write", 3),
    "before the commit": (LakeWriter, "commit", 1),
    "before the manifest": (writer, "write_manifest", 1),
    "after the manifest": (writer, "publish", 2),
    "between the logs": (delta, "_publish_table", 5),
    "when all is done": (imports, "collect_rejects", 1),
}
"""The names by which a test chooses where the import dies. Opening a writer publishes once, the commit again."""

if __name__ == "__main__":
    home, path, *point = sys.argv[1:]
    if point:
        _before(*POINTS[point[0]])
    Lake(Path(home)).import_files("events", path)
