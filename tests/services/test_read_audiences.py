"""What pages read of audiences is the same on every application database."""

from datetime import timedelta

import pytest
from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Brand, RunState
from masivo.services.audience_status import Status
from masivo.services.read_audience import audience_history, list_runs, show_audience
from masivo.services.read_audiences import AudienceQuery, Sort, list_audiences
from masivo.services.read_members import audiences_of
from tests.databases import on_both_databases
from tests.web.stored import NOW, add_audience, add_failure, add_living, add_success

pytestmark = [on_both_databases, pytest.mark.usefixtures("app_context")]

HOUR = timedelta(hours=1)


def status_of(audience: Audience) -> Status:
    """The status in the list, which is the one on the audience's page too."""
    query = AudienceQuery(text=audience.name, statuses=tuple(Status))
    (row,) = list_audiences(query, NOW).rows
    assert show_audience(audience.id, NOW).status == row.status
    return row.status


def names(query: AudienceQuery) -> list[str]:
    return [row.name for row in list_audiences(query, NOW).rows]


def test_a_failure_counts_until_the_next_success() -> None:
    audience = add_audience("A", members=[range(3)])
    assert status_of(audience) == Status.CURRENT
    add_failure(audience, "No.", NOW)
    assert status_of(audience) == Status.FAILED
    assert show_audience(audience.id, NOW).failed is not None
    add_living(audience, RunState.RUNNING)
    assert status_of(audience) == Status.CALCULATING
    audience = add_audience("B")
    add_failure(audience, "No.", NOW)
    assert status_of(audience) == Status.FAILED
    add_success(audience, BitMap(), BitMap([1]), NOW + timedelta(seconds=1))
    assert status_of(audience) == Status.CURRENT
    assert show_audience(audience.id, NOW).failed is None


def test_a_promise_that_is_not_kept_is_late_after_a_while() -> None:
    assert status_of(add_audience("A", next_run_at=NOW - timedelta(minutes=9), members=[[1]])) == Status.CURRENT
    assert status_of(add_audience("B", next_run_at=NOW - timedelta(minutes=11), members=[[1]])) == Status.LATE


def test_a_run_that_waits_too_long_is_late_and_one_that_works_is_not() -> None:
    waiting, working = add_audience("Waiting", members=[[1]]), add_audience("Working", members=[[1]])
    add_living(waiting, RunState.QUEUED, NOW - HOUR)
    add_living(working, RunState.RUNNING, NOW - HOUR)
    assert status_of(waiting) == Status.LATE
    assert status_of(working) == Status.CALCULATING
    assert status_of(add_audience("Never")) == Status.NEVER


@pytest.mark.parametrize("state", [RunState.QUEUED, RunState.RUNNING])
def test_a_run_is_late_from_its_promise_on_until_it_has_ended(state: RunState) -> None:
    audience = add_audience("After downtime", members=[[1]])
    run = add_living(audience, state, NOW)
    run.promised_at = NOW - timedelta(minutes=9)
    assert status_of(audience) == Status.CALCULATING
    run.promised_at = NOW - timedelta(minutes=11)
    assert status_of(audience) == Status.LATE


def test_paused_and_archived_want_no_attention() -> None:
    for state, status in ((AudienceState.PAUSED, Status.PAUSED), (AudienceState.ARCHIVED, Status.ARCHIVED)):
        audience = add_audience(state.value, state=state, members=[[1]])
        add_failure(audience, "No.", NOW)
        assert status_of(audience) == status


def test_audiences_without_a_value_come_last_in_either_direction() -> None:
    add_audience("none")
    add_audience("big", members=[range(9)])
    add_audience("small", members=[range(2)])
    assert names(AudienceQuery(sort=Sort.SIZE)) == ["small", "big", "none"]
    assert names(AudienceQuery(sort=Sort.SIZE, descending=True)) == ["big", "small", "none"]


def test_brands_are_sorted_as_people_read_them() -> None:
    db.session.add(Brand(id="zz", name="Andes"))
    add_audience("first", "zz")
    add_audience("second", "Mar")
    add_audience("all")
    assert names(AudienceQuery(sort=Sort.BRAND)) == ["all", "first", "second"]


def test_the_search_folds_and_takes_wildcards_as_they_are() -> None:
    add_audience("JOSÉ's 100%_club")
    add_audience("Jose")
    assert names(AudienceQuery(text="josé")) == ["JOSÉ's 100%_club"]
    assert names(AudienceQuery(text="100%_")) == ["JOSÉ's 100%_club"]
    assert names(AudienceQuery(text="%")) == ["JOSÉ's 100%_club"]


def test_counts_of_the_page_and_of_all() -> None:
    for number in range(3):
        add_audience(f"late {number}", "andes", next_run_at=NOW - HOUR)
    add_audience("old", state=AudienceState.ARCHIVED)
    add_audience("fine", members=[[1]])
    page = list_audiences(AudienceQuery(brand="andes", page=9), NOW)
    assert (page.found, page.page, page.pages, page.total, page.attention) == (3, 1, 1, 4, 3)


def test_the_change_is_against_the_run_before() -> None:
    audience = add_audience("A", members=[range(5), range(12), range(9)])
    (row,) = list_audiences(AudienceQuery(), NOW).rows
    assert (row.size, row.change) == (9, -3)
    assert [point.size for point in row.trend] == [5, 12, 9]
    assert show_audience(audience.id, NOW).change == -3
    assert [(point.size, point.entered, point.departed) for point in audience_history(audience.id)] == [
        (5, 5, 0),
        (12, 7, 0),
        (9, 0, 3),
    ]


def test_runs_come_latest_first_with_the_living_one_on_top() -> None:
    audience = add_audience("A", members=[[1]] * 60)
    add_living(audience, RunState.QUEUED, NOW - timedelta(days=90))
    first, second = list_runs(audience.id, 1), list_runs(audience.id, 2)
    assert first.runs[0].state == RunState.QUEUED
    assert (first.found, first.pages, len(first.runs), len(second.runs)) == (61, 2, 50, 11)
    assert first.runs[1].finished_at == NOW - HOUR


def test_a_customers_audiences_are_those_in_force() -> None:
    add_audience("in", members=[[5], [7]])
    add_audience("out", members=[[7], [5]])
    add_audience("archived", state=AudienceState.ARCHIVED, members=[[7]])
    assert [each.name for each in audiences_of(7)] == ["in"]
