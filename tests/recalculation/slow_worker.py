"""The worker process with one change: an evaluation goes on only when the file `go` stands in the home folder."""

import time
from typing import Any

from jobs import worker
from masivo.config import read_settings
from masivo.evaluation.evaluate import Evaluation, evaluate
from masivo.services import calculate_rule


def evaluate_slowly(*arguments: Any, **options: Any) -> Evaluation:
    home = read_settings().home
    while not (home / "go").exists():
        time.sleep(0.02)
    return evaluate(*arguments, **options)


calculate_rule.evaluate = evaluate_slowly  # type: ignore[attr-defined]
worker.main()
