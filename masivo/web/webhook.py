"""The settings of the webhook: where messages go, their secret, and a trial."""

from flask import Blueprint, flash, redirect, request, url_for
from flask.typing import ResponseReturnValue

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.services.post_signed import MessageNotTaken
from masivo.services.send_notices import send_message
from masivo.services.webhook import change_webhook, read_webhook, renew_secret
from masivo.web.clock import page_now

webhook = Blueprint("webhook", __name__, url_prefix="/settings/webhook")


@webhook.post("")
def change() -> ResponseReturnValue:
    """Send messages elsewhere, or nowhere."""
    try:
        changed = change_webhook(request.form.get("url", ""), request.url_root, page_now())
    except FormRefused as refused:
        db.session.rollback()
        flash(refused.message, "refused")
        return _back()
    db.session.commit()
    flash("Messages go there from now on. Send a trial." if changed else "No messages are sent any more.")
    return _back()


@webhook.post("/secret")
def renew() -> ResponseReturnValue:
    """Sign with another secret."""
    renew_secret()
    db.session.commit()
    flash("The secret is another one now. Give it to whoever receives the messages.")
    return _back()


@webhook.post("/trial")
def try_out() -> ResponseReturnValue:
    """Send a message without any news, and say whether it arrived."""
    kept = read_webhook()
    db.session.rollback()
    try:
        if kept:
            send_message(kept, [], page_now())
            flash("The trial arrived.")
    except MessageNotTaken as error:
        flash(f"The trial did not arrive. {error}", "refused")
    return _back()


def _back() -> ResponseReturnValue:
    return redirect(url_for("settings.index", _anchor="webhook"), 303)
