"""`python -m bench [SECTION …]`: makes the store where it is missing, measures, and prints docs/performance.md."""

import argparse
from collections.abc import Callable, Iterable
from itertools import chain
from pathlib import Path

from bench.commands import command_rows
from bench.conditions import Row, condition_rows, tree_rows
from bench.figures import Figure
from bench.generate import make_store
from bench.growth import growth_rows
from bench.http import measure_edits
from bench.imports import import_figures
from bench.machine import describe_machine
from bench.recalculation import recalculation_figures
from bench.stores import StoreRow, store_rows
from bench.ticks import overhead_figures, tick_figures
from bench.timing import Timing
from masivo.demo.fill import DemoSize

_FOLDER = Path(__file__).resolve().parent.parent / "build" / "bench"

SECTIONS: dict[str, Callable[[Path, DemoSize, int], None]] = {
    "conditions": lambda home, _size, times: _print_comparison(condition_rows(home, times)),
    "growth": lambda home, size, times: _print_table(growth_rows(home, size, times)),
    "tree": lambda home, _size, times: _print_table(tree_rows(home, times)),
    "commands": lambda home, _size, times: _print_table(command_rows(home, times)),
    "editing": lambda home, _size, times: print(f"An audience over HTTP, {measure_edits(home, times)}"),
    "thousand": lambda home, size, _times: _print_figures(recalculation_figures(home, _audiences(size))),
    "ticks": lambda home, size, times: _print_figures(
        chain(tick_figures(home.parent, times, min(10_000, size.customers // 100)), overhead_figures(home, times))
    ),
    "stores": lambda _home, size, times: _print_stores(store_rows(_at_most(size, DemoSize()), times)),
    "imports": lambda home, size, _times: _print_figures(import_figures(home, size.events)),
}
"""What is measured, by name, in the order in which it is."""


def main() -> None:
    """Read the arguments and print each section as it is measured."""
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("sections", nargs="*", choices=[[], *SECTIONS], metavar="SECTION", help=", ".join(SECTIONS))
    parser.add_argument("--customers", type=int, default=1_000_000)
    parser.add_argument("--events", type=int, default=20_000_000)
    parser.add_argument("--times", type=int, default=9, help="runs of each measurement")
    parser.add_argument("--home", type=Path, default=_FOLDER, help="where the store is kept (%(default)s)")
    given = parser.parse_args()
    size, home = DemoSize(given.customers, given.events), given.home.resolve()
    print(describe_machine())
    print(f"{size.customers:,} customers, {size.events:,} events; medians of {given.times} runs, least and most.")
    seconds = make_store(home, size)
    if seconds is not None:
        print(f"The store was made in {seconds:.0f} s.")
    for name in given.sections or SECTIONS:
        print(f"\n## {name}\n", flush=True)
        SECTIONS[name](home, size, given.times)


def _print_comparison(rows: Iterable[Row]) -> None:
    print("| what | customers | median | least – most | NumPy | | PostgreSQL | | SQLite | | SQLite, prepared | |")
    print("| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
    for row in rows:
        timings = (row.kernel, row.postgres, row.sqlite, row.sqlite_prepared)
        peers = (_beside(peer, row.timing) for peer in timings)
        print(f"| {row.what} | {_exact(row.answer)} | {row.timing} | {' | '.join(peers)} |", flush=True)


def _print_table(rows: Iterable[Row]) -> None:
    print("| what | customers | median | least – most |")
    print("| --- | ---: | ---: | ---: |")
    for row in rows:
        print(f"| {row.what} | {_exact(row.answer)} | {row.timing} |", flush=True)


def _print_stores(rows: Iterable[StoreRow]) -> None:
    for number, row in enumerate(rows):
        if not number:
            print(f"| what | customers | {' | '.join(f'{name} | least – most' for name in row.timings)} |")
            print(f"| --- | ---: |{' ---: | ---: |' * len(row.timings)}")
        print(f"| {row.what} | {_exact(row.answer)} | {' | '.join(map(str, row.timings.values()))} |", flush=True)


def _print_figures(figures: Iterable[Figure]) -> None:
    print("| what | measured | allowed |")
    print("| --- | ---: | ---: |")
    for figure in figures:
        print(f"| {figure.what} | {figure.measured} | {figure.allowed} |", flush=True)


def _at_most(size: DemoSize, most: DemoSize) -> DemoSize:
    return DemoSize(min(size.customers, most.customers), min(size.events, most.events))


def _audiences(size: DemoSize) -> int:
    """A thousand at full size; sixteen, which is one of each kind, at a small one."""
    return max(16, min(1_000, size.events // 20_000))


def _beside(peer: Timing | None, product: Timing) -> str:
    """What a peer took, and how many times as long one of the two takes."""
    if peer is None:
        return " | "
    ratio = product.median / peer.median
    return f"{peer.told} | {ratio:.2g} ×" if ratio > 1 else f"{peer.told} | {1 / ratio:.2g} × slower"


def _exact(answer: int | None) -> str:
    return "" if answer is None else f"{answer:,}"


main()
