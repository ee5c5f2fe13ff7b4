"""An application database as a large account has it: thousands of audiences, each with its months of runs."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import insert, update

from masivo.extensions import db
from masivo.models import Audience, AudienceVersion, Cause, Run, RunState

RULE = '{"version":1,"op":"all","children":[{"kind":"everyone"}]}'
_AT_ONCE = 5_000


def add_crowd(audiences: int, runs: int, now: datetime, due: int = 0) -> None:
    """Audiences that are recalculated daily, with `runs` in all; the first `due` were promised a minute ago.

    Of a hundred runs one failed, and every 200th audience's last one did. Commits.
    """
    _insert(Audience, (_audience(number, now, due) for number in range(1, audiences + 1)))
    versions = ({"id": id_, "audience_id": id_, "number": 1, "document": RULE} for id_ in range(1, audiences + 1))
    _insert(AudienceVersion, versions)
    each = runs // audiences
    _insert(Run, (_run(id_, age, now) for id_ in range(1, audiences + 1) for age in range(each)))
    latest = [
        {"id": id_, "version_id": id_, "run_id": _run_id(id_, 0 if id_ % 200 else 1) if each > 1 else None}
        for id_ in range(1, audiences + 1)
    ]
    db.session.execute(update(Audience), latest)
    db.session.commit()


def _audience(number: int, now: datetime, due: int) -> dict[str, Any]:
    at = now - timedelta(minutes=1) if number <= due else now + timedelta(hours=8)
    return {"id": number, "name": f"Audience {number}", "name_folded": f"audience {number}", "next_run_at": at}


def _run(audience_id: int, age: int, now: datetime) -> dict[str, Any]:
    promised_at = now - timedelta(days=age, hours=16)
    failed = audience_id % 200 == 0 if age == 0 else (audience_id + age) % 100 == 0
    return {
        "id": _run_id(audience_id, age),
        "audience_id": audience_id,
        "version_id": audience_id,
        "state": RunState.FAILED if failed else RunState.SUCCEEDED,
        "cause": Cause.SCHEDULED,
        "promised_at": promised_at,
        "queued_at": promised_at + timedelta(seconds=5),
        "started_at": promised_at + timedelta(seconds=20),
        "finished_at": promised_at + timedelta(seconds=21, milliseconds=audience_id % 5000),
        "evaluation_ms": 900 + audience_id % 5000,
        "size": audience_id + age,
        "universe": 1_000_000,
        "entered": age % 7,
        "departed": age % 5,
        "error": "This audience was not recalculated: the field tier no longer exists." if failed else None,
    }


def _run_id(audience_id: int, age: int) -> str:
    return f"{audience_id:08x}-0000-4000-8000-{age:012x}"


def _insert(model: type[Any], rows: Iterator[dict[str, Any]]) -> None:
    while some := list(islice(rows, _AT_ONCE)):
        db.session.execute(insert(model), some)
