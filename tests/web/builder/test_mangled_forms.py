"""A form that was cut, doubled or forged is read as a draft or refused in words: no failure, and never everyone."""

import json
import random
import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.conditions.tree import EveryoneCondition, walk
from masivo.extensions import db
from masivo.models import Audience, AudienceVersion
from masivo.web.builder.actions import ActionUnknown
from masivo.web.builder.complete import Completed, complete
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import from_document
from masivo.web.builder.press import press as press_form
from masivo.web.builder.read_form import FormMangled
from tests.conditions.account import ACCOUNT, BOGOTA
from tests.conditions.documents import (
    asks,
    attribute,
    belongs,
    bought,
    document,
    rank,
    sample,
    sequence,
    span,
    step,
    where,
)
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.pages import NAMES, page_of
from tests.web.builder.posted import posted
from tests.web.shop import PURCHASES

pytestmark = pytest.mark.usefixtures("redis_server")  # which keeps answers: hundreds of forms ask the same lines

Pairs = list[tuple[str, str]]

ODD_TEXTS = (
    "",
    " ",
    "-1",
    "1e400",
    "9" * 5000,
    "NaN",
    "٣",
    "n1",
    "n2 n1 line",
    "n0 n1 group",
    "- - -",
    "field:",
    "event:",
    "field:nothing",
    "event:NOTHING",
    "period:",
    "period:someday",
    "\0",
    "\ud7ff\u2028🙂",
    "<script>alert(1)</script>",
    "'; DROP TABLE customers; --",
    "{{ 7 * 7 }}",
    "2026-13-45",
    "0000-00-00",
    "9999-12-31",
    "24:00",
    "is_set",
    "between",
    "__class__",
    "None",
    "true",
)
ACTIONS = (
    "",
    "update",
    "save",
    "remove:n2",
    "add-clause:n3",
    "wrap:n3",
    "explode",
    "up:n1",
    "remove-value:n2.0",
    "mute:n3",
    "add-step:n9",
    "remove-step:n10",
    "add-clause:n10",
    "undo",
    "redo",
    "indent:n4",
    "outdent:n9",
    "place:n5.n3.0",
    "place:n3.n5.99999999999",
    "template:vip",
    "template:none",
    "paste-inside",
    "save-anyway",
    "instead:n1:any",
    "instead:n2:{",
    'instead:n3:{"kind": "attribute", "field": "tier", "operator": "eq", "value": "gold"}',
)


def drop(pairs: Pairs, chance: random.Random) -> Pairs:
    gone = chance.randrange(len(pairs))
    return pairs[:gone] + pairs[gone + 1 :]


def double(pairs: Pairs, chance: random.Random) -> Pairs:
    return [*pairs, chance.choice(pairs)]


def cut(pairs: Pairs, chance: random.Random) -> Pairs:
    return pairs[: chance.randrange(len(pairs))]


def swap(pairs: Pairs, chance: random.Random) -> Pairs:
    """The text of one input under the name of another."""
    one, other = chance.choices(range(len(pairs)), k=2)
    pairs = list(pairs)
    pairs[one] = (pairs[one][0], pairs[other][1])
    return pairs


def forge(pairs: Pairs, chance: random.Random) -> Pairs:
    place = chance.randrange(len(pairs))
    pairs = list(pairs)
    pairs[place] = (pairs[place][0], chance.choice(ODD_TEXTS))
    return pairs


def rename(pairs: Pairs, chance: random.Random) -> Pairs:
    place = chance.randrange(len(pairs))
    pairs = list(pairs)
    pairs[place] = (chance.choice(pairs)[0], pairs[place][1])
    return pairs


def shuffle(pairs: Pairs, chance: random.Random) -> Pairs:
    return chance.sample(pairs, len(pairs))


WAYS: tuple[Callable[[Pairs, random.Random], Pairs], ...] = (drop, double, cut, swap, forge, forge, rename, shuffle)

UNIVERSE = len({purchase.customer for purchase in PURCHASES if purchase.brand == "andes"})


@pytest.fixture
def whole_form(client: FlaskClient) -> Pairs:
    return list(filled_form(client).items(multi=True))


SOLD_OFTEN = where(asks("order.value", "gte", 30), asks("order.products[].tags.department", "in", ["WINE", "MEAT"]))
EVERY_KIND = document(
    attribute("tier", "in", ["gold", "vip"]),
    attribute("country", "ne", "CO", missing="exclude"),
    bought(where=SOLD_OFTEN, window={"kind": "last", **span(300, "day")}),
    sequence(step(), step(where=SOLD_OFTEN, within=span(90, "day"))),
    sequence(step(["PURCHASE", "ADD_TO_CART"]), step(within=span(9, "day"), **{"not": True})),
    rank("sum", of="order.value", top={"count": 40}, where=SOLD_OFTEN),
    sample(percent=30),
)


@pytest.mark.parametrize("seed", range(6))
def test_a_mangled_form_of_every_kind_never_fails_and_never_means_everyone(client: FlaskClient, seed: int) -> None:
    wishes = {"as_json": "1", "checked": "c005", "near": "n6"}
    pasted = press(client, filled_form(client), "paste-instead", {"pasted": json.dumps(EVERY_KIND), **wishes})
    mangle_and_post(client, list(posted(pasted.text).items(multi=True)), random.Random(seed), 40)


def test_thousands_of_mangled_forms_lose_no_line_in_silence(pages: Flask) -> None:
    """Without page and warehouse, so that many can be tried: each line takes part, or says why it does not."""
    children = (*EVERY_KIND["children"], belongs("3"), belongs(7, "not_member", muted=True))
    draft = from_document(dump(parse(document(*children), ACCOUNT)), BOGOTA)
    kept, chance, read = list(posted(page_of(draft, pages)).items(multi=True)), random.Random(7), 0
    with pages.app_context():
        for _ in range(3000):
            form = MultiDict(mangled(kept, chance))
            form["action"] = chance.choice(ACTIONS)
            try:
                pressed = press_form(form, NAMES, BOGOTA)
            except (FormMangled, ActionUnknown):
                continue
            read += 1
            completed = complete(follow(pressed.outcome.draft, NAMES), NAMES, BOGOTA)
            nodes = [node for _, node in walk(completed.rule)] if completed.rule else []
            assert not any(isinstance(node, EveryoneCondition) for node in nodes)
            silent = set(completed.lines) - set(completed.paths) - {owner for owner, _ in every_problem(completed)}
            assert not silent, form
            assert not completed.whole or len(completed.paths) == len(nodes)
    assert read > 500


def every_problem(completed: Completed) -> Iterator[tuple[str, str]]:
    """Each problem by the line in which it stands, and the sentence."""
    for line_id, asked in completed.lines.items():
        for _, problem in asked.problems():
            assert problem.sentence
            yield line_id, problem.sentence


@pytest.mark.parametrize("seed", range(6))
def test_a_mangled_form_never_fails_and_never_means_everyone(
    client: FlaskClient, pages: Flask, whole_form: Pairs, seed: int
) -> None:
    mangle_and_post(client, whole_form, random.Random(seed), 60)
    with pages.app_context():
        saved = db.session.scalar(select(func.count(Audience.id)))
        assert saved == db.session.scalar(select(func.count(AudienceVersion.id)))


def mangled(kept: Pairs, chance: random.Random) -> Pairs:
    """The form after one accident or a few."""
    pairs = kept
    for _ in range(chance.choice((1, 1, 2, 5))):
        pairs = chance.choice(WAYS)(pairs, chance) or kept
    return pairs


def mangle_and_post(client: FlaskClient, whole: Pairs, chance: random.Random, times: int) -> None:
    """Post the form again and again, each time after other accidents: it is answered, and never with everyone."""
    kept = [pair for pair in whole if pair[0] not in ("scope", "brand_id")]
    scope = [("scope", "one"), ("brand_id", "andes")]
    for _ in range(times):
        pairs = mangled(kept, chance)
        form = MultiDict([*pairs, *scope])
        form["action"] = action = chance.choice(ACTIONS)
        path = "/audiences/new" if action == "save" else chance.choice(("/audiences/preview", "/audiences/looser"))
        answer = client.post(path, data=form)
        assert answer.status_code in (200, 303, 400, 422), (pairs, answer.status_code)
        shown = re.search(r'id="preview-count"[^>]*>\s*<strong>([\d,]+)<', answer.text)
        assert not shown or int(shown[1].replace(",", "")) < UNIVERSE or means_it(form), pairs
        if answer.status_code == 400:
            assert re.search("(did not arrive whole|No button of this page)", answer.text)


def means_it(form: "MultiDict[str, str]") -> bool:
    """The form may ask for everybody in so many words: by a "not", by another logic, by "has a value"."""
    turned = {"not", "muted"} & set(" ".join(form.getlist("node")).split())
    loose = any(text in ("is_set", "is_not_set") for name, text in form.items() if name.endswith("-operator"))
    any_of_them = form.get("n1-op") != "all" or form["action"] == "instead:n1:any"
    return bool(turned) or loose or any_of_them


@pytest.mark.parametrize(
    "lost",
    [
        "node",
        "nodes",
        "clause",
        "n1-op",
        "n2-asked",
        "n2-subject",
        "n2-operator",
        "n2-missing",
        "n3-where",
        "n3-window",
    ],
)
def test_a_form_that_lost_a_part_is_refused_whole(client: FlaskClient, whole_form: Pairs, lost: str) -> None:
    places = [place for place, (name, _) in enumerate(whole_form) if name == lost]
    assert places
    form = MultiDict(whole_form[: places[-1]] + whole_form[places[-1] + 1 :])
    for action in ("update", "save"):
        form["action"] = action
        answer = client.post("/audiences/new", data=form)
        assert answer.status_code == 400
        assert "did not arrive whole" in answer.text


def test_an_empty_form_is_refused(client: FlaskClient) -> None:
    for path in ("/audiences/new", "/audiences/preview", "/audiences/looser"):
        assert client.post(path, data={}).status_code == 400
