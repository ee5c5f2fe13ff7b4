"""The pages of one audience: what stands in their head and tabs."""

import json
import re
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from flask import Flask
from sqlalchemy import select

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Frequency, RunState
from tests.web.checked_client import CheckedClient
from tests.web.markup import Element
from tests.web.shop import CUSTOMERS
from tests.web.stored import NOW, RULE, add_audience, add_failure, add_living, writing

TABS = ["", "/members", "/overlap", "/runs", "/versions"]


@pytest.fixture
def audience_id(site: Flask) -> int:
    """Colombians, who were customers 0 to 59 and are now 10 to 79."""
    with writing(site):
        return add_audience("Colombians", "andes", members=[range(60), range(10, 80)]).id


def rows(page: Element) -> list[list[str]]:
    return [[cell.text for cell in row.all("td")] for row in page.one("tbody").all("tr")]


def test_the_head_says_size_change_and_moment(client: CheckedClient, audience_id: int) -> None:
    page = client.page(f"/audiences/{audience_id}")
    assert page.one("h1").text == "Colombians"
    standing = page.one(id="standing")
    assert standing.one(class_="standing-number").text == "70"
    assert "58.3 % of 120" in standing.text
    assert "+10 since the run before" in standing.text
    assert "as of" in standing.text


@pytest.mark.parametrize("tab", TABS)
def test_every_tab_has_the_rule_in_words(client: CheckedClient, audience_id: int, tab: str) -> None:
    page = client.page(f"/audiences/{audience_id}{tab}")
    rule = page.one(id="rule")
    assert rule.one(class_="rule-sentence").text.startswith("Customers of andes whose country is CO or MX")
    outline = rule.one("ul", class_="rule-outline")
    assert outline.text.startswith("All of these")
    lines, inner = outline.all("ul")
    assert lines.text == "Country is CO or MX None of these Tier is vip"
    assert inner.text == "Tier is vip"


def test_a_long_rule_scrolls_in_its_place(client: CheckedClient, site: Flask) -> None:
    cities = [f"City {number}" for number in range(200)]
    line = {"kind": "attribute", "field": "city", "operator": "in", "value": cities}
    with writing(site):
        audience_id = add_audience("Many", document=json.dumps({"version": 1, "op": "all", "children": [line]})).id
    assert client.page(f"/audiences/{audience_id}").one(class_="rule-sentence")["role"] == "region"


def test_the_chart_carries_the_stored_numbers(client: CheckedClient, audience_id: int) -> None:
    page = client.page(f"/audiences/{audience_id}")
    charts = page.all("figure", class_="chart")
    assert [chart["data-chart"] for chart in charts] == ["size", "flow"]
    instants, sizes, entered, departed = json.loads(charts[0]["data-series"])
    assert (sizes, entered, departed) == ([60, 70], [None, 20], [0, 10])
    assert instants[1] - instants[0] == 86400
    assert charts[0]["data-zone"] == "America/Bogota"


def test_who_entered_is_drawn_also_where_all_members_are_new(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Exchanged", members=[range(5), range(5, 9)]).id
    charts = client.page(f"/audiences/{audience_id}").all("figure", class_="chart")
    assert json.loads(charts[1]["data-series"])[2:] == [[None, 4], [0, 5]]


def test_one_run_draws_no_line(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Once", members=[range(3)]).id
    page = client.page(f"/audiences/{audience_id}")
    assert not page.all("figure")
    assert "since the run before" not in page.text


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({}, "Daily at 03:00, America/Bogota time. Then"),
        ({"state": AudienceState.PAUSED}, "None while it is paused"),
        ({"state": AudienceState.ARCHIVED}, "None: this audience is archived"),
        ({"frequency": Frequency.NEVER, "next_run_at": None}, "Only when somebody asks"),
    ],
)
def test_the_next_run_is_told_in_words(
    client: CheckedClient, site: Flask, changes: dict[str, object], words: str
) -> None:
    with writing(site):
        audience_id = add_audience("Planned", **changes).id  # type: ignore[arg-type]
    assert words in client.page(f"/audiences/{audience_id}").text


def test_members_are_those_of_the_last_good_run(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        audience = db.session.get(Audience, audience_id)
        assert audience
        add_failure(audience, "The field tier is gone.")
    page = client.page(f"/audiences/{audience_id}/members")
    assert [row[1] for row in rows(page)] == [f"c{number:03}" for number in range(10, 60)]
    assert "70 members as of" in page.one(id="tab").text
    following = client.page(page.one("a", rel="next")["href"])
    assert [row[1] for row in rows(following)] == [f"c{number:03}" for number in range(60, 80)]


def test_members_are_taken_along_with_the_rule_that_found_them(client: CheckedClient, audience_id: int) -> None:
    page = client.page(f"/audiences/{audience_id}/members")
    (link,) = [each for each in page.all("a") if each.text.startswith("Download")]
    answer = client.get(link["href"])
    assert re.fullmatch(r"attachment; filename=Colombians-\d{4}-\d\d-\d\d\.zip", answer.headers["Content-Disposition"])
    with ZipFile(BytesIO(answer.data)) as archive:
        about = archive.read("about.txt").decode()
        header, *ids = archive.read("members.csv").decode().split()
    assert header == "id"
    assert ids == sorted(ids)
    assert set(ids) == {customer.id for customer in CUSTOMERS[10:80]}
    assert about.startswith("Colombians\nandes, version 1 of the rule\n70 members as of ")
    assert page.one(class_="rule-sentence").text in about


def test_there_is_nothing_to_take_along_before_the_first_run(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Never").id
    assert "never calculated" in client.page(f"/audiences/{audience_id}/members.zip", 404).text


@pytest.mark.parametrize(("members", "words"), [([], "No members yet"), ([[]], "Nobody is in this audience")])
def test_no_members_are_explained(client: CheckedClient, site: Flask, members: list[list[int]], words: str) -> None:
    with writing(site):
        audience_id = add_audience("Empty", members=members).id
    assert words in client.page(f"/audiences/{audience_id}/members").text


def test_a_member_leads_to_the_profile(client: CheckedClient, audience_id: int) -> None:
    link = client.page(f"/audiences/{audience_id}/members").all("a", class_="list-link")[0]
    assert client.page(link["href"]).one("h1").text == "Customer 10"


def test_the_overlap_tells_who_is_shared_with_whom(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        add_audience("Held within", "luma", members=[range(20), range(20, 34)])
        add_audience("All of them", members=[range(120)])
        add_audience("Apart", members=[range(10)])
        add_audience("The same", members=[range(10, 80)])
        add_audience("Archived", state=AudienceState.ARCHIVED, members=[range(10, 80)])
        add_audience("Never calculated")
    page = client.page(f"/audiences/{audience_id}/overlap")
    assert [row[:6] for row in rows(page)] == [
        ["All of them holds all of this one", "All brands", "120", "70", "100.0 %", "58.3 %"],
        ["The same the same people", "All brands", "70", "70", "100.0 %", "100.0 %"],
        ["Held within all of them are in this one", "luma", "14", "14", "20.0 %", "100.0 %"],
    ]
    assert "3 other audiences share some of its 70 members as of" in page.one(id="tab").text
    assert "1 shares nobody" in page.one(id="tab").text


@pytest.mark.parametrize(
    ("members", "others", "words"),
    [
        ([], [range(3)], "Nothing to compare yet"),
        ([range(3)], [], "There is no other audience to compare it with yet"),
        ([range(3)], [range(5, 9)], "No member of this audience is in another one (1 compared)."),
    ],
)
def test_no_overlap_is_explained(client: CheckedClient, site: Flask, members, others, words: str) -> None:
    with writing(site):
        audience_id = add_audience("Alone", members=members).id
        add_audience("Other", members=others)
    assert words in client.page(f"/audiences/{audience_id}/overlap").text


def test_runs_tell_what_happened(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        audience = db.session.get(Audience, audience_id)
        assert audience
        add_failure(audience, "The field <tier> is gone. Edit the rule.", NOW + timedelta(seconds=1))
        add_living(audience, RunState.RUNNING, NOW + timedelta(seconds=2))
    found = rows(client.page(f"/audiences/{audience_id}/runs"))
    assert [row[0] for row in found] == [
        "running",
        "failed",
        "The field <tier> is gone. Edit the rule.",
        "succeeded",
        "succeeded",
    ]
    assert found[3][5:] == ["3.0 s", "70", "20", "10", "1"]
    assert found[3][1] == "by schedule"


def test_who_entered_and_left_a_run(client: CheckedClient, audience_id: int) -> None:
    page = client.page(f"/audiences/{audience_id}/runs")
    entered, left = [link["href"] for link in page.one("tbody").all("a")][:2]
    assert [row[1] for row in rows(client.page(entered))] == [f"c{number:03}" for number in range(60, 80)]
    assert [row[1] for row in rows(client.page(left))] == [f"c{number:03}" for number in range(10)]


def test_a_run_of_another_audience_is_not_shown(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        other = add_audience("Other", members=[range(3)])
        run_id = other.run_id
    page = client.page(f"/audiences/{audience_id}/runs/{run_id}/entered", 404)
    assert "There is no such run of this audience" in page.text


def test_versions_are_told_in_sentences(client: CheckedClient, audience_id: int) -> None:
    (version,) = client.page(f"/audiences/{audience_id}/versions").one("ol", class_="versions").all("li")
    assert version.one("h2").text == "Version 1 in force"
    assert "whose country is CO or MX" in version.text


def test_a_rule_that_names_a_lost_field_says_so(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Lost", document=RULE.replace("tier", "lost_field"), members=[range(3)]).id
    for tab in TABS:
        assert "This rule can no longer be read" in client.page(f"/audiences/{audience_id}{tab}").text


def test_a_failure_is_told_with_what_stays_in_force(client: CheckedClient, audience_id: int, site: Flask) -> None:
    with writing(site):
        audience = db.session.get(Audience, audience_id)
        assert audience
        add_failure(audience, "This audience was not recalculated: the field tier is gone.")
    standing = client.page(f"/audiences/{audience_id}").one(id="standing")
    assert "This audience was not recalculated: the field tier is gone." in standing.one(role="alert").text
    assert standing.one(class_="standing-number").text == "70"


@pytest.mark.parametrize(
    "path", ["", "/members", "/overlap", "/runs", "/versions", "/standing", "/archive", "/runs/x/entered"]
)
@pytest.mark.parametrize("audience_id", ["4711", "99999999999999999999"])
def test_an_unknown_audience_is_a_page_in_words(client: CheckedClient, audience_id: str, path: str) -> None:
    page = client.page(f"/audiences/{audience_id}{path}", 404)
    assert page.one("h1").text == "Nothing here"
    assert "There is no such" in page.text


def test_no_page_asks_the_warehouse_who_belongs(
    client: CheckedClient, audience_id: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    from masivo.warehouse.lake import LakeSnapshot

    def refuse(*_: object) -> None:
        raise AssertionError("a page ran a membership query")

    monkeypatch.setattr(LakeSnapshot, "keys", refuse)
    for tab in TABS:
        client.page(f"/audiences/{audience_id}{tab}")
    client.page("/audiences")


def test_names_are_never_markup(client: CheckedClient, site: Flask) -> None:
    name = '<img src=x onerror="alert(1)">'
    with writing(site):
        audience_id = add_audience(name, members=[range(2)]).id
    assert client.page(f"/audiences/{audience_id}").one("h1").text == name
    assert name in client.page("/audiences").one("tbody").text
    with site.app_context():
        assert db.session.scalar(select(Audience.name)) == name
