"""Messages to a real server: signed, each once, tried again after a refusal, and never led elsewhere."""

import hashlib
import hmac
import json
from collections.abc import Iterator
from datetime import timedelta

import pytest

from masivo.errors import FormRefused
from masivo.extensions import db
from masivo.models import Audience, Run, RunState
from masivo.models.columns import utc_now
from masivo.services.post_signed import MessageNotTaken, post_signed
from masivo.services.send_notices import notices_wait, send_notices
from masivo.services.webhook import Webhook, change_webhook, claim_sending, read_webhook, renew_secret
from tests.databases import on_both_databases
from tests.services.receiver import Receiver, receiving

NOW = utc_now()
MINUTE = timedelta(minutes=1)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with receiving() as server:
        yield server


@pytest.fixture
def hooked(audience: Audience, receiver: Receiver) -> Run:
    """The queued run of an audience whose account has a webhook."""
    change_webhook(receiver.url, "https://masivo.example/", NOW - timedelta(hours=1))
    db.session.commit()
    run: Run = db.session.scalars(db.select(Run)).one()
    return run


def give_up(run: Run) -> None:
    run.state, run.finished_at, run.error = RunState.GAVE_UP, NOW - MINUTE, "The warehouse was busy."
    db.session.commit()


@on_both_databases
def test_each_state_is_told_once(hooked: Run, receiver: Receiver) -> None:
    assert not notices_wait(NOW)
    assert send_notices(NOW) == 0
    hooked.promised_at = NOW - 11 * MINUTE
    db.session.commit()
    assert notices_wait(NOW)
    assert send_notices(NOW) == 1
    assert send_notices(NOW + MINUTE) == 0
    give_up(hooked)
    assert send_notices(NOW + MINUTE) == 1
    assert send_notices(NOW + 2 * MINUTE) == 0
    assert receiver.events() == [[("late", "Colombians")], [("gave_up", "Colombians")]]


def test_what_is_late_since_days_is_told_when_a_tick_finds_it(hooked: Run, receiver: Receiver) -> None:
    hooked.promised_at, hooked.queued_at = NOW - timedelta(days=3), NOW - MINUTE
    db.session.commit()
    assert send_notices(NOW) == 1
    assert receiver.events() == [[("late", "Colombians")]]


def test_a_held_run_is_told_with_its_reason(hooked: Run, receiver: Receiver) -> None:
    hooked.state, hooked.finished_at, hooked.held_reason = RunState.HELD, NOW, "Twice as many as before."
    db.session.commit()
    assert send_notices(NOW) == 1
    told = json.loads(receiver.came[0][0])
    assert told["text"] == "Colombians: Twice as many as before."
    assert told["events"][0]["url"] == f"https://masivo.example/audiences/{hooked.audience_id}"


def test_the_receiver_can_tell_that_it_was_us(hooked: Run, receiver: Receiver) -> None:
    give_up(hooked)
    send_notices(NOW)
    ((body, signature),) = receiver.came
    seconds, _, digest = signature.removeprefix("t=").partition(",v1=")
    webhook = read_webhook()
    assert webhook is not None
    expected = hmac.new(webhook.secret.encode(), f"{seconds}.".encode() + body, hashlib.sha256).hexdigest()
    assert digest == expected
    renew_secret()
    renewed = read_webhook()
    assert renewed is not None
    assert renewed.secret != webhook.secret


def test_a_message_that_is_not_taken_is_sent_again_later(
    hooked: Run, receiver: Receiver, caplog: pytest.LogCaptureFixture
) -> None:
    give_up(hooked)
    receiver.status = 500
    assert send_notices(NOW) == 0
    assert "1 notices wait for the webhook: localhost answered 500" in caplog.text
    webhook = read_webhook()
    assert webhook is not None
    assert webhook.problem == "localhost answered 500 and did not take the message."
    assert not notices_wait(NOW + timedelta(seconds=29))
    assert send_notices(NOW + timedelta(seconds=30)) == 0
    assert not notices_wait(NOW + timedelta(seconds=89))
    receiver.status = 200
    assert send_notices(NOW + timedelta(seconds=90)) == 1
    assert len(receiver.came) == 3


def test_only_one_process_sends_at_a_time(hooked: Run) -> None:
    webhook = read_webhook()
    assert webhook is not None
    assert claim_sending(webhook, NOW, MINUTE) is not None
    assert claim_sending(webhook, NOW, MINUTE) is None


def test_what_is_old_is_not_told(hooked: Run) -> None:
    give_up(hooked)
    assert notices_wait(NOW)
    hooked.finished_at = NOW - timedelta(hours=2)
    db.session.commit()
    assert not notices_wait(NOW)


def test_no_redirect_is_followed(receiver: Receiver) -> None:
    receiver.status = 302
    with pytest.raises(MessageNotTaken, match="302, which leads elsewhere"):
        post_signed(receiver.url, "secret", b"{}", 0)
    assert len(receiver.came) == 1


@pytest.mark.parametrize("host", ["169.254.169.254", "[fe80::1]", "0.0.0.0", "[::ffff:169.254.169.254]", "224.0.0.1"])  # noqa: S104
def test_addresses_that_answer_in_confidence_are_not_asked(host: str) -> None:
    with pytest.raises(MessageNotTaken, match="not sent to"):
        post_signed(f"http://{host}/latest/meta-data", "secret", b"{}", 0)


def test_a_machine_that_is_not_there_is_told_in_words(receiver: Receiver) -> None:
    receiver.server_close()
    with pytest.raises(MessageNotTaken, match="localhost could not be reached"):
        post_signed(f"http://localhost:{receiver.server_port}/", "secret", b"{}", 0)


@pytest.mark.parametrize(
    "url", ["ftp://chat.example.com/", "file:///etc/passwd", "https://", "chat.example.com", "https://a:b@c.example/"]
)
def test_only_addresses_of_web_servers_are_taken(audience: Audience, url: str) -> None:
    with pytest.raises(FormRefused):
        change_webhook(url, "https://masivo.example/", NOW)


def test_no_address_turns_it_off(hooked: Run) -> None:
    assert isinstance(read_webhook(), Webhook)
    assert change_webhook("", "", NOW) is None
    assert read_webhook() is None
    assert send_notices(NOW) == 0
