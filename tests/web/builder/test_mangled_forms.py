"""A form that was cut, doubled or forged is read as a draft or refused in words: no failure, and never everyone."""

import random
import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.datastructures import MultiDict

from masivo.extensions import db
from masivo.models import Audience, AudienceVersion
from tests.web.builder.form_filling import filled_form
from tests.web.shop import PURCHASES

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
    one, other = chance.sample(range(len(pairs)), 2)
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


@pytest.mark.parametrize("seed", range(6))
def test_a_mangled_form_never_fails_and_never_means_everyone(
    client: FlaskClient, pages: Flask, whole_form: Pairs, seed: int
) -> None:
    chance = random.Random(seed)
    kept = [pair for pair in whole_form if pair[0] not in ("scope", "brand_id")]
    scope = [("scope", "one"), ("brand_id", "andes")]
    for _ in range(60):
        pairs = kept
        for _ in range(chance.choice((1, 1, 2, 5))):
            pairs = chance.choice(WAYS)(pairs, chance) or kept
        form = MultiDict([*pairs, *scope])
        form["action"] = action = chance.choice(ACTIONS)
        path = "/audiences/new" if action == "save" else "/audiences/preview"
        answer = client.post(path, data=form)
        assert answer.status_code in (200, 303, 400, 422), (pairs, answer.status_code)
        shown = re.search(r'id="preview-count"[^>]*>\s*<strong>([\d,]+)<', answer.text)
        assert not shown or int(shown[1].replace(",", "")) < UNIVERSE or means_it(form), pairs
        if answer.status_code == 400:
            assert re.search("(did not arrive whole|No button of this page)", answer.text)
    with pages.app_context():
        saved = db.session.scalar(select(func.count(Audience.id)))
        assert saved == db.session.scalar(select(func.count(AudienceVersion.id)))


def means_it(form: "MultiDict[str, str]") -> bool:
    """The form may ask for everybody in so many words: by a "not", by another logic, by "has a value"."""
    turned = {"not", "muted"} & set(" ".join(form.getlist("node")).split())
    loose = any(form.get(f"{line}-operator") in ("is_set", "is_not_set") for line in ("n2", "n3"))
    return bool(turned) or loose or form.get("n1-op") != "all"


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
    for path in ("/audiences/new", "/audiences/preview"):
        assert client.post(path, data={}).status_code == 400
