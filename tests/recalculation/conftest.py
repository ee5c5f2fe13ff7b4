"""A home whose database stands, an application that looks into it, and the processes that work on it."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.config import Settings
from masivo.extensions import db
from masivo.models import Run
from masivo.services.connections import warehouse
from masivo.services.runs import living_run
from masivo.services.save_audience import create_audience
from tests.recalculation.installation import Process
from tests.services.conftest import draft
from tests.services.people import load_customers

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


@pytest.fixture
def run(app_context: Flask) -> Run:
    """The queued run of a new audience, of which Redis does not know yet."""
    audience = create_audience(draft(), None)
    db.session.commit()
    run = living_run(audience.id)
    assert run is not None
    return run


@pytest.fixture
def colombians(app_context: Flask) -> BitMap:
    """Customers of two countries stand in the warehouse; the keys of those who belong to the audience of `run`."""
    load_customers(ana="CO", ben="MX", eva="CO", zoe="PE")
    snapshot = warehouse().snapshot()
    return BitMap(key for key in map(snapshot.key_of, ("ana", "eva")) if key is not None)
