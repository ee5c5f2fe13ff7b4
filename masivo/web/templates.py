"""Rules to start from, each told as what it finds, with a way to a new audience that begins with it."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from masivo.conditions.describe import describe
from masivo.conditions.parse import parse
from masivo.services.audience_templates import TEMPLATES, Template
from masivo.services.connections import warehouse
from masivo.web.clock import page_now, page_zone

templates = Blueprint("templates", __name__)


@templates.get("/templates")
def index() -> ResponseReturnValue:
    """Every template, by what it is for."""
    return render_template("templates/index.html", templates=[(each, _sentence(each)) for each in TEMPLATES])


def _sentence(template: Template) -> str:
    catalog = warehouse().snapshot().catalog
    rule = parse(template.document, catalog)
    return describe(rule, as_of=page_now(), zone=page_zone(), brand_name=None, vocabulary=catalog)
