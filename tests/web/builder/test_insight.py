"""What the preview tells beside the counts: reach, impact, the near, why, and why nobody; beside plain Python."""

import json
import re
import shutil
from collections import Counter

import pyarrow as pa
import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict
from werkzeug.test import TestResponse

from masivo.config import Settings
from masivo.extensions import db
from masivo.models import Audience
from masivo.services.connections import warehouse
from masivo.services.reach import CHANNELS
from masivo.warehouse.ingest.tables import load_tables
from tests.conditions.documents import attribute, document, event, group, negated
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.posted import posted
from tests.web.builder.test_pages import count_in
from tests.web.markup import Element, parse_html
from tests.web.shop import CUSTOMERS, PURCHASES, matching
from tests.web.stored import add_audience, writing

GOLD = matching(lambda customer: customer.tier == "gold")
BOUGHT = Counter(purchase.customer for purchase in PURCHASES)
TIER_IS_GOLD = attribute("tier", "eq", "gold")


def asked(client: FlaskClient, rule: object, **wishes: str) -> Element:
    """The page of a new audience of all brands with a rule, and what somebody asks to see of it."""
    form = posted(client.get("/audiences/new").text)
    answer = press(client, form, "paste-instead", {"scope": "all", "pasted": json.dumps(rule), **wishes})
    return parse_html(answer.text)


def posting(client: FlaskClient, rule: object) -> "MultiDict[str, str]":
    """The form of that page, as a browser would send it again."""
    form = posted(client.get("/audiences/new").text)
    return posted(press(client, form, "paste-instead", {"scope": "all", "pasted": json.dumps(rule)}).text)


def told(page: Element, id_: str) -> str:
    """The text of a part of the page, with its full stops and commas where they stand for a reader."""
    return re.sub(r" (?=[.,:])", "", page.one("div", id=id_).text)


def people(page: Element, title: str) -> list[str]:
    """The customers of the list under a title, as they are called."""
    head = next((each for each in page.all("p", class_="impact-title") if each.text.startswith(title)), None)
    if head is None:
        return []
    assert head.parent
    beside = [each for each in head.parent.children if isinstance(each, Element)]
    return [link.text for link in beside[beside.index(head) + 1].all("a")]


def test_reach_counts_those_whom_a_channel_can_reach(client: FlaskClient, pages: Flask) -> None:
    contacts = {
        "id": [customer.id for customer in CUSTOMERS[:8]],
        "email": ["a@b.co", "a@b.co", "no address", "@b", "a@", "a b@c.co", None, "x@y.co"],
        "consent.purposes.email_marketing": [True, False] + [True] * 6,
        "consent.purposes.push_notifications": [True] * 4 + [False] * 4,
        "phone": ["+57 1"] * 4 + [None] * 4,
        "phone_verified": [True, False] * 4,
    }
    with pages.app_context():
        load_tables(warehouse(), customers=pa.table(contacts))
    page = asked(client, document({"kind": "everyone"}))
    channels = page.one("div", id="reach").all("span", class_="reach-channel")
    with_app = sum(bool({"ios", "android"} & set(customer.platforms)) for customer in CUSTOMERS[:4])
    assert {each.text for each in channels} == {"E-mail 2", f"Push {with_app}", "SMS and phone 2"}
    assert {each.get("title") for each in channels} == {channel.meaning for channel in CHANNELS}


def test_the_nearest_of_a_line_are_those_for_whom_it_decides(client: FlaskClient) -> None:
    rule = document(TIER_IS_GOLD, event("count", "gte", 5))
    assert not people(asked(client, rule, sampled="1"), "Just")
    page = asked(client, rule, sampled="1", near="n5")
    inside, outside = people(page, "Just inside"), people(page, "Just outside")
    names = {customer.id: customer.name for customer in CUSTOMERS}
    ids = {name: id_ for id_, name in names.items()}
    assert sorted(BOUGHT[ids[name]] for name in inside) == sorted(BOUGHT[id_] for id_ in GOLD if BOUGHT[id_] >= 5)[:4]
    below = sorted((BOUGHT[id_] for id_ in GOLD if BOUGHT[id_] < 5), reverse=True)
    assert [BOUGHT[ids[name]] for name in outside] == below[:4]
    assert not asked(client, document(TIER_IS_GOLD), sampled="1").all("div", id="near-people")


def why(page: Element) -> list[tuple[str, str]]:
    """Each line of the tree told for a customer: its verdict, and what the customer has."""
    lines = page.one("ul", class_="why-tree").all("li", class_="why-line")
    own = [[each for each in line.children if isinstance(each, Element)] for line in lines]
    return [(parts[0].text, " ".join(has.text for has in parts[1].all("span", class_="why-has"))) for parts in own]


def test_why_tells_each_line_with_the_customers_own_value(client: FlaskClient) -> None:
    few = next(id_ for id_ in sorted(GOLD) if 0 < BOUGHT[id_] < 5)
    rule = document(TIER_IS_GOLD, group(event("count", "gte", 5), negated(TIER_IS_GOLD)), attribute("city", "is_set"))
    page = asked(client, rule, checked=few)
    assert "does not belong" in told(page, "why")
    root, tier, either, count, opposite, city = why(page)
    assert [root[0], tier[0], either[0], count[0], opposite[0], city[0]] == ["no:", "yes:", "no:", "no:", "no:", "no:"]
    assert tier[1] == "has gold"
    assert count[1].startswith(f"has {BOUGHT[few]}: needs at least 5, {5 - BOUGHT[few]} short {BOUGHT[few]} event")
    assert city[1] == "has no value"
    page = asked(client, document(TIER_IS_GOLD), checked=f" {few} ")
    assert "belongs, as of" in told(page, "why")
    assert "No customer has this id" in told(asked(client, rule, checked="nobody@nowhere"), "check")


def test_an_outsider_of_a_brand_is_told_so(client: FlaskClient) -> None:
    outsider = next(customer.id for customer in CUSTOMERS if not BOUGHT[customer.id])
    page = asked(client, document({"kind": "everyone"}), scope="one", brand_id="andes", checked=outsider)
    assert "Without an event of this brand" in told(page, "why")


@pytest.mark.parametrize(
    ("children", "words"),
    [
        ([TIER_IS_GOLD, attribute("country", "eq", "NZ")], ["Condition 2 makes it zero. Without it: 24."]),
        ([event("count", "gte", 900)], ["Condition 1 makes it zero. Without it: 120."]),
        (
            [attribute("country", "eq", "CO"), attribute("country", "eq", "MX"), attribute("country", "eq", "PE")],
            ["What stands before Condition 2 leaves 30; that one leaves nobody of them."],
        ),
    ],
)
def test_zero_is_explained(client: FlaskClient, children: list[object], words: list[str]) -> None:
    diagnosis = told(asked(client, document(*children)), "diagnosis")
    assert diagnosis.startswith("Nobody matches.")
    for sentence in words:
        assert sentence in diagnosis


def test_the_smallest_change_is_asked_for_afterwards_and_taken_over_by_its_button(client: FlaskClient) -> None:
    rule = document(event("count", "gte", 900), attribute("tier", "eq", "golt"))
    page = asked(client, rule)
    pending = page.one("div", id="diagnosis").one("p", hx_trigger="load delay:500ms")
    assert pending.text == "Looking for the smallest change …"
    form = posting(client, rule)
    shown = parse_html(f"<div>{client.post(pending['hx-post'], data=form).text}</div>")
    assert shown.all("li") == []  # each line alone is not enough
    form = posting(client, document(TIER_IS_GOLD, event("count", "gte", 900)))
    shown = parse_html(f"<div>{client.post(pending['hx-post'], data=form).text}</div>")
    most = max(BOUGHT[id_] for id_ in GOLD)
    found = [each for each in shown.all("li") if f"“Made at least {most} purchases at any time”" in each.text]
    number = sum(BOUGHT[id_] == most for id_ in GOLD)
    assert found[0].one("strong").text == str(number)
    taken = press(client, form, found[0].one("button")["value"]).text
    assert count_in(taken) == number
    assert posted(taken)["n5-value"] == str(most)
    assert count_in(press(client, posted(taken), "undo").text) == 0
    without_script = press(client, form, "update", {"plain": "1"}).text
    assert found[0].one("button")["value"] in {
        each.get("value") for each in parse_html(without_script).one("div", id="diagnosis").all("button")
    }


def test_a_group_of_which_any_is_enough_is_proposed_and_taken_over(client: FlaskClient) -> None:
    form = posting(client, document(attribute("country", "eq", "CO"), attribute("country", "eq", "MX")))
    shown = parse_html(f"<div>{client.post('/audiences/looser', data=form).text}</div>").all("li")
    found = [each for each in shown if "with any one of its conditions enough" in each.text]
    taken = press(client, form, found[0].one("button")["value"]).text
    assert count_in(taken) == len(matching(lambda customer: customer.country in ("CO", "MX")))


@pytest.mark.parametrize(
    "action", ["instead:n3:{", "instead:n3:{}", "instead:n1:some", 'instead:n3:{"kind":"everyone"']
)
def test_only_a_whole_line_takes_anothers_place(client: FlaskClient, action: str) -> None:
    assert press(client, filled_form(client), action).status_code == 400
    assert press(client, filled_form(client), "instead:n99:{}").status_code == 200


def test_before_any_import_nobody_can_be_found_and_that_is_said(client: FlaskClient, settings: Settings) -> None:
    shutil.rmtree(settings.warehouse_home)
    page = asked(client, document({"kind": "everyone"}))
    assert "Nobody can be found yet: no customers are known." in page.one("aside", id="preview").text
    assert not page.all("div", id="diagnosis")


def test_everybody_is_explained(client: FlaskClient) -> None:
    rule = document(TIER_IS_GOLD, negated(TIER_IS_GOLD), op="any")
    diagnosis = told(asked(client, rule), "diagnosis")
    assert f"Without Condition 2: {len(GOLD)}." in diagnosis
    assert "Everybody matches." in diagnosis
    alone = told(asked(client, document({"kind": "everyone"}, TIER_IS_GOLD, op="any")), "diagnosis")
    assert "Condition 1 matches everybody by itself." in alone
    assert not asked(client, document(TIER_IS_GOLD)).all("div", id="diagnosis")


@pytest.fixture
def stored(client: FlaskClient, pages: Flask) -> int:
    """An audience of gold customers, as calculated: three of them, and one who is none."""
    with writing(pages):
        keys = [number for number, customer in enumerate(CUSTOMERS) if customer.id in GOLD][:3]
        other = next(number for number, customer in enumerate(CUSTOMERS) if customer.tier == "silver")
        audience = add_audience(
            "Gold", document=json.dumps(document(TIER_IS_GOLD), separators=(",", ":")), members=[[*keys, other]]
        )
        id_ = audience.id
        more = document({"kind": "audience", "audience": str(id_), "operator": "member"})
        add_audience("Builds on it", document=json.dumps(more))
    return id_


def save(client: FlaskClient, path: str, action: str = "save", **changes: str) -> TestResponse:
    return press(client, posted(client.get(path).text), action, changes, path)


def test_what_saving_would_change_is_shown_and_large_changes_are_asked_about(
    client: FlaskClient, pages: Flask, stored: int
) -> None:
    path = f"/audiences/{stored}/edit"
    assert not parse_html(client.get(path).text).all("div", id="impact")  # it comes with the counts, or without script
    impact = parse_html(client.get(f"{path}?plain=1").text).one("div", id="impact").text
    assert f"+{len(GOLD) - 3} join, −1 leaves, beside the 4 members" in impact
    assert "Builds on it" in impact
    assert save(client, path, description="The same rule").status_code == 303
    refused = save(client, path, **{"n2-value": "vip"})
    assert refused.status_code == 422
    alert = parse_html(refused.text).one("div", id="refusal")
    assert "Of 4 members, 4 would leave" in alert.text
    assert "1 other audience changes with it" in alert.text
    meant = press(client, posted(refused.text), "save-anyway", path=path)
    assert meant.status_code == 303
    with pages.app_context():
        audience = db.session.get(Audience, stored)
        assert audience
        assert audience.version
        assert '"vip"' in audience.version.document


def test_another_persons_save_is_told_before_large_changes_are_asked_about(client: FlaskClient, stored: int) -> None:
    path = f"/audiences/{stored}/edit"
    mine = posted(client.get(path).text)
    assert save(client, path, description="Theirs").status_code == 303
    conflict = press(client, mine, "save", {"n2-value": "vip"}, path)
    assert conflict.status_code == 409
    asked = press(client, posted(conflict.text), "save", path=path)
    assert asked.status_code == 422
    assert press(client, posted(asked.text), "save-anyway", path=path).status_code == 303


def test_the_share_that_is_asked_about_is_a_setting(client: FlaskClient, stored: int) -> None:
    assert client.post("/settings/impact", data={"impact": "many"}).status_code == 422
    page = parse_html(client.post("/settings/impact", data={"impact": "101"}).text)
    assert page.one("input", id="impact")["value"] == "101"
    assert client.post("/settings/impact", data={"impact": "100 %"}).status_code == 303
    assert parse_html(client.get("/settings").text).one("input", id="impact")["value"] == "100"
    leaving = len(GOLD) - 2
    path = f"/audiences/{stored}/edit"
    assert leaving * 100 > 4 * 100
    assert save(client, path, action="mute:n2").status_code == 200
    assert save(client, path, **{"n2-operator": "ne"}).status_code == 422


def test_a_customers_page_leads_to_why(client: FlaskClient, stored: int) -> None:
    member = sorted(GOLD)[0]
    page = parse_html(client.get(f"/customers/profile?id={member}").text)
    offered = page.one("select", id="why-audience").all("option")
    assert [option["value"] for option in offered] == [str(stored)]
    page = parse_html(client.get(f"/customers/why?id={member}&audience={stored}").text)
    assert "A member , as of" in page.text
    assert why(page)[-1] == ("yes:", "has gold")
    stranger = next(customer.id for customer in CUSTOMERS if customer.tier == "silver")
    page = parse_html(client.get(f"/customers/why?id={stranger}&audience={stored}").text)
    assert "The next recalculation changes that" in page.text
    assert client.get(f"/customers/why?id={member}&audience=99").status_code == 404
    assert client.get(f"/customers/why?id=nobody&audience={stored}").status_code == 404
