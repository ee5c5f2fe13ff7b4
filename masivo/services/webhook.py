"""The address that hears when a run gave up, is held or is late: kept as one account setting, changed by one UPDATE."""

import json
import secrets
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from sqlalchemy import update

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import AccountSetting
from masivo.services.conditional_update import took_effect

_SETTING = "webhook"
_LONGEST = 2_000
_FIRST_PAUSE = timedelta(seconds=30)
_LONGEST_PAUSE = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Webhook:
    """Where messages go, and how the last one fared.

    `secret` signs them. Only what happened after `since` is told. `home` is the product's own address, for links.
    Nothing is sent before `next_at`; after `failures` in a row the pauses grow. `problem` is the last one's sentence.
    """

    url: str
    secret: str
    since: datetime
    home: str
    next_at: datetime
    failures: int = 0
    problem: str | None = None
    sent_at: datetime | None = None


def read_webhook() -> Webhook | None:
    """The webhook, None where nobody set one."""
    kept = db.session.get(AccountSetting, _SETTING, populate_existing=True)
    return None if kept is None or not kept.value else _read(kept.value)


def change_webhook(url: str, home: str, now: datetime) -> Webhook | None:
    """Send messages to another address from `now` on, or to none where it is empty; the secret stays.

    Raises FormRefused for what is not the address of a web server.
    """
    url = url.strip()
    before = read_webhook()
    if not url:
        db.session.merge(AccountSetting(name=_SETTING, value=""))
        return None
    _check(url)
    secret = before.secret if before else secrets.token_hex(32)
    webhook = Webhook(url, secret, now, home, now)
    db.session.merge(AccountSetting(name=_SETTING, value=_write(webhook)))
    return webhook


def renew_secret() -> None:
    """Sign with another secret from now on."""
    if webhook := read_webhook():
        db.session.merge(AccountSetting(name=_SETTING, value=_write(replace(webhook, secret=secrets.token_hex(32)))))


def claim_sending(webhook: Webhook, now: datetime, patience: timedelta) -> Webhook | None:
    """Take the right to send for a while, to be committed at once; None where somebody else took it first."""
    return _change(webhook, replace(webhook, next_at=now + patience))


def note_success(webhook: Webhook, now: datetime) -> None:
    """Note that a message arrived."""
    _change(webhook, replace(webhook, next_at=now, failures=0, problem=None, sent_at=now))


def note_failure(webhook: Webhook, now: datetime, problem: str) -> None:
    """Note that a message did not arrive; the next try is later each time."""
    pause = min(_FIRST_PAUSE * 2 ** min(webhook.failures, 10), _LONGEST_PAUSE)
    _change(webhook, replace(webhook, next_at=now + pause, failures=webhook.failures + 1, problem=problem))


def _change(before: Webhook, after: Webhook) -> Webhook | None:
    written = update(AccountSetting).where(AccountSetting.name == _SETTING, AccountSetting.value == _write(before))
    return after if took_effect(written.values(value=_write(after))) else None


def _check(url: str) -> None:
    parts = urlsplit(url)
    try:
        sound = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        sound = False
    if not sound or not url.isascii() or not url.isprintable() or " " in url or parts.username or parts.password:
        raise FormRefused("url", "Give an address that begins with https:// or http://, without a name or password.")
    if len(url) > _LONGEST:
        raise FormRefused("url", f"An address has at most {_LONGEST:,} characters.")


def _write(webhook: Webhook) -> str:
    return json.dumps(asdict(webhook), default=datetime.isoformat)


def _read(text: str) -> Webhook:
    given = json.loads(text)
    for name in ("since", "next_at", "sent_at"):
        given[name] = given[name] and datetime.fromisoformat(given[name])
    return Webhook(**given)
