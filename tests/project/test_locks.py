"""The lock files pin everything with hashes and name no package index."""

import re

import pytest

from tests.project.module_map import PROJECT

REQUIREMENTS = PROJECT / "requirements"
LOCKS = ("product", "test")


def requirements(name: str) -> list[str]:
    """The requirements of a lock, each with its hashes on one line."""
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    lines = text.replace("\\\n", " ").splitlines()
    return [line for line in lines if line.strip() and not line.lstrip().startswith("#")]


@pytest.mark.parametrize("name", LOCKS)
def test_no_index_is_named(name: str) -> None:
    text = (REQUIREMENTS / f"{name}.txt").read_text()
    assert not re.search(r"://|--(extra-)?index-url|--find-links|--trusted-host", text)


@pytest.mark.parametrize("name", LOCKS)
def test_every_requirement_is_pinned_with_hashes(name: str) -> None:
    loose = [line for line in requirements(name) if not re.match(r"[\w.-]+(\[\w+\])?==\S+ .*--hash=sha256:", line)]
    assert requirements(name)
    assert loose == []


@pytest.mark.parametrize("name", LOCKS)
def test_the_lock_holds_all_that_was_asked_for(name: str) -> None:
    asked = {
        re.split(r"[=<>\[;]", line)[0].strip()
        for line in (REQUIREMENTS / f"{name}.in").read_text().splitlines()
        if re.match(r"\w", line)
    }
    locked = {line.split("==")[0].split("[")[0] for line in requirements(name)}
    assert asked - locked == set(), "run `make lock`"


def test_both_locks_agree() -> None:
    product, test = ({line.split(" --hash")[0].split("==")[0]: line for line in requirements(name)} for name in LOCKS)
    pins = {name: (product[name].split()[0], test[name].split()[0]) for name in product.keys() & test.keys()}
    assert {name: pair for name, pair in pins.items() if pair[0] != pair[1]} == {}
