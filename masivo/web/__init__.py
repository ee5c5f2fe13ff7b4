"""The pages: `register_web` gives an application its blueprints, guards, headers and filters."""

from flask import Flask

from masivo.web import access, errors, filters, headers, https, kept_form, paging, shell, trace
from masivo.web.audience_actions import audience_actions
from masivo.web.audiences import audiences
from masivo.web.catalog import catalog
from masivo.web.customers import customers
from masivo.web.edit_audience import editing
from masivo.web.find import find
from masivo.web.health import health
from masivo.web.operations import operations
from masivo.web.settings import settings
from masivo.web.sign_in import sign_in
from masivo.web.templates import templates
from masivo.web.webhook import webhook


def register_web(app: Flask) -> Flask:
    """The same application, answering requests."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    for prepare in (trace, https, kept_form, access, headers, shell, filters, paging, errors):
        prepare.register(app)
    for blueprint in (
        sign_in,
        audiences,
        audience_actions,
        editing,
        templates,
        customers,
        catalog,
        operations,
        settings,
        webhook,
        find,
        health,
    ):
        app.register_blueprint(blueprint)
    return app
