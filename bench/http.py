"""A person at the builder, over HTTP against a running server: how long each edit waits for its counts."""

import http.client
import math
import os
import secrets
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from urllib.parse import urlencode

from bench.form import FormState
from bench.generate import settings_of
from masivo.config import PROJECT
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import User
from masivo.services.redis_server import redis_on_demand
from masivo.services.users import create_user

EMAIL = "bench@masivo.example"
_SINCE = date(2026, 5, 26)
_START_SECONDS = 60
_FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True, slots=True)
class Edit:
    """One answered edit: what was done, the seconds until the answer was read, and its size in bytes."""

    what: str
    seconds: float
    size: int


@dataclass(frozen=True, slots=True)
class Edits:
    """All edits of some rounds."""

    made: tuple[Edit, ...]

    def percentile(self, percent: int) -> float:
        """The seconds that so many percent of the edits did not exceed."""
        ordered = sorted(edit.seconds for edit in self.made)
        return ordered[math.ceil(len(ordered) * percent / 100) - 1]

    def __str__(self) -> str:
        slowest = max(self.made, key=lambda edit: edit.seconds)
        p50, p95 = (f"{self.percentile(percent) * 1000:.0f} ms" for percent in (50, 95))
        size = statistics.median(edit.size for edit in self.made) / 1000
        return (
            f"{len(self.made)} edits: p50 {p50}, p95 {p95}, slowest {slowest.seconds * 1000:.0f} ms ({slowest.what});"
            f" {size:.0f} kB an answer"
        )


def measure_edits(home: Path, rounds: int) -> Edits:
    """So many rounds of the script over the store in `home`, each with amounts and days never asked before."""
    settings = settings_of(home)
    password = secrets.token_urlsafe()
    _prepare(home, password)
    with redis_on_demand(settings), _server(home) as port:
        person = _Person(port, password)
        person.work(0)  # fills caches that a server fills once a data version
        person.edits.clear()
        for number in range(1, rounds + 1):
            person.work(number)
        return Edits(tuple(person.edits))


class _Person:
    """Somebody who signs in and builds an audience, edit by edit."""

    def __init__(self, port: int, password: str) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
        self._cookie = ""
        self.edits: list[Edit] = []
        self._form = FormState(self._ask("GET", "/sign-in"))
        self._form.write("email", EMAIL)
        self._form.write("password", password)
        self._ask("POST", "/sign-in", self._form.pairs)

    def work(self, number: int) -> None:
        """One audience from the empty page to a rule of six lines on two levels, as somebody who tries things out."""
        self._form = FormState(self._ask("GET", "/audiences/new"))
        self._edit("all brands", scope="all")
        self._spent(number)
        self._tier()
        self._active(number)
        for spent in (700, 650, 800):
            self._edit("another amount", **{f"{self._first}-value": str(spent + number)})
        self._press("mute", f"mute:{self._first}")
        self._press("count it again", f"mute:{self._first}")
        self._press("the opposite", f"negate:{self._form.last_line()}")
        for _ in range(3):
            self._press("undo", "undo")
        for _ in range(3):
            self._press("redo", "redo")
        self._edit("show a few", sampled="1")
        self._press("remove", f"remove:{self._form.last_line()}")

    def _spent(self, number: int) -> None:
        line = self._first = self._form.last_line()
        self._edit("a purchase", **{f"{line}-subject": "event:PURCHASE"})
        self._edit("its total", **{f"{line}-measure": "sum"})
        self._edit("of the order's value", **{f"{line}-measured": "order.value"})
        for typed in ("5", "50", str(500 + number)):
            self._edit("typing an amount", **{f"{line}-value": typed})
        self._edit("since", **{f"{line}-window": "since"})
        self._edit("a day", **{f"{line}-start": str(_SINCE + timedelta(days=number))})
        self._press("only where", f"add-clause:{line}")
        clause = next(text.split(" ")[0] for name, text in self._form.pairs if name == "clause")
        self._edit("a property of lines", **{f"{clause}-property": "order.products[].tags.department"})
        self._edit("its value", **{f"{clause}-adding": "MEAT"})
        self._press("add the value", "update")

    def _tier(self) -> None:
        self._press("+ condition", "add-condition:n1")
        line = self._form.last_line()
        self._edit("tier", **{f"{line}-subject": "field:tier"})
        for tier in ("gold", "platinum"):
            self._edit("typing a tier", **{f"{line}-adding": tier})
            self._press("add the value", "update")
        self._edit("is none of", **{f"{line}-operator": "not_in"})

    def _active(self, number: int) -> None:
        self._press("+ group", "add-group:n1")
        line = self._form.last_line()
        self._edit("an event of the app", **{f"{line}-subject": "event:APP_OPEN"})
        self._edit("days with it", **{f"{line}-measure": "count_days"})
        self._edit("at least", **{f"{line}-value": str(2 + number % 20)})
        self._press("duplicate", f"duplicate:{line}")
        copy = self._form.last_line()
        self._edit("its last time", **{f"{copy}-measure": "last"})
        self._edit("in the last days", **{f"{copy}-amount": str(30 + number)})

    def _edit(self, what: str, **changes: str) -> None:
        for name, text in changes.items():
            if name == "sampled":
                self._form.pairs.append((name, text))
            else:
                self._form.write(name, text)
        self._send(what, self._form.pairs)

    def _press(self, what: str, action: str) -> None:
        self._send(what, [*self._form.pairs, ("action", action)])

    def _send(self, what: str, pairs: list[tuple[str, str]]) -> None:
        started = time.perf_counter()
        answer = self._ask("POST", "/audiences/preview", pairs, {"HX-Request": "true"})
        self.edits.append(Edit(what, time.perf_counter() - started, len(answer.encode())))
        self._form.take(answer)

    def _ask(
        self, method: str, path: str, pairs: list[tuple[str, str]] | None = None, headers: dict[str, str] | None = None
    ) -> str:
        sent = {"Cookie": self._cookie, "Content-Type": _FORM, **(headers or {})}
        self._connection.request(method, path, urlencode(pairs) if pairs else None, sent)
        response = self._connection.getresponse()
        text = response.read().decode()
        if cookie := response.getheader("Set-Cookie"):
            self._cookie = cookie.partition(";")[0]
        if response.status >= 400:
            raise SystemExit(f"{method} {path}: {response.status}\n{text[:2000]}")
        return text


def _prepare(home: Path, password: str) -> None:
    """An application database with somebody who can sign in with this password alone."""
    masivo = [sys.executable, "-m", "masivo"]
    environment = {**os.environ, "MASIVO_HOME": str(home)}
    subprocess.run([*masivo, "db", "upgrade"], env=environment, cwd=PROJECT, check=True, capture_output=True)
    with create_app(settings_of(home)).app_context():
        db.session.query(User).filter_by(email=EMAIL).delete()
        create_user(EMAIL, "Bench", password)
        db.session.commit()


@contextmanager
def _server(home: Path) -> Iterator[int]:
    """The web process as the Procfile starts it, on a free port."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    web = (PROJECT / "Procfile").read_text().partition("web: ")[2].partition("\n")[0]
    programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}"
    environment = {**os.environ, "MASIVO_HOME": str(home), "PATH": programs, "PORT": str(port)}
    server = subprocess.Popen(["/bin/sh", "-c", web], env=environment, cwd=PROJECT, stderr=subprocess.DEVNULL)
    try:
        _wait_until(lambda: _listens(port) or server.poll() is not None)
        if server.poll() is not None:
            raise SystemExit(f"The server ended with {server.returncode} instead of starting.")
        yield port
    finally:
        server.terminate()
        server.wait()


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def _wait_until(holds: Callable[[], bool]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while not holds():
        if time.monotonic() > deadline:
            raise SystemExit("The server did not start within a minute.")
        time.sleep(0.1)
