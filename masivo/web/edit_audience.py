"""The pages "New audience" and its twin for editing, and the live answer while somebody types."""

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user
from werkzeug.datastructures import MultiDict

from masivo.conditions.limits import CONDITIONS, GROUP_DEPTH, STEPS
from masivo.conditions.operators import FieldType, Operator
from masivo.conditions.phrases import operator_label
from masivo.errors import ActionRefused, EditConflict, FormRefused, MasivoError
from masivo.extensions import db
from masivo.models import Audience, AudienceState
from masivo.services.audience_templates import find_template
from masivo.services.read_audience import audience_rule, show_audience
from masivo.services.runs import enqueue_run, living_run
from masivo.services.save_audience import AudienceDraft, create_audience, edit_audience, find_audience
from masivo.warehouse.catalog import Entry
from masivo.web.access import signed_in_user
from masivo.web.builder.actions import ActionUnknown
from masivo.web.builder.draft import kept_inputs
from masivo.web.builder.editor import Editor
from masivo.web.builder.from_document import NotEditable
from masivo.web.builder.open_editor import editor_of, new_editor, posted_editor
from masivo.web.builder.press import SAVE_ANYWAY, SAVES
from masivo.web.builder.read_form import FormMangled
from masivo.web.builder.seen import seen_lines
from masivo.web.builder.suggestions import MOST_VALUES, suggestions_id, typed_values
from masivo.web.clock import page_now, page_zone
from masivo.web.forms.audience import FREQUENCIES
from masivo.web.forms.comparisons import takes_missing
from masivo.web.forms.groups import LOGICS, logic_of
from masivo.web.forms.limits import limit_words
from masivo.web.forms.signs import sign_words, to_line
from masivo.web.fragments import plain
from masivo.web.schedule_words import schedule_words

_TYPED = ("-adding", "-value")
"""How the inputs that suggest values end."""

editing = Blueprint("edit_audience", __name__, url_prefix="/audiences")


@editing.errorhandler(FormMangled)
@editing.errorhandler(ActionUnknown)
def _mangled(error: MasivoError) -> ResponseReturnValue:
    layout = "layouts/app.html" if current_user.is_authenticated else "layouts/bare.html"
    page = render_template("errors/refused.html", layout=layout, title="This could not be read", text=str(error))
    return page, 400


@editing.get("/new")
def new() -> ResponseReturnValue:
    """An empty form, or one with the `template` that was chosen."""
    return _page(new_editor(find_template(request.args.get("template", ""))))


@editing.post("/new")
def create() -> ResponseReturnValue:
    """Save the new audience, or do what another button says and show the page again."""
    editor = posted_editor(request.form)
    if request.form.get("action") not in SAVES:
        return _page(editor)
    return _save(editor, None)


@editing.get("/<int:audience_id>/edit")
def edit(audience_id: int) -> ResponseReturnValue:
    """The form with an audience as it is stored."""
    audience = find_audience(audience_id)
    try:
        if audience.state == AudienceState.ARCHIVED:
            raise ActionRefused("This audience is archived. Duplicate it to work with its rule again.")
        return _page(editor_of(audience), audience)
    except (ActionRefused, NotEditable) as refused:
        flash(str(refused), "refused")
        return redirect(url_for("audiences.show", audience_id=audience_id), 303)


@editing.post("/<int:audience_id>/edit")
def save(audience_id: int) -> ResponseReturnValue:
    """Save the changes, or do what another button says and show the page again."""
    audience = find_audience(audience_id)
    editor = posted_editor(request.form, kept_brand=audience.brand_id)
    if request.form.get("action") not in SAVES:
        return _page(editor, audience)
    return _save(editor, audience)


@editing.post("/preview")
def preview() -> ResponseReturnValue:
    """The form's inside again, after a change or a button, with everything counted anew."""
    editor = posted_editor(request.form, kept_brand=request.form.get("kept_brand") or None)
    editor.seen = seen_lines(request.form)
    return render_template("audiences/_editor.html", **words(editor))


@editing.post("/looser")
def looser() -> ResponseReturnValue:
    """What the smallest changes of a rule that finds nobody would give: asked for once the counts are there."""
    form = MultiDict([pair for pair in request.form.items(multi=True) if pair[0] != "action"])
    return render_template("audiences/_looser.html", **words(posted_editor(form, form.get("kept_brand") or None)))


def show_again() -> ResponseReturnValue:
    """A form that came with the token of an earlier session, with all that it holds and nothing done."""
    form = MultiDict([pair for pair in request.form.items(multi=True) if pair[0] != "action"])
    audience_id = (request.view_args or {}).get("audience_id")
    audience = find_audience(audience_id) if audience_id else None
    editor = posted_editor(form, kept_brand=audience.brand_id if audience else None)
    editor.notice = "You signed in again since you opened this page. Nothing is lost, and nothing is saved yet."
    return _page(editor, audience, 400)


@editing.get("/values")
def values() -> ResponseReturnValue:
    """The values of a name that have what was typed in them, for a list that has not all of them."""
    typed = next((text for name, text in request.args.items() if name.endswith(_TYPED)), "")
    found = typed_values(request.args.get("owner", ""), request.args.get("name", ""), typed)
    return render_template("audiences/_values.html", values=found, one_line=to_line)


def _asks_for_values(entry: Entry) -> dict[str, str]:
    """What has an input of the name's values fetch those that fit what is typed."""
    return {
        "hx-get": url_for("edit_audience.values", owner=entry.owner, name=entry.name),
        "hx-trigger": "input changed delay:200ms",
        "hx-target": f"#{suggestions_id(entry.owner, entry.name)}",
        "hx-swap": "innerHTML",
        "hx-sync": "this:replace",
    }


def _save(editor: Editor, audience: Audience | None) -> ResponseReturnValue:
    draft = editor.audience_draft()
    if draft is None:
        return _page(editor, audience, 422)
    asks = request.form["action"] != SAVE_ANYWAY
    # Where somebody else saved meanwhile, that is told first: after it all would be asked again.
    if audience and asks and editor.revision == audience.revision and editor.moves_many(audience, draft):
        return _page(editor, audience, 422)
    try:
        return _saved(draft, editor, audience)
    except FormRefused as refused:
        editor.refuse(refused.field, refused.message)
    except EditConflict:
        db.session.rollback()
        return _conflict(editor, find_audience(audience.id if audience else 0))
    except ActionRefused as refused:
        editor.notice = str(refused)
    db.session.rollback()
    return _page(editor, audience, 422)


def _saved(draft: AudienceDraft, editor: Editor, audience: Audience | None) -> ResponseReturnValue:
    author = signed_in_user()
    if audience is None:
        saved = create_audience(draft, author)
    else:
        saved = edit_audience(audience.id, draft, editor.revision, author)
    audience_id = saved.id
    db.session.commit()
    if run := living_run(audience_id):
        enqueue_run(run.id)
    return redirect(url_for("audiences.show", audience_id=audience_id), 303)


def _conflict(editor: Editor, audience: Audience) -> ResponseReturnValue:
    """Both sides beside each other; the next save is meant, because it is made knowing theirs."""
    editor.revision = audience.revision
    theirs = show_audience(audience.id, page_now())
    rule = audience_rule(audience.id, page_now(), page_zone())
    return _page(editor, audience, 409, theirs=theirs, their_rule=rule)


def _page(editor: Editor, audience: Audience | None = None, status: int = 200, **conflict: object) -> tuple[str, int]:
    page = render_template("audiences/edit.html", audience=audience, plain=plain(), **words(editor), **conflict)
    return page, status


def _operator_words(operator: Operator) -> str:
    return operator_label(operator, FieldType.NUMBER)


def words(editor: Editor) -> dict[str, object]:
    """What the editor's templates need besides the frame."""
    return {
        "editor": editor,
        "frequencies": FREQUENCIES,
        "schedule_words": schedule_words,
        "limit_words": limit_words,
        "logics": LOGICS,
        "logic_of": logic_of,
        "meant": editor.meant,
        "sign_words": sign_words,
        "suggestions_id": suggestions_id,
        "asks_for_values": _asks_for_values,
        "most_values": MOST_VALUES,
        "one_line": to_line,
        "takes_missing": takes_missing,
        "kept_inputs": kept_inputs,
        "operator_words": _operator_words,
        "most_conditions": CONDITIONS,
        "most_levels": GROUP_DEPTH,
        "fewest_steps": STEPS[0],
        "most_steps": STEPS[1],
        "zone_name": page_zone().key,
        "preview_url": url_for("edit_audience.preview"),
    }
