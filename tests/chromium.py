"""Finds the Chromium that the browser tests drive; `python -m tests.chromium` installs one where there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome-stable", "google-chrome", "chrome")
APPLICATIONS = (
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
)
INSTALLATIONS = (
    (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", "chromium"]),
    ([sys.executable, "-m", "playwright", "install", "chromium"],),
)
"""What may bring one, in order: the system's own package where root may install it, else Playwright's build."""


def find_chromium() -> Path | None:
    """A Chromium that starts: on the path, in the applications folder of macOS, or one that Playwright installed."""
    return next(filter(_starts, _candidates()), None)


def _candidates() -> Iterator[Path]:
    yield from (Path(found) for name in NAMES if (found := shutil.which(name)))
    yield from APPLICATIONS
    with sync_playwright() as playwright:
        yield Path(playwright.chromium.executable_path)


def _starts(program: Path) -> bool:
    """Ubuntu's `chromium-browser` may be a script that only says where to find one."""
    try:
        return subprocess.run([program, "--version"], check=False, capture_output=True, timeout=60).returncode == 0
    except OSError:
        return False


def _install() -> None:
    for commands in INSTALLATIONS:
        if commands[0][0] == "apt-get" and (os.geteuid() != 0 or not shutil.which("apt-get")):
            continue
        if all(subprocess.run(command, check=False).returncode == 0 for command in commands) and find_chromium():
            return


if __name__ == "__main__":
    if not find_chromium():
        _install()
    if not find_chromium():
        sys.exit("The browser tests need Chromium, and none could be installed. Install it, then run make test again.")
