"""The product's worker for benchmarks: its clock shows the end of the data, and it notes each work-horse's peak memory.

`python -m bench.bench_worker HOW_MANY OFFSET [no-cache]`, the offset in seconds. Without the cache every run asks the
warehouse for each of its conditions.
"""

import sys
from datetime import datetime, timedelta
from resource import struct_rusage
from typing import Any

import jobs.tick  # noqa: F401 - so that its clock is set too
from jobs import worker
from jobs.recalculation_worker import RecalculationWorker
from masivo.config import read_settings
from masivo.models.columns import utc_now
from masivo.services import recalculate_audience

PEAKS = "peaks"
"""The file in the home that gets a line for each work-horse: the most memory that it had, as the system counts it."""


def _main() -> None:
    offset = timedelta(seconds=float(sys.argv[2]))
    real = utc_now

    def told_now() -> datetime:
        return real() + offset

    for module in list(sys.modules.values()):
        if getattr(module, "utc_now", None) is real:
            module.utc_now = told_now  # type: ignore[attr-defined]
    if "no-cache" in sys.argv:
        recalculate_audience.redis_alive = lambda: False  # type: ignore[attr-defined]
    _note_peaks()
    worker.main()


def _note_peaks() -> None:
    wait = RecalculationWorker.wait_for_horse
    peaks = read_settings().home / PEAKS

    def wait_for_horse(self: RecalculationWorker) -> tuple[int | None, int | None, Any]:
        ended = wait(self)
        if isinstance(ended[2], struct_rusage):
            with peaks.open("a") as file:
                file.write(f"{ended[2].ru_maxrss}\n")
        return ended

    RecalculationWorker.wait_for_horse = wait_for_horse  # type: ignore[method-assign]


if __name__ == "__main__":
    _main()
