"""The catalog: every name with its type, and frequent values when somebody asks for them."""

from urllib.parse import quote

import pytest

from tests.web.checked_client import CheckedClient
from tests.web.markup import Element, parse_html
from tests.web.shop import CUSTOMERS


def values(page: Element) -> list[str]:
    return [item.text for item in page.one("ul", class_="values").all("li")]


def test_every_name_has_its_type(client: CheckedClient) -> None:
    page = client.page("/catalog")
    names = page.all("table")[0].all("tr") + page.all("table")[1].all("tr")
    types = {row.one("code").text: row.all("td")[1].text for row in names if row.all("td")}
    assert types["tier"] == "text built in"
    assert types["dob"] == "date built in"
    assert types["platforms"] == "list built in"
    assert types["order.products[].tags.department"] == "text"
    assert "120 customers, events from" in page.text
    assert "ADD_TO_CART" in page.text


def test_how_many_have_a_value_and_when_events_were_seen(client: CheckedClient) -> None:
    page = client.page("/catalog")
    rows = {row.one("code").text: [cell.text for cell in row.all("td")] for row in page.all("tr") if row.all("td")}
    tiers = sum(customer.tier is not None for customer in CUSTOMERS)
    assert rows["tier"][2] == f"{tiers * 100 / len(CUSTOMERS):.1f} %"
    assert rows["BIRTHDAY"][1:] == ["0", "–", "never"]
    assert rows["PURCHASE"][1] != "0"
    assert rows["PURCHASE"][3] != "never"


def test_frequent_values_come_when_asked_for(client: CheckedClient) -> None:
    link = next(each for each in client.page("/catalog").all("a") if "values of tier" in each.text)
    golden = sum(customer.tier == "gold" for customer in CUSTOMERS)
    whole = client.page(link["href"])
    assert f"gold {golden}" in values(whole)
    fragment = parse_html(client.get(link["hx-get"], headers={"HX-Request": "true"}).text)
    assert values(fragment) == values(whole)


def test_frequent_values_of_lines(client: CheckedClient) -> None:
    name = quote("order.products[].tags.department")
    assert {item.split()[0] for item in values(client.page(f"/catalog/values?owner=lines&name={name}"))} == {
        "MEAT",
        "DAIRY",
        "WINE",
        "BREAD",
    }


@pytest.mark.parametrize(
    "query",
    [
        "",
        "?owner=customers",
        "?owner=customers&name=nothing",
        "?owner=events&name=tier",
        "?owner=x&name=tier",
        "?owner=customers&name=dob",
    ],
)
def test_what_has_no_frequent_values_is_not_there(client: CheckedClient, query: str) -> None:
    client.page(f"/catalog/values{query}", 404)
