"""How the single conditions grow with the data: the same questions on a tenth and a hundredth of it."""

from collections.abc import Iterator
from pathlib import Path

from bench.conditions import Row, ask, conditions
from bench.generate import make_store, settings_of
from bench.kernels import read_lines, read_purchases
from bench.timing import measure
from masivo.demo.fill import DemoSize
from masivo.warehouse import open_warehouse

_FEWEST_CUSTOMERS = 100


def growth_rows(home: Path, size: DemoSize, times: int) -> Iterator[Row]:
    """Each condition on a hundredth, a tenth and all of the data."""
    small = [DemoSize(max(size.customers // part, _FEWEST_CUSTOMERS), size.events // part) for part in (100, 10)]
    homes = [(each, home / f"store-{each.events}") for each in small]
    for each, place in homes:
        make_store(place, each)
    for each, place in [*homes, (size, home)]:
        warehouse = settings_of(place).warehouse_home
        snapshot = open_warehouse(settings_of(place)).snapshot()
        for asked in conditions(read_purchases(warehouse), read_lines(warehouse)):
            answer = ask(snapshot, asked.rule).count
            timing = measure(lambda asked=asked, snapshot=snapshot: ask(snapshot, asked.rule), times)  # type: ignore[misc]
            yield Row(f"{asked.what}, {each.events:,} events", answer, timing)
