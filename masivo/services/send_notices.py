"""Messages to the webhook when a run gave up, is held or is late: each once, many in one, never in a run's way."""

import json
import logging
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Select, and_, or_, select, update

from masivo.extensions import db
from masivo.models import LIVING, Audience, Run, RunState, User
from masivo.services.audience_status import PATIENCE
from masivo.services.post_signed import MessageNotTaken, post_signed
from masivo.services.webhook import Webhook, claim_sending, note_failure, note_success, read_webhook

log = logging.getLogger(__name__)

_AT_ONCE = 100
_FORGOTTEN_AFTER = timedelta(days=1)
"""What could not be told within a day is not news any more."""

_PATIENCE = timedelta(minutes=1)
"""For how long one process has the right to send; longer than a message may take."""


@dataclass(frozen=True, slots=True)
class Notice:
    """That a run gave up, is held, or is late (`kind`) since an instant, with its sentence where it has one."""

    kind: str
    run_id: str
    audience_id: int
    audience: str
    brand_id: str | None
    owner: str | None
    since: datetime
    sentence: str


def notices_wait(now: datetime) -> bool:
    """Whether there is something to tell, and somebody to tell it to just now."""
    webhook = read_webhook()
    return webhook is not None and webhook.next_at <= now and bool(_untold(webhook, now, 1))


def send_notices(now: datetime) -> int:
    """Tell the webhook what it has not heard yet; how many notices arrived.

    Commits twice: the right to send before the message, and its fate after. A process that is killed in between sends
    the same notices again, so a receiver may hear a notice's id twice.
    """
    webhook = read_webhook()
    if webhook is None or webhook.next_at > now:
        return 0
    notices = _untold(webhook, now, _AT_ONCE)
    webhook = claim_sending(webhook, now, _PATIENCE) if notices else None
    db.session.commit()
    if webhook is None:
        return 0
    try:
        send_message(webhook, notices, now)
    except MessageNotTaken as error:
        log.warning("%d notices wait for the webhook: %s", len(notices), error)
        note_failure(webhook, now, str(error))
        notices = []
    else:
        note_success(webhook, now)
        _note_told(notices, now)
    db.session.commit()
    return len(notices)


def send_message(webhook: Webhook, notices: list[Notice], now: datetime) -> None:
    """One message with all the notices; without any it is a trial. Raises MessageNotTaken."""
    events = [
        {
            "id": f"{notice.run_id}:{notice.kind}",
            "kind": notice.kind,
            "since": notice.since.isoformat(),
            "audience": {"id": notice.audience_id, "name": notice.audience, "brand": notice.brand_id},
            "owner": notice.owner,
            "sentence": notice.sentence,
            "url": f"{webhook.home}audiences/{notice.audience_id}",
        }
        for notice in notices
    ]
    text = "\n".join(f"{notice.audience}: {notice.sentence}" for notice in notices)
    told = {"sent_at": now.isoformat(), "text": text or "This is a trial message from Masivo.", "events": events}
    post_signed(webhook.url, webhook.secret, json.dumps(told, ensure_ascii=False).encode(), int(now.timestamp()))


def _untold(webhook: Webhook, now: datetime, limit: int) -> list[Notice]:
    since = max(webhook.since, now - _FORGOTTEN_AFTER)
    return [_notice(*row) for row in db.session.execute(_asked(since, now).limit(limit))]


def _asked(since: datetime, now: datetime) -> Select[Run, Audience, str | None]:
    ended = and_(Run.state.in_((RunState.GAVE_UP, RunState.HELD)), Run.told_at.is_(None), Run.finished_at > since)
    return (
        select(Run, Audience, User.name)
        .join(Audience, Audience.id == Run.audience_id)
        .outerjoin(User, User.id == Audience.owner_id)
        .where(or_(ended, _late(since, now)))
        .order_by(Run.queued_at, Run.id)
    )


def _late(since: datetime, now: datetime) -> ColumnElement[bool]:
    """Runs that are late by now: since then, or, after days without a tick, from their very beginning."""
    late_since = or_(Run.promised_at > since - PATIENCE, Run.queued_at > since)
    return and_(Run.state.in_(LIVING), Run.late_told_at.is_(None), Run.promised_at <= now - PATIENCE, late_since)


def _notice(run: Run, audience: Audience, owner: str | None) -> Notice:
    about = (run.id, audience.id, audience.name, audience.brand_id, owner)
    if run.state in LIVING:
        assert run.promised_at is not None
        return Notice("late", *about, run.promised_at, "It is late: its members are not as fresh as promised.")
    assert run.finished_at is not None
    return Notice(run.state.value, *about, run.finished_at, run.held_reason or run.error or "")


def _note_told(notices: list[Notice], now: datetime) -> None:
    late = [notice.run_id for notice in notices if notice.kind == "late"]
    ended = [notice.run_id for notice in notices if notice.kind != "late"]
    db.session.execute(update(Run).where(Run.id.in_(late)).values(late_told_at=now))
    db.session.execute(update(Run).where(Run.id.in_(ended)).values(told_at=now))
