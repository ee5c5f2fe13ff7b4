"""Customers: looked up by id, e-mail or name, and each one's profile, events and audiences."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from masivo.conditions.phrases import event_label, field_label
from masivo.errors import DocumentRefused
from masivo.services.audience_graph import usable_audiences
from masivo.services.connections import warehouse
from masivo.services.explain_membership import explain_audience
from masivo.services.read_members import audiences_of
from masivo.services.save_audience import find_audience
from masivo.warehouse.store import FieldValue
from masivo.web.clock import page_now
from masivo.web.filters import capital

customers = Blueprint("customers", __name__)

_FOUND = 50
_EVENTS = 25

_GROUPS = (
    ("Person", "name email phone document_type document_number gender dob is_anonymous"),
    ("Place", "country city"),
    ("Account", "status tier registration_date phone_verified referral_code platforms"),
)
"""The built-in fields as people look for them; all others go by the first part of their dotted name."""


@customers.context_processor
def _words() -> dict[str, object]:
    return {"event_label": event_label, "field_label": field_label}


@customers.get("/customers")
def index() -> ResponseReturnValue:
    """The search, with what it found."""
    text = request.args.get("q", "").strip()[:200]
    snapshot = warehouse().snapshot()
    found = snapshot.find_customers(text, _FOUND) if text else []
    return render_template("customers/index.html", text=text, found=found, limit=_FOUND, known=snapshot.customer_count)


@customers.get("/customers/profile")
def show() -> ResponseReturnValue:
    """One customer, by the `id` that the sender gave: any text, so it stands in the query."""
    snapshot = warehouse().snapshot()
    key = snapshot.key_of(request.args.get("id", ""))
    if key is None:
        abort(404, "No customer has this id.")
    (profile,) = snapshot.profiles([key])
    return render_template(
        "customers/show.html",
        profile=profile,
        groups=group_fields(profile.fields),
        events=snapshot.events_of(key, _EVENTS),
        limit=_EVENTS,
        audiences=audiences_of(key),
        explained=usable_audiences(None),
    )


@customers.get("/customers/why")
def why() -> ResponseReturnValue:
    """Why a customer belongs to an audience or not: as last calculated, and line by line as of now."""
    snapshot = warehouse().snapshot()
    key = snapshot.key_of(request.args.get("id", ""))
    if key is None:
        abort(404, "No customer has this id.")
    (profile,) = snapshot.profiles([key])
    audience = find_audience(request.args.get("audience", 0, int))
    try:
        stored, explanation = explain_audience(audience.id, profile, page_now().replace(second=0, microsecond=0))
    except DocumentRefused as refused:
        flash(f"The rule of “{audience.name}” can no longer be read: {refused.message} Edit it first.", "refused")
        return redirect(url_for("customers.show", id=profile.id), 303)
    return render_template(
        "customers/why.html", profile=profile, audience=audience, stored=stored, explanation=explanation
    )


@dataclass(frozen=True, slots=True)
class Fact:
    """A field as a profile shows it; within a group of dotted names the label leaves their first part out."""

    name: str
    label: str
    value: FieldValue


def group_fields(fields: Mapping[str, FieldValue]) -> dict[str, list[Fact]]:
    """The fields under the titles that a profile shows them by, in a steady order."""
    groups: dict[str, list[Fact]] = {title: [] for title, _ in _GROUPS}
    for name in sorted(fields):
        title = _title(name)
        label = capital(field_label(name).removeprefix(f"{title}: "))
        groups.setdefault(title, []).append(Fact(name, label, fields[name]))
    return {title: facts for title, facts in groups.items() if facts}


def _title(name: str) -> str:
    for title, names in _GROUPS:
        if name in names.split():
            return title
    first, dot, _ = name.partition(".")
    return first.replace("_", " ").capitalize() if dot else "More"
