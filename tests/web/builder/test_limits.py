"""Size limits in the form of an audience: typed, refused beside their inputs, stored, shown again."""

from flask import Flask
from flask.testing import FlaskClient

from masivo.services.size_limits import SizeLimits, size_limits_of
from tests.web.builder.form_filling import filled_form, press
from tests.web.builder.posted import posted
from tests.web.builder.test_pages import stored
from tests.web.markup import parse_html


def test_limits_are_stored_and_shown_again(client: FlaskClient, pages: Flask) -> None:
    typed = {"least_size": "1", "most_size": "50", "most_change_percent": "20"}
    assert press(client, filled_form(client), "save", typed).status_code == 303
    with pages.app_context():
        assert size_limits_of(stored(pages)) == SizeLimits(1, 50, None, 20)
    form = posted(client.get("/audiences/1/edit").text)
    assert {name: form[name] for name in (*typed, "most_change")} == {**typed, "most_change": ""}
    assert press(client, form, "save", {"least_size": "", "most_size": ""}, "/audiences/1/edit").status_code == 303
    with pages.app_context():
        assert size_limits_of(stored(pages)) == SizeLimits(most_change_percent=20)


def test_limits_that_cannot_be_kept_are_refused_beside_their_inputs(client: FlaskClient) -> None:
    form = filled_form(client)
    for typed, field, sentence in (
        ({"least_size": "10", "most_size": "5"}, "most_size", "The range is reversed"),
        ({"most_change": "many"}, "most_change", "“many” is not a whole number."),
    ):
        answer = press(client, form, "save", typed)
        assert answer.status_code == 422
        page = parse_html(answer.text)
        assert sentence in page.one(id=f"{field}-error").text
        assert page.one("input", name=field)["value"] == typed[field]
