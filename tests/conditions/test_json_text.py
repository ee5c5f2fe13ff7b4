from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from masivo.conditions.json_text import read_json, write_json
from masivo.errors import DocumentRefused


def refusal(text: str | bytes) -> DocumentRefused:
    with pytest.raises(DocumentRefused) as refused:
        read_json(text)
    assert refused.value.message.encode()
    return refused.value


def test_numbers_are_read_exactly() -> None:
    assert read_json("[1, -0, 0.1, 123456789012345678.123456, 1e3]") == [
        1,
        0,
        Decimal("0.1"),
        Decimal("123456789012345678.123456"),
        Decimal(1000),
    ]
    assert [type(number) for number in read_json("[1, 1.0]")] == [int, Decimal]  # type: ignore[attr-defined]


def test_numbers_of_any_length_are_read() -> None:
    assert read_json("9" * 5000) == Decimal("9" * 5000)
    assert read_json("1e" + "9" * 30) == Decimal("Infinity")
    assert read_json("1E-" + "9" * 30) == 0


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "no document"),
        (b" \n", "no document"),
        ('{"a": 1} {"b": 2}', "column 10"),
        ('{"a": 1,\n}', "line"),
        ("{'a': 1}", "line 1, column 2"),
        ("[NaN]", "NaN"),
        ("[-Infinity]", "-Infinity"),
        (b'"\xff"', "UTF-8"),
        ("[" * 200_000, "nested"),
        ('{"a":' * 200_000, "nested"),
    ],
)
def test_what_is_not_json_is_refused(text: str | bytes, words: str) -> None:
    refused = refusal(text)
    assert refused.path == "$"
    assert words in refused.message


@pytest.mark.parametrize(
    ("text", "path"),
    [
        ('{"op": "all", "op": "any"}', "$.op"),
        ('{"op": "all", "children": [1, {"value": 1, "x": {}, "value": 2}]}', "$.children[1].value"),
        ('{"a": {"b": 1, "b": 2}, "a": 3}', "$.a"),
        ('[[{"a": 1, "a": 2}], {"b": 1, "b": 2}]', "$[0][0].a"),
    ],
)
def test_a_key_that_stands_twice_is_refused_with_its_path(text: str, path: str) -> None:
    refused = refusal(text)
    assert refused.path == path
    assert "twice" in refused.message


def test_bytes_and_byte_order_marks_are_read() -> None:
    assert read_json('{"a": "é"}'.encode()) == {"a": "é"}
    assert read_json(b"\xef\xbb\xbf[1]") == [1]
    assert read_json("\ufeff[1]") == [1]
    assert read_json("[1]".encode("utf-16")) == [1]


json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.text()
    | st.decimals(allow_nan=False, allow_infinity=False, places=6),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(json_values)
def test_what_is_written_is_read_back_the_same(value: object) -> None:
    assert read_json(write_json(value)) == value
