from collections.abc import Mapping
from subprocess import Popen
from typing import Any

class Process:
    _child: Popen[bytes]
    def __init__(
        self,
        cmd: str,
        name: str | None = None,
        colour: str | None = None,
        quiet: bool = False,
        env: Mapping[str, str] | None = None,
        cwd: str | None = None,
    ) -> None: ...
    def run(self, events: Any = None, ignore_signals: bool = False) -> None: ...
    def _send_message(self, data: Any, type: str = "line") -> None: ...
