"""Customers: found by id, e-mail or name, and shown with all that is known of them."""

from datetime import date

from flask import Flask

from masivo.web.customers import group_fields
from tests.web.checked_client import CheckedClient
from tests.web.markup import Element
from tests.web.shop import CUSTOMERS, PURCHASES
from tests.web.stored import NOW, add_audience, writing


def found(page: Element) -> list[str]:
    return [link.text for link in page.all("a", class_="list-link")]


def test_the_empty_search_says_what_can_be_typed(client: CheckedClient) -> None:
    page = client.page("/customers")
    assert "120 known" in page.text
    assert "Type an id or an e-mail as a whole" in page.text
    assert found(page) == []


def test_a_customer_is_found_by_id_and_by_the_beginning_of_the_name(client: CheckedClient) -> None:
    assert found(client.page("/customers?q=c007")) == ["Customer 7"]
    assert len(found(client.page("/customers?q=customer+1"))) == 31
    assert "The first 50 customers" in client.page("/customers?q=customer").text


def test_nobody_found_says_so_with_what_was_typed(client: CheckedClient) -> None:
    assert "No id or e-mail is “%_<b>”" in client.page("/customers?q=%25_%3Cb%3E").text


def test_the_profile_shows_fields_events_and_audiences(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        add_audience("Has seven", members=[[7]])
        add_audience("Had seven", members=[[7], [8]])
        add_audience("Never had seven", members=[range(5)])
    page = client.page(client.page("/customers?q=c007").one("a", class_="list-link")["href"])
    customer = CUSTOMERS[7]
    facts = {term.text: value.text for term, value in zip(page.all("dt"), page.all("dd"), strict=True)}
    assert facts["Tier"] == customer.tier
    assert facts["Name"] == customer.name
    assert "In 1 audience" in page.text
    assert [link.text for link in page.one("section", aria_labelledby="member-title").all("a")] == ["Has seven"]
    bought = [each for each in PURCHASES if each.customer == customer.id]
    events = page.one("ol", class_="events").all("div", class_="event-head")
    assert len(events) == min(len(bought), 25) > 0
    assert events[0].text.startswith("Purchase")


def test_an_unknown_customer_is_a_page_in_words(client: CheckedClient) -> None:
    for query in ("?id=nobody", "?id=", ""):
        assert client.page(f"/customers/profile{query}", 404).one("h1").text == "Nothing here"


def test_fields_stand_in_groups_and_lose_the_groups_name() -> None:
    groups = group_fields(
        {
            "tags.vip_status": "yes",
            "name": "Ana",
            "city": "Bogotá",
            "consent.purposes.email_marketing": True,
            "dob": date(1990, 3, 4),
            "shoe_size": NOW,
        }
    )
    assert {title: [fact.label for fact in facts] for title, facts in groups.items()} == {
        "Person": ["Date of birth", "Name"],
        "Place": ["City"],
        "Consent": ["Email marketing"],
        "More": ["Shoe size"],
        "Tags": ["Vip status"],
    }
