"""A live answer leaves out the lines that stand in the page as they are; with those, it is the whole page's own."""

import json
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from functools import partial

import pytest
from flask.testing import FlaskClient
from werkzeug.datastructures import MultiDict

from tests.conditions.documents import asks, attribute, bought, document, event, group, negated, where
from tests.web.builder.form_filling import press
from tests.web.builder.posted import posted
from tests.web.markup import Element, parse_html

RULE = document(
    attribute("tier", "in", ["gold", "vip"]),
    event("sum", "gte", 100, of="order.value", window={"kind": "last", "amount": 1, "unit": "year"}),
    group(
        negated(bought(where=where(asks("order.products[].tags.department", "eq", "MEAT")))),
        attribute("country", "not_in", ["MX"]),
        group(attribute("dob", "is_set"), attribute("tier", "is_not_set", muted=True), op="all"),
    ),
)
LIVE = {"HX-Request": "true"}
BUTTONS = (
    "add-condition:n1",
    "duplicate:n2",
    "up:n3",
    "down:n2",
    "negate:n4",
    "mute:n3",
    "wrap:n2",
    "remove:n6",
    "undo",
)


def ask(client: FlaskClient, form: "MultiDict[str, str]", **changes: str) -> Element:
    sent = form.copy()
    for name, value in changes.items():
        sent[name] = value
    return parse_html(client.post("/audiences/preview", data=sent, headers=LIVE).text)


def without_seen(form: "MultiDict[str, str]") -> "MultiDict[str, str]":
    return MultiDict([pair for pair in form.items(multi=True) if pair[0] != "seen"])


def lines(page: Element) -> dict[str, Element]:
    return {line["id"]: line for line in page.all("div", class_="line")}


def as_it_was(line: Element) -> bool:
    return line.get("data-as-it-was") is not None


def drawn(line: Element) -> list[object]:
    """All of a line but its sizes and dates."""
    return list(_drawn(line))


def _drawn(element: Element) -> Iterator[object]:
    yield element.tag, sorted(element.attributes.items())
    for child in element.children:
        if isinstance(child, str):
            yield child.strip()
        elif child.get("class") not in ("sizes", "line-dates"):
            yield from _drawn(child)


def ask_short_and_whole(client: FlaskClient, form: "MultiDict[str, str]", **changes: str) -> tuple[Element, Element]:
    return ask(client, form, **changes), ask(client, without_seen(form), **changes)


def within_a_minute(ask_all: Callable[[], tuple[Element, Element]]) -> tuple[Element, Element]:
    """What is asked; asked again where a minute ended meanwhile, since lines tell the minute that they mean."""
    while True:
        minute = datetime.now(UTC).strftime("%H:%M")
        answers = ask_all()
        if datetime.now(UTC).strftime("%H:%M") == minute:
            return answers


def sizes(line: Element) -> tuple[str, str]:
    """What a line shows anew in any case: its counts, and the dates that it means."""
    return line.one("div", class_="sizes").text, line.one("span", class_="line-dates").text


@pytest.fixture
def form(client: FlaskClient) -> "MultiDict[str, str]":
    fresh = posted(client.get("/audiences/new").text)
    return posted(press(client, fresh, "paste-instead", {"scope": "all", "pasted": json.dumps(RULE)}).text)


def test_an_edit_draws_its_own_line_alone(client: FlaskClient, form: "MultiDict[str, str]") -> None:
    changed = next(name for name in form if name.endswith("-value") and form[name] == "100")
    answer = lines(ask(client, form, **{changed: "200"}))
    assert [id_ for id_, line in answer.items() if not as_it_was(line)] == [changed.partition("-")[0]]
    assert not any(map(as_it_was, lines(ask(client, without_seen(form))).values()))


@pytest.mark.parametrize("seed", range(3))
def test_what_is_left_out_stands_in_the_page_already(
    client: FlaskClient, form: "MultiDict[str, str]", seed: int
) -> None:
    chance = random.Random(seed)
    shown = lines(ask(client, without_seen(form)))
    left_out = 0
    for _ in range(5):
        numbers = [name for name in form if name.endswith("-value") and form[name].isdecimal()]
        change = {chance.choice(numbers): str(chance.randrange(1, 900))} if numbers and chance.random() < 0.5 else {}
        button = {} if change else {"action": chance.choice(BUTTONS)}
        ask_both = partial(ask_short_and_whole, client, form, **change, **button)
        short, whole = map(lines, within_a_minute(ask_both))
        assert short.keys() == whole.keys()
        for id_, line in short.items():
            left_out += as_it_was(line)
            assert drawn(shown[id_] if as_it_was(line) else line) == drawn(whole[id_])
            assert sizes(line) == sizes(whole[id_])
        shown = whole
        sent = form.copy()
        sent.update({**change, **button})
        form = posted(client.post("/audiences/preview", data=without_seen(sent), headers=LIVE).text)
    assert left_out
