"""Runs say why they changed: new data, time moving on, the rule edited, another audience changed."""

from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask

from masivo.conditions.parse import parse
from masivo.conditions.tree import Group
from masivo.extensions import db
from masivo.models import Audience, Run, RunReference
from masivo.services import recalculate_audience as module
from masivo.services.audience_graph import account_vocabulary
from masivo.services.save_audience import create_audience, edit_audience
from tests.databases import on_both_databases
from tests.services.conftest import draft, rule
from tests.services.people import BOUGHT_AT, load_customers, load_purchases
from tests.services.runs_done import calculate, reasons_of

SINCE = {"kind": "last", "amount": 30, "unit": "day"}
BOUGHT = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}


def written(*conditions: Mapping[str, object]) -> Group:
    return parse({"version": 1, "op": "all", "children": list(conditions)}, account_vocabulary())


@pytest.fixture
def customers(app_context: Flask) -> None:
    load_customers(ana="CO", eva="CO", luis="MX")


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    """Have runs ask as of that instant."""
    monkeypatch.setattr(module, "_as_of", lambda _run: moment)


def test_the_first_run_has_nothing_to_explain(customers: None, audience: Audience) -> None:
    run = calculate(audience)
    assert (run.entered, reasons_of(run)) == (2, {})


@on_both_databases
def test_new_data(customers: None, audience: Audience) -> None:
    calculate(audience)
    load_customers(luis="CO", ana="MX")
    assert reasons_of(calculate(audience)) == {"data": (1, 1)}


@on_both_databases
def test_time_moving_on_and_new_data(customers: None, monkeypatch: pytest.MonkeyPatch) -> None:
    load_purchases("ana", "eva")
    audience = create_audience(draft(document=written({**BOUGHT, "window": SINCE})), None)
    at(monkeypatch, BOUGHT_AT + timedelta(days=1))
    calculate(audience)
    load_customers(sol="CO")
    at(monkeypatch, BOUGHT_AT + timedelta(days=40))
    assert reasons_of(calculate(audience)) == {"time": (0, 2)}
    load_purchases("luis")
    at(monkeypatch, BOUGHT_AT + timedelta(days=2))
    assert reasons_of(calculate(audience)) == {"time": (3, 0)}


@on_both_databases
def test_the_rule_edited_over_new_data(customers: None, audience: Audience) -> None:
    calculate(audience)
    load_customers(sol="CO", mar="MX")
    edit_audience(audience.id, draft(document=rule("MX")), audience.revision, None)
    assert reasons_of(calculate(audience)) == {"rule": (2, 2)}


@on_both_databases
def test_another_audience_changed(customers: None, audience: Audience) -> None:
    calculate(audience)
    member = {"kind": "audience", "audience": str(audience.id), "operator": "member"}
    follower = create_audience(draft("Followers", document=written(member)), None)
    first = calculate(follower)
    assert used_by(first) == audience.run_id
    edit_audience(audience.id, draft(document=rule("MX")), audience.revision, None)
    calculate(audience)
    load_customers(sol="CO")
    second = calculate(follower)
    assert reasons_of(second) == {"reference": (1, 2)}
    assert used_by(second) == audience.run_id != used_by(first)


def used_by(run: Run) -> str:
    [reference] = db.session.query(RunReference).filter_by(run_id=run.id)
    return reference.used_run_id
