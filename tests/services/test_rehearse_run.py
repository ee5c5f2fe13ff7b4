"""The rehearsal of a run leaves nothing behind but compiled statements."""

import logging
from pathlib import Path

import pytest
from flask import Flask

from masivo.extensions import db
from masivo.models import Audience, Cause, Run, RunState
from masivo.models.columns import utc_now
from masivo.services import recalculate_audience as recalculation
from masivo.services import rehearse_run as rehearsal
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.rehearse_run import rehearse_run
from masivo.services.runs import ask_run
from tests.databases import on_both_databases
from tests.services.people import load_customers
from tests.services.runs_done import calculate, reasons_of

COMPILED = "[generated in"


def rows() -> dict[str, list[tuple[object, ...]]]:
    """All that the database holds."""
    with db.engine.connect() as connection:
        tables = db.metadata.sorted_tables
        return {table.name: [tuple(row) for row in connection.execute(table.select())] for table in tables}


@on_both_databases
@pytest.mark.filterwarnings("ignore:Cannot correctly sort tables")
def test_nothing_is_left_behind(audience: Audience, app_context: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    now = utc_now()
    monkeypatch.setattr(recalculation, "utc_now", lambda: now)  # a clock may stand still
    before = rows()
    rehearse_run()
    rehearse_run()
    assert rows() == before
    assert len(before["audiences"]) == 1


@on_both_databases
def test_a_run_after_it_compiles_nothing(
    audience: Audience, app_context: Flask, caplog: pytest.LogCaptureFixture
) -> None:
    load_customers(ana="CO")
    calculate(audience)
    load_customers(ana="MX")
    run_id = ask_run(audience, Cause.ASKED).id
    db.session.commit()
    db.engine.clear_compiled_cache()
    rehearse_run()
    db.session.remove()
    with caplog.at_level(logging.INFO, "sqlalchemy.engine"):
        recalculate_audience(run_id, "worker-1")
    compiled = [record.getMessage() for record in caplog.records if COMPILED in record.getMessage()]
    assert compiled == []
    assert any("cached since" in record.getMessage() for record in caplog.records)
    run = db.session.get_one(Run, run_id)
    assert (run.state, reasons_of(run)) == (RunState.SUCCEEDED, {"data": (0, 1)})


def test_a_fault_of_the_rehearsal_keeps_no_worker_from_work(
    app_context: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delattr(rehearsal, "publish_membership")
    rehearse_run()
    assert "the rehearsal of runs failed" in caplog.text


def test_a_database_that_is_away_is_no_fault(app_context: Flask, home: Path, caplog: pytest.LogCaptureFixture) -> None:
    db.engine.dispose()
    (home / "masivo.sqlite3").unlink()
    rehearse_run()
    assert "runs are not rehearsed" in caplog.text
