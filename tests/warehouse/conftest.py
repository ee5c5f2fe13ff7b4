"""What the warehouse's tests start from."""

from pathlib import Path

import pytest

from tests.warehouse.lake import Lake


@pytest.fixture
def lake(home: Path) -> Lake:
    return Lake(home)
