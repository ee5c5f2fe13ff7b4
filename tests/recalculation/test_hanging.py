"""A run that hangs is ended when its time is up, however deaf its work is; its worker goes on with the next one."""

from pathlib import Path

import pytest
from flask import Flask
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import AccountSetting, Audience, Cause, Run, RunState
from masivo.services.runs import ask_run, enqueue_run
from tests.databases import on_both_databases
from tests.recalculation.conftest import Start
from tests.recalculation.history import check_history
from tests.recalculation.watching import HANGING_WORKER, start_redis, wait_for

pytestmark = pytest.mark.chaos


def allow(minutes: int) -> None:
    """How long a run may take: none is less than anybody can choose."""
    db.session.merge(AccountSetting(name="run_minutes", value=str(minutes)))
    db.session.commit()


@pytest.mark.parametrize("how", ["query", "deaf"])
@on_both_databases
def test_it_ends_in_words_and_its_worker_goes_on(
    app_context: Flask, start: Start, run: Run, home: Path, colombians: BitMap, how: str
) -> None:
    allow(0)
    (home / "hang").write_text(how)
    start_redis(start)
    worker = start(HANGING_WORKER, "1")
    enqueue_run(run.id)
    wait_for(run, RunState.FAILED)
    assert run.error is not None
    assert "not recalculated: it took more than 0 minutes. The last members stay." in run.error
    assert (run.lease_until, run.deadline_at, run.attempt) == (None, None, 1)
    assert ("its process is ended" in worker.said()) == (how == "deaf")

    allow(1)
    (home / "hang").unlink()
    following = ask_run(db.session.get_one(Audience, run.audience_id), Cause.ASKED)
    db.session.commit()
    enqueue_run(following.id)
    wait_for(following, RunState.SUCCEEDED)
    check_history(run.audience_id, colombians)
    assert worker.alive
