"""An audience's form that is sent when the session has ended: carried through the sign-in, and shown again whole."""

from flask import Flask, Response, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user

from masivo.extensions import csrf
from masivo.web import edit_audience
from masivo.web.fragments import htmx
from masivo.web.sign_in import SignInForm, kept_inputs

_SAVED = frozenset({"edit_audience.create", "edit_audience.save"})
_LIVE = frozenset({"edit_audience.preview", "edit_audience.looser", "edit_audience.values"})
"""Change nothing, so they need no token: counts go on as soon as somebody signed in again in another tab."""


def register(app: Flask) -> None:
    """Keep what is posted from being lost at the guard, which comes after this."""
    for view in (edit_audience.preview, edit_audience.looser):
        csrf.exempt(view)
    app.before_request(_keep)


def late_form() -> ResponseReturnValue | None:
    """The answer to a kept form whose token is of an earlier session; None for any other form."""
    if request.endpoint not in _SAVED:
        return None
    return edit_audience.show_again() if current_user.is_authenticated else _sign_in()


def _keep() -> ResponseReturnValue | None:
    if current_user.is_authenticated:
        return None
    if request.endpoint in _SAVED and request.method == "POST" and request.form:
        return _sign_in()
    if request.endpoint in _LIVE and htmx():
        beside = {"HX-Retarget": "#signed-out", "HX-Reswap": "innerHTML"}
        return Response(render_template("sign_in/_signed_out.html"), 422, beside)
    return None


def _sign_in() -> ResponseReturnValue:
    form = SignInForm(formdata=None, data={"next": request.path})
    return render_template("sign_in/form.html", form=form, kept=kept_inputs(request.form)), 401
