"""Loading the demonstration: all of it, once, finished after an interruption, and never into other data."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner, Result
from flask import Flask
from flask_migrate import upgrade
from pyroaring import BitMap
from sqlalchemy import func, select

from masivo.cli import main
from masivo.conditions.parse import parse, read_json
from masivo.config import read_settings
from masivo.demo.audiences import plan_audiences
from masivo.demo.brands import BRANDS
from masivo.demo.fill import DemoSize, fill_warehouse
from masivo.demo.load import Stage, Standing, find_standing, finish_load
from masivo.demo.people import EMAIL, PASSWORD
from masivo.evaluation.evaluate import evaluate
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Audience, AudienceState, Cause, Frequency, Membership, Run, RunState
from masivo.services.account import list_brands
from masivo.services.connections import current_settings, warehouse
from masivo.services.users import verify_password
from masivo.warehouse import open_warehouse
from masivo.warehouse.ingest.tables import load_tables

SIZE = DemoSize(customers=2_000, events=40_000, seed=5)
NOW = datetime(2026, 11, 22, 15, 30, tzinfo=UTC)
ZONE = ZoneInfo("America/Bogota")


@pytest.fixture(scope="module")
def module_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("demo")


@pytest.fixture(scope="module")
def loaded(module_home: Path) -> Iterator[Flask]:
    """An application with the whole demonstration, small; its tests only read."""
    app = make_app(module_home)
    with app.app_context():
        load(NOW)
        yield app
        db.engine.dispose()


@pytest.fixture
def few_audiences(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two of the audiences, the paused one among them, where it does not matter which."""
    plans = plan_audiences(NOW.date())
    few = (plans[0], next(plan for plan in plans if plan.paused))
    monkeypatch.setattr("masivo.demo.load.plan_audiences", lambda _today: few)


@pytest.fixture
def fresh(home: Path) -> Iterator[Flask]:
    """An application with an empty database and warehouse."""
    app = make_app(home)
    with app.app_context():
        yield app
        db.engine.dispose()


def make_app(home: Path) -> Flask:
    app = create_app(read_settings({"MASIVO_HOME": str(home), "MASIVO_TIMEZONE": ZONE.key}))
    with app.app_context():
        upgrade()
    return app


def load(now: datetime) -> None:
    finish_load(SIZE, find_standing(SIZE), now, lambda _: None)


def demo(home: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["demo", *arguments], env={"MASIVO_HOME": str(home)})


def runs_of(audience: Audience) -> list[Run]:
    return list(db.session.scalars(select(Run).where(Run.audience_id == audience.id).order_by(Run.started_at)))


def audiences() -> list[Audience]:
    return list(db.session.scalars(select(Audience)))


@pytest.mark.usefixtures("loaded")
class TestLoaded:
    def test_a_dozen_audiences_of_every_kind_stand_with_members(self) -> None:
        made = audiences()
        assert len(made) >= 12
        assert {audience.brand_id for audience in made} == {None, *(brand.id for brand in BRANDS)}
        assert {audience.frequency for audience in made} >= {Frequency.DAILY, Frequency.WEEKLY, Frequency.NEVER}
        for audience in made:
            run = db.session.get_one(Run, audience.run_id)
            assert run.state is RunState.SUCCEEDED
            assert run.size is not None
            assert run.universe is not None
            assert 0 < run.size < run.universe, audience.name

    def test_nothing_is_left_waiting_and_the_schedule_goes_on(self) -> None:
        assert db.session.scalars(select(Run.state).distinct()).all() == [RunState.SUCCEEDED]
        for audience in audiences():
            scheduled = audience.state is AudienceState.ACTIVE and audience.frequency is not Frequency.NEVER
            assert (audience.next_run_at is not None) == scheduled
            assert audience.next_run_at is None or audience.next_run_at > NOW - timedelta(minutes=1)

    def test_a_daily_audience_ran_every_night_for_four_weeks(self) -> None:
        audience = db.session.scalars(select(Audience).where(Audience.name == "High-value customers")).one()
        scheduled = [run for run in runs_of(audience) if run.cause is Cause.SCHEDULED]
        promises = [run.promised_at.astimezone(ZONE) for run in scheduled if run.promised_at]
        assert [promise.strftime("%H:%M") for promise in promises] == ["03:00"] * 28
        assert {late - early for early, late in pairwise(promises)} == {timedelta(days=1)}

    def test_an_edited_rule_has_two_versions_and_runs_of_both(self) -> None:
        audience = db.session.scalars(select(Audience).where(Audience.name == "High-value customers")).one()
        assert [version.number for version in audience.versions] == [2, 1]
        numbers = [run.version.number for run in runs_of(audience)]
        assert numbers == sorted(numbers)
        assert set(numbers) == {1, 2}
        saves = [run for run in runs_of(audience) if run.cause is Cause.SAVED]
        assert [run.version.created_at for run in saves] == [run.queued_at for run in saves]

    def test_a_paused_one_stopped_and_a_closed_list_ran_once(self) -> None:
        paused = db.session.scalars(select(Audience).where(Audience.state == AudienceState.PAUSED)).one()
        stopped = max(run.started_at for run in runs_of(paused) if run.started_at)
        assert NOW - timedelta(days=8) < stopped < paused.updated_at < NOW - timedelta(days=5)
        closed = db.session.scalars(select(Audience).where(Audience.frequency == Frequency.NEVER)).one()
        assert len(runs_of(closed)) == 1

    def test_each_run_is_what_the_rule_gives_as_of_then(self) -> None:
        snapshot = warehouse().snapshot()
        for audience in audiences():
            for run in runs_of(audience)[::9]:
                assert run.as_of is not None
                asked = evaluate(
                    parse(read_json(run.version.document), snapshot.catalog),
                    snapshot,
                    brand=audience.brand_id,
                    as_of=run.as_of,
                    zone=ZONE,
                )
                assert (run.size, run.universe) == (asked.count, asked.universe)
                membership = db.session.get_one(Membership, run.id)
                assert BitMap.deserialize(membership.members) == asked.members

    def test_who_entered_and_left_adds_up(self) -> None:
        moved = 0
        for audience in audiences():
            before = BitMap()
            for run in runs_of(audience):
                kept = db.session.get_one(Membership, run.id)
                members = BitMap.deserialize(kept.members)
                assert BitMap.deserialize(kept.entered) == members - before
                assert BitMap.deserialize(kept.departed) == before - members
                assert (run.entered, run.departed) == (len(members - before), len(before - members))
                moved += len(before - members)
                before = members
        assert moved > 0

    def test_times_of_a_run_are_in_order(self) -> None:
        for run in db.session.scalars(select(Run)):
            assert run.started_at is not None
            assert run.finished_at is not None
            assert run.queued_at < run.started_at < run.finished_at < NOW

    def test_brands_have_names_and_somebody_signs_in(self) -> None:
        assert {(brand.id, brand.name) for brand in list_brands()} == {(brand.id, brand.name) for brand in BRANDS}
        assert verify_password(EMAIL, PASSWORD) is not None

    def test_the_warehouse_holds_what_was_made(self) -> None:
        snapshot = warehouse().snapshot()
        assert snapshot.customer_count == SIZE.customers
        events, lines = snapshot.tables.events, snapshot.tables.lines
        assert snapshot.rows(select(func.count()).select_from(events)) == [(SIZE.events,)]
        refunded = select(func.count()).where(events.c.status == "REVERSED")
        assert snapshot.rows(refunded.where(events.c.counts))[0][0] == 0
        assert snapshot.rows(refunded)[0][0] > 0
        orphans = select(func.count()).where(lines.c.event_key.not_in(select(events.c.event_key)))
        assert snapshot.rows(orphans) == [(0,)]
        assert snapshot.last_event_at is not None
        assert NOW - timedelta(hours=3) < snapshot.last_event_at <= NOW

    def test_a_second_load_is_refused_and_changes_nothing(self, module_home: Path) -> None:
        version = warehouse().snapshot().data_version
        refused = demo(module_home)
        assert refused.exit_code == 2
        assert "loaded already" in refused.output
        kept = demo(module_home, "--if-empty")
        assert kept.exit_code == 0
        assert "nothing was loaded" in kept.output
        assert warehouse().snapshot().data_version == version
        assert find_standing(SIZE).stage is Stage.LOADED


@pytest.mark.usefixtures("fresh", "few_audiences")
class TestInterrupted:
    def test_nothing_stands_at_first(self) -> None:
        assert find_standing(SIZE).stage is Stage.NOTHING

    @pytest.mark.parametrize("customers_only", [False, True], ids=["before the data", "between customers and events"])
    def test_a_load_broken_off_in_the_warehouse_is_finished_with_the_same_data(
        self, monkeypatch: pytest.MonkeyPatch, customers_only: bool
    ) -> None:
        def break_off(*_: object, customers: object = None, **__: object) -> None:
            if not customers_only or customers is None:
                raise KeyboardInterrupt
            load_tables(open_warehouse(current_settings()), customers=customers)

        with monkeypatch.context() as broken:
            broken.setattr("masivo.demo.fill.load_tables", break_off)
            with pytest.raises(KeyboardInterrupt):
                load(NOW)
        db.session.rollback()
        assert find_standing(SIZE) == Standing(Stage.BEGUN, NOW)
        load(NOW + timedelta(hours=3))
        assert find_standing(SIZE).stage is Stage.LOADED
        snapshot = warehouse().snapshot()
        assert snapshot.customer_count == SIZE.customers
        assert snapshot.rows(select(func.count()).select_from(snapshot.tables.events)) == [(SIZE.events,)]
        assert snapshot.last_event_at is not None
        assert snapshot.last_event_at <= NOW

    def test_a_load_broken_off_among_the_audiences_keeps_the_data_and_no_half_of_them(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with monkeypatch.context() as broken:
            broken.setattr("masivo.demo.history.pause_audience", lambda _id: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                load(NOW)
        db.session.rollback()
        version = warehouse().snapshot().data_version
        assert audiences() == []
        assert find_standing(SIZE) == Standing(Stage.FILLED, NOW)
        load(NOW + timedelta(hours=1))
        assert find_standing(SIZE).stage is Stage.LOADED
        assert len(audiences()) == 2
        assert warehouse().snapshot().data_version == version

    def test_other_data_is_left_alone(self, home: Path) -> None:
        fill_warehouse(open_warehouse(current_settings()), SIZE, NOW)
        version = warehouse().snapshot().data_version
        assert find_standing(SIZE).stage is Stage.OTHER
        refused = demo(home)
        assert refused.exit_code == 2
        assert "There is data already" in refused.output
        assert demo(home, "--if-empty").exit_code == 0
        assert warehouse().snapshot().data_version == version
        assert audiences() == []
