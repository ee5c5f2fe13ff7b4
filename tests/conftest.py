"""What tests of every layer start from: a home folder, a database, a Redis server, an application."""

import itertools
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask_migrate import upgrade

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.services import users
from masivo.warehouse.s3 import bucket, mirror
from tests.chromium import find_chromium
from tests.clickhouse import ClickHouse
from tests.effort import register_profiles
from tests.golden import Golden
from tests.postgres import PostgresServer
from tests.redis import RedisServer
from tests.s3 import S3Server

SHORT = "/tmp"  # noqa: S108 - the system's own choice may be too long for the path of a unix socket
DATABASE_NUMBERS = itertools.count()

register_profiles()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the golden files anew")


@pytest.fixture(scope="session", autouse=True)
def slow_hasher() -> Iterator[PasswordHasher]:
    """The product's way to hash a password, which is slow on purpose; while tests run a quick one is in its place."""
    quick = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    with pytest.MonkeyPatch.context() as patch:
        slow = users._HASHER
        patch.setattr(users, "_HASHER", quick)
        patch.setattr(users, "_NOBODYS_HASH", quick.hash("the password of nobody"))
        yield slow


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    return Golden(update=request.config.getoption("--update-golden"))


@pytest.fixture
def home() -> Iterator[Path]:
    """A folder of the test's own with a short path, for MASIVO_HOME and for sockets."""
    with tempfile.TemporaryDirectory(prefix="masivo-", dir=SHORT) as folder:
        yield Path(folder)


@pytest.fixture(scope="session")
def session_home() -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="masivo-", dir=SHORT, ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def sqlite_template(session_home: Path) -> Path:
    """A SQLite database with every table and no row, to be copied."""
    path = session_home / "template.sqlite3"
    _make_tables(f"sqlite:///{path}", session_home / "sqlite-home")
    return path


@pytest.fixture(scope="session")
def postgres(session_home: Path) -> Iterator[PostgresServer]:
    """A PostgreSQL server whose database `template` has every table and no row."""
    folder = session_home / "pg"
    folder.mkdir()
    with PostgresServer(folder) as server:
        server.execute("CREATE DATABASE template")
        _make_tables(server.url("template"), session_home / "postgres-home")
        yield server


@pytest.fixture(scope="session")
def clickhouse(session_home: Path) -> ClickHouse:
    """ClickHouse in this process, without a database."""
    return ClickHouse(session_home / "clickhouse")


@pytest.fixture(scope="session")
def s3_server() -> Iterator[S3Server]:
    """An S3 server without a bucket."""
    with S3Server() as server:
        yield server


@pytest.fixture
def s3(s3_server: S3Server, monkeypatch: pytest.MonkeyPatch) -> S3Server:
    """The same, named by the environment; the product looks at a bucket whenever it is asked, not once a second."""
    for name, value in s3_server.environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(mirror, "LOOK_EVERY", 0.0)
    bucket.forget_settings()
    return s3_server


@pytest.fixture
def database_url(request: pytest.FixtureRequest, home: Path) -> Iterator[str]:
    """An application database of the test's own: SQLite, or what `tests.databases.on_both_databases` says."""
    if getattr(request, "param", "sqlite") == "sqlite":
        path = home / "masivo.sqlite3"
        shutil.copyfile(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres")
    name = f"test_{next(DATABASE_NUMBERS)}"
    server.execute(f"CREATE DATABASE {name} TEMPLATE template")
    yield server.url(name)
    server.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def chromium() -> Path:
    """The Chromium to drive; run it with `--no-sandbox`, since the tests may run as root."""
    path = find_chromium()
    assert path, "the browser tests need Chromium: `make test` installs it"
    return path


@pytest.fixture
def redis_server(home: Path) -> Iterator[RedisServer]:
    """A Redis server of the test's own; the `app` of a test that asks for it is bound to it."""
    server = RedisServer(home)
    yield server
    server.stop()


@pytest.fixture
def settings(request: pytest.FixtureRequest, home: Path, database_url: str) -> Settings:
    """Settings of the test's own. Without `redis_server` they name a Redis that is not there."""
    wants_redis = "redis_server" in request.fixturenames
    redis_url = request.getfixturevalue("redis_server").url if wants_redis else f"unix://{home}/nobody.sock"
    return Settings(
        home=home, database_url=database_url, redis_url=redis_url, warehouse_url=None, zone="America/Bogota"
    )


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    """An application with an empty database, without pages; no context is pushed."""
    app = create_app(settings)
    app.config["TESTING"] = True
    yield app
    _dispose(app)


@pytest.fixture
def app_context(app: Flask) -> Iterator[Flask]:
    """The same application within a context, for tests that call services."""
    with app.app_context():
        yield app


def _make_tables(database_url: str, home: Path) -> None:
    app = create_app(Settings(home, database_url, None, None, "UTC"))
    with app.app_context():
        upgrade()
    _dispose(app)


def _dispose(app: Flask) -> None:
    with app.app_context():
        for engine in db.engines.values():
            engine.dispose()
