"""What people do to audiences: every use-case, its refusals, and two people at once."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from flask import Flask

from masivo.conditions.dump import dump_text
from masivo.errors import ActionRefused, EditConflict, FormRefused, NotFound
from masivo.extensions import db
from masivo.models import Audience, AudienceState, Brand, Cause, Frequency, Run, RunState, User
from masivo.services.runs import living_run
from masivo.services.save_audience import (
    archive_audience,
    create_audience,
    duplicate_audience,
    edit_audience,
    find_audience,
    pause_audience,
    resume_audience,
)
from masivo.services.schedule import Schedule
from tests.databases import on_both_databases
from tests.services.conftest import draft, rule

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
"""Noon in Bogotá."""
NEXT_3_AM = datetime(2026, 11, 23, 8, tzinfo=UTC)


def finish(audience: Audience) -> None:
    """End the audience's living run."""
    run = living_run(audience.id)
    assert run is not None
    run.state = RunState.SUCCEEDED
    db.session.commit()


@on_both_databases
def test_a_new_audience_has_version_1_and_a_queued_run(app_context: Flask) -> None:
    author = User(email="ana@masivo.example", name="Ana", password_hash="")
    db.session.add(author)
    audience = create_audience(draft("  High-value \t customers "), author, NOON)
    db.session.commit()
    assert audience.name == "High-value customers"
    assert audience.version is not None
    assert audience.version.number == 1
    assert audience.version.document == dump_text(rule())
    assert audience.created_by == audience.version.created_by == author
    assert (audience.state, audience.revision, audience.next_run_at) == (AudienceState.ACTIVE, 1, NEXT_3_AM)
    run = living_run(audience.id)
    assert run is not None
    assert (run.state, run.cause, run.version_id) == (RunState.QUEUED, Cause.SAVED, audience.version_id)


def test_never_is_calculated_once_and_not_planned(app_context: Flask) -> None:
    audience = create_audience(draft(schedule=Schedule(Frequency.NEVER)), None, NOON)
    assert audience.next_run_at is None
    assert living_run(audience.id) is not None


@pytest.mark.parametrize(
    ("field", "changes"),
    [
        ("name", {"name": "  "}),
        ("name", {"name": "x" * 121}),
        ("name", {"name": "bell\a"}),
        ("name", {"name": "zero\0"}),
        ("description", {"description": "x" * 2001}),
        ("description", {"description": "zero\0"}),
        ("brand_id", {"brand_id": "no such brand"}),
    ],
)
def test_what_cannot_be_saved_is_refused_at_its_field(
    app_context: Flask, field: str, changes: dict[str, object]
) -> None:
    with pytest.raises(FormRefused) as refusal:
        create_audience(replace(draft(), **changes), None)  # type: ignore[arg-type]
    assert refusal.value.field == field


@on_both_databases
def test_a_name_is_unique_in_its_scope_in_any_case(audience: Audience) -> None:
    with pytest.raises(FormRefused) as refusal:
        create_audience(draft("COLOMBIANS"), None)
    assert refusal.value.field == "name"
    audience.brand_id = "andes"
    db.session.commit()
    create_audience(draft("COLOMBIANS"), None)


@on_both_databases
def test_an_archived_audience_leaves_its_name_free(audience: Audience) -> None:
    archive_audience(audience.id)
    db.session.commit()
    create_audience(draft("Colombians"), None)
    db.session.commit()


@on_both_databases
def test_an_edited_rule_is_a_new_version_that_is_calculated(audience: Audience) -> None:
    finish(audience)
    edited = edit_audience(audience.id, draft(document=rule("MX")), 1, None)
    db.session.commit()
    assert edited.revision == 2
    assert edited.version is not None
    assert edited.version.number == 2
    assert [version.number for version in edited.versions] == [2, 1]
    run = living_run(audience.id)
    assert run is not None
    assert run.version_id == edited.version_id


@on_both_databases
def test_an_edit_that_leaves_the_rule_makes_no_version_and_no_run(audience: Audience) -> None:
    finish(audience)
    edited = edit_audience(audience.id, draft("Renamed", description="a\r\nb"), 1, None)
    db.session.commit()
    assert (edited.name, edited.description, edited.revision) == ("Renamed", "a\nb", 2)
    assert [version.number for version in edited.versions] == [1]
    assert living_run(audience.id) is None


def test_another_brand_is_calculated_anew(audience: Audience) -> None:
    audience.brand_id = "andes"
    finish(audience)
    edit_audience(audience.id, draft(), 1, None)
    db.session.commit()
    assert living_run(audience.id) is not None


def test_a_brand_that_has_gone_may_stay(audience: Audience) -> None:
    audience.brand_id = "gone"
    db.session.add(Brand(id="gone", name="Gone"))
    db.session.commit()
    assert edit_audience(audience.id, draft("Renamed", brand_id="gone"), 1, None).name == "Renamed"


@on_both_databases
def test_the_second_of_two_edits_is_told(audience: Audience) -> None:
    edit_audience(audience.id, draft("First"), 1, None)
    db.session.commit()
    with pytest.raises(EditConflict):
        edit_audience(audience.id, draft("Second"), 1, None)
    db.session.rollback()
    assert find_audience(audience.id).name == "First"


@on_both_databases
def test_an_edit_to_a_name_that_is_taken_is_refused(audience: Audience) -> None:
    create_audience(draft("Taken"), None)
    db.session.commit()
    with pytest.raises(FormRefused) as refusal:
        edit_audience(audience.id, draft("taken"), 1, None)
    assert refusal.value.field == "name"


@on_both_databases
def test_the_index_refuses_a_name_that_two_took_at_the_same_moment(
    audience: Audience, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("masivo.services.save_audience._name_taken", lambda *_: False)
    with pytest.raises(FormRefused) as refusal:
        create_audience(draft("colombians"), None)
    assert refusal.value.field == "name"
    assert db.session.query(Audience).count() == 1


def test_a_changed_schedule_makes_a_new_promise_and_an_unchanged_one_keeps_it(audience: Audience) -> None:
    overdue = datetime(2026, 1, 1, tzinfo=UTC)
    audience.next_run_at = overdue
    db.session.commit()
    assert edit_audience(audience.id, draft("Renamed"), 1, None, NOON).next_run_at == overdue
    weekly = draft("Renamed", schedule=Schedule(Frequency.WEEKLY, minute=0, weekday=6))
    assert edit_audience(audience.id, weekly, 2, None, NOON).next_run_at == datetime(2026, 11, 29, 5, tzinfo=UTC)


def test_a_paused_audience_keeps_no_schedule_until_it_is_resumed(audience: Audience) -> None:
    pause_audience(audience.id)
    daily = draft(schedule=Schedule(Frequency.DAILY, minute=0))
    assert edit_audience(audience.id, daily, 1, None, NOON).next_run_at is None
    resumed = resume_audience(audience.id, NOON)
    assert (resumed.state, resumed.next_run_at) == (AudienceState.ACTIVE, datetime(2026, 11, 23, 5, tzinfo=UTC))


@on_both_databases
def test_a_duplicate_has_a_free_name_and_its_own_run(audience: Audience) -> None:
    first, second = (duplicate_audience(audience.id, None) for _ in range(2))
    db.session.commit()
    assert [first.name, second.name] == ["Colombians (copy)", "Colombians (copy 2)"]
    assert first.version is not None
    assert first.version.document == dump_text(rule())
    assert first.frequency == audience.frequency
    run = living_run(second.id)
    assert run is not None
    assert run.audience_id == second.id


def test_the_name_of_a_duplicate_fits(app_context: Flask) -> None:
    audience = create_audience(draft("x" * 120), None)
    assert duplicate_audience(audience.id, None).name == "x" * 113 + " (copy)"


def test_an_archived_audience_is_left_alone_but_may_be_duplicated(audience: Audience) -> None:
    archived = archive_audience(audience.id)
    assert (archived.state, archived.next_run_at) == (AudienceState.ARCHIVED, None)
    for action in (pause_audience, resume_audience, lambda id_: edit_audience(id_, draft(), 1, None)):
        with pytest.raises(ActionRefused):
            action(audience.id)
    assert duplicate_audience(audience.id, None).state == AudienceState.ACTIVE


@pytest.mark.parametrize("audience_id", [0, -1, 4711, 2**31, 10**30])
def test_an_unknown_audience_is_not_found(app_context: Flask, audience_id: int) -> None:
    for action in (find_audience, pause_audience, archive_audience, lambda id_: duplicate_audience(id_, None)):
        with pytest.raises(NotFound):
            action(audience_id)


def test_nothing_is_committed_by_a_service(app_context: Flask) -> None:
    create_audience(draft(), None)
    db.session.rollback()
    assert db.session.query(Audience).count() == db.session.query(Run).count() == 0
