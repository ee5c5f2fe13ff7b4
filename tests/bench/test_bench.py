"""The benchmark runs, and its NumPy yardstick and the product give the same customers, at a small size."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from bench.generate import make_store
from masivo.config import PROJECT
from masivo.demo.fill import DemoSize

SECTIONS = ("conditions", "growth", "tree", "commands", "imports")
"""Those that compare answers."""

STARTING = ("editing", "thousand", "ticks", "stores")
"""Those that start servers and workers, which do not come up in time beside other tests."""


def measure(store: Path, *sections: str) -> tuple[str, dict[str, list[list[str]]]]:
    """What the benchmark prints of these sections at a small size, and the rows of each one's table."""
    small = ("--customers", "2000", "--events", "40000", "--times", "1", "--home", str(store))
    done = subprocess.run(
        [sys.executable, "-m", "bench", *sections, *small], cwd=PROJECT, check=True, stdout=subprocess.PIPE, text=True
    )
    tables = {
        section.partition("\n")[0]: [
            line.strip("| ").split(" | ") for line in section.splitlines() if line.startswith("| ")
        ]
        for section in done.stdout.split("\n## ")[1:]
    }
    return done.stdout, {name: rows[2:] for name, rows in tables.items()}


def test_bench_measures_every_row_and_keeps_its_store(home: Path) -> None:
    store = home / "bench"
    printed, measured = measure(store, *SECTIONS)
    assert "The store was made in" in printed
    assert {name: len(rows) for name, rows in measured.items()} == {
        "conditions": 6,
        "growth": 15,
        "tree": 5,
        "commands": 2,
        "imports": 3,
    }
    counts = [int(row[1].replace(",", "")) for name in ("conditions", "growth") for row in measured[name]]
    assert all(counts[:6] + counts[-5:])
    assert "of 40,000 events" in printed
    assert make_store(store, DemoSize(2_000, 40_000)) is None


@pytest.mark.chaos
def test_bench_measures_servers_and_workers(home: Path) -> None:
    printed, measured = measure(home / "bench", *STARTING)
    assert {name: len(rows) for name, rows in measured.items()} == {
        "editing": 0,
        "thousand": 6,
        "ticks": 3,
        "stores": 7,
    }
    assert re.search(r"over HTTP, 41 edits: p50 \d+ ms, p95 \d+ ms, slowest \d+ ms", printed)
