"""`masivo evaluate` and `masivo evaluate-many`: documents against the warehouse, answers as JSON (interfaces.md)."""

import json
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import IO
from zoneinfo import ZoneInfo

import click

from masivo.conditions.parse import parse, read_json
from masivo.config import Settings, read_settings
from masivo.errors import DocumentRefused
from masivo.evaluation.evaluate import Evaluation
from masivo.evaluation.evaluate import evaluate as evaluate_document
from masivo.services.stored_audiences import AccountVocabulary, StoredAudiences, ask_directly, audiences_used_by
from masivo.services.stored_zone import stored_zone
from masivo.warehouse import open_warehouse
from masivo.warehouse.store import Snapshot
from masivo.zones import find_zone

Answer = dict[str, object]
_REQUEST_KEYS = ("doc", "brand", "as_of", "zone", "ids")


@dataclass(frozen=True)
class Request:
    """One document, still unread, and what it is asked of; None means all brands, now, the account's zone."""

    document: object
    brand: object = None
    as_of: object = None
    zone: object = None
    ids: object = False


@click.command()
@click.argument("file", type=click.File("rb"))
@click.option("--brand", metavar="ID", help="Ask of one brand's customers and events instead of all.")
@click.option("--as-of", metavar="ISO8601", help="The instant of the question; now where it is left out.")
@click.option("--zone", metavar="TZ", help="The IANA zone whose days the document means; else the account's.")
@click.option("--ids", is_flag=True, help="List the ids of the customers who belong.")
def evaluate(file: IO[bytes], brand: str | None, as_of: str | None, zone: str | None, ids: bool) -> None:
    """Evaluate the condition document in FILE (- for standard input) and print its exact counts as JSON."""
    answer = _answer(lambda: Request(read_json(file.read()), brand, as_of, zone, ids), read_settings())
    _print(answer)
    if "error" in answer:
        sys.exit(2)


@click.command("evaluate-many")
@click.argument("file", type=click.File("rb"))
def evaluate_many(file: IO[bytes]) -> None:
    """Evaluate the requests in FILE (- for standard input), a JSON object a line, and print an answer a line."""
    settings = read_settings()
    for line in file:
        if line.strip():
            _print(_answer(lambda line=line: _read_request(line), settings))  # type: ignore[misc]


def _answer(read: Callable[[], Request], settings: Settings) -> Answer:
    """What the request gives, or its refusal."""
    try:
        request = read()
        snapshot = open_warehouse(settings).snapshot()
        evaluation = _evaluate(request, snapshot, settings)
    except DocumentRefused as refusal:
        return {"error": {"path": refusal.path, "message": refusal.message}}
    answer: Answer = {
        "count": evaluation.count,
        "universe": evaluation.universe,
        "as_of": evaluation.as_of.isoformat(),
        "nodes": [
            {"path": path, "alone": sizes.alone, "without": sizes.without} for path, sizes in evaluation.nodes.items()
        ],
    }
    if request.ids:
        answer["ids"] = snapshot.ids(evaluation.members)
    return answer


def _evaluate(request: Request, snapshot: Snapshot, settings: Settings) -> Evaluation:
    zone = stored_zone(settings) if request.zone is None else _zone(request.zone)
    as_of = datetime.now(UTC) if request.as_of is None else _instant(request.as_of, zone)
    brand = None if request.brand is None else _brand(request.brand, snapshot)
    if not isinstance(request.ids, bool):
        raise DocumentRefused("ids", "ids must be true or false.")
    audiences = StoredAudiences(ask_directly(settings))
    document = parse(request.document, AccountVocabulary(snapshot.catalog, audiences))
    memberships = audiences.members(audiences_used_by(document))
    return evaluate_document(document, snapshot, brand=brand, as_of=as_of, zone=zone, memberships=memberships)


def _read_request(line: bytes) -> Request:
    """One line of `evaluate-many`. Raises DocumentRefused where it is not an object of the known keys."""
    try:
        given = read_json(line)
    except DocumentRefused as refusal:
        # A path within the document starts at the document's root, as everywhere else.
        raise DocumentRefused(re.sub(r"^\$\.doc(?=[.\[])", "$", refusal.path), refusal.message) from None
    if not isinstance(given, dict):
        raise DocumentRefused("$", 'A request is a JSON object with a "doc".')
    for key in given:
        if key not in _REQUEST_KEYS:
            raise DocumentRefused(str(key), f"A request has no {key!r}; its keys are {', '.join(_REQUEST_KEYS)}.")
    if "doc" not in given:
        raise DocumentRefused("doc", 'The request has no "doc", the document to evaluate.')
    return Request(given["doc"], given.get("brand"), given.get("as_of"), given.get("zone"), given.get("ids", False))


def _zone(name: object) -> ZoneInfo:
    zone = find_zone(name) if isinstance(name, str) else None
    if zone is None:
        raise DocumentRefused("zone", f"{name!r} is not an IANA time zone such as America/Bogota.")
    return zone


def _instant(text: object, zone: ZoneInfo) -> datetime:
    """An ISO 8601 instant; one without an offset, or a bare date, is read in the zone."""
    try:
        instant = datetime.fromisoformat(text if isinstance(text, str) else "")
        return (instant if instant.tzinfo else instant.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{text!r} is not an ISO 8601 instant such as 2026-11-22T10:00:00Z."
        raise DocumentRefused("as_of", message) from None


def _brand(name: object, snapshot: Snapshot) -> str:
    if not isinstance(name, str) or name not in snapshot.catalog.brands:
        raise DocumentRefused("brand", f"There is no brand {name!r}: no event of it was ever imported.")
    return name


def _print(answer: Answer) -> None:
    # Half a surrogate pair, which a refusal may quote, is no text in UTF-8; JSON has an escape for it.
    click.echo(json.dumps(answer, ensure_ascii=False).encode(errors="backslashreplace"))
