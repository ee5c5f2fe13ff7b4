"""What every operator, kind, measure and window becomes: its document, its sentence, and its SQL on each engine."""

import json
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from masivo.conditions.describe import describe
from masivo.conditions.parse import parse
from masivo.conditions.tree import Group, walk
from masivo.evaluation.moments import Moment
from tests.conditions.account import ACCOUNT, BOGOTA, Account
from tests.conditions.cases import AS_OF, CASES
from tests.evaluation.on_paper import sql_of, universe_of
from tests.golden import Golden

FOLDER = Path(__file__).parent / "golden"
MOMENT = Moment(AS_OF, BOGOTA)
RARE: Account = replace(
    ACCOUNT,
    fields={name: replace(entry, packed=not entry.builtin) for name, entry in ACCOUNT.fields.items()},
    properties={name: replace(entry, packed=not entry.builtin) for name, entry in ACCOUNT.properties.items()},
)
"""The same account, where all custom names are rare."""


@pytest.mark.parametrize("name", CASES)
def test_every_condition_is_asked_as_it_was(name: str, golden: Golden) -> None:
    golden.check(FOLDER / f"{name}.sql", _told(CASES[name], ACCOUNT))


def test_rare_names_are_asked_as_they_were(golden: Golden) -> None:
    of_rare = [case for cases in CASES.values() for case in cases if _names_rare(case)]
    assert len(of_rare) > 20
    golden.check(FOLDER / "rare_names.sql", _told(of_rare, RARE))


def test_no_file_is_left_of_what_is_gone() -> None:
    assert {file.stem for file in FOLDER.iterdir()} == {*CASES, "rare_names"}


def _told(cases: Iterable[dict[str, Any]], account: Account) -> str:
    """Each document as it is read out, as it is written and, where no document before it asked the same, as SQL."""
    asked: dict[str, None] = {}
    told = []
    for case in cases:
        tree, brand = parse(case["document"], account), case.get("brand")
        sentence = describe(tree, as_of=AS_OF, zone=BOGOTA, brand_name=brand, vocabulary=account)
        told.append(f"-- {sentence}\n-- {json.dumps(case['document'], ensure_ascii=False)}\n")
        parts = [f"-- the universe:\n{universe_of(account, brand.lower(), MOMENT)}"] if brand else []
        nodes = (node for _, node in walk(tree) if not isinstance(node, Group))
        parts += [sql_of(node, account, brand and brand.lower(), MOMENT) for node in nodes]
        told += [f"{part}\n" for part in dict.fromkeys(parts) if part not in asked]
        asked |= dict.fromkeys(parts)
    return "\n".join("".join(told).splitlines()) + "\n"


def _names_rare(case: dict[str, Any]) -> bool:
    text = json.dumps(case["document"], ensure_ascii=False)
    names = (*RARE.fields.values(), *RARE.properties.values())
    return any(f'"{entry.name}"' in text for entry in names if entry.packed)
