"""The names that the data brought: fields, event properties and event types, with their types and frequent values."""

from flask import Blueprint, abort, render_template, request
from flask.typing import ResponseReturnValue

from masivo.conditions.operators import FieldType
from masivo.conditions.phrases import event_label, field_label
from masivo.services.connections import warehouse
from masivo.warehouse.catalog import Owner
from masivo.web.fragments import htmx

catalog = Blueprint("catalog", __name__)

_SHOWN = 10
WITH_VALUES = frozenset({FieldType.TEXT, FieldType.LIST, FieldType.BOOLEAN})
"""Types of which the frequent values say something."""


@catalog.context_processor
def _words() -> dict[str, object]:
    return {"event_label": event_label, "field_label": field_label, "with_values": WITH_VALUES}


@catalog.get("/catalog")
def index() -> ResponseReturnValue:
    """Every name that a condition can ask about."""
    snapshot = warehouse().snapshot()
    known = snapshot.catalog
    return render_template(
        "catalog/index.html",
        fields=sorted(known.fields.values(), key=lambda entry: entry.name),
        properties=sorted(known.properties.values(), key=lambda entry: entry.name),
        event_types=sorted(known.event_types),
        snapshot=snapshot,
    )


@catalog.get("/catalog/values")
def values() -> ResponseReturnValue:
    """The most frequent values of one name; in the table where htmx asks, else as a page."""
    snapshot = warehouse().snapshot()
    owner, name = request.args.get("owner", ""), request.args.get("name", "")
    known = snapshot.catalog.fields if owner == Owner.CUSTOMER else snapshot.catalog.properties
    entry = known.get(name)
    if entry is None or entry.owner != owner or entry.type not in WITH_VALUES:
        abort(404)
    found = snapshot.top_values(entry.name, entry.owner, _SHOWN)
    template = "catalog/_values.html" if htmx() else "catalog/values.html"
    return render_template(template, entry=entry, found=found)
