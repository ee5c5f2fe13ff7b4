"""`masivo start`: every process of the Procfile on this machine, after the migrations, and the address to open."""

import fcntl
import os
import signal
import socket
import subprocess
import sys
import time
from functools import partial
from pathlib import Path
from types import FrameType
from typing import NoReturn
from urllib.error import URLError
from urllib.request import ProxyHandler, build_opener

import click

from masivo.cli.processes import Processes
from masivo.config import PROJECT, read_settings
from masivo.demo.people import EMAIL, PASSWORD
from masivo.errors import SettingsRefused

HOST = "127.0.0.1"


@click.command()
@click.option("--port", envvar="PORT", default=8000, show_default=True, type=click.IntRange(1, 65535))
@click.option("--demo", is_flag=True, help="Load the demonstration data first, where there is no data yet.")
@click.pass_context
def start(ctx: click.Context, port: int, demo: bool) -> None:
    """Run the whole product on this machine until Ctrl-C."""
    for number in (signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, _stop)
    _refuse_busy_port(port)
    home = read_settings().home
    lock = _claim(home)
    environment = {
        **os.environ,
        "BIND": HOST,
        "MASIVO_HOME": str(home),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', os.defpath)}",
        "PORT": str(port),
        "PYTHONUNBUFFERED": "1",
    }
    if sys.stdout.isatty():
        environment.setdefault("MASIVO_LOG_FORMAT", "text")
    _masivo(environment, *(("demo", "--if-empty") if demo else ("db", "upgrade")))
    announce = partial(_announce, f"http://{HOST}:{port}")
    status = Processes(PROJECT / "Procfile", environment, beside=announce).run()
    os.close(lock)
    ctx.exit(status)


def _stop(number: int, _frame: FrameType | None) -> NoReturn:
    """End while nothing but a command of `_masivo` runs: it is ended as well."""
    sys.exit(128 + number)


def _claim(home: Path) -> int:
    """The open lock that says this folder is in use; honcho's processes hold it too, and it goes with the last one."""
    home.mkdir(parents=True, exist_ok=True)
    lock = os.open(home / "running.lock", os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        raise SettingsRefused(
            f"The product is running from {home} already. End that one, or name another folder in MASIVO_HOME."
        ) from None
    return lock


def _refuse_busy_port(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            raise SettingsRefused(
                f"Port {port} cannot be used ({error.strerror}). Name another, for example PORT={port % 65535 + 1}."
            ) from None


def _masivo(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of this program in a process of its own, and end with its status when it fails."""
    done = subprocess.run([sys.executable, "-m", "masivo", *arguments], check=False, env=environment)
    if done.returncode:
        sys.exit(done.returncode)


def _announce(address: str) -> None:
    """Say where to look as soon as the pages answer."""
    opener = build_opener(ProxyHandler({}))
    while True:
        try:
            with opener.open(f"{address}/healthz", timeout=5):
                break
        except (URLError, OSError):
            time.sleep(0.2)
    sign_in = "with the account that `masivo users` made"
    if _has_demo_account():
        sign_in = f"with {EMAIL} and the password {PASSWORD}"
    click.echo(f"\n  Masivo Audiences is ready: {address}\n  Sign in {sign_in}.\n  Ctrl-C ends it.\n")


def _has_demo_account() -> bool:
    from sqlalchemy import select

    from masivo.extensions import db
    from masivo.factory import create_app
    from masivo.models import User

    with create_app().app_context():
        return db.session.scalar(select(User.id).filter_by(email=EMAIL)) is not None
