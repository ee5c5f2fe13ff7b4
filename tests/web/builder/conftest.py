"""The pages of an application, for tests of the builder."""

import pytest
from flask import Flask

from masivo.web import register_web


@pytest.fixture
def pages(app: Flask) -> Flask:
    """An application that answers requests, with every check of a form's token left aside."""
    app.config["WTF_CSRF_ENABLED"] = False
    return register_web(app)
