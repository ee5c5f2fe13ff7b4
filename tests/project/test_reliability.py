"""docs/reliability.md names tests as its proof, and each of them is there."""

import ast
import re
from functools import cache

import pytest

from tests.project.module_map import PROJECT

PAGE = (PROJECT / "docs" / "reliability.md").read_text()
NAMED = sorted(set(re.findall(r"`(tests/\S+?\.py)::(\w+)`", PAGE)))


@cache
def functions(path: str) -> frozenset[str]:
    tree = ast.parse((PROJECT / path).read_text())
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


@pytest.mark.parametrize(("path", "test"), NAMED)
def test_each_named_test_exists(path: str, test: str) -> None:
    assert test in functions(path)


def test_each_promise_names_its_test() -> None:
    rows = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| promise"))]
    assert len(rows) > 10
    assert [row for row in rows if "::test_" not in row] == []
