"""The webhook's settings: set, tried, signed anew, and turned off."""

from tests.web.checked_client import CheckedClient
from tests.web.markup import Element

NOBODY = "http://localhost:9/hook"


def section(client: CheckedClient) -> Element:
    return client.page("/settings").one("section", id="webhook")


def change(client: CheckedClient, url: str) -> str:
    form = section(client).one("form", action="/settings/webhook")
    assert client.submit(form, url=url).location == "/settings#webhook"
    return client.page("/settings").one(id="flashes").text


def test_the_address_is_kept_with_a_secret_of_its_own(client: CheckedClient) -> None:
    assert "Send a trial" not in section(client).text
    assert "Messages go there from now on" in change(client, NOBODY)
    shown = section(client)
    assert shown.one("input", id="webhook-url")["value"] == NOBODY
    secret = shown.one("details").one("code").text
    assert len(secret) == 64
    client.press("/settings", "/settings/webhook/secret")
    assert section(client).one("details").one("code").text not in ("", secret)


def test_a_trial_that_does_not_arrive_is_told(client: CheckedClient) -> None:
    change(client, NOBODY)
    client.press("/settings", "/settings/webhook/trial")
    assert "The trial did not arrive. localhost could not be reached" in client.page("/settings").one(id="flashes").text


def test_what_is_no_address_is_refused_and_none_turns_it_off(client: CheckedClient) -> None:
    assert "Give an address that begins with" in change(client, "javascript:alert(1)")
    change(client, NOBODY)
    assert "No messages are sent any more." in change(client, "")
    assert "Send a trial" not in section(client).text
