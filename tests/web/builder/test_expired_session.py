"""A session that ends while somebody edits: what was typed is carried through the sign-in, and saved after it."""

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.datastructures import MultiDict

from masivo.extensions import db
from masivo.models import Audience
from masivo.services.users import create_user
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.posted import posted
from tests.web.markup import parse_html

EMAIL, PASSWORD = "eva@example.com", "correct horse battery"


@pytest.fixture
def guarded(client: FlaskClient, pages: Flask) -> FlaskClient:
    """Somebody who can sign in, where every form needs its token."""
    with pages.app_context():
        create_user(EMAIL, "Eva", PASSWORD)
        db.session.commit()
    pages.config["WTF_CSRF_ENABLED"] = True
    return client


def token_less(form: "MultiDict[str, str]") -> "MultiDict[str, str]":
    return MultiDict([pair for pair in form.items(multi=True) if pair[0] != "csrf_token"])


def sign_out(client: FlaskClient) -> None:
    with client.session_transaction() as session:
        session.clear()


def signing_in(page: str, password: str = PASSWORD) -> "MultiDict[str, str]":
    """The form of a sign-in page, filled in."""
    form = posted(page)
    form["email"], form["password"] = EMAIL, password
    return form


def rule_of(form: "MultiDict[str, str]") -> "MultiDict[str, str]":
    """What the form says of the audience, without what each page makes anew."""
    return MultiDict([pair for pair in form.items(multi=True) if pair[0] not in ("csrf_token", "history")])


def names(pages: Flask) -> list[str]:
    with pages.app_context():
        return list(db.session.scalars(select(Audience.name)))


def test_a_save_after_the_session_ended_is_carried_through_the_sign_in(guarded: FlaskClient, pages: Flask) -> None:
    form = filled_form(guarded)
    sign_out(guarded)
    page = press(guarded, form, "save")
    assert page.status_code == 401
    assert "What you typed is kept" in page.text
    wrong = guarded.post("/sign-in", data=signing_in(page.text, "no"))
    assert wrong.status_code == 422
    sent = signing_in(wrong.text)
    onward = guarded.post("/sign-in", data=sent)
    assert (onward.status_code, onward.location) == (307, "/audiences/new")
    again = guarded.post(onward.location, data=sent)
    assert "nothing is saved yet" in again.text
    assert rule_of(posted(again.text)) == rule_of(form)
    assert PASSWORD not in again.text
    assert names(pages) == []
    assert press(guarded, posted(again.text), "save").status_code == 303
    assert names(pages) == ["Meat lovers"]


def test_counts_go_on_after_signing_in_elsewhere_and_a_save_is_asked_for_again(
    guarded: FlaskClient, pages: Flask
) -> None:
    form = filled_form(guarded)
    sign_out(guarded)
    live = {"HX-Request": "true"}
    told = guarded.post("/audiences/preview", data=form, headers=live)
    assert (told.status_code, told.headers["HX-Retarget"]) == (422, "#signed-out")
    assert parse_html(told.text).one("a")["href"] == "/sign-in"
    for beside in (
        guarded.post("/audiences/looser", data=form, headers=live),
        guarded.get("/audiences/values?owner=customers&name=tier&n2-adding=g", headers=live),
    ):
        assert (beside.status_code, beside.text) == (422, told.text)
    assert guarded.post("/sign-in", data=signing_in(guarded.get("/sign-in").text)).status_code == 303
    for path in ("/audiences/preview", "/audiences/looser"):
        assert guarded.post(path, data=form, headers=live).status_code == 200
    late = press(guarded, form, "save")
    assert late.status_code == 400
    assert rule_of(posted(late.text)) == rule_of(form)
    assert names(pages) == []
    assert press(guarded, posted(late.text), "save").status_code == 303


def test_a_form_from_elsewhere_saves_nothing(guarded: FlaskClient, pages: Flask) -> None:
    form = token_less(filled_form(guarded))
    assert press(guarded, form, "save").status_code == 400
    assert names(pages) == []
