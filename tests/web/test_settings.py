"""The account's settings: the zone that all times go by, and the names of the brands."""

import pytest

from tests.web.checked_client import CheckedClient
from tests.web.markup import Element, parse_html


def brand_form(page: Element, brand_id: str) -> Element:
    return next(
        form for form in page.all("form", class_="brand-form") if form.one("input", name="id")["value"] == brand_id
    )


def test_the_zone_is_changed_for_every_page(client: CheckedClient) -> None:
    form = client.page("/settings").one("form", action="/settings/zone")
    assert client.submit(form, zone="Europe/Madrid").status_code == 303
    page = client.page("/settings")
    assert "Days begin in Europe/Madrid from now on" in page.one(id="flashes").text
    chosen = [
        option.text for option in page.one("select", id="zone").all("option") if option.get("selected") is not None
    ]
    assert chosen == ["Europe/Madrid"]


def test_a_zone_that_is_none_is_refused_beside_its_field(client: CheckedClient) -> None:
    form = client.page("/settings").one("form", action="/settings/zone")
    answer = client.submit(form, zone="Mars/Olympus")
    assert answer.status_code == 422
    assert "'Mars/Olympus' is not a time zone" in parse_html(answer.text).one(id="zone-error").text


def test_a_brand_gets_a_name_that_every_page_shows(client: CheckedClient) -> None:
    form = brand_form(client.page("/settings"), "pacifico")
    assert client.submit(form, name="  Pacífico   Sur ").status_code == 303
    page = client.page("/audiences")
    assert "Pacífico Sur" in page.one(class_="top-bar").text
    assert brand_form(client.page("/settings"), "pacifico").one("input", name="name")["value"] == "Pacífico Sur"


@pytest.mark.parametrize(("name", "sentence"), [(" ", "Give the brand a name."), ("x" * 121, "at most 120 characters")])
def test_a_name_that_will_not_do_is_kept_and_explained(client: CheckedClient, name: str, sentence: str) -> None:
    answer = client.submit(brand_form(client.page("/settings"), "andes"), name=name)
    assert answer.status_code == 422
    form = brand_form(parse_html(answer.text), "andes")
    typed = form.one("input", name="name")
    assert (typed["value"], typed["aria-invalid"]) == (name, "true")
    assert sentence in form.one(role="alert").text
    other = brand_form(parse_html(answer.text), "pacifico")
    assert other.one("input", name="name")["value"] == "pacifico"


def test_a_brand_that_never_came_is_not_there(client: CheckedClient) -> None:
    form = brand_form(client.page("/settings"), "andes")
    assert client.submit(form, id="nobody").status_code == 404


def test_a_brand_gets_a_clock_of_its_own(client: CheckedClient) -> None:
    form = brand_form(client.page("/settings"), "andes")
    assert client.submit(form, zone="Asia/Tokyo").status_code == 303
    page = client.page("/settings")
    assert "scheduled by the clock of Asia/Tokyo" in page.one(id="flashes").text
    options = brand_form(page, "andes").one("select").all("option")
    assert [option.text for option in options if option.get("selected") is not None] == ["Asia/Tokyo"]
    answer = client.submit(form, zone="Mars/Olympus")
    assert answer.status_code == 422
    refused = parse_html(answer.text)
    assert "is not a time zone" in brand_form(refused, "andes").one(role="alert").text
    assert not refused.all(id="zone-error")


def test_how_long_runs_take_and_are_kept_is_set(client: CheckedClient) -> None:
    form = client.page("/settings").one("form", action="/settings/recalculation")
    assert client.submit(form, run_minutes="5", members_days="30").status_code == 303
    page = client.page("/settings").one("form", action="/settings/recalculation")
    shown = {name: page.one("input", name=name)["value"] for name in ("run_minutes", "members_days", "failures_days")}
    assert shown == {"run_minutes": "5", "members_days": "30", "failures_days": "365"}


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("", "Give the minutes."),
        ("soon", "“soon” is not a whole number."),
        ("0", "from 1 to 1,440"),
        ("1441", "from 1"),
    ],
)
def test_what_no_run_can_keep_is_refused(client: CheckedClient, typed: str, sentence: str) -> None:
    form = client.page("/settings").one("form", action="/settings/recalculation")
    answer = client.submit(form, run_minutes=typed, members_days="7")
    assert answer.status_code == 422
    refused = parse_html(answer.text)
    assert sentence in refused.one(id="run_minutes-error").text
    assert refused.one("input", name="members_days")["value"] == "7"
    stored = client.page("/settings").one("form", action="/settings/recalculation")
    assert stored.one("input", name="run_minutes")["value"] == "60"


def test_settings_are_posted(client: CheckedClient) -> None:
    assert client.get("/settings/zone").status_code == 405
