"""A folder that is copied in the order of docs/growing.md holds one data version, whatever is imported meanwhile."""

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from masivo.warehouse.manifest import MANIFEST
from tests.warehouse.importer import state as state_of
from tests.warehouse.lake import Lake, event


def bought(lake: Lake, *numbers: int) -> None:
    lake.events(*(event(id=f"e{n}", customer_id=f"c{n}", order={"products": [{"sku": "A"}]}) for n in numbers))


def copy(source: Path, target: Path, meanwhile: Callable[[], object]) -> None:
    """The manifest is taken first and put in its place last; files that are there already are the same for ever."""
    target.mkdir(parents=True, exist_ok=True)
    shutil.copy(source / MANIFEST, target / "next.json")
    meanwhile()
    for file in sorted(source.glob("*/*.parquet")):
        there = target / file.relative_to(source)
        if not there.exists():
            there.parent.mkdir(exist_ok=True)
            shutil.copy(file, there)
    meanwhile()
    (target / "next.json").replace(target / MANIFEST)


MEANWHILE: dict[str, Callable[[Lake], object]] = {
    "nothing": lambda _: None,
    "an import": lambda lake: bought(lake, *range(100, 110)),
    "a reversal": lambda lake: lake.events(event(id="e1", status="REVERSED")),
    "a compaction": lambda lake: lake.warehouse.compact(),
}


@pytest.mark.parametrize("what", MEANWHILE)
def test_a_copy_of_a_copy_is_what_the_folder_was(lake: Lake, tmp_path: Path, what: str) -> None:
    reader = Lake(tmp_path / "reader")
    for first in (0, 10, 20):
        bought(lake, *range(first, first + 10))
        before = state_of(lake)
        copy(lake.warehouse.home, tmp_path / "bucket", lambda: MEANWHILE[what](lake))
        copy(tmp_path / "bucket", reader.warehouse.home, lambda: None)
        assert state_of(reader) == before


def test_a_reader_goes_on_with_the_copy_before_where_one_breaks_off(lake: Lake, tmp_path: Path) -> None:
    def break_off() -> None:
        raise ConnectionError

    reader = Lake(tmp_path / "reader")
    bought(lake, *range(10))
    copy(lake.warehouse.home, reader.warehouse.home, lambda: None)
    before = state_of(reader)
    bought(lake, *range(10, 20))
    with pytest.raises(ConnectionError):
        copy(lake.warehouse.home, reader.warehouse.home, break_off)
    assert state_of(reader) == before
    copy(lake.warehouse.home, reader.warehouse.home, lambda: None)
    assert state_of(reader) == state_of(lake)
