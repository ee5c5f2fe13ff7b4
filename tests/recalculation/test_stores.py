"""Stores that break under a run: Redis killed and empty, PostgreSQL crashed in a publication, a disk that is full."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask_migrate import upgrade
from pyroaring import BitMap

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Audience, Cause, Run, RunState
from masivo.services.connections import redis_alive
from masivo.services.runs import ask_run, enqueue_run
from tests.postgres import PostgresServer
from tests.recalculation.conftest import Start
from tests.recalculation.history import check_history
from tests.recalculation.installation import wait_until
from tests.recalculation.watching import (
    HALTING_WORKER,
    SCHEDULER,
    WORKER,
    halt,
    let_time_pass,
    start_redis,
    state,
    tick,
    wait_for,
)


@pytest.mark.chaos
def test_redis_is_killed_in_the_middle_of_a_run_and_comes_back_empty(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap
) -> None:
    server = start_redis(start)
    start(HALTING_WORKER, "1")
    start(SCHEDULER)
    resume = halt(home, "evaluating")
    enqueue_run(run.id)
    wait_until((home / "halted").exists, "the run is evaluating")
    server.kill_family()
    wait_until(lambda: not redis_alive(), "Redis is away")
    (home / "redis" / "appendonly.aof").unlink()
    resume()
    wait_for(run, RunState.SUCCEEDED)
    again = ask_run(db.session.get_one(Audience, run.audience_id), Cause.ASKED)
    db.session.commit()
    assert not enqueue_run(again.id)
    start_redis(start)
    wait_for(again, RunState.SUCCEEDED)
    assert [done.id for done in check_history(run.audience_id, colombians)] == [run.id, again.id]


@pytest.fixture
def mortal(home: Path) -> Iterator[PostgresServer]:
    """A server of the test's own, to be crashed."""
    folder = home / "pg"
    folder.mkdir()
    home.chmod(0o755)
    with PostgresServer(folder) as server:
        yield server


@pytest.fixture
def mortal_url(mortal: PostgresServer, home: Path) -> str:
    url = mortal.make_database()
    app = create_app(Settings(home, url, None, None, "America/Bogota"))
    with app.app_context():
        upgrade()
        db.engine.dispose()
    return url


class TestPostgresCrashes:
    @pytest.fixture
    def database_url(self, mortal_url: str) -> str:
        return mortal_url

    @pytest.mark.chaos
    @pytest.mark.parametrize("step", ["claimed", "publishing", "published"])
    def test_in_the_middle_of_a_run(
        self,
        app_context: Flask,
        mortal: PostgresServer,
        start: Start,
        run: Run,
        home: Path,
        colombians: BitMap,
        step: str,
    ) -> None:
        start_redis(start)
        start(HALTING_WORKER, "1")
        resume = halt(home, step)
        enqueue_run(run.id)
        wait_until((home / "halted").exists, f"the run is {step}")
        audience_id = run.audience_id
        db.session.remove()
        mortal.crash()
        resume()
        mortal.start()
        run = db.session.get_one(Run, run.id)
        start(SCHEDULER)
        wait_for(run, RunState.SUCCEEDED)
        check_history(audience_id, colombians)


def test_a_disk_that_is_full_when_members_are_published(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap
) -> None:
    start_redis(start)
    workers = start(HALTING_WORKER, "1")
    (home / "full").touch()
    enqueue_run(run.id)
    wait_until(lambda: "OperationalError" in workers.said(), "the write has failed")
    assert state(run) == RunState.RUNNING
    assert run.audience.run_id is None
    (home / "full").unlink()
    let_time_pass(run)
    tick()
    wait_for(run, RunState.SUCCEEDED)
    check_history(run.audience_id, colombians)


NO_SPACE = """
CREATE FUNCTION no_space() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE 'could not extend file: No space left on device' USING ERRCODE = 'disk_full'; END $$;
CREATE TRIGGER no_space BEFORE INSERT ON memberships EXECUTE FUNCTION no_space()
"""


@pytest.mark.parametrize("database_url", ["postgresql"], indirect=True)
def test_a_server_whose_disk_is_full_is_tried_again(
    app_context: Flask, start: Start, run: Run, colombians: BitMap
) -> None:
    db.session.execute(db.text(NO_SPACE))
    db.session.commit()
    start_redis(start)
    start(WORKER, "1")
    enqueue_run(run.id)
    wait_until(lambda: state(run) == RunState.QUEUED and run.attempt == 1, "the run waits for its next attempt")
    assert run.retry_at is not None
    assert run.audience.run_id is None
    db.session.execute(db.text("DROP FUNCTION no_space CASCADE"))
    let_time_pass(run)
    tick()
    wait_for(run, RunState.SUCCEEDED)
    check_history(run.audience_id, colombians)
