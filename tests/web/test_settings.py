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


def test_settings_are_posted(client: CheckedClient) -> None:
    assert client.get("/settings/zone").status_code == 405
