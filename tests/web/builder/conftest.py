"""The pages of an application over the shop, and somebody who is signed in."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import FileSystemBytecodeCache

from masivo.config import Settings
from masivo.extensions import db
from masivo.models import User
from masivo.web import register_web
from tests.web.shop import fill


@pytest.fixture
def pages(app: Flask, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """An application that answers requests, with the check of a form's token left aside."""
    app.config["WTF_CSRF_ENABLED"] = False
    app.jinja_env.bytecode_cache = compiled_templates
    return register_web(app)


@pytest.fixture(scope="session")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop's warehouse, to be copied."""
    home = tmp_path_factory.mktemp("shop")
    fill(Settings(home=home, database_url="", redis_url=None, warehouse_url=None, zone="UTC"))
    return home / "warehouse"


@pytest.fixture
def client(pages: Flask, settings: Settings, shop: Path) -> FlaskClient:
    """A browser without script, signed in, over the shop."""
    shutil.copytree(shop, settings.warehouse_home)
    with pages.app_context():
        db.session.add(User(email="ana@example.com", name="Ana", password_hash="none"))
        db.session.commit()
    client = pages.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = "1"
    return client
