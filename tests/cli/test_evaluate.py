"""`masivo evaluate` and `masivo evaluate-many` as programs run them: processes, files, standard input, exit codes."""

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask_migrate import upgrade

from masivo.conditions.parse import parse
from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.models import Frequency
from masivo.services.connections import warehouse
from masivo.services.recalculate_audience import recalculate_audience
from masivo.services.runs import living_run
from masivo.services.save_audience import AudienceDraft, create_audience
from masivo.services.schedule import Schedule
from tests.program import masivo

AS_OF = "2024-03-10T12:00:00-05:00"
CUSTOMERS = [
    {"id": "ana", "country": "CO"},
    {"id": "Zoë", "country": "MX"},
    {"id": "bea", "country": "co"},
    {"id": "😀", "country": "CO"},
    {"id": "\uff5e", "country": "CO"},
]
EVENTS = [
    {"customer_id": "ana", "brand_id": "andes", "issued_at": "2024-03-10T02:00:00Z"},  # still 9 March in Bogota
    {"customer_id": "bea", "brand_id": "pampa", "issued_at": "2024-03-10T12:00:00Z"},
    {"customer_id": "Zoë", "brand_id": "andes", "issued_at": "2024-04-01T12:00:00Z"},
]
COLOMBIANS = {"kind": "attribute", "field": "country", "operator": "eq", "value": "CO"}
BOUGHT = {"kind": "event", "event": "PURCHASE", "measure": {"fn": "count"}, "operator": "gte", "value": 1}
BOUGHT_TODAY = {**BOUGHT, "window": {"kind": "period", "name": "today"}}
Run = Callable[..., subprocess.CompletedProcess[str]]


def _document(*children: dict[str, Any], op: str = "all") -> dict[str, Any]:
    return {"version": 1, "op": op, "children": list(children)}


@pytest.fixture(scope="module")
def filled_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home folder with a few customers and purchases in its warehouse."""
    home = tmp_path_factory.mktemp("home")
    purchases = [{**event, "type": "PURCHASE"} for event in EVENTS]
    for kind, records in (("customers", CUSTOMERS), ("events", purchases)):
        done = masivo(home, "import", kind, "-", stdin="\n".join(map(json.dumps, records)))
        assert done.returncode == 0, done.stderr
    return home


@pytest.fixture
def run(filled_home: Path) -> Run:
    def invoke(*arguments: str, stdin: object = None, **environment: str) -> subprocess.CompletedProcess[str]:
        return masivo(filled_home, *arguments, stdin=stdin, **environment)

    return invoke


def _answer(done: subprocess.CompletedProcess[str]) -> dict[str, Any]:
    """The one JSON object that a command printed, without a word beside it."""
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stderr == ""
    [line] = done.stdout.splitlines()
    answer: dict[str, Any] = json.loads(line)
    return answer


def _refusal(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    assert done.returncode == 2
    [line] = done.stdout.splitlines()
    answer = json.loads(line)
    assert list(answer) == ["error"]
    assert set(answer["error"]) == {"path", "message"}
    assert answer["error"]["message"]
    error: dict[str, str] = answer["error"]
    return error


def test_a_file_is_answered_with_the_sizes_of_all_its_nodes(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "rule.json"
    inner = {"op": "any", "children": [{**BOUGHT, "muted": True}]}
    path.write_text(json.dumps(_document(COLOMBIANS, {**BOUGHT, "not": True}, inner)))
    assert _answer(run("evaluate", str(path), "--as-of", AS_OF)) == {
        "count": 2,
        "universe": 5,
        "as_of": "2024-03-10T17:00:00+00:00",
        "nodes": [
            {"path": "$", "alone": 2, "without": None},
            {"path": "$.children[0]", "alone": 4, "without": 3},
            {"path": "$.children[1]", "alone": 3, "without": 4},
            {"path": "$.children[2]", "alone": None, "without": 2},
            {"path": "$.children[2].children[0]", "alone": 2, "without": 2},
        ],
    }


def test_standard_input_and_ids_sorted_by_code_point(run: Run) -> None:
    answer = _answer(run("evaluate", "-", "--ids", stdin=_document({"kind": "everyone"})))
    assert answer["ids"] == ["Zoë", "ana", "bea", "\uff5e", "😀"]
    assert answer["count"] == answer["universe"] == 5


def test_the_last_instant_of_the_calendar_may_be_asked_for(run: Run) -> None:
    asked = ("--brand", "andes", "--as-of", "9999-12-31T23:59:59.999999Z", "--ids")
    answer = _answer(run("evaluate", "-", *asked, stdin=_document(BOUGHT)))
    assert (answer["as_of"], answer["ids"]) == ("9999-12-31T23:59:59.999999+00:00", ["Zoë", "ana"])


def test_a_brand_sees_its_own_events_and_customers(run: Run) -> None:
    answer = _answer(run("evaluate", "-", "--brand", "andes", "--as-of", AS_OF, "--ids", stdin=_document(BOUGHT)))
    assert (answer["count"], answer["universe"], answer["ids"]) == (1, 1, ["ana"])


def test_nothing_after_as_of_is_seen_and_left_out_it_is_now(run: Run) -> None:
    assert _answer(run("evaluate", "-", "--as-of", "2024-03-10T12:00:00Z", stdin=_document(BOUGHT)))["count"] == 2
    assert _answer(run("evaluate", "-", "--as-of", "2024-03-10T11:59:59Z", stdin=_document(BOUGHT)))["count"] == 1
    assert _answer(run("evaluate", "-", stdin=_document(BOUGHT)))["count"] == 3


def test_days_are_those_of_the_zone(run: Run) -> None:
    today = ("evaluate", "-", "--as-of", AS_OF, "--ids")
    assert _answer(run(*today, stdin=_document(BOUGHT_TODAY)))["ids"] == ["bea"]
    assert _answer(run(*today, "--zone", "UTC", stdin=_document(BOUGHT_TODAY)))["ids"] == ["ana", "bea"]
    account = _answer(run(*today, stdin=_document(BOUGHT_TODAY), MASIVO_TIMEZONE="Europe/Berlin"))
    assert account["ids"] == ["ana", "bea"]


def test_a_refused_document_names_the_offending_key(run: Run) -> None:
    refused = _refusal(run("evaluate", "-", stdin=_document(COLOMBIANS, {**COLOMBIANS, "value": 7})))
    assert refused["path"] == "$.children[1].value"
    assert _refusal(run("evaluate", "-", stdin=_document()))["path"] == "$.children"
    unknown = {**COLOMBIANS, "field": "contry"}
    assert _refusal(run("evaluate", "-", stdin=_document(unknown)))["path"] == "$.children[0].field"


@pytest.mark.parametrize("text", ["", "{", '{"version": 1, "version": 1}', "[1]"])
def test_what_is_not_one_json_object_is_refused(run: Run, text: str) -> None:
    assert _refusal(run("evaluate", "-", stdin=text))["path"].startswith("$")


@pytest.mark.parametrize(
    ("option", "value"),
    [
        ("--brand", "nobody"),
        ("--brand", "Andes"),
        ("--zone", "America/Nowhere"),
        ("--as-of", "soon"),
        ("--as-of", "0001-01-01T00:00:00+14:00"),  # before the first instant of UTC
    ],
)
def test_unknown_brands_zones_and_instants_are_refused(run: Run, option: str, value: str) -> None:
    refused = _refusal(run("evaluate", "-", option, value, stdin=_document(COLOMBIANS)))
    assert value in refused["message"]


def test_a_file_that_is_not_there_is_refused(run: Run) -> None:
    done = run("evaluate", "/nowhere/rule.json")
    assert done.returncode == 2
    assert "/nowhere/rule.json" in done.stdout + done.stderr
    assert "Traceback" not in done.stderr


def test_many_requests_are_answered_in_their_order(run: Run, tmp_path: Path) -> None:
    requests = [
        {"doc": _document(BOUGHT), "as_of": AS_OF, "ids": True},
        {"doc": _document({"kind": "everyone"}), "brand": "pampa", "as_of": AS_OF},
        {"doc": _document({"kind": "anyone"})},
        {"doc": _document(BOUGHT_TODAY), "as_of": AS_OF, "zone": "UTC"},
        {"doc": _document(COLOMBIANS), "brand": "nobody"},
        {"document": _document(COLOMBIANS)},
    ]
    path = tmp_path / "requests.ndjson"
    path.write_text("".join(f"{json.dumps(request)}\n" for request in requests) + "oops\n")
    done = run("evaluate-many", str(path))
    assert (done.returncode, done.stderr) == (0, "")
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert answers[0]["ids"] == ["ana", "bea"]
    assert "ids" not in answers[1]
    assert (answers[1]["count"], answers[1]["universe"]) == (1, 1)
    assert answers[3]["count"] == 2
    assert [number for number, answer in enumerate(answers) if "error" in answer] == [2, 4, 5, 6]
    assert answers[2]["error"]["path"] == "$.children[0].kind"


def test_a_request_that_is_no_text_is_refused_and_the_next_one_answered(run: Run) -> None:
    done = run("evaluate-many", "-", stdin=f'{{"\\ud800": 1}}\n{json.dumps({"doc": _document(COLOMBIANS)})}\n')
    refused, answered = map(json.loads, done.stdout.splitlines())
    assert (done.returncode, done.stderr) == (0, "")
    assert refused["error"]["path"] == "\ud800"
    assert answered["count"] == 4


def test_a_key_named_twice_has_its_path_within_the_document(run: Run) -> None:
    done = run("evaluate-many", "-", stdin='{"doc": {"op": "all", "op": "any", "children": []}}\n')
    assert json.loads(done.stdout)["error"]["path"] == "$.op"


def test_a_warehouse_without_data_has_nobody(tmp_path: Path) -> None:
    empty = tmp_path / "new"
    answer = _answer(masivo(empty, "evaluate", "-", "--ids", stdin=_document({"kind": "everyone"}, BOUGHT)))
    assert (answer["count"], answer["universe"], answer["ids"]) == (0, 0, [])


def test_members_of_another_audience_are_read_from_the_application_database(run: Run, filled_home: Path) -> None:
    named = {"kind": "audience", "audience": 1, "operator": "member"}
    path = "$.children[0].audience"
    assert _refusal(run("evaluate", "-", stdin=_document(named)))["path"] == path
    database = filled_home / "audiences.sqlite3"
    _store_audience(filled_home, database, _document(COLOMBIANS))
    asked = ("evaluate", "-", "--ids")
    with_database = {"DATABASE_URL": f"sqlite:///{database}"}
    assert _answer(run(*asked, stdin=_document(named), **with_database))["ids"] == ["ana", "bea", "\uff5e", "😀"]
    rest = {**named, "audience": "1", "operator": "not_member"}
    assert _answer(run(*asked, stdin=_document(rest), **with_database))["ids"] == ["Zoë"]
    of_a_brand = _answer(run(*asked, "--brand", "andes", stdin=_document(rest), **with_database))
    assert (of_a_brand["ids"], of_a_brand["universe"]) == (["Zoë"], 2)
    unknown = _refusal(run("evaluate", "-", stdin=_document({**named, "audience": "2"}), **with_database))
    assert unknown["path"] == path
    broken = run("evaluate", "-", stdin=_document(named), DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert broken.returncode == 2
    assert "DATABASE_URL" in broken.stderr
    assert "Traceback" not in broken.stderr


def _store_audience(home: Path, database: Path, document: dict[str, Any]) -> None:
    """One calculated audience, in an application database of its own."""
    app = create_app(Settings(home, f"sqlite:///{database}", None, None, "America/Bogota"))
    with app.app_context():
        upgrade()
        rule = parse(document, warehouse().snapshot().catalog)
        audience = create_audience(AudienceDraft("Colombians", "", None, Schedule(Frequency.NEVER), rule), None)
        db.session.commit()
        run = living_run(audience.id)
        assert run is not None
        recalculate_audience(run.id, "worker-1")
        db.engine.dispose()
