"""Refusals and failures: a page in words, a sentence inside a fragment, and never a stack trace."""

import logging
from importlib import import_module

import pytest
from flask import Flask

from tests.web.checked_client import CheckedClient

HTMX = {"HX-Request": "true"}


def test_an_unknown_address_keeps_the_frame(client: CheckedClient) -> None:
    page = client.page("/nothing/here", 404)
    assert page.one("h1").text == "Nothing here"
    assert page.all("nav", id="sidebar-menu")


def test_an_unknown_address_says_nothing_of_the_inside_to_a_visitor(visitor: CheckedClient) -> None:
    page = visitor.page("/nothing/here", 404)
    assert not page.all("nav", id="sidebar-menu")


def test_a_fragment_is_refused_in_one_sentence(client: CheckedClient) -> None:
    answer = client.get("/audiences/4711/standing", headers=HTMX)
    assert answer.status_code == 404
    assert "There is no such audience." in answer.text
    assert "<h1" not in answer.text


def test_too_much_is_refused(client: CheckedClient) -> None:
    answer = client.post("/settings/zone", data={"zone": "x" * (3 * 1024 * 1024)})
    assert answer.status_code == 413
    assert "larger than 2 MB" in answer.text


def test_the_wrong_method_names_the_right_one(client: CheckedClient) -> None:
    answer = client.get("/sign-out")
    assert answer.status_code == 405
    assert "POST" in answer.headers["Allow"]


def test_a_fault_is_written_down_and_told_without_its_inside(
    client: CheckedClient, site: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("the inside")

    monkeypatch.setattr(import_module("masivo.web.audiences"), "list_audiences", broken)
    with caplog.at_level(logging.ERROR):
        answer = client.get("/audiences")
    assert answer.status_code == 500
    assert "The fault is on our side and was written down." in answer.text
    assert "the inside" not in answer.text
    assert "the inside" in caplog.text


def test_a_fault_of_the_frame_itself_is_told_as_well(
    client: CheckedClient, site: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    site.config["PROPAGATE_EXCEPTIONS"] = False

    def broken(*_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr("masivo.web.shell.recalculation_health", broken)
    for path in ("/audiences", "/nothing/here"):
        answer = client.get(path)
        assert answer.status_code == 500
        assert "This page could not be made" in answer.text
