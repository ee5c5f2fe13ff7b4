"""The search in the top bar: audiences by name, customers by id, e-mail or name."""

from dataclasses import replace

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from masivo.services.connections import warehouse
from masivo.services.read_audiences import AudienceQuery, list_audiences
from masivo.web.clock import page_now

find = Blueprint("find", __name__)

_SHOWN = 10


@find.get("/search")
def results() -> ResponseReturnValue:
    """What was found for `q`."""
    text = request.args.get("q", "").strip()[:200]
    if not text:
        return render_template("find/results.html", text="", audiences=None, customers=())
    audiences = list_audiences(AudienceQuery(text=text), page_now())
    return render_template(
        "find/results.html",
        text=text,
        audiences=replace(audiences, rows=audiences.rows[:_SHOWN]),
        customers=warehouse().snapshot().find_customers(text, _SHOWN),
    )
