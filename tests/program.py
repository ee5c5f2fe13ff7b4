"""The command line as programs run it: a process of its own, what it is given, and what it answers."""

import json
import os
import subprocess
import sys
from pathlib import Path


def masivo(home: Path, *arguments: str, stdin: object = None, **environment: str) -> "subprocess.CompletedProcess[str]":
    """Run `masivo` with a home folder; `stdin` is a text as it is, or anything else as JSON."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("MASIVO_")}
    text = stdin if isinstance(stdin, str) else json.dumps(stdin)
    return subprocess.run(
        [sys.executable, "-m", "masivo", *arguments],
        input=text,
        capture_output=True,
        text=True,
        check=False,
        env={**kept, "MASIVO_HOME": str(home), "MASIVO_TIMEZONE": "America/Bogota", **environment},
    )
