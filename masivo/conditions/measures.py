"""Measures over events: what they take, and what they are asked with."""

from masivo.conditions.json_object import JsonObject, read_object
from masivo.conditions.operators import COUNTING, OPERATORS_BY_MEASURE, TEMPORAL_MEASURES, FieldType, MeasureFn
from masivo.conditions.phrases import measure_label, type_label
from masivo.conditions.questions import Subject
from masivo.conditions.refusals import quote, refuse
from masivo.conditions.tree import Measure
from masivo.conditions.vocabulary import Vocabulary

_OVER_NUMBERS = frozenset({MeasureFn.SUM, MeasureFn.AVG, MeasureFn.MIN, MeasureFn.MAX})
WITH_PROPERTY = _OVER_NUMBERS | {MeasureFn.COUNT_DISTINCT}
"""Measures that are taken over a property; the others look at the events alone."""


def read_measure(raw: object, path: str, vocabulary: Vocabulary) -> Measure:
    """The measure that an object says. Raises DocumentRefused."""
    source = read_object(raw, path, "a measure", ("fn", "property"))
    fn = source.choice("fn", MeasureFn)
    if fn not in WITH_PROPERTY:
        if source.has("property"):
            refuse(source.at("property"), f"{quote(str(fn))} looks at no property; remove it, or choose a total.")
        return Measure(fn)
    name, type_ = known_property(source, vocabulary)
    if fn in _OVER_NUMBERS and type_ is not FieldType.NUMBER:
        what = f"{quote(name)} is {type_label(type_)} property"
        refuse(source.at("property"), f"{what}, so it has no {quote(str(fn))}; choose a number property.")
    if type_ is FieldType.LIST:
        refuse(source.at("property"), f"{quote(name)} is a list, whose different values cannot be counted.")
    return Measure(fn, name)


def write_measure(measure: Measure) -> dict[str, object]:
    """The measure as a document writes it."""
    written: dict[str, object] = {"fn": str(measure.fn)}
    if measure.property is not None:
        written["property"] = measure.property
    return written


def known_property(source: JsonObject, vocabulary: Vocabulary) -> tuple[str, FieldType]:
    """The event property that an object names, with its type. Raises DocumentRefused for an unknown one."""
    name = source.text("property")
    type_ = vocabulary.property_type(name)
    if type_ is None:
        refuse(source.at("property"), f"No event has a property {quote(name)}; choose one that was imported.")
    return name, type_


def measure_subject(measure: Measure) -> Subject:
    """How a measure is asked, and how sentences name it."""
    name = f"The {measure_label(measure.fn)}"
    if measure.property is not None:
        name = f"{name} {measure.property}"
    temporal = measure.fn in TEMPORAL_MEASURES
    return Subject(
        name=name,
        what="a date and time" if temporal else "a number",
        type=FieldType.DATETIME if temporal else FieldType.NUMBER,
        operators=OPERATORS_BY_MEASURE[measure.fn],
        whole=measure.fn in COUNTING,
    )
