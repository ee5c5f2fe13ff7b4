"""The benchmark runs, and its NumPy yardstick and the product give the same customers, at a small size."""

import re
import subprocess
import sys
from pathlib import Path

from bench.generate import make_store
from masivo.config import PROJECT
from masivo.demo.fill import DemoSize


def test_bench_measures_every_row_and_keeps_its_store(home: Path) -> None:
    store = home / "bench"
    small = ("--customers", "2000", "--events", "40000", "--times", "1", "--home", str(store))
    done = subprocess.run(
        [sys.executable, "-m", "bench", *small], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    assert "The store was made in" in done.stdout
    rows = [line.split(" | ") for line in done.stdout.splitlines() if line.startswith("| ")][2:]
    answers = [row[1].replace(",", "").strip() for row in rows]
    assert len(answers) == 11
    assert all(int(answer) > 0 for answer in answers[:9])
    assert answers[9:] == ["", ""]
    assert sum(row[-1].endswith("× |") for row in rows) == 5
    assert re.search(r"over HTTP, 41 edits: p50 \d+ ms, p95 \d+ ms, slowest \d+ ms", done.stdout)
    assert make_store(store, DemoSize(2_000, 40_000)) is None
