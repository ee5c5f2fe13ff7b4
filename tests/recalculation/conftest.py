"""A home whose database stands, an application that looks into it, and the processes that work on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from masivo.config import Settings
from tests.recalculation.installation import Process

Start = Callable[..., Process]


@pytest.fixture
def settings(home: Path, database_url: str) -> Settings:
    """Settings with the embedded Redis, which the processes run."""
    return Settings(home=home, database_url=database_url, redis_url=None, warehouse_url=None, zone="America/Bogota")


@pytest.fixture
def start(home: Path, database_url: str) -> Iterator[Start]:
    """Starts processes of the product, and ends them after the test: `start("jobs.worker")`."""
    with ExitStack() as processes:
        yield lambda *command, **more: processes.enter_context(Process(home, database_url, *command, **more))
