"""The `where` of an event condition: one level of tests on properties, as the document writes it."""

from masivo.conditions.json_object import read_object
from masivo.conditions.measures import known_property
from masivo.conditions.operators import OPERATORS_BY_TYPE
from masivo.conditions.phrases import type_label
from masivo.conditions.questions import KEYS, Subject, read_question, write_question
from masivo.conditions.refusals import item_path
from masivo.conditions.tree import Logic, PropertyTest, Where
from masivo.conditions.vocabulary import Vocabulary


def read_where(raw: object, path: str, vocabulary: Vocabulary) -> Where:
    """The tests that an object says. Raises DocumentRefused."""
    source = read_object(raw, path, "a “where”", ("op", "children"))
    op = source.choice("op", Logic)
    children = source.children("A “where” has at least one test; add one, or remove the “where”.")
    tests = (_read_test(child, item_path(source.at("children"), i), vocabulary) for i, child in enumerate(children))
    return Where(op, tuple(tests))


def write_where(where: Where) -> dict[str, object]:
    """The tests as a document writes them."""
    children = [{"property": test.property, **write_question(test)} for test in where.children]
    return {"op": str(where.op), "children": children}


def _read_test(raw: object, path: str, vocabulary: Vocabulary) -> PropertyTest:
    source = read_object(raw, path, "a test in a “where”", ("property", *KEYS))
    name, type_ = known_property(source, vocabulary)
    subject = Subject(name, f"{type_label(type_)} property", type_, OPERATORS_BY_TYPE[type_])
    question = read_question(source, subject)
    return PropertyTest(name, question.operator, question.value, question.exclude_missing)
