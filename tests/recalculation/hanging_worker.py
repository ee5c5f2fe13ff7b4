"""The worker process with one change: while the file `hang` stands an evaluation never ends; it says in which way.

`query`: DuckDB has been asked what takes it for ever. `deaf`: the work heeds no interrupt, as where an engine waits for
threads of its own.
"""

import signal
import time
from typing import Any

import duckdb

from jobs import worker
from masivo.config import read_settings
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.services import calculate_rule

ENDLESS = "SELECT count(*) FROM range(1000000000) a, range(1000000000) b WHERE a.range + b.range < 0"


def hang(how: str) -> None:
    if how == "query":
        with duckdb.connect(config={"threads": 1}) as connection:
            connection.execute(ENDLESS)
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGUSR1})
    while True:
        time.sleep(1)


def evaluate_unless_it_hangs(*arguments: Any, **options: Any) -> Evaluation:
    file = read_settings().home / "hang"
    if file.exists():
        hang(file.read_text())
    return evaluate(*arguments, **options)


calculate_rule.evaluate = evaluate_unless_it_hangs  # type: ignore[attr-defined]
worker.main()
