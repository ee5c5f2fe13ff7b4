"""Filling in the builder's form as a browser without script would: open, change, press, read."""

from collections.abc import Mapping

from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from tests.web.builder.posted import posted


def press(
    client: FlaskClient, form: "MultiDict[str, str]", action: str, changes: Mapping[str, str] = {}, path: str = ""
) -> TestResponse:
    """Post the form with some inputs changed, by a button."""
    sent = form.copy()
    for name, value in changes.items():
        sent[name] = value
    sent["action"] = action
    return client.post(path or "/audiences/new", data=sent)


def filled_form(client: FlaskClient) -> "MultiDict[str, str]":
    """A finished form: customers of andes whose tier is gold, who spent more than 100 in purchases with MEAT."""
    form = posted(client.get("/audiences/new").text)
    steps: list[tuple[str, dict[str, str]]] = [
        ("add-condition:n1", {"name": "Meat lovers", "n2-subject": "field:tier"}),
        ("add-clause:n3", {"n2-adding": "gold", "n3-subject": "event:PURCHASE"}),
        ("update", {"n3-measure": "sum", "n4-property": "order.products[].tags.department"}),
        ("update", {"n3-measured": "order.value", "n3-operator": "gt", "n3-value": "100", "n4-adding": "MEAT"}),
    ]
    for action, changes in steps:
        form = posted(press(client, form, action, changes).text)
    return form
