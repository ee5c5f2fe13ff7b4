"""A server of the tests' own over the shop, and a Chromium in which somebody is signed in."""

import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright
from werkzeug.serving import make_server

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.services.users import create_user
from masivo.web import register_web
from tests.web.shop import fill

EMAIL, PASSWORD = "ana@example.com", "correct horse battery"
_ANSWERED = "Failed to load resource: the server responded with a status of "
EXPECTED = (
    "htmx:sendAbort",
    "htmx:afterRequest",
    "htmx:sendError",
    "Failed to load resource: net::ERR_CONNECTION_REFUSED",
    *(f"{_ANSWERED}{status}" for status in (400, 401, 409, 422)),
)
"""What is logged where a newer request took the place of an older one, where a test has the server be away, and where
a form was refused, as it should.
"""

PATIENCE = 60_000
"""Milliseconds until a page counts as hanging: what only takes long on a busy machine is no failure, and what
is there is not waited for.
"""

expect.set_options(timeout=PATIENCE)

Visit = Callable[..., Page]


@pytest.fixture(scope="module")
def site_settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A home of the module's own, so that what its tests save is in nobody's way. Redis is away."""
    home = tmp_path_factory.mktemp("site")
    return Settings(
        home=home,
        database_url=f"sqlite:///{home}/masivo.sqlite3",
        redis_url=f"unix://{home}/nobody.sock",
        warehouse_url=None,
        zone="America/Bogota",
    )


@pytest.fixture(scope="module")
def site(site_settings: Settings) -> Iterator[str]:
    """The address of a running application over the shop, on a free port."""
    app = register_web(create_app(site_settings))
    fill(site_settings)
    with app.app_context():
        db.create_all()
        create_user(EMAIL, "Ana Torres", PASSWORD)
        db.session.commit()
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()


@pytest.fixture(scope="session")
def browser(chromium: Path) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def signed_in(site: str, browser: Browser) -> Any:
    """The cookies of somebody who signed in, for every context."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{site}/sign-in")
    page.get_by_label("E-mail").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(lambda url: "sign-in" not in url)
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def visit(site: str, browser: Browser, signed_in: Any) -> Iterator[Visit]:
    """Opens a path in a context of its own; at the end no page may have logged an error or broken the policy."""
    contexts: list[BrowserContext] = []
    faults: list[str] = []

    def heard(message: ConsoleMessage) -> None:
        if message.type == "error" and not message.text.startswith(EXPECTED):
            faults.append(message.text)

    def visit(path: str, *, width: int = 1280, height: int = 900, **options: Any) -> Page:
        context = browser.new_context(
            base_url=site, storage_state=signed_in, viewport={"width": width, "height": height}, **options
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(PATIENCE)
        page.on("console", heard)
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.goto(path)
        return page

    yield visit
    for context in contexts:
        context.close()
    assert not faults
