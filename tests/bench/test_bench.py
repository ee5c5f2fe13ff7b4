"""The benchmark runs, and its NumPy yardstick and the product give the same customers, at a small size."""

import subprocess
import sys
from pathlib import Path

from bench.generate import make_store
from masivo.config import PROJECT
from masivo.demo.fill import DemoSize

SECTIONS = ("conditions", "growth", "tree", "commands", "imports")
"""Those that compare answers; the others start servers and workers, for minutes."""


def test_bench_measures_every_row_and_keeps_its_store(home: Path) -> None:
    store = home / "bench"
    small = ("--customers", "2000", "--events", "40000", "--times", "1", "--home", str(store))
    done = subprocess.run(
        [sys.executable, "-m", "bench", *SECTIONS, *small], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    assert "The store was made in" in done.stdout
    tables = {
        section.partition("\n")[0]: [
            line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")
        ]
        for section in done.stdout.split("\n## ")[1:]
    }
    measured = {name: rows[2:] for name, rows in tables.items()}
    assert {name: len(rows) for name, rows in measured.items()} == {
        "conditions": 6,
        "growth": 15,
        "tree": 5,
        "commands": 2,
        "imports": 0,
    }
    counts = [int(row[1].replace(",", "")) for name in ("conditions", "growth") for row in measured[name]]
    assert all(counts[:6] + counts[-5:])
    assert "of 40,000 events" in done.stdout
    assert make_store(store, DemoSize(2_000, 40_000)) is None
