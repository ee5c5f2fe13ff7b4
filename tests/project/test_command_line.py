"""Every command can be found, and none pays for what it does not use."""

import subprocess
import sys

import pytest
from click.testing import CliRunner

from masivo.cli import COMMANDS, main

HEAVY = {"alembic", "deltalake", "duckdb", "flask", "numpy", "pyarrow", "pyroaring", "redis", "rq", "sqlalchemy"}


def loaded(*arguments: str) -> set[str]:
    """The heavy packages that a call of `masivo` imports."""
    return heavy_of("import sys; from masivo.cli import main; main(sys.argv[1:], standalone_mode=False)", *arguments)


def heavy_of(code: str, *arguments: str) -> set[str]:
    code = f"{code}; import sys; print('modules:', *sorted({{name.partition('.')[0] for name in sys.modules}}))"
    done = subprocess.run([sys.executable, "-c", code, *arguments], check=True, capture_output=True, text=True)
    return HEAVY & set(done.stdout.splitlines()[-1].split())


@pytest.mark.parametrize("name", sorted(COMMANDS))
def test_every_command_has_help(name: str) -> None:
    shown = CliRunner().invoke(main, [name, "--help"])
    assert shown.exit_code == 0, shown.output
    assert shown.output.startswith("Usage: ")


def test_help_of_the_whole_starts_light() -> None:
    assert loaded("evaluate", "--help").isdisjoint({"alembic", "flask", "rq"})


def test_start_loads_nothing_heavy_of_its_own() -> None:
    assert loaded("start", "--help") == set()


def test_the_scheduler_loads_no_store_but_redis() -> None:
    assert heavy_of("import jobs.scheduler").isdisjoint({"alembic", "deltalake", "duckdb", "pyarrow", "sqlalchemy"})


def test_an_unknown_command_is_refused() -> None:
    assert CliRunner().invoke(main, ["nonsense"]).exit_code == 2
