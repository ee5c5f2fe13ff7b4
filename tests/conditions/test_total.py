"""Whatever is handed to `parse`, it is understood or refused in words: no other exception, and nothing skipped."""

import copy
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.dump import dump, dump_text
from masivo.conditions.parse import parse, read_json
from masivo.errors import DocumentRefused
from tests.conditions.account import ACCOUNT
from tests.conditions.strategies import documents

scalars = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.integers(2000, 5000).map(lambda exponent: 10**exponent)
    | st.floats()
    | st.decimals()
    | st.text(max_size=4)
    | st.sampled_from(["all", "event", "PURCHASE", "count", "gt", "is_set", "last", "day", "2026-01-01", "exclude"])
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=4), inner, max_size=3)
)
KEYS = [
    "kind",
    "field",
    "value",
    "missing",
    "not",
    "muted",
    "op",
    "children",
    "property",
    "window",
    "where",
    "version",
    "steps",
    "within",
    "top",
    "audience",
]


def places(value: Any) -> list[tuple[Any, Any]]:
    """Every (container, key) of a JSON value."""
    found: list[tuple[Any, Any]] = []
    unread = [value]
    while unread:
        container = unread.pop()
        keys = list(container) if isinstance(container, dict) else range(len(container))
        for key in keys:
            found.append((container, key))
            if isinstance(container[key], dict | list):
                unread.append(container[key])
    return found


@st.composite
def damaged(draw: st.DrawFn) -> Any:
    """A document that the contract accepts, with one or two of its parts replaced, removed or added."""
    document = copy.deepcopy(draw(documents(ACCOUNT, depth=1)))
    for _ in range(draw(st.integers(1, 2))):
        container, key = draw(st.sampled_from(places(document)))
        match draw(st.sampled_from(["replace", "remove", "add"])):
            case "replace":
                container[key] = draw(values)
            case "remove":
                del container[key]
            case "add" if isinstance(container, dict):
                container[draw(st.sampled_from(KEYS) | st.text(max_size=4))] = draw(values)
        if not document:
            break
    return document


def check(document: Any) -> None:
    try:
        tree = parse(document, ACCOUNT)
    except DocumentRefused as refusal:
        refused = refusal
    else:
        assert parse(dump(tree), ACCOUNT) == tree
        assert parse(read_json(dump_text(tree)), ACCOUNT) == tree
        return
    assert refused.path.startswith("$")
    assert refused.path.encode()
    assert refused.message.encode()


@given(damaged())
def test_a_damaged_document_is_refused_or_understood(document: Any) -> None:
    check(document)


@given(values)
def test_anything_at_all_is_refused(document: Any) -> None:
    check(document)
