"""Signing in and out: works, wrong, missing, and never on to another site."""

from dataclasses import replace

import pytest
from flask import Flask, request

from masivo.config import Settings
from masivo.extensions import db
from masivo.factory import create_app
from masivo.services.sign_in_attempts import note_failure
from masivo.web import register_web
from tests.web.checked_client import CheckedClient
from tests.web.conftest import EMAIL, PASSWORD
from tests.web.markup import parse_html


def test_signing_in_leads_to_the_page_that_was_asked_for(visitor: CheckedClient) -> None:
    asked = visitor.get("/customers?q=Customer+1")
    form = visitor.page(asked.location).one("form")
    answer = visitor.submit(form, email=f" {EMAIL.upper()} ", password=PASSWORD)
    assert (answer.status_code, answer.location) == (303, "/customers?q=Customer+1")
    assert visitor.get("/customers?q=Customer+1").status_code == 200


@pytest.mark.parametrize("target", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_the_next_page_is_one_of_ours(visitor: CheckedClient, target: str) -> None:
    form = visitor.page("/sign-in").one("form")
    answer = visitor.submit(form, email=EMAIL, password=PASSWORD, next=target)
    assert answer.location == "/audiences"


@pytest.mark.parametrize(
    ("email", "password", "sentence"),
    [
        (EMAIL, "wrong password", "This e-mail and password do not go together."),
        ("nobody@example.com", PASSWORD, "This e-mail and password do not go together."),
        ("not an address", PASSWORD, "This e-mail and password do not go together."),
        ("", PASSWORD, "Type your e-mail."),
        (EMAIL, "", "Type your password."),
    ],
)
def test_a_refusal_says_what_to_do_and_keeps_the_e_mail(
    visitor: CheckedClient, email: str, password: str, sentence: str
) -> None:
    form = visitor.page("/sign-in?next=/settings").one("form")
    answer = visitor.submit(form, email=email, password=password)
    assert answer.status_code == 422
    page = parse_html(answer.text)
    assert sentence in page.one("form").text
    assert page.one("input", name="email")["value"] == email
    assert page.one("input", name="next")["value"] == "/settings"
    assert password == "" or password not in answer.text
    assert visitor.get("/audiences").status_code == 302


def test_somebody_signed_in_needs_no_form(client: CheckedClient) -> None:
    assert client.get("/sign-in?next=/settings").location == "/settings"


def test_signing_out_ends_the_session(client: CheckedClient) -> None:
    answer = client.press("/audiences", "/sign-out")
    assert (answer.status_code, answer.location) == (303, "/sign-in")
    assert "You are signed out." in client.get("/sign-in").text
    assert client.get("/audiences").status_code == 302


def test_signing_out_is_posted(client: CheckedClient) -> None:
    assert client.get("/sign-out").status_code == 405


def test_a_session_from_before_signing_in_is_not_taken_over(visitor: CheckedClient) -> None:
    with visitor.session_transaction() as session:
        session["brand"] = "planted"
    visitor.submit(visitor.page("/sign-in").one("form"), email=EMAIL, password=PASSWORD)
    with visitor.session_transaction() as session:
        assert "brand" not in session


def test_a_session_of_a_person_who_is_gone_is_signed_out(client: CheckedClient, site: Flask) -> None:
    with client.session_transaction() as session:
        session["_user_id"] = "4711"
    assert client.get("/audiences").location.startswith("/sign-in")


def test_after_ten_wrong_passwords_even_the_right_one_waits(visitor: CheckedClient, site: Flask) -> None:
    form = visitor.page("/sign-in").one("form")
    assert visitor.submit(form, email=EMAIL, password="wrong password").status_code == 422
    with site.app_context():
        for _ in range(9):
            note_failure(EMAIL, "127.0.0.1")
    answer = visitor.submit(form, email=f" {EMAIL.upper()}", password=PASSWORD)
    assert answer.status_code == 429
    assert "Too many wrong passwords. Try again in 15 minutes." in parse_html(answer.text).one("form").text


def test_behind_tls_the_cookie_and_the_visitor_are_the_proxys_word(settings: Settings, site: Flask) -> None:
    app = register_web(create_app(replace(settings, https=True)))
    app.test_client_class = CheckedClient
    visitor = app.test_client()
    said = {"X-Forwarded-Proto": "https", "X-Forwarded-For": "203.0.113.7", "X-Forwarded-Host": "masivo.example"}
    answer = visitor.get("/sign-in", headers=said)
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=")
    with app.app_context():
        db.engine.dispose()
    with site.test_client() as plain:
        assert "Secure" not in plain.get("/sign-in", headers=said).headers["Set-Cookie"]
        assert request.remote_addr == "127.0.0.1"
