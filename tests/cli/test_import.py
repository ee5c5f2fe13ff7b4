"""`masivo import`, `masivo catalog` and `masivo warehouse` as scripts see them: exit codes, last lines, sentences."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from masivo.cli import main


@pytest.fixture
def run(home: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("MASIVO_HOME", str(home))
    monkeypatch.delenv("MASIVO_WAREHOUSE_URL", raising=False)

    def invoke(*arguments: str, input: str | None = None) -> Result:  # noqa: A002 - named as click's runner does
        return CliRunner().invoke(main, arguments, input=input)

    return invoke


def _summary(result: Result) -> dict[str, object]:
    found = json.loads(result.stdout.splitlines()[-1])
    assert isinstance(found, dict)
    return found


def test_all_well_is_exit_0(run):
    result = run("import", "customers", "-", input='{"id": "ana"}\n')
    assert result.exit_code == 0
    assert _summary(result) == {"read": 1, "accepted": 1, "duplicates": 0, "rejected": 0, "rejects_file": None}


def test_rejects_are_exit_3_and_in_the_file_that_is_named(run):
    result = run("import", "customers", "-", input='{"id": "ana"}\noops\n')
    assert result.exit_code == 3
    summary = _summary(result)
    assert summary | {"rejects_file": None} == {
        "read": 2,
        "accepted": 1,
        "duplicates": 0,
        "rejected": 1,
        "rejects_file": None,
    }
    [line] = Path(str(summary["rejects_file"])).read_text().splitlines()
    assert json.loads(line)["number"] == 2


@pytest.mark.parametrize(
    "arguments",
    [
        ("import", "customers", "nothing.csv"),
        ("import", "customers", "-", "--zone", "Bogota"),
        ("import", "customers", "-", "--map", "id"),
        ("import", "customers", "-", "--map", "id=a", "--map", "id=b"),
        ("import", "customers", "-", "--constant", "city="),
        ("import", "customers", "-", "--delimiter", "::"),
        ("import", "customers"),
        ("catalog", "set", "name", "number"),
        ("catalog", "set", "a..b", "number"),
        ("catalog", "set", "new", "integer"),
    ],
)
def test_nothing_to_be_done_is_exit_2_with_a_sentence(run, arguments):
    result = run(*arguments, input='{"id": "ana"}\n')
    assert result.exit_code == 2
    assert result.stderr.strip()
    assert "Traceback" not in result.output


def test_a_warehouse_of_another_kind_is_exit_2(run, monkeypatch):
    monkeypatch.setenv("MASIVO_WAREHOUSE_URL", "mysql://localhost/x")
    result = run("import", "customers", "-", input='{"id": "ana"}\n')
    assert result.exit_code == 2
    assert "MASIVO_WAREHOUSE_URL" in result.stderr


def test_the_zone_reaches_bare_dates(run):
    line = '{"customer_id": "a", "brand_id": "b", "type": "t", "issued_at": "2024-05-01"}\n'
    assert run("import", "events", "-", input=line).exit_code == 3
    assert run("import", "events", "-", "--zone", "Europe/Madrid", input=line).exit_code == 0


def test_catalog_set_makes_a_name_known(run):
    assert run("catalog", "set", "tags.points", "number").exit_code == 0
    listed = [line.split() for line in run("catalog").stdout.splitlines()]
    assert ["customers", "tags.points", "number"] in listed
    assert ["events", "tags.points", "number"] in listed
    assert run("catalog", "set", "tags.shop", "text", "--of", "events").exit_code == 0
    listed = [line.split() for line in run("catalog").stdout.splitlines()]
    assert ["events", "tags.shop", "text"] in listed
    assert ["customers", "tags.shop", "text"] not in listed
    assert _summary(run("import", "customers", "-", input='{"id": "a", "tags": {"points": "x"}}\n'))["rejected"] == 1


def test_warehouse_init_may_be_run_again(run):
    assert "made" in run("warehouse", "init").stdout
    run("import", "customers", "-", input='{"id": "ana"}\n')
    assert "already" in run("warehouse", "init").stdout
    assert run("warehouse", "compact").exit_code == 0
    assert _summary(run("import", "customers", "-", input='{"id": "ana"}\n'))["accepted"] == 1
