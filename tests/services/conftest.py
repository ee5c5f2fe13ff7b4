"""What tests of the services start from: a rule, and an audience that has it."""

from collections.abc import Callable

import pytest
from flask import Flask

from masivo.conditions.parse import parse
from masivo.conditions.tree import Group
from masivo.extensions import db
from masivo.models import Audience, Frequency
from masivo.services.save_audience import AudienceDraft, create_audience
from masivo.services.schedule import Schedule
from masivo.warehouse.catalog import Catalog

Draft = Callable[..., AudienceDraft]


def rule(country: str = "CO") -> Group:
    """Everyone of a country."""
    condition = {"kind": "attribute", "field": "country", "operator": "eq", "value": country}
    return parse({"version": 1, "op": "all", "children": [condition]}, Catalog())


def draft(name: str = "Colombians", **changes: object) -> AudienceDraft:
    """A draft that can be saved; `changes` replace its parts."""
    parts: dict[str, object] = {
        "description": "",
        "brand_id": None,
        "schedule": Schedule(Frequency.DAILY),
        "document": rule(),
    }
    return AudienceDraft(name, **{**parts, **changes})  # type: ignore[arg-type]


@pytest.fixture
def audience(app_context: Flask) -> Audience:
    """A saved audience with a queued run."""
    audience = create_audience(draft(), None)
    db.session.commit()
    return audience
