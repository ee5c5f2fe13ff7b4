"""What becomes of a run when something goes wrong: it fails at once in words, or is tried again and given up."""

import sqlite3
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from masivo.errors import WarehouseEmptied
from masivo.extensions import db
from masivo.models import Audience, RunState
from masivo.services import calculate_rule
from masivo.services import recalculate_audience as module
from masivo.services.preview_audience import preview_audience
from masivo.services.publish_membership import publish_membership
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.run_lease import ATTEMPTS
from masivo.services.store_health import check_warehouse
from tests.databases import on_both_databases
from tests.services.calculated import WORKER, again, be_patient, calculate, members_in_force, next_run_of
from tests.services.conftest import rule
from tests.services.people import load_customers


@pytest.fixture
def people(app_context: Flask) -> None:
    """Two Colombians and a Mexican."""
    load_customers(ana="CO", luis="MX", eva="CO")


@on_both_databases
def test_a_rule_whose_field_is_gone_fails_at_once_and_the_last_members_stay(people: None, audience: Audience) -> None:
    good = calculate(audience)
    assert audience.version is not None
    audience.version.document = audience.version.document.replace("country", "no_such_field")
    run = calculate(audience)
    assert (run.state, run.attempt) == (RunState.FAILED, 1)
    assert run.error is not None
    assert run.error.startswith("This audience was not recalculated: ")
    assert "no_such_field" in run.error
    assert run.error.endswith("Edit the rule, then recalculate.")
    assert audience.run_id == good.id
    assert members_in_force(audience) == ["ana", "eva"]


def test_a_brand_without_data_fails_in_words(people: None, audience: Audience) -> None:
    audience.brand_id = "gone"
    run = calculate(audience)
    assert run.state == RunState.FAILED
    assert "'gone'" in (run.error or "")


def test_a_fault_of_the_program_fails_in_words(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calculate_rule, "evaluate", lambda *_, **__: 1 / 0)
    run = calculate(audience)
    assert run.state == RunState.FAILED
    assert "ZeroDivisionError" in (run.error or "")
    assert "The last members stay." in (run.error or "")


@on_both_databases
def test_a_warehouse_that_cannot_be_read_is_tried_again_and_in_the_end_given_up(
    people: None, audience: Audience, home: Path
) -> None:
    good = calculate(audience)
    for part in (home / "warehouse").rglob("*.parquet"):
        part.unlink()
    run = next_run_of(audience)
    for attempt in range(1, ATTEMPTS + 1):
        recalculate_audience(run.id, WORKER)
        expected = RunState.QUEUED if attempt < ATTEMPTS else RunState.GAVE_UP
        assert (again(run).state, run.attempt, run.lease_until) == (expected, attempt, None)
        be_patient(run)
    assert run.error is not None
    assert "the warehouse could not be reached" in run.error
    assert audience.run_id == good.id


def test_a_warehouse_that_is_suddenly_empty_empties_no_audience(people: None, audience: Audience, home: Path) -> None:
    good = calculate(audience)
    (home / "warehouse").rename(home / "unmounted")
    run = calculate(audience)
    assert (run.state, run.attempt, audience.run_id) == (RunState.QUEUED, 1, good.id)
    assert not check_warehouse().well
    assert "is empty, although it held customers" in check_warehouse().sentence
    with pytest.raises(WarehouseEmptied):
        preview_audience(rule(), None)
    run.attempt = ATTEMPTS - 1
    be_patient(run)
    recalculate_audience(run.id, WORKER)
    assert again(run).error == (
        "This audience was not recalculated: the warehouse is empty, although it held customers before, "
        "4 times in a row. The last members stay. Recalculate it when that is mended."
    )
    (home / "unmounted").rename(home / "warehouse")
    assert check_warehouse().well
    assert calculate(audience).state == RunState.SUCCEEDED


def test_a_busy_database_is_tried_again(
    people: None, audience: Audience, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def publish_while_somebody_writes(*arguments: Any) -> RunState | None:
        db.session.execute(db.text("PRAGMA busy_timeout=20"))
        somebody = sqlite3.connect(home / "masivo.sqlite3", isolation_level=None)
        somebody.execute("BEGIN IMMEDIATE")
        try:
            return publish_membership(*arguments)
        finally:
            somebody.rollback()
            somebody.close()

    monkeypatch.setattr(module, "publish_membership", publish_while_somebody_writes)
    run = calculate(audience)
    assert (run.state, run.attempt, run.worker) == (RunState.QUEUED, 1, None)
    monkeypatch.undo()
    be_patient(run)
    recalculate_audience(run.id, WORKER)
    assert again(run).state == RunState.SUCCEEDED


def test_a_worker_that_is_told_to_stop_puts_the_run_back_untried(
    people: None, audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    def leave(*_: object, **__: object) -> None:
        raise SystemExit

    monkeypatch.setattr(calculate_rule, "evaluate", leave)
    run = next_run_of(audience)
    with pytest.raises(SystemExit):
        recalculate_audience(run.id, WORKER)
    assert (again(run).state, run.attempt, run.worker, run.started_at) == (RunState.QUEUED, 0, None, None)
