"""What the warehouse's tests start from."""

from pathlib import Path

import pytest

from tests.stores import new_address
from tests.warehouse.lake import Lake


@pytest.fixture
def lake(request: pytest.FixtureRequest, home: Path) -> Lake:
    """An empty warehouse: the embedded one, or what `tests.stores.on_every_store` says."""
    return Lake(home, new_address(request, getattr(request, "param", "lake")))
