"""The list of audiences: what its lines say, how it is searched, filtered, sorted and paged, and what it costs."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import event, select

from masivo.extensions import db
from masivo.models import Audience, AudienceState, Frequency, RunState
from tests.web.checked_client import CheckedClient
from tests.web.markup import Element, parse_html
from tests.web.stored import NOW, add_audience, add_failure, add_living, add_many, writing

HTMX = {"HX-Request": "true"}


@pytest.fixture
def several(site: Flask) -> None:
    """One audience in each state."""
    with writing(site):
        _one_in_each_state()


def _one_in_each_state() -> None:
    add_audience("Árbol", "andes", members=[range(10), range(30)])
    add_audience("banana", members=[range(40), range(5)])
    add_audience("Late one", "pacifico", next_run_at=NOW - timedelta(hours=1), members=[range(7)])
    add_failure(add_audience("Broken", "andes", members=[range(3)]), "The field tier is gone.")
    add_living(add_audience("Working", members=[range(4)]), RunState.RUNNING)
    add_audience("Paused", state=AudienceState.PAUSED, members=[range(2)])
    add_audience("Fresh 100%", frequency=Frequency.NEVER, next_run_at=None)
    add_audience("Old", state=AudienceState.ARCHIVED, members=[range(1)])


def names(page: Element) -> list[str]:
    return [link.text for link in page.all("a", class_="list-link")]


def cells(page: Element, name: str) -> list[str]:
    (row,) = [row for row in page.all("tr") if row.all("a", class_="list-link") and name in row.text]
    return [cell.text for cell in row.all("td")]


@pytest.mark.usefixtures("several")
def test_a_line_says_how_an_audience_stands(client: CheckedClient) -> None:
    page = client.page("/audiences")
    name, brand, size, change, trend, recalculated, following, state, _ = cells(page, "Árbol")
    assert (name, brand, change, trend) == ("Árbol andes · daily", "andes nobody", "+20", "")
    assert size == "30 +20"
    assert recalculated == "daily · 1 h ago"
    assert following == "in 4 h"
    assert state == "current"
    assert cells(page, "banana")[3] == "−35"


@pytest.mark.usefixtures("several")
def test_times_carry_the_full_moment_and_zone(client: CheckedClient) -> None:
    moment = client.page("/audiences").all("time")[0]
    assert moment["title"].endswith("(America/Bogota)")
    assert moment["datetime"].endswith("-05:00")


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("name", "state"),
    [
        ("Late one", "late"),
        ("Broken", "failed"),
        ("Working", "calculating"),
        ("Paused", "paused"),
        ("Fresh 100%", "never calculated"),
        ("banana", "current"),
    ],
)
def test_every_state_has_its_word(client: CheckedClient, name: str, state: str) -> None:
    assert cells(client.page("/audiences"), name)[7] == state


@pytest.mark.usefixtures("several")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["banana", "Broken", "Fresh 100%", "Late one", "Paused", "Working", "Árbol"]),
        ("?q=ÁRB", ["Árbol"]),
        ("?q=%25", ["Fresh 100%"]),
        ("?q=_", []),
        ("?brand=andes", ["Broken", "Árbol"]),
        ("?brand=+all", ["banana", "Fresh 100%", "Paused", "Working"]),
        ("?brand=unknown", []),
        ("?state=attention", ["Broken", "Late one"]),
        ("?state=archived", ["Old"]),
        ("?state=never", ["Fresh 100%"]),
        ("?state=nonsense&sort=nonsense&page=-3&order=up", ["banana", "Broken", "Fresh 100%", "Late one"]),
        ("?sort=status", ["Broken", "Late one", "Fresh 100%", "Working", "Paused", "banana", "Árbol"]),
        ("?sort=size&order=desc", ["Árbol", "Late one", "banana", "Working", "Broken", "Paused", "Fresh 100%"]),
        ("?sort=change", ["banana", "Árbol"]),
        ("?sort=brand&state=attention", ["Broken", "Late one"]),
        ("?sort=next", ["Late one"]),
        ("?q=o&brand=andes&state=failed", ["Broken"]),
    ],
)
def test_the_address_asks_the_question(client: CheckedClient, query: str, found: list[str]) -> None:
    listed = names(client.page(f"/audiences{query}"))
    assert listed[: len(found)] == found
    assert found or not listed


@pytest.mark.usefixtures("several")
def test_the_summary_counts_what_was_found_and_what_wants_attention(client: CheckedClient) -> None:
    summary = client.page("/audiences?brand=andes").one(class_="list-summary")
    assert summary.text == "2 audiences · 2 need attention"
    assert names(client.page(summary.one("a")["href"])) == ["Broken", "Late one"]


@pytest.mark.usefixtures("several")
def test_a_column_sorts_and_sorts_back(client: CheckedClient) -> None:
    page = client.page("/audiences?brand=andes")
    heading = next(each for each in page.all("th") if each.text == "Members")
    once = client.page(heading.one("a")["href"])
    assert names(once) == ["Broken", "Árbol"]
    heading = next(each for each in once.all("th") if each.get("aria-sort") == "ascending")
    assert names(client.page(heading.one("a")["href"])) == ["Árbol", "Broken"]


@pytest.mark.usefixtures("several")
def test_htmx_gets_the_list_alone(client: CheckedClient) -> None:
    fragment = parse_html(client.get("/audiences?q=late", headers=HTMX).text)
    (root,) = [child for child in fragment.children if isinstance(child, Element)]
    assert root["id"] == "list"
    assert names(fragment) == ["Late one"]


def test_the_first_thing_to_do_is_said(client: CheckedClient) -> None:
    page = client.page("/audiences")
    first, *templates = (link["href"] for link in page.one(class_="empty-action").all("a"))
    assert first == "/audiences/new"
    assert [href.partition("=")[0] for href in templates] == ["/audiences/new?template"] * 3
    assert not page.all("form", class_="filters")


@pytest.mark.usefixtures("several")
def test_nothing_found_offers_the_way_back(client: CheckedClient) -> None:
    page = client.page("/audiences?q=nothing+has+this+name")
    assert "No audience fits" in page.text
    assert len(names(client.page(page.one(class_="empty-action").one("a")["href"]))) == 7


def test_a_long_list_is_paged(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        for number in range(120):
            add_audience(f"Audience {number:03}")
    first = client.page("/audiences?q=audience")
    assert names(first) == [f"Audience {number:03}" for number in range(50)]
    pager = first.one(class_="pager")
    assert "1–50 of 120 audiences" in pager.text
    second = client.page(pager.one("a", rel="next")["href"])
    assert names(second)[0] == "Audience 050"
    assert len(names(client.page("/audiences?page=999999"))) == 20


def test_the_lines_menu_acts_without_script(client: CheckedClient, site: Flask) -> None:
    with writing(site):
        audience_id = add_audience("Mine").id
    assert client.press("/audiences", f"/audiences/{audience_id}/pause").status_code == 303
    assert cells(client.page("/audiences"), "Mine")[7] == "paused"


@pytest.mark.parametrize("path", ["/audiences", "/audiences?sort=change&order=desc"])
def test_a_thousand_audiences_take_no_more_queries_than_one(client: CheckedClient, site: Flask, path: str) -> None:
    with writing(site):
        add_audience("First", members=[range(3), range(5)])
    client.page(path)
    with_one = count_queries(client, site, path)
    with writing(site):
        add_many(999)
    assert count_queries(client, site, path) == with_one
    assert "1–50 of 1,000 audiences" in client.page(path).text


def count_queries(client: CheckedClient, site: Flask, path: str) -> int:
    asked = 0
    with site.app_context():
        engine = db.engine

    def count(*_: object) -> None:
        nonlocal asked
        asked += 1

    event.listen(engine, "before_cursor_execute", count)
    try:
        client.page(path)
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert asked > 3
    return asked


@pytest.mark.parametrize(
    ("names", "trigger"),
    [
        (["Árbol", "Late one", "Working"], "every 2s,"),
        (["Árbol", "Late one"], "every 15s,"),
        (["Paused"], "visibilitychange"),
    ],
)
@pytest.mark.usefixtures("several")
def test_the_list_follows_what_stands_in_it(client: CheckedClient, site: Flask, names: list[str], trigger: str) -> None:
    with writing(site):
        for audience in db.session.scalars(select(Audience).where(Audience.name.not_in(names))):
            audience.state = AudienceState.ARCHIVED
    (part,) = [each for each in client.page("/audiences?order=desc").one(id="list").all() if each.get("hx-trigger")]
    assert part["hx-trigger"].startswith(trigger)
    assert part["hx-get"] == "/audiences?order=desc"
