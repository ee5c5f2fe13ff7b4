"""The operations page's lists on both databases: who wants a person and since when, what runs, waits and costs."""

from datetime import timedelta

from flask import Flask
from sqlalchemy import event

from masivo.extensions import db
from masivo.models import Audience, Cause, Run, RunState
from masivo.models.columns import utc_now
from masivo.services import read_operations
from masivo.services.audience_status import Status
from masivo.services.read_audiences import AudienceQuery, list_audiences
from masivo.services.read_operations import Troubles, list_running, list_troubles, read_queue
from masivo.services.recalculation_cost import list_costs
from masivo.services.recalculation_health import recalculation_health
from masivo.services.runs import ask_run
from masivo.services.save_audience import create_audience, pause_audience
from masivo.services.users import create_user
from tests.databases import on_both_databases
from tests.services.conftest import draft

NOW = utc_now()
HOUR = timedelta(hours=1)


def saved(name: str) -> tuple[Audience, Run]:
    """A new audience, and the run that waits for a worker."""
    audience = create_audience(draft(name), None)
    db.session.flush()
    return audience, db.session.scalars(db.select(Run).filter_by(audience_id=audience.id)).one()


def end(run: Run, state: RunState, ago: timedelta, **more: object) -> None:
    run.state, run.finished_at = state, NOW - ago
    run.queued_at, run.started_at = NOW - ago - timedelta(minutes=3), NOW - ago - timedelta(minutes=1)
    for name, value in more.items():
        setattr(run, name, value)
    db.session.flush()


def found(status: Status) -> Troubles:
    return next(group for group in list_troubles(NOW) if group.status == status)


@on_both_databases
def test_each_trouble_is_told_with_its_owner_its_age_and_its_sentence(app_context: Flask) -> None:
    ana = create_user("ana@example.com", "Ana", "correct horse battery")
    failed, run = saved("Failed")
    failed.owner = ana
    end(run, RunState.FAILED, 2 * HOUR, error="The field tier is gone.")
    _, run = saved("Gave up")
    end(run, RunState.GAVE_UP, HOUR, error="The warehouse was busy.")
    _, run = saved("Held")
    end(run, RunState.HELD, HOUR, held_reason="Twice as many as before.")
    _, run = saved("Late")
    run.queued_at = run.promised_at = NOW - 3 * HOUR
    unseen, run = saved("Unseen")
    end(run, RunState.SUCCEEDED, 30 * HOUR)
    unseen.run_id, unseen.next_run_at = run.id, NOW - 4 * HOUR
    well, run = saved("Well")
    end(run, RunState.SUCCEEDED, HOUR)
    well.run_id = run.id
    db.session.flush()

    told = found(Status.FAILED).listed[0]
    assert (told.audience_id, told.owner, told.since, told.reason) == (
        failed.id,
        "Ana",
        NOW - 2 * HOUR,
        "The field tier is gone.",
    )
    assert found(Status.GAVE_UP).listed[0].reason == "The warehouse was busy."
    assert found(Status.HELD).listed[0].reason == "Twice as many as before."
    waiting = found(Status.LATE)
    assert [(each.name, each.since) for each in waiting.listed] == [
        ("Unseen", NOW - 4 * HOUR),
        ("Late", NOW - 3 * HOUR),
    ]
    assert sum(group.found for group in list_troubles(NOW)) == 5


@on_both_databases
def test_a_held_run_is_told_whatever_else_becomes_of_its_audience(app_context: Flask) -> None:
    paused, run = saved("Paused")
    end(run, RunState.HELD, HOUR, held_reason="Twice as many as before.")
    pause_audience(paused.id)
    _, run = saved("Failed later")
    end(run, RunState.HELD, 2 * HOUR)
    again, run = saved("Asked again")
    end(run, RunState.HELD, 3 * HOUR)
    ask_run(again, Cause.ASKED)
    failed = db.session.scalars(db.select(Audience).filter_by(name="Failed later")).one()
    end(ask_run(failed, Cause.ASKED), RunState.FAILED, HOUR)

    assert [each.name for each in found(Status.HELD).listed] == ["Asked again", "Failed later", "Paused"]
    assert found(Status.HELD).found == 3 == recalculation_health(NOW).held
    assert [each.name for each in found(Status.FAILED).listed] == ["Failed later"]
    filtered = list_audiences(AudienceQuery(statuses=(Status.HELD,)), NOW)
    assert {row.name: row.status for row in filtered.rows} == {
        "Asked again": Status.CALCULATING,
        "Failed later": Status.FAILED,
        "Paused": Status.HELD,
    }


@on_both_databases
def test_the_oldest_are_listed_and_all_are_counted(app_context: Flask) -> None:
    for number in range(read_operations.SHOWN + 3):
        _, run = saved(f"Failed {number}")
        end(run, RunState.FAILED, number * HOUR)
    failed = found(Status.FAILED)
    assert failed.found == read_operations.SHOWN + 3
    assert [each.since for each in failed.listed] == [NOW - number * HOUR for number in range(failed.found - 1, 2, -1)]


@on_both_databases
def test_the_queue_and_what_runs(app_context: Flask) -> None:
    assert read_queue(NOW).oldest is None
    _, run = saved("Waits")
    run.queued_at = NOW - HOUR
    _, run = saved("Runs")
    run.state, run.worker, run.started_at, run.steps, run.steps_done = RunState.RUNNING, "one", NOW, 7, 3
    _, run = saved("Ended")
    end(run, RunState.SUCCEEDED, timedelta(minutes=1))
    queue = read_queue(NOW)
    assert (queue.depth, queue.running, queue.oldest) == (1, 1, NOW - HOUR)
    assert queue.average_wait is not None
    assert round(queue.average_wait.total_seconds(), 3) == 120
    (running,) = list_running()
    assert (running.name, running.worker, running.steps_done, running.steps) == ("Runs", "one", 3, 7)


@on_both_databases
def test_the_dearest_audience_stands_first(app_context: Flask) -> None:
    for name, milliseconds in (("Cheap", 100), ("Dear", 90_000)):
        audience, run = saved(name)
        end(run, RunState.SUCCEEDED, HOUR, evaluation_ms=milliseconds)
        again = ask_run(audience, Cause.ASKED)
        end(again, RunState.FAILED, HOUR, evaluation_ms=milliseconds)
    _, run = saved("Long ago")
    end(run, RunState.SUCCEEDED, timedelta(days=31), evaluation_ms=5)
    page = list_costs(NOW)
    assert [(cost.name, cost.runs, cost.took.total_seconds()) for cost in page.costs] == [
        ("Dear", 2, 180.0),
        ("Cheap", 2, 0.2),
    ]
    assert (page.found, page.took.total_seconds()) == (2, 180.2)
    assert list_costs(NOW, page=9, size=1).page == 2


def test_the_number_of_questions_does_not_grow(app_context: Flask) -> None:
    questions: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *given: questions.append(given[2]))

    def asked() -> int:
        questions.clear()
        for ask in (list_troubles, read_queue, list_costs):
            ask(NOW)
        list_running()
        return len(questions)

    few = asked()
    for number in range(30):
        _, run = saved(f"Failed {number}")
        end(run, RunState.FAILED, number * HOUR, evaluation_ms=5)
    db.session.commit()
    db.session.expire_all()
    assert asked() == few
