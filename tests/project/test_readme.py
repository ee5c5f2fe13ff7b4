"""The README's way from a file to an audience works as it stands, on the first lines of such a file."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

from tests.project.module_map import PROJECT

SAMPLE = """\
 customer_id  date number_of_cds  dollar_value\r
 00001 19970101  1   11.77\r
 00002 19970112  5   277.00\r
 00003 19970102  2   120.76\r
 00003 19970330  2   120.76\r
 00004 19970101  2  1229.33\r
 00004 19980401  2   26.48\r
"""


def readme_commands() -> list[list[str]]:
    """The calls of `masivo` in the README's shell blocks, each as its words."""
    blocks = re.findall(r"```sh\n(.*?)```", (PROJECT / "README.md").read_text(), re.DOTALL)
    lines = "\n".join(blocks).replace("\\\n", " ").splitlines()
    return [shlex.split(line)[1:] for line in lines if line.startswith(".venv/bin/masivo ")]


def run(folder: Path, arguments: list[str]) -> dict[str, object]:
    """The JSON object of the last line that a command prints."""
    environment = {**os.environ, "MASIVO_HOME": str(folder / "home"), "MASIVO_TIMEZONE": "America/New_York"}
    command = [sys.executable, "-m", "masivo", *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True, cwd=folder, env=environment)
    answer: dict[str, object] = json.loads(done.stdout.splitlines()[-1])
    return answer


def test_from_a_file_to_an_audience(home: Path) -> None:
    (home / "CDNOW_master.txt").write_text(SAMPLE, newline="")
    (home / "docs").symlink_to(PROJECT / "docs")
    by_name = {words[0]: words for words in readme_commands()}
    imported = run(home, by_name["import"])
    assert imported == {"read": 6, "accepted": 6, "duplicates": 0, "rejected": 0, "rejects_file": None}
    answer = run(home, [*by_name["evaluate"], "--ids"])
    assert (answer["count"], answer["universe"], answer["ids"]) == (2, 4, ["00002", "00003"])
