"""The tests of a `where` in words, those of one list's lines told together as the line they are asked of."""

from masivo.conditions.comparisons import predicate
from masivo.conditions.sentences import Telling
from masivo.conditions.tree import Logic, PropertyTest, Where
from masivo.conditions.wording import name_in_words

_JOINTS = {Logic.ALL: " and ", Logic.ANY: " or "}


def where_in_words(where: Where, telling: Telling) -> str:
    """The tests, such as: platform is ios and one line of order.products has (sku is A1 and amount is at least 2)."""
    parts = []
    for list_name, tests in _by_list(where).items():
        told = [_test_in_words(test, telling) for test in tests]
        if list_name is None:
            parts += told
        elif where.op is Logic.ALL:
            parts.append(f"one line of {name_in_words(list_name)} has ({_JOINTS[where.op].join(told)})")
        else:
            parts += [f"one line of {name_in_words(list_name)} has ({one})" for one in told]
    return _JOINTS[where.op].join(parts)


def lines_in_words(property_name: str, where: Where | None, telling: Telling) -> str:
    """Which lines a measure's property with `[]` is taken over: those that satisfy the tests of its list, or all."""
    list_name = list_of(property_name)
    tests = _by_list(where).get(list_name, []) if where else []
    if not tests or where is None:
        return "counting all lines"
    told = _JOINTS[where.op].join(_test_in_words(test, telling) for test in tests)
    return f"counting only lines where {told}"


def asks_only_lines_of(where: Where, list_name: str | None) -> bool:
    """Every test is asked of the lines of this one list, so that an event matches just where one of its lines does."""
    return list_name is not None and all(list_of(test.property) == list_name for test in where.children)


def list_of(property_name: str) -> str | None:
    """The list whose lines hold the property; None for a property of the event itself."""
    list_name, mark, _ = property_name.partition("[].")
    return list_name if mark else None


def _by_list(where: Where) -> dict[str | None, list[PropertyTest]]:
    groups: dict[str | None, list[PropertyTest]] = {}
    for test in where.children:
        groups.setdefault(list_of(test.property), []).append(test)
    return groups


def _test_in_words(test: PropertyTest, telling: Telling) -> str:
    name = test.property.partition("[].")[2] or test.property
    return f"{name_in_words(name)} {predicate(test, telling.property_type(test.property), telling)}"
