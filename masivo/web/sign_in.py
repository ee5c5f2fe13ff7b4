"""Signing in with e-mail and password, and out again."""

from flask import Blueprint, flash, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_login import current_user, login_user, logout_user
from flask_wtf import FlaskForm
from werkzeug.datastructures import MultiDict
from wtforms import EmailField, HiddenField, PasswordField
from wtforms.validators import InputRequired, Length

from masivo.extensions import db
from masivo.services.sign_in_attempts import TooManyTries, check_attempts, note_failure
from masivo.services.users import verify_password
from masivo.web.access import local_path

sign_in = Blueprint("sign_in", __name__)


class SignInForm(FlaskForm):
    """Who, and the proof; `next` is the page that was asked for."""

    email = EmailField("E-mail", [InputRequired("Type your e-mail."), Length(max=254)])
    password = PasswordField("Password", [InputRequired("Type your password."), Length(max=1024)])
    next = HiddenField()


def kept_inputs(form: "MultiDict[str, str]") -> list[tuple[str, str]]:
    """What a page posted that has to wait for the sign-in, by name, without what the sign-in's own form sends."""
    own = {"csrf_token", "email", "password", "next", "kept"}
    return [(name, text) for name, text in form.items(multi=True) if name not in own]


@sign_in.get("/sign-in")
def form() -> ResponseReturnValue:
    """The form, or straight on for somebody who is signed in."""
    target = local_path(request.args.get("next"))
    if current_user.is_authenticated:
        return redirect(target or url_for("audiences.index"))
    return render_template("sign_in/form.html", form=SignInForm(data={"next": target}))


@sign_in.post("/sign-in")
def enter() -> ResponseReturnValue:
    """Sign in, and on to the page that was asked for."""
    given = SignInForm()
    if not given.validate():
        return _again(given, 422)
    email, address = given.email.data or "", request.remote_addr or ""
    try:
        check_attempts(email, address)
    except TooManyTries as error:
        return _again(given, 429, str(error))
    user = verify_password(email, given.password.data or "")
    if user is None:
        note_failure(email, address)
        return _again(given, 422, "This e-mail and password do not go together. Check both, then try again.")
    db.session.commit()
    session.clear()
    login_user(user)
    session.permanent = True
    # A kept form goes on to its own page as it was sent, by the status that says so.
    status = 307 if "kept" in request.form else 303
    return redirect(local_path(given.next.data) or url_for("audiences.index"), status)


@sign_in.post("/sign-out")
def leave() -> ResponseReturnValue:
    """Sign out."""
    logout_user()
    session.clear()
    flash("You are signed out.")
    return redirect(url_for("sign_in.form"), 303)


def _again(given: SignInForm, status: int, *sentences: str) -> ResponseReturnValue:
    given.form_errors.extend(sentences)
    kept = kept_inputs(request.form) if "kept" in request.form else ()
    return render_template("sign_in/form.html", form=given, kept=kept), status
