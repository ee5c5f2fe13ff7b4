"""Why members entered and left: the reasons add up to the whole, each customer counted for the last that moved him."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from hypothesis import given
from hypothesis import strategies as st
from pyroaring import BitMap

from masivo.errors import DocumentRefused
from masivo.models import ChangeReason
from masivo.services.calculate_rule import Asked
from masivo.services.explain_change import Before, Change, explain_change

NOON = datetime(2026, 11, 22, 17, tzinfo=UTC)
OLD = Asked(1, 10, None, ZoneInfo("America/Bogota"), NOON, {"7": "old run"})
NEW = replace(OLD, version_id=11, as_of=NOON + timedelta(days=1), references={"7": "new run"})
DATA, TIME, RULE, REFERENCE = ChangeReason

ALL_STEPS = (OLD, replace(OLD, as_of=NEW.as_of), replace(NEW, references={"7": "old run"}), NEW)
"""What is asked after each reason: the last is the new question."""


def before(members: set[int], asked: Asked = OLD, data_version: int = 1) -> Before:
    return Before(asked, data_version, BitMap(members))


def answers(*sets: set[int]) -> Callable[[Asked], BitMap]:
    """The members after new data, after time, and after the rule."""
    return lambda asked: BitMap(dict(zip(map(repr, ALL_STEPS), sets, strict=False))[repr(asked)])


def never(asked: Asked) -> BitMap:
    raise AssertionError(f"{asked} was asked, though one reason alone is possible")


def test_every_reason_gets_its_own() -> None:
    ask = answers({1, 2, 3, 4}, {2, 3, 4, 5}, {3, 4, 5, 6})
    assert explain_change(before({0, 1, 2, 3}), NEW, 2, BitMap({4, 5, 6, 7}), ask) == (
        Change(DATA, 1, 1),
        Change(TIME, 1, 1),
        Change(RULE, 1, 1),
        Change(REFERENCE, 1, 1),
    )


def test_who_went_there_and_back_counts_for_nothing_and_the_last_step_decides() -> None:
    # 1 leaves by data and comes back in time; 9 enters by data, leaves in time, enters by the rule.
    ask = answers({9}, {1}, {1, 9})
    assert explain_change(before({1}), NEW, 2, BitMap({1, 9}), ask) == (Change(RULE, 1, 0),)


def test_what_is_the_same_needs_no_reason() -> None:
    assert explain_change(before({1, 2}), NEW, 2, BitMap({1, 2}), never) == ()


def test_the_same_question_of_the_same_data_has_no_reason_to_change() -> None:
    assert explain_change(before({1, 2}), OLD, 1, BitMap({2, 3}), never) == ()


def test_one_possible_reason_is_the_whole_and_nothing_is_asked() -> None:
    later = replace(OLD, as_of=NEW.as_of)
    for asked, version, reason in (
        (OLD, 2, DATA),
        (later, 1, TIME),
        (replace(OLD, version_id=11), 1, RULE),
        (replace(OLD, brand_id="andes"), 1, RULE),
        (replace(OLD, zone=ZoneInfo("Europe/Madrid")), 1, RULE),
        (replace(OLD, references={"7": "new run"}), 1, REFERENCE),
    ):
        assert explain_change(before({1}), asked, version, BitMap({2, 3}), never) == (Change(reason, 2, 1),)


def test_a_rule_that_names_another_audience_for_the_first_time_is_the_rules_doing() -> None:
    first_named = replace(OLD, version_id=11, references={"7": "old run", "8": "another run"})
    assert explain_change(before({1}), first_named, 1, BitMap({2}), never) == (Change(RULE, 1, 1),)


def test_an_old_rule_that_cannot_be_asked_any_more_is_the_rules_doing() -> None:
    def refuse(asked: Asked) -> BitMap:
        if asked.version_id == OLD.version_id:
            raise DocumentRefused("$", "The field is gone.")
        return BitMap({2, 3})

    asked = replace(NEW, references=OLD.references)
    assert explain_change(before({1}), asked, 2, BitMap({2, 3}), refuse) == (Change(RULE, 2, 1),)


@given(st.lists(st.sets(st.integers(0, 30)), min_size=5, max_size=5))
def test_the_reasons_add_up(sets: list[set[int]]) -> None:
    old, *between, new = sets
    changes = explain_change(before(old), NEW, 2, BitMap(new), answers(*between))
    assert sum(change.entered for change in changes) == len(new - old)
    assert sum(change.departed for change in changes) == len(old - new)
    assert [change.reason for change in changes] == sorted(
        (change.reason for change in changes), key=list(ChangeReason).index
    )
