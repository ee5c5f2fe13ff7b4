"""Undo, templates and JSON with plain buttons: nothing typed is lost, and what is refused says where."""

import json

import pytest
from flask.testing import FlaskClient

from masivo.services.audience_templates import TEMPLATES, Template
from tests.conditions.documents import attribute, document, group
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.posted import posted
from tests.web.builder.test_pages import count_in
from tests.web.markup import parse_html
from tests.web.shop import BRANDS, matching

GOLD = document(attribute("tier", "in", ["gold"]))


def shown_json(page: str) -> object:
    return json.loads(parse_html(page).one("textarea", id="document").text)


def test_undo_goes_back_over_buttons_and_over_what_was_only_typed(client: FlaskClient) -> None:
    form = filled_form(client)
    finished = form["n3-value"]
    form = posted(press(client, form, "remove:n2", {"n3-value": "half-typ"}).text)
    assert "n2-asked" not in form
    form = posted(press(client, form, "undo").text)
    assert (form["n2-asked"], form["n3-value"]) == ("field:tier", "half-typ")
    form = posted(press(client, form, "undo").text)
    assert (form["n2-asked"], form["n3-value"]) == ("field:tier", finished)
    while (before := posted(press(client, form, "undo").text)).getlist("node") != form.getlist("node"):
        form = before
    for _ in range(12):
        form = posted(press(client, form, "undo").text)
    assert form.getlist("node") == ["n1 - group", "n2 n1 line"]
    assert form["name"] == ""
    for _ in range(12):
        form = posted(press(client, form, "redo").text)
    assert "n2-asked" not in form
    assert (form["n3-value"], form["name"]) == ("half-typ", "Meat lovers")


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"name": "Wine lovers"}, "the name"),
        ({"description": "Two\r\nlines"}, "the description"),
        ({"scope": "all"}, "the brand"),
        ({"brand_id": BRANDS[1]}, "the brand"),
        ({"frequency": "weekly"}, "the frequency"),
        ({"at": "04:30"}, "the frequency"),
        ({"most_size": "5000"}, "the size limits"),
        ({"name": "Wine lovers", "n3-value": "90"}, "the name and the conditions"),
    ],
)
def test_undo_covers_all_that_is_edited_and_says_what(client: FlaskClient, changes: dict[str, str], told: str) -> None:
    form = filled_form(client)
    page = press(client, form, "update", changes).text
    changed = posted(page)
    assert {name: changed[name] for name in changes} == changes
    page = press(client, changed, "undo").text
    undone = posted(page)
    assert {name: undone[name] for name in changes} == {name: form[name] for name in changes}
    assert parse_html(page).one("p", class_="told").text == f"Undone: {told}."
    page = press(client, undone, "redo").text
    assert {name: posted(page)[name] for name in changes} == changes
    assert parse_html(page).one("p", class_="told").text == f"Done again: {told}."


def test_a_page_that_nobody_touched_has_nothing_to_undo(client: FlaskClient) -> None:
    assert press(client, filled_form(client), "save").location == "/audiences/1"
    for path in ("/audiences/new", "/audiences/new?template=vip", "/audiences/1/edit"):
        page = press(client, posted(client.get(path).text), "update", path=path.partition("?")[0]).text
        assert parse_html(page).one("button", id="undo")["aria-disabled"] == "true", path
        assert parse_html(press(client, posted(page), "undo").text).one("p", class_="told").text == ""


def test_a_forged_history_is_none(client: FlaskClient) -> None:
    form = filled_form(client)
    page = press(client, form, "undo", {"history": "forged"}).text
    assert posted(page)["n3-value"] == form["n3-value"]
    assert parse_html(page).one("button", id="undo")["aria-disabled"] == "true"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda each: each.key)
def test_a_template_makes_a_whole_rule(client: FlaskClient, template: Template) -> None:
    chosen = posted(client.get(f"/audiences/new?template={template.key}").text)
    pressed = press(client, posted(client.get("/audiences/new").text), f"template:{template.key}")
    assert posted(pressed.text)["name"] == chosen["name"] == template.name
    assert "preview-sentence" in pressed.text
    assert "line-problem" not in pressed.text
    assert press(client, chosen, "save").status_code == 303


def test_a_template_takes_the_place_of_the_rule_and_undo_brings_it_back(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "template:vip").text)
    assert form["name"] == "Meat lovers"
    assert "n3-value" not in form
    assert posted(press(client, form, "undo").text)["n3-value"] == "100"


def test_undo_takes_back_the_name_that_a_template_gave(client: FlaskClient) -> None:
    form = posted(press(client, posted(client.get("/audiences/new").text), "template:vip").text)
    assert form["name"] == "VIP"
    form = posted(press(client, form, "undo").text)
    assert (form["name"], form["description"], form.getlist("node")) == ("", "", ["n1 - group", "n2 n1 line"])


def test_a_pasted_document_takes_the_place_of_the_rule_or_joins_it(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "update", {"scope": "all", "as_json": "1"}).text)
    pasted = {"pasted": json.dumps(GOLD)}
    page = press(client, form, "paste-instead", pasted).text
    assert shown_json(page) == GOLD
    assert count_in(page) == len(matching(lambda customer: customer.tier == "gold"))
    joined = shown_json(press(client, form, "paste-inside", pasted).text)
    assert isinstance(joined, dict)
    assert joined["children"][-1] == group(attribute("tier", "in", ["gold"]), op="all")
    assert len(joined["children"]) == 3


def test_a_refused_document_stays_with_its_place_and_changes_nothing(client: FlaskClient) -> None:
    form = posted(press(client, filled_form(client), "update", {"as_json": "1"}).text)
    wrong = json.dumps(document(attribute("tier", "in", ["gold"]), attribute("tear", "eq", "x")))
    for action in ("paste-instead", "paste-inside"):
        page = press(client, form, action, {"pasted": wrong}).text
        refusal = parse_html(page).one("p", id="pasted-error").text
        assert "“tear”" in refusal or "tear" in refusal
        assert "$.children[1].field" in refusal
        after = posted(page)
        assert after["pasted"] == wrong
        assert after.getlist("node") == form.getlist("node")
    page = press(client, form, "paste-instead", {"pasted": "{"}).text
    assert "The document is not JSON" in page


def test_a_pasted_rule_that_would_be_too_long_stays(client: FlaskClient) -> None:
    many = json.dumps(document(*[attribute("tier", "is_set")] * 99))
    form = posted(press(client, filled_form(client), "update", {"as_json": "1"}).text)
    page = press(client, form, "paste-inside", {"pasted": many}).text
    assert "at most 100 conditions" in page
    assert posted(page)["pasted"] == many


def test_the_limits_are_said_before_they_are_hit(client: FlaskClient) -> None:
    deep = attribute("tier", "is_set")
    for _ in range(7):
        deep = group(deep, op="all")
    form = posted(press(client, filled_form(client), "update", {"as_json": "1"}).text)
    for number, told in ((78, False), (79, True)):
        many = json.dumps(document(*[attribute("tier", "is_set")] * number, deep))
        page = press(client, form, "paste-instead", {"pasted": many}).text
        assert (f"{number + 1} of the 100 conditions that a rule may have." in page) is told
        assert page.count("Groups go no deeper than 8 levels.") == 1
