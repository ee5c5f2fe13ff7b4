"""What people do to an audience from its page and from the list; each answers a posted form with a redirect."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from masivo.errors import ActionRefused
from masivo.extensions import db
from masivo.models import Cause
from masivo.services.audience_graph import builds_on
from masivo.services.audience_owner import change_owner
from masivo.services.held_runs import approve_run, reject_run
from masivo.services.read_audience import show_audience
from masivo.services.runs import ask_run, cancel_run, enqueue_run, living_run
from masivo.services.save_audience import (
    archive_audience,
    duplicate_audience,
    find_audience,
    pause_audience,
    resume_audience,
)
from masivo.web.access import local_path, signed_in_user
from masivo.web.clock import page_now

audience_actions = Blueprint("audience_actions", __name__, url_prefix="/audiences/<int:audience_id>")

_WAITING = "It waits: the queue of recalculations cannot be reached just now. It starts by itself once it can."


@audience_actions.errorhandler(ActionRefused)
def _refused(error: ActionRefused) -> ResponseReturnValue:
    db.session.rollback()
    flash(str(error), "refused")
    return _to((request.view_args or {})["audience_id"])


@audience_actions.post("/recalculate")
def recalculate(audience_id: int) -> ResponseReturnValue:
    """Calculate the members anew, now."""
    run = ask_run(find_audience(audience_id), Cause.ASKED, asked_by=signed_in_user())
    run_id = run.id
    db.session.commit()
    if not enqueue_run(run_id):
        flash(f"The recalculation is asked for. {_WAITING}")
    return _to(audience_id)


@audience_actions.post("/cancel")
def cancel(audience_id: int) -> ResponseReturnValue:
    """End the recalculation that waits or works."""
    cancelled = cancel_run(audience_id, signed_in_user(), page_now())
    db.session.commit()
    flash("Cancelled. The last members stay." if cancelled else "It had ended already, so there was nothing to cancel.")
    return _to(audience_id)


@audience_actions.post("/runs/<run_id>/approve")
def approve(audience_id: int, run_id: str) -> ResponseReturnValue:
    """Put what a held run found in force."""
    approve_run(audience_id, run_id, signed_in_user(), page_now())
    db.session.commit()
    flash("Approved: the new members are in force.")
    return _to(audience_id)


@audience_actions.post("/runs/<run_id>/reject")
def reject(audience_id: int, run_id: str) -> ResponseReturnValue:
    """Do away with what a held run found."""
    reject_run(audience_id, run_id, signed_in_user(), page_now())
    db.session.commit()
    flash("Rejected: the members of before stay.")
    return _to(audience_id)


@audience_actions.post("/duplicate")
def duplicate(audience_id: int) -> ResponseReturnValue:
    """A copy with a name of its own, calculated at once."""
    copy = duplicate_audience(audience_id, signed_in_user())
    db.session.commit()
    if run := living_run(copy.id):
        enqueue_run(run.id)
    flash("This is the copy. Edit it to change its name and its rule.")
    return _to(copy.id)


@audience_actions.post("/pause")
def pause(audience_id: int) -> ResponseReturnValue:
    """Recalculate on demand only."""
    pause_audience(audience_id)
    db.session.commit()
    flash("Paused: it is recalculated only when somebody asks for it.")
    return _to(audience_id)


@audience_actions.post("/resume")
def resume(audience_id: int) -> ResponseReturnValue:
    """Keep the schedule again."""
    resume_audience(audience_id)
    db.session.commit()
    flash("Resumed: it is recalculated by its schedule again.")
    return _to(audience_id)


@audience_actions.post("/owner")
def own(audience_id: int) -> ResponseReturnValue:
    """Hand the audience on to somebody, or to nobody."""
    owner = change_owner(audience_id, request.form["owner"])
    db.session.commit()
    flash(f"{owner.name if owner else 'Nobody'} answers for it now.")
    return _to(audience_id)


@audience_actions.get("/archive")
def ask_to_archive(audience_id: int) -> ResponseReturnValue:
    """The question before archiving, as a page of its own."""
    view, used_by = show_audience(audience_id, page_now()), builds_on(audience_id)
    return render_template("audiences/archive.html", audience=view, used_by=used_by)


@audience_actions.post("/archive")
def archive(audience_id: int) -> ResponseReturnValue:
    """Put the audience away."""
    name = archive_audience(audience_id).name
    db.session.commit()
    flash(f"“{name}” is archived. The state filter still finds it.")
    return redirect(url_for("audiences.index"), 303)


def _to(audience_id: int) -> ResponseReturnValue:
    """To where the form says, or to the audience's page."""
    return redirect(local_path(request.form.get("next")) or url_for("audiences.show", audience_id=audience_id), 303)
