"""What the warehouse's tests start from."""

from pathlib import Path

import pytest

from tests.s3 import S3Server
from tests.stores import new_address
from tests.warehouse.lake import Lake


@pytest.fixture
def lake(request: pytest.FixtureRequest, home: Path) -> Lake:
    """An empty warehouse: the embedded one, or what `tests.stores.on_every_store` says."""
    return Lake(home, new_address(request, getattr(request, "param", "lake")))


@pytest.fixture
def address(s3: S3Server) -> str:
    return f"s3://{s3.make_bucket()}/shop"


@pytest.fixture
def here(address: str, home: Path) -> Lake:
    return Lake(home / "here", address)


@pytest.fixture
def there(address: str, home: Path) -> Lake:
    """Another machine."""
    return Lake(home / "there", address)
