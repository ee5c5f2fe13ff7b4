"""The benchmark runs, and its NumPy yardstick and the product give the same customers, at a small size."""

import subprocess
import sys
from pathlib import Path

from masivo.config import PROJECT


def test_bench_measures_every_row_and_keeps_its_store(home: Path) -> None:
    small = ("--customers", "2000", "--events", "40000", "--times", "1", "--home", str(home / "bench"))

    def run() -> str:
        done = subprocess.run(
            [sys.executable, "-m", "bench", *small], cwd=PROJECT, check=True, capture_output=True, text=True
        )
        return done.stdout

    first, second = run(), run()
    assert "The store was made in" in first
    assert "The store was made in" not in second
    rows = [line.split(" | ") for line in first.splitlines() if line.startswith("| ")][2:]
    assert len(rows) == 11
    assert all(int(row[1].replace(",", "")) > 0 for row in rows)
    assert sum(row[5] != " |" and row[5].endswith("× |") for row in rows) == 5
