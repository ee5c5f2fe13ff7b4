"""Undo and redo: what the form carries of its past, and what comes back."""

import random
from typing import Any

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.dump import dump
from masivo.conditions.parse import parse
from masivo.web.builder.actions import act
from masivo.web.builder.draft import GroupDraft, all_ids
from masivo.web.builder.from_document import from_document
from masivo.web.builder.history import (
    LONGEST,
    MOST_KEPT,
    MOST_STEPS,
    History,
    Splice,
    read_history,
    write_history,
)
from masivo.web.builder.sheet import Sheet
from masivo.web.builder.sheet_text import read_sheet, write_sheet
from tests.conditions.account import ACCOUNT, BOGOTA
from tests.conditions.strategies import documents
from tests.web.builder.test_actions import DRAFT, TIER

VERBS = (
    "add-condition",
    "add-group",
    "remove",
    "duplicate",
    "up",
    "down",
    "indent",
    "outdent",
    "wrap",
    "negate",
    "mute",
)


def edited(draft: GroupDraft, seed: int, times: int) -> list[Sheet]:
    """A draft and what a person's buttons and typing make of it, one after the other."""
    chance = random.Random(seed)
    sheets = [Sheet(draft)]
    for number in range(times):
        last = sheets[-1]
        button = f"{chance.choice(VERBS)}:{chance.choice(list(all_ids(last.draft)))}"
        name = (("name", f"Número {number}"),) if chance.random() < 0.3 else last.texts
        changed = Sheet(act(last.draft, button).draft, name)
        if changed != last:
            sheets.append(changed)
    return sheets


@pytest.mark.parametrize("seed", range(5))
def test_every_state_comes_back_and_goes_again(app: Flask, seed: int) -> None:
    sheets = edited(DRAFT, seed, 30)
    assert len(sheets) > 10
    history = History()
    with app.app_context():
        for sheet in sheets:
            history = read_history(write_history(history.note(sheet).note(sheet)))
        for sheet in reversed(sheets[:-1]):
            history = read_history(write_history(history.undo()))
            assert history.sheet == sheet
        assert history.undo() == history
        for sheet in sheets[1:]:
            history = read_history(write_history(history.redo()))
            assert history.sheet == sheet
    assert history.redo() == history


def test_another_way_forgets_what_was_undone() -> None:
    first, second, third = edited(DRAFT, 1, 10)[:3]
    history = History().note(first).note(second).undo().note(third)
    assert history.forth == ()
    assert history.undo().sheet == first


@given(st.text("ab", max_size=12), st.text("ab", max_size=12))
def test_a_change_leads_there_and_back(old: str, new: str) -> None:
    history = History(old or "-").note(Sheet(DRAFT))
    step = history.back[-1]
    assert step.apply(history.shown) == (old or "-")
    assert step.reverse(history.shown).apply(step.apply(history.shown)) == history.shown


def test_the_form_does_not_grow_without_end(app: Flask) -> None:
    history = History()
    for number in range(MOST_STEPS + 50):
        words = GroupDraft(id="n1", children=(TIER,) * (number % 2 + 1))
        history = history.note(Sheet(words))
    assert len(history.back) == MOST_STEPS
    long = [Sheet(GroupDraft(id=f"n{number}" + "9" * 25_000)) for number in range(5)]
    for sheet in long:
        history = history.note(sheet)
    assert sum(len(step.text) for step in history.back) <= MOST_KEPT
    assert history.undo().sheet == long[-2]
    assert history.note(Sheet(GroupDraft(id="n" * LONGEST))) == History()
    with app.app_context():
        assert len(write_history(history)) < 100_000


@pytest.mark.parametrize("text", ["", "{}", "forged", "[1, [], []]"])
def test_what_this_application_did_not_write_is_no_history(app: Flask, text: str) -> None:
    with app.app_context():
        assert read_history(text) == History()
        signed = write_history(History().note(Sheet(DRAFT)))
        assert read_history(signed).shown
        assert read_history(signed.replace(signed[20], "_", 1)) == History()


def test_a_state_of_another_version_is_not_shown(app: Flask) -> None:
    history = History('{"id":"n1","children":[],"colour":"red"}', (Splice(0, 0, ""),))
    assert history.sheet is None
    assert History("{").sheet is None


def test_texts_are_equal_where_sheets_are() -> None:
    for sheet in edited(DRAFT, 3, 40):
        assert read_sheet(write_sheet(sheet)) == sheet


@given(documents(ACCOUNT))
def test_a_draft_of_any_kind_comes_back_from_its_text(stored: dict[str, Any]) -> None:
    draft = from_document(dump(parse(stored, ACCOUNT)), BOGOTA)
    sheet = Sheet(draft, (("name", "VIP"),))
    assert read_sheet(write_sheet(sheet)) == sheet
