"""The pages without script: build, save, edit, be refused in words, and lose nothing."""

import json
import re

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from masivo.extensions import db
from masivo.models import Audience, Frequency, Run
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.posted import posted
from tests.web.shop import CUSTOMERS, PURCHASES, matching, spent


def count_in(page: str) -> int:
    found = re.search(r'id="preview-count"[^>]*>\s*<strong>([\d,]+)</strong>', page)
    assert found, "the page shows no count"
    return int(found[1].replace(",", ""))


def meat_lovers() -> set[str]:
    with_meat = [
        each for each in PURCHASES if each.brand == "andes" and any(line.department == "MEAT" for line in each.lines)
    ]
    totals = spent(with_meat)
    return matching(lambda customer: customer.tier == "gold" and totals[customer.id] > 100)


def stored(pages: Flask) -> Audience:
    audience = db.session.scalars(select(Audience)).one()
    assert audience.version
    return audience


def test_a_rule_is_built_with_plain_buttons_and_counted(client: FlaskClient) -> None:
    page = press(client, filled_form(client), "update").text
    assert count_in(page) == len(meat_lovers()) > 0
    assert f"of {len({each.customer for each in PURCHASES if each.brand == 'andes'})}" in page


def test_saving_stores_the_first_version_and_asks_for_its_run(client: FlaskClient, pages: Flask) -> None:
    answer = press(client, filled_form(client), "save", {"frequency": "weekly", "weekday": "2", "at": "05:30"})
    assert answer.status_code == 303
    with pages.app_context():
        audience = stored(pages)
        assert answer.location == f"/audiences/{audience.id}"
        assert (audience.name, audience.brand_id) == ("Meat lovers", "andes")
        assert (audience.frequency, audience.run_weekday, audience.run_minute) == (Frequency.WEEKLY, 2, 330)
        assert audience.version is not None
        tier, bought = json.loads(audience.version.document)["children"]
        assert tier == {"kind": "attribute", "field": "tier", "operator": "in", "value": ["gold"]}
        assert bought["measure"] == {"fn": "sum", "property": "order.value"}
        assert bought["where"]["children"][0]["value"] == ["MEAT"]
        assert db.session.scalars(select(Run.audience_id)).all() == [audience.id]


def test_what_is_missing_is_said_beside_its_field_and_nothing_typed_is_lost(client: FlaskClient, pages: Flask) -> None:
    form = filled_form(client)
    answer = press(client, form, "save", {"name": " ", "at": "soon", "description": "Kept <as> it is", "n3-value": "x"})
    assert answer.status_code == 422
    page = answer.text
    for words in ("Give the audience a name.", "Write the time of day like 03:00.", "“x” is not a number."):
        assert words in page
    assert 'id="name-error"' in page
    assert 'id="n3-problem"' in page
    again = posted(page)
    assert (again["description"], again["n3-value"], again["at"]) == ("Kept <as> it is", "x", "soon")
    assert again.getlist("n2-values") == ["gold"]
    with pages.app_context():
        assert db.session.scalars(select(Audience)).all() == []


@pytest.mark.parametrize(
    "changes",
    [{"n2-subject": ""}, {"n2-subject": "field:city"}, {"n3-measured": ""}, {"n4-property": "order.store_id"}],
)
def test_an_unfinished_line_is_not_saved(client: FlaskClient, pages: Flask, changes: dict[str, str]) -> None:
    answer = press(client, filled_form(client), "save", changes)
    assert answer.status_code == 422
    assert "Not saved yet: 1 thing is missing" in answer.text
    with pages.app_context():
        assert db.session.scalars(select(Audience)).all() == []


def test_a_taken_name_is_refused_beside_the_name(client: FlaskClient) -> None:
    form = filled_form(client)
    assert press(client, form, "save").status_code == 303
    answer = press(client, form, "save", {"name": "  meat  LOVERS "})
    assert answer.status_code == 422
    assert "called “meat LOVERS” already" in answer.text
    assert 'aria-invalid="true"' in answer.text


def test_editing_shows_what_is_stored_and_makes_a_version(client: FlaskClient, pages: Flask) -> None:
    press(client, filled_form(client), "save")
    form = posted(client.get("/audiences/1/edit").text)
    assert (form["name"], form["brand_id"], form["n3-value"]) == ("Meat lovers", "andes", "100")
    assert press(client, form, "save", {"n3-value": "50"}, "/audiences/1/edit").status_code == 303
    with pages.app_context():
        audience = stored(pages)
        assert [version.number for version in audience.versions] == [2, 1]


def test_two_people_editing_are_told_and_neither_loses_anything(client: FlaskClient, pages: Flask) -> None:
    press(client, filled_form(client), "save")
    mine = posted(client.get("/audiences/1/edit").text)
    press(client, mine, "save", {"n3-value": "50", "name": "Theirs"}, "/audiences/1/edit")
    answer = press(client, mine, "save", {"n3-value": "70"}, "/audiences/1/edit")
    assert answer.status_code == 409
    assert "Somebody else saved this audience" in answer.text
    assert "more than 50" in answer.text
    assert "more than 70" in answer.text
    again = posted(answer.text)
    assert again["n3-value"] == "70"
    assert press(client, again, "save", path="/audiences/1/edit").status_code == 303
    with pages.app_context():
        audience = stored(pages)
        assert [version.number for version in audience.versions] == [3, 2, 1]
        assert "70" in audience.versions[0].document
        assert "50" in audience.versions[1].document


def test_an_archived_audience_is_not_edited(client: FlaskClient) -> None:
    press(client, filled_form(client), "save")
    form = posted(client.get("/audiences/1/edit").text)
    client.post("/audiences/1/archive")
    assert client.get("/audiences/1/edit").location == "/audiences/1"
    answer = press(client, form, "save", path="/audiences/1/edit")
    assert answer.status_code == 422
    assert "archived" in answer.text


def test_an_unknown_audience_is_not_found(client: FlaskClient) -> None:
    assert client.get("/audiences/77/edit").status_code == 404
    assert press(client, filled_form(client), "save", path="/audiences/77/edit").status_code == 404


def test_all_brands_count_everybody(client: FlaskClient) -> None:
    form = filled_form(client)
    page = press(client, form, "remove:n3", {"scope": "all"}).text
    assert count_in(page) == len(matching(lambda customer: customer.tier == "gold"))
    assert f"of {len(CUSTOMERS)}" in page


def test_a_negative_line_says_how_many_have_no_value(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "remove:n3", {"scope": "all", "n2-operator": "not_in"}).text)
    page = press(client, form, "update").text
    without_tier = matching(lambda customer: customer.tier is None)
    others = matching(lambda customer: customer.tier != "gold")
    assert f"of these, {len(without_tier)} have no value" in page
    assert count_in(page) == len(others)
    assert count_in(press(client, form, "update", {"n2-missing": "exclude"}).text) == len(others - without_tier)


def test_what_a_negation_does_with_those_who_have_no_value_is_said(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "remove:n3", {"scope": "all", "n2-operator": "not_in"}).text)
    nobody = len(matching(lambda customer: customer.tier is None))
    left_out = press(client, form, "update", {"n2-missing": "exclude"})
    assert f"leaves out {nobody} with no value" in left_out.text
    turned = press(client, posted(left_out.text), "negate:n2").text
    assert f"of these, {nobody} have no value" in turned
    assert count_in(turned) == len(matching(lambda customer: customer.tier in (None, "gold")))
    assert "no value</span>" not in press(client, form, "negate:n2").text
    positive = posted(press(client, form, "update", {"n2-operator": "in"}).text)
    assert "no value</span>" not in press(client, positive, "update").text
    assert f"of these, {nobody} have no value" in press(client, positive, "negate:n2").text


def test_values_beyond_the_most_frequent_are_found_by_what_is_typed(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "update", {"n2-subject": "field:name"}).text)
    page = press(client, form, "update").text
    (box,) = re.findall(r'<input[^>]*name="n2-adding"[^>]*>', page)
    assert 'hx-get="/audiences/values?owner=customers&amp;name=name"' in box
    assert 'value="Customer 99"' not in page
    asked = {"owner": "customers", "name": "name", "n2-adding": "ER 99"}
    assert re.findall('value="([^"]*)"', client.get("/audiences/values", query_string=asked).text) == ["Customer 99"]
    for wrong in ({"owner": "nobody"}, {"name": "nothing"}, {"n2-adding": "%"}, {"n2-adding": "\0x"}):
        answer = client.get("/audiences/values", query_string={**asked, **wrong})
        assert (answer.status_code, "<option" in answer.text) == (200, False)
    few = press(client, posted(page), "update", {"n2-subject": "field:tier"}).text
    assert not re.search('hx-get="/audiences/values', few)


def test_a_number_that_looks_like_thousands_says_how_it_is_read(client: FlaskClient) -> None:
    form = filled_form(client)
    page = press(client, form, "update", {"n3-value": "1.500"}).text
    assert "“1.500” is read as 1.5, for the point begins the decimals. If 1,500 is meant, leave the point out." in page
    for plain in ("1500", "1.50", "0.500", "1500.125"):
        assert "is read as" not in press(client, form, "update", {"n3-value": plain}).text
    assert "is read as" not in press(client, form, "update", {"n2-adding": "1.500"}).text


def test_values_that_nothing_has_are_told_of_where_all_are_known(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "update", {"n2-adding": "platnum"}).text)
    page = press(client, form, "update", {"n4-adding": "MEET"}).text
    assert re.findall("No [a-z ]+ has the value [^<]+", page) == [
        "No customer has the value “platnum”.",
        "No line of an event has the value “MEET”.",
    ]
    pasted = press(client, form, "update", {"n2-lines": "\n".join("abcdefg")}).text
    assert "No customer has the value “platnum”, “a”, “b”, “c”, “d” or any of 3 others." in pasted
    typing = {"n2-operator": "ne", "n2-value": "GOL"}
    assert "No customer has" not in press(client, form, "update", typing).text
    assert "No customer has the value “GOLT”." in press(client, form, "update", {**typing, "n2-value": "GOLT"}).text
    assert "No customer has" not in press(client, form, "update", {"n2-operator": "contains", "n2-value": "q"}).text
    too_many = press(client, form, "update", {"n2-subject": "field:name"}).text
    assert "No customer has" not in press(client, posted(too_many), "update", {"n2-adding": "Nobody"}).text


def test_a_list_of_names_stands_in_every_line_only_where_there_is_no_script(client: FlaskClient) -> None:
    form = filled_form(client)
    form.setlist("seen", [])
    asked = re.compile(r'<select[^>]*name="n3-subject"[^>]*>(.*?)</select>')
    lean = press(client, form, "update")
    full = press(client, form, "update", {"plain": "1"})
    assert asked.findall(lean.text) == ['<option value="event:PURCHASE" selected>Purchase</option>']
    assert len(re.findall("<option", asked.findall(full.text)[0])) > 20
    assert (lean.text.count('id="pick"'), full.text.count('id="pick"')) == (1, 0)
    assert [pair for pair in posted(full.text).items(multi=True) if pair != ("plain", "1")] == list(
        posted(lean.text).items(multi=True)
    )


def test_a_new_page_is_there_before_its_counts_are(client: FlaskClient) -> None:
    page = client.get("/audiences/new?template=vip").text
    assert 'hx-trigger="edited, load"' in page
    assert "being counted" in page
    assert '<meta http-equiv="refresh" content="0; url=/audiences/new?template=vip&amp;plain=1">' in page
    without_script = client.get("/audiences/new?template=vip&plain=1").text
    assert 'http-equiv="refresh"' not in without_script
    counted = press(client, posted(page), "update").text
    count = re.compile(r'id="preview-count".*?</p>', re.DOTALL)
    assert re.search(r"<strong>\d", counted)
    assert count.findall(without_script) == count.findall(counted)
    assert 'hx-trigger="edited"' in without_script


def test_the_next_runs_stand_in_words(client: FlaskClient) -> None:
    form = posted(client.get("/audiences/new").text)
    page = press(client, form, "update", {"frequency": "yearly"}).text
    assert "Month" in page
    page = press(client, posted(page), "update", {"month": "12", "day": "31", "at": "23:15"}).text
    assert len(re.findall(r"31 Dec \d{4}, 23:15", page)) == 5
    page = press(client, form, "update", {"frequency": "never"}).text
    assert "Calculated when you save" in page


def test_a_sample_is_shown_on_demand(client: FlaskClient) -> None:
    form = filled_form(client)
    assert 'id="sample"' not in press(client, form, "update").text
    page = press(client, form, "update", {"sampled": "1"}).text
    sample = page.partition('id="sample"')[2].partition("</ul>")[0]
    shown = re.findall(r'/customers/profile\?id=(c\d+)"', sample)
    assert 0 < len(shown) <= 8
    assert set(shown) <= meat_lovers()


def test_the_live_answer_is_the_pages_own_fragment(client: FlaskClient) -> None:
    form = filled_form(client)
    form.setlist("seen", [])
    live = client.post("/audiences/preview", data=form, headers={"HX-Request": "true"}).text
    page = press(client, form, "update").text
    assert live.lstrip().startswith("<")
    assert count_in(live) == count_in(page)
    assert "<html" not in live
    assert posted(live).getlist("node") == form.getlist("node")
