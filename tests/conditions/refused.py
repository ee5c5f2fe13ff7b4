"""Cases of what the contract refuses: what is given, the path of the offending key, and words of the sentence."""

from typing import Any

import pytest

from masivo.conditions.parse import parse
from masivo.errors import DocumentRefused
from tests.conditions.account import ACCOUNT
from tests.conditions.documents import document

EVERYONE = {"kind": "everyone"}
CHILD = "$.children[0]"

Case = tuple[Any, str, str]


def without(node: dict[str, Any], key: str) -> dict[str, Any]:
    return {name: value for name, value in node.items() if name != key}


def in_condition(cases: list[Case]) -> list[Case]:
    """The same cases for the whole document: each gives a condition, and a path within it that starts with its key."""
    return [(document(condition), f"{CHILD}.{path}", words) for condition, path, words in cases]


def each_case(*cases: Case) -> pytest.MarkDecorator:
    """The mark that runs a test on every case, as `given`, `path` and `words`."""
    return pytest.mark.parametrize(
        ("given", "path", "words"),
        [
            pytest.param(*case, id=f"{number}: {case[1][-40:]} {case[2]}".encode("ascii", "replace").decode())
            for number, case in enumerate(cases)
        ],
    )


def refusal(given: object) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        parse(given, ACCOUNT)
    assert str(refused.value) == refused.value.message
    assert refused.value.message[-1] in ".?"
    return refused.value


def check_refusal(given: object, path: str, words: str) -> None:
    """The document is refused for what stands at the path, in a sentence that has the words."""
    refused = refusal(given)
    assert refused.path == path
    assert words in refused.message
    assert refused.message.encode()
