"""A stored rule, shown in the builder and posted back by a browser, is the same rule."""

from typing import Any

import pytest
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.web.builder.complete import complete
from masivo.web.builder.follow import follow
from masivo.web.builder.from_document import from_document
from masivo.web.builder.read_form import read_form
from masivo.web.forms.signs import from_form, to_form, to_line
from tests.conditions.account import ACCOUNT, BOGOTA
from tests.conditions.documents import asks, attribute, bought, document, sample, where
from tests.conditions.strategies import documents
from tests.web.builder.pages import NAMES, page_of
from tests.web.builder.posted import posted


@given(documents(ACCOUNT))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
def test_a_rule_comes_back_from_the_browser_as_it_went(pages: Flask, stored: dict[str, Any]) -> None:
    rule = parse(stored, ACCOUNT)
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


SIGNS = ["a\rb", "a\r\nb", "\r", "␍", "␛", "␛␍", "␛\r", "a␊b\n", "␛␛␊", "x\u2028y\x1cz\x85"]


@pytest.mark.parametrize("text", SIGNS)
def test_a_text_that_no_input_can_carry_is_edited_by_signs(pages: Flask, text: str) -> None:
    if not text.strip():
        text = f"x{text}x"
    lines = [attribute("city", "eq", text), attribute("city", "in", [text, "Cali"]), sample(salt=text)]
    rule = parse(document(*lines, bought(where=where(asks("platform", "eq", text)))), ACCOUNT)
    draft = from_document(dump(rule), BOGOTA)
    page = page_of(draft, pages)
    back = read_form(posted(page))
    assert back == draft
    assert complete(back, NAMES, BOGOTA).rule == rule
    assert ("␍ is a carriage return" in page) is ("\r" in text)


@given(st.text("a␍␊␛\r\n", max_size=8))
def test_signs_stand_for_one_text_each(text: str) -> None:
    assert from_form(to_form(text)) == from_form(to_line(text)) == text
    assert "\r" not in to_form(text)
    assert "\n" not in to_line(text)
