"""The whole application over a small shop, with clients that check every page they fetch."""

import shutil
from pathlib import Path

import pytest
from flask import Flask
from jinja2 import FileSystemBytecodeCache

from masivo.config import Settings
from masivo.extensions import db
from masivo.services.users import create_user
from masivo.web import register_web
from tests.web import shop
from tests.web.checked_client import CheckedClient

EMAIL, PASSWORD = "ana@example.com", "correct horse battery"


@pytest.fixture(scope="session")
def shop_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home whose warehouse holds the shop, to be copied."""
    home = tmp_path_factory.mktemp("shop")
    shop.fill(Settings(home=home, database_url="", redis_url=None, warehouse_url=None, zone="UTC"))
    return home


@pytest.fixture(scope="session")
def compiled_templates(tmp_path_factory: pytest.TempPathFactory) -> FileSystemBytecodeCache:
    """What one application made of the templates, for the next: each test has an application of its own."""
    return FileSystemBytecodeCache(str(tmp_path_factory.mktemp("templates")))


@pytest.fixture
def site(app: Flask, settings: Settings, shop_home: Path, compiled_templates: FileSystemBytecodeCache) -> Flask:
    """An application with its pages, the shop's data, and one person who can sign in."""
    shutil.copytree(shop_home / "warehouse", settings.warehouse_home)
    register_web(app)
    app.jinja_env.bytecode_cache = compiled_templates
    app.test_client_class = CheckedClient
    with app.app_context():
        create_user(EMAIL, "Ana", PASSWORD)
        db.session.commit()
    return app


@pytest.fixture
def visitor(site: Flask) -> CheckedClient:
    """A browser of somebody who is not signed in."""
    client = site.test_client()
    assert isinstance(client, CheckedClient)
    return client


@pytest.fixture
def client(visitor: CheckedClient) -> CheckedClient:
    """A browser of somebody who is signed in."""
    form = visitor.page("/sign-in").one("form")
    assert visitor.submit(form, email=EMAIL, password=PASSWORD).status_code == 303
    return visitor
