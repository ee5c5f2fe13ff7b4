"""A stored rule, shown in the builder and posted back by a browser, is the same rule."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.web.builder.complete import complete
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import NotEditable, from_document
from masivo.web.builder.read_form import read_form
from tests.conditions.account import ACCOUNT, BOGOTA
from tests.conditions.documents import attribute, bought, document
from tests.conditions.strategies import documents
from tests.web.builder.pages import NAMES, page_of
from tests.web.builder.posted import posted


@given(documents(ACCOUNT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_rule_comes_back_from_the_browser_as_it_went(pages: Flask, stored: dict[str, Any]) -> None:
    rule = parse(stored, ACCOUNT)
    if any("\r" in text for text in texts_of(stored)):
        with pytest.raises(NotEditable):
            from_document(dump(rule), BOGOTA)
        return
    draft = from_document(dump(rule), BOGOTA)
    back = read_form(posted(page_of(draft, pages)))
    assert back == draft
    assert follow(back, NAMES) == back
    completed = complete(back, NAMES, BOGOTA)
    assert not completed.problems
    assert completed.rule == rule


def test_a_long_list_travels_as_lines(pages: Flask) -> None:
    skus = [f"SKU {number}, “x”" for number in range(500)]
    rule = parse(document(attribute("city", "in", skus)), ACCOUNT)
    draft = from_document(dump(rule), BOGOTA)
    back = read_form(posted(page_of(draft, pages)))
    assert complete(back, NAMES, BOGOTA).rule == rule


def test_a_rule_whose_field_is_gone_opens_and_says_so(pages: Flask) -> None:
    stored = document(attribute("shoe_size", "gte", 40), bought())
    draft = from_document(stored, BOGOTA)
    back = read_form(posted(page_of(draft, pages)))
    assert back == draft
    completed = complete(back, NAMES, BOGOTA)
    assert [problem.field for problem in completed.problems.values()] == ["subject"]
    assert completed.rule == parse(document(bought()), ACCOUNT)
    assert not completed.whole


def texts_of(found: Any) -> list[str]:
    if isinstance(found, dict):
        return [text for value in found.values() for text in texts_of(value)]
    if isinstance(found, list):
        return [text for value in found for text in texts_of(value)]
    return [found] if isinstance(found, str) else []
