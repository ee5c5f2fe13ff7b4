"""The embedded Redis server: its own process on a unix socket in the home folder, for where `REDIS_URL` is not set."""

import hashlib
from pathlib import Path

_LONGEST_PATH = 100
"""Bytes that a unix socket's path may have on every system (macOS takes 103)."""


def socket_path(home: Path) -> Path:
    """Where the home's server listens; a path that is too long for a socket is shortened into the temporary folder."""
    path = home / "redis" / "redis.sock"
    if len(bytes(path)) <= _LONGEST_PATH:
        return path
    # Not tempfile.gettempdir(): TMPDIR may differ between the processes that must meet here.
    return Path("/tmp") / f"masivo-{hashlib.sha256(bytes(home)).hexdigest()[:24]}" / "redis.sock"  # noqa: S108 - made with mode 700
