"""The list of audiences and the pages of one; everything they show was stored before, nothing is calculated here."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from io import BytesIO
from typing import TypedDict

from flask import Blueprint, Response, make_response, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from masivo.models import Cause, ChangeReason, RunState
from masivo.services.audience_graph import builds_on, built_on
from masivo.services.audience_owner import list_people
from masivo.services.audience_templates import TEMPLATES
from masivo.services.export_members import export_members
from masivo.services.leads import who_decides
from masivo.services.overlap import list_overlaps
from masivo.services.read_audience import (
    AudienceView,
    HistoryPoint,
    audience_history,
    audience_rule,
    list_runs,
    list_versions,
    show_audience,
)
from masivo.services.read_audiences import list_audiences
from masivo.services.read_members import Flow, list_flow, list_members
from masivo.services.read_rule import RuleInWords
from masivo.services.schedule import next_runs
from masivo.warehouse.store import Profile
from masivo.web.audience_query import STATUS_CHOICES, STATUS_WORDS, read_query
from masivo.web.clock import audience_clock, page_now, page_zone
from masivo.web.fragments import htmx
from masivo.web.member_file import file_name, write_file
from masivo.web.paging import asked_page
from masivo.web.refresh import asks_again
from masivo.web.schedule_words import FREQUENCY_WORDS, schedule_words
from masivo.web.shell import chosen_brand
from masivo.web.sparkline import sparkline

audiences = Blueprint("audiences", __name__)

_LATEST_RUNS = 5
_NEXT_RUNS = 5
_SAMPLE = 5
_TEMPLATES_OFFERED = 3

RUN_WORDS = {state: state.value.replace("_", " ") for state in RunState}
REASON_WORDS = {
    ChangeReason.DATA: "new data",
    ChangeReason.TIME: "time moving on",
    ChangeReason.RULE: "rule edited",
    ChangeReason.REFERENCE: "audiences it builds on",
}
CAUSE_WORDS = {Cause.SAVED: "saved", Cause.SCHEDULED: "by schedule", Cause.ASKED: "asked for"}


class Head(TypedDict):
    """What the head of every page of an audience shows."""

    audience: AudienceView
    rule: RuleInWords


@audiences.context_processor
def _words() -> dict[str, object]:
    return {
        "cause_words": CAUSE_WORDS,
        "reason_words": REASON_WORDS,
        "run_words": RUN_WORDS,
        "asks_again": asks_again,
        "frequency_words": FREQUENCY_WORDS,
        "now": page_now(),
        "schedule_words": schedule_words,
        "series": series,
        "sparkline": sparkline,
        "status_words": STATUS_WORDS,
    }


@audiences.get("/")
def home() -> ResponseReturnValue:
    """The start: the audiences."""
    return redirect(url_for("audiences.index"))


@audiences.get("/audiences")
def index() -> ResponseReturnValue:
    """The list; its rows alone where htmx asks."""
    query = read_query(request.args, asked_page(), chosen_brand().id)
    template = "audiences/_list.html" if htmx() else "audiences/index.html"
    listed = list_audiences(query, page_now())
    return render_template(
        template, query=query, listed=listed, status_choices=STATUS_CHOICES, starts=TEMPLATES[:_TEMPLATES_OFFERED]
    )


@audiences.get("/audiences/<int:audience_id>")
def show(audience_id: int) -> ResponseReturnValue:
    """One audience: its size over time, who came and left, when it runs next."""
    head = _head(audience_id)
    audience = head["audience"]
    return render_template(
        "audiences/show.html",
        **head,
        clock=audience_clock(audience.brand_id),
        following=_following(audience),
        runs=list_runs(audience_id, 1).runs[:_LATEST_RUNS],
        history=audience_history(audience_id),
        samples=_samples(audience),
        who_decides=who_decides() if audience.held else "",
        built_on=built_on(audience_id),
        used_by=builds_on(audience_id),
        people=list_people(),
    )


@audiences.get("/audiences/<int:audience_id>/members")
def members(audience_id: int) -> ResponseReturnValue:
    """Who is in it, as last calculated."""
    head = _head(audience_id)
    return render_template("audiences/members.html", **head, listed=list_members(audience_id, asked_page()))


@audiences.get("/audiences/<int:audience_id>/members.zip")
def members_file(audience_id: int) -> Response:
    """Their ids to take along, with the rule that found them in words."""
    export = export_members(audience_id)
    file = BytesIO(write_file(export))
    return send_file(file, "application/zip", as_attachment=True, download_name=file_name(export))


@audiences.get("/audiences/<int:audience_id>/overlap")
def overlap(audience_id: int) -> ResponseReturnValue:
    """Which others share its members."""
    head = _head(audience_id)
    return render_template("audiences/overlap.html", **head, listed=list_overlaps(audience_id, asked_page()))


@audiences.get("/audiences/<int:audience_id>/runs")
def runs(audience_id: int) -> ResponseReturnValue:
    """Every recalculation."""
    return render_template("audiences/runs.html", **_head(audience_id), listed=list_runs(audience_id, asked_page()))


@audiences.get("/audiences/<int:audience_id>/runs/<run_id>/<any(entered, departed):flow>")
def flow(audience_id: int, run_id: str, flow: str) -> ResponseReturnValue:
    """Who came or left in one run."""
    head = _head(audience_id)
    listed = list_flow(audience_id, run_id, Flow(flow), asked_page())
    return render_template("audiences/flow.html", **head, listed=listed, flow=Flow(flow))


@audiences.get("/audiences/<int:audience_id>/versions")
def versions(audience_id: int) -> ResponseReturnValue:
    """Every state that its rule was in."""
    head = _head(audience_id)
    listed = list_versions(audience_id, page_now(), page_zone())
    return render_template("audiences/versions.html", **head, listed=listed)


@audiences.get("/audiences/<int:audience_id>/standing")
def standing(audience_id: int) -> Response:
    """The part of the head that changes by itself; the tab is told when its runs came to more than was `seen` there."""
    audience = show_audience(audience_id, page_now())
    response = make_response(render_template("audiences/_standing.html", audience=audience))
    if audience.settled != request.args.get("seen"):
        response.headers["HX-Trigger"] = "run-settled"
    return response


def series(history: Sequence[HistoryPoint]) -> list[list[int | None]]:
    """A history as the charts read it: instants in seconds since 1970, sizes, entered, left.

    In the first run all members are new, and nobody is drawn as entered: next to them no later bar could be seen.
    """
    entered: list[int | None] = [point.entered for point in history]
    if history and entered[0] == history[0].size:
        entered[0] = None
    return [
        [round(point.at.timestamp()) for point in history],
        [point.size for point in history],
        entered,
        [point.departed for point in history],
    ]


def _following(audience: AudienceView) -> list[datetime]:
    """The next runs, from the promise that stands."""
    if audience.next_run_at is None:
        return []
    after = audience.next_run_at - timedelta(microseconds=1)
    return next_runs(audience.schedule, after, audience_clock(audience.brand_id), _NEXT_RUNS)


def _samples(audience: AudienceView) -> dict[Flow, Sequence[Profile]]:
    """A few of those who would enter and leave with a held run."""
    if audience.held is None:
        return {}
    return {flow: list_flow(audience.id, audience.held.id, flow, 1).profiles[:_SAMPLE] for flow in Flow}


def _head(audience_id: int) -> Head:
    """The head of an audience's pages. Raises NotFound."""
    now = page_now()
    return Head(audience=show_audience(audience_id, now), rule=audience_rule(audience_id, now, page_zone()))
