"""`python -m bench`: makes the store where it is missing, measures, and prints what docs/performance.md shows."""

import argparse
from collections.abc import Iterable
from itertools import chain
from pathlib import Path

from bench.commands import command_rows
from bench.conditions import Row, condition_rows, tree_rows
from bench.generate import make_store
from bench.http import measure_edits
from bench.machine import describe_machine
from masivo.demo.fill import DemoSize

_FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"


def main() -> None:
    """Read the arguments and print the table as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--times", type=int, default=9, help="runs of each measurement")
    parser.add_argument("--home", type=Path, default=_FOLDER, help="where the store is kept (%(default)s)")
    given = parser.parse_args()
    size = DemoSize(given.customers, given.events)
    print(describe_machine())
    print(f"{size.customers:,} customers, {size.events:,} events; medians of {given.times} runs, least and most.\n")
    seconds = make_store(given.home.resolve(), size)
    if seconds is not None:
        print(f"The store was made in {seconds:.0f} s.\n")
    home = given.home.resolve()
    times = given.times
    _print_table(chain(condition_rows(home, times), tree_rows(home, times), command_rows(home, times)))
    print(f"\nEditing an audience over HTTP, {measure_edits(home, times)}")


def _print_table(rows: Iterable[Row]) -> None:
    print("| what | answer | median | least – most | NumPy | ratio |")
    print("| --- | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        kernel, ratio = "", ""
        if row.kernel is not None:
            kernel = str(row.kernel).partition(" |")[0]
            ratio = f"{row.timing.median / row.kernel.median:.1f} ×"
        answer = "" if row.answer is None else f"{row.answer:,}"
        print(f"| {row.what} | {answer} | {row.timing} | {kernel} | {ratio} |", flush=True)


main()
