"""What the documents say can be done: targets and commands exist, links lead somewhere, nothing names a machine."""

import re
import subprocess
from pathlib import Path

import pytest

from masivo.cli import COMMANDS
from tests.project.module_map import PROJECT

DOCUMENTS = sorted(path.relative_to(PROJECT) for path in [*PROJECT.glob("*.md"), *PROJECT.glob("docs/**/*.md")])
MACHINE_PATH = re.compile(r"(^|[^\w.-])/(work|root|home|Users)/[\w.]")


def targets() -> set[str]:
    return set(re.findall(r"^\.PHONY: (\S+)$", (PROJECT / "Makefile").read_text(), re.MULTILINE))


def tracked() -> list[Path]:
    listed = subprocess.run(
        ["git", "-c", "safe.directory=*", "ls-files", "-z"], cwd=PROJECT, check=True, capture_output=True, text=True
    )
    return [Path(name) for name in listed.stdout.split("\0") if name]


def test_help_lists_every_target() -> None:
    listed = subprocess.run(["make", "help"], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
    assert {line.split()[1] for line in listed.splitlines() if line.startswith("  make ")} == targets()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_commands_exist(document: Path) -> None:
    text = (PROJECT / document).read_text()
    code = "\n".join([*re.findall(r"```.*?\n(.*?)```", text, re.DOTALL), *re.findall(r"`([^`\n]+)`", text)])
    assert set(re.findall(r"(?:^|[\s/])make ([a-z]+)", code, re.MULTILINE)) <= targets()
    assert set(re.findall(r"(?:^|/)masivo ([a-z][a-z-]+)", code, re.MULTILINE)) <= COMMANDS.keys()


@pytest.mark.parametrize("document", DOCUMENTS, ids=str)
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", (PROJECT / document).read_text())
    here = [link for link in links if "://" not in link and not link.startswith("mailto:")]
    assert [link for link in here if not (PROJECT / document.parent / link).exists()] == []


def test_the_changelog_tells_what_came() -> None:
    changelog = (PROJECT / "CHANGELOG.md").read_text()
    assert re.search(r"^## .+\n(.*\n)*?- \w", changelog, re.MULTILINE)


def test_no_file_names_a_machine() -> None:
    named = []
    for path in tracked():
        try:
            text = (PROJECT / path).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue
        named += [f"{path}: {line.strip()[:120]}" for line in text.splitlines() if MACHINE_PATH.search(line)]
    assert named == []
