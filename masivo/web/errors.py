"""Refusals and failures as pages, in words; inside a fragment as one sentence."""

import logging
from http import HTTPStatus

from flask import Flask, render_template, request
from flask.typing import ResponseReturnValue
from flask_login import current_user
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from masivo.errors import NotFound, WarehouseUnavailable
from masivo.extensions import db
from masivo.web.fragments import htmx
from masivo.web.kept_form import late_form

log = logging.getLogger(__name__)

_WORDS: dict[int, tuple[str, str]] = {
    400: ("This could not be read", "What was sent is incomplete. Go back, reload the page, then try again."),
    401: ("Not with this token", "The token is not the one of MASIVO_METRICS_TOKEN. Sign in, or send the right one."),
    403: ("Not allowed", "You are signed in, but this is not open to you. Ask whoever looks after your account."),
    404: ("Nothing here", "There is no page at this address. It may have been moved, or the link is mistyped."),
    405: ("Not in this way", "This address takes part in a form. Go back to the page that you came from."),
    413: ("Too large", "What was sent is larger than 2 MB. Make it smaller, then send it again."),
    500: ("This page could not be made", "The fault is on our side and was written down. Try again in a moment."),
    503: ("The customer data cannot be read just now", "Audiences and their members are safe. Try again in a moment."),
}
"""By status: what happened, and what to do."""

_EXPIRED = ("This form was open too long", "Nothing was saved. Go back, reload the page, then send the form again.")


def register(app: Flask) -> None:
    """Answer every error of a request in words."""
    app.register_error_handler(CSRFError, _expired_form)
    app.register_error_handler(NotFound, _not_found)
    app.register_error_handler(WarehouseUnavailable, _warehouse_away)
    app.register_error_handler(HTTPException, _refused)
    app.register_error_handler(Exception, _failed)
    app.register_error_handler(500, _failed)  # what fails while another error is put in words comes here


def _expired_form(_error: CSRFError) -> ResponseReturnValue:
    return late_form() or _page(400, *_EXPIRED)


def _not_found(error: NotFound) -> ResponseReturnValue:
    return _page(404, _WORDS[404][0], str(error))


def _warehouse_away(error: WarehouseUnavailable) -> ResponseReturnValue:
    log.warning("the warehouse cannot be read: %s", error)
    return _page(503, *_WORDS[503])


def _refused(error: HTTPException) -> ResponseReturnValue:
    if error.code is None or error.code < 400:
        return error.get_response()
    fallback = (HTTPStatus(error.code).phrase, "Go back to the page that you came from, then try again.")
    body, status = _page(error.code, *_WORDS.get(error.code, fallback))
    kept = {name: each for name, each in error.get_headers() if name == "Allow"}
    return body, status, kept


def _failed(error: Exception) -> ResponseReturnValue:
    log.error("%s %s failed", request.method, request.path, exc_info=error)
    db.session.rollback()
    return render_template("errors/failed.html", title=_WORDS[500][0], text=_WORDS[500][1]), 500


def _page(status: int, title: str, text: str) -> tuple[str, int]:
    if htmx():
        return render_template("errors/_refused.html", title=title, text=text), status
    layout = "layouts/app.html" if current_user.is_authenticated else "layouts/bare.html"
    return render_template("errors/refused.html", layout=layout, title=title, text=text), status
