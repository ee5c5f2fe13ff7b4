"""The frame: where one is, the brand that lists keep to, the search, and word of what waits."""

import pytest
from flask import Flask

from masivo.errors import WarehouseUnavailable
from masivo.warehouse.lake import LakeWarehouse
from tests.redis import RedisServer
from tests.web.checked_client import CheckedClient
from tests.web.markup import Element
from tests.web.stored import add_audience, writing


def names(page: Element) -> list[str]:
    return [link.text for link in page.all("a", class_="list-link")]


@pytest.fixture
def two_brands(site: Flask) -> None:
    with writing(site):
        add_audience("Of andes", "andes", members=[range(3)])
        add_audience("Of pacifico", "pacifico")
        add_audience("Of all")


def choose(client: CheckedClient, brand: str, path: str = "/audiences") -> str:
    form = client.page(path).one("form", action="/brand")
    return client.submit(form, form.one("button", value=brand)).location


@pytest.mark.parametrize(
    ("path", "here"),
    [
        ("/audiences", "Audiences"),
        ("/audiences/new", "Audiences"),
        ("/templates", "Templates"),
        ("/customers", "Customers"),
        ("/catalog", "Catalog"),
        ("/operations", "Operations"),
        ("/settings", "Settings"),
    ],
)
def test_the_sidebar_shows_where_one_is(client: CheckedClient, path: str, here: str) -> None:
    sidebar = client.page(path).one("nav", id="sidebar-menu")
    assert [link.text for link in sidebar.all("a", aria_current="page")] == [here]
    assert {link["href"] for link in sidebar.all("a")} == {
        "/audiences",
        "/templates",
        "/customers",
        "/catalog",
        "/operations",
        "/settings",
    }


@pytest.mark.usefixtures("two_brands")
def test_the_chosen_brand_is_kept_until_another_is_chosen(client: CheckedClient) -> None:
    assert choose(client, "andes", "/customers") == "/customers"
    page = client.page("/audiences")
    assert names(page) == ["Of andes"]
    assert page.one("select", id="filter-brand").one("option", selected="")["value"] == "andes"
    assert names(client.page("/audiences?brand=pacifico")) == ["Of pacifico"]
    assert len(names(client.page("/audiences?brand="))) == 3
    choose(client, "")
    assert len(names(client.page("/audiences"))) == 3


def test_a_brand_that_is_none_and_a_foreign_way_back_are_not_followed(client: CheckedClient) -> None:
    form = client.page("/audiences").one("form", action="/brand")
    answer = client.submit(form, brand="nobody", next="//evil.example/")
    assert answer.location == "/audiences"
    assert "All brands" in client.page("/audiences").one(class_="top-bar").text


@pytest.mark.usefixtures("two_brands")
def test_the_search_finds_audiences_and_customers(client: CheckedClient) -> None:
    page = client.page("/search?q=OF+AND")
    assert [link.text for link in page.one("section", aria_labelledby="audiences-title").all("a")] == ["Of andes"]
    assert "No id or e-mail is this" in page.text
    page = client.page("/search?q=customer+11")
    assert "No audience has this in its name." in page.text
    assert len(page.one("section", aria_labelledby="customers-title").all("li")) == 10
    assert "What do you look for?" in client.page("/search?q=++").text


def test_word_of_what_waits_stands_on_every_page(client: CheckedClient) -> None:
    for path in ("/audiences", "/customers", "/settings"):
        assert "Recalculation is waiting: Redis" in client.page(path).text


def test_redis_without_a_worker_is_told_too(client: CheckedClient, redis_server: RedisServer) -> None:
    assert "Recalculation is waiting: no worker is running." in client.page("/audiences").text


@pytest.mark.usefixtures("two_brands")
def test_audiences_are_listed_while_the_warehouse_is_away(
    client: CheckedClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def away(_: LakeWarehouse) -> None:
        raise WarehouseUnavailable("The disk is gone.")

    monkeypatch.setattr(LakeWarehouse, "snapshot", away)
    assert len(names(client.page("/audiences"))) == 3
    page = client.page("/customers", 503)
    assert "Audiences and their members are safe." in page.text
