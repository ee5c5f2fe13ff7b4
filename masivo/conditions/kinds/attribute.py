"""Attribute conditions: a question about one field of the profile (conditions.md, section 3)."""

from dataclasses import replace

from masivo.conditions.comparisons import opposite_operator, predicate
from masivo.conditions.json_object import JsonObject
from masivo.conditions.kinds.kind import Kind
from masivo.conditions.operators import OPERATORS_BY_TYPE
from masivo.conditions.phrases import type_label
from masivo.conditions.questions import KEYS, Subject, read_question, write_question
from masivo.conditions.refusals import quote, refuse
from masivo.conditions.sentences import Clause, Telling, whose
from masivo.conditions.tree import AttributeCondition
from masivo.conditions.vocabulary import Vocabulary
from masivo.conditions.wording import name_in_words


class AttributeKind(Kind[AttributeCondition]):
    """`{"kind": "attribute", "field", "operator", "value", "missing"}`."""

    name = "attribute"
    what = "an attribute condition"
    label = "Profile"
    type = AttributeCondition
    keys = ("field", *KEYS)

    def read(self, source: JsonObject, vocabulary: Vocabulary) -> AttributeCondition:
        """The operators and values go by the field's type in the vocabulary."""
        name = source.text("field")
        type_ = vocabulary.field_type(name)
        if type_ is None:
            refuse(source.at("field"), f"No customer has a field {quote(name)}; choose one that was imported.")
        question = read_question(source, Subject(name, f"{type_label(type_)} field", type_, OPERATORS_BY_TYPE[type_]))
        return AttributeCondition(
            field=name,
            operator=question.operator,
            value=question.value,
            exclude_missing=question.exclude_missing,
        )

    def write(self, condition: AttributeCondition) -> dict[str, object]:
        """The field, then the question."""
        return {"field": condition.field, **write_question(condition)}

    def tell(self, condition: AttributeCondition, telling: Telling) -> Clause:
        """The field's name, then the question."""
        asked = predicate(condition, telling.field_type(condition.field), telling)
        return whose(f"{name_in_words(condition.field)} {asked}")

    def opposite(self, condition: AttributeCondition) -> AttributeCondition | None:
        """The same with the complementary operator."""
        operator = opposite_operator(condition)
        return None if operator is None else replace(condition, operator=operator)
