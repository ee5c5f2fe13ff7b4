"""Numbers that may have been meant otherwise: where a point parts thousands, 500.000 is half a million."""

import re
from collections.abc import Iterator

from masivo.conditions.operators import OPERATORS, FieldType, Operator, Takes
from masivo.conditions.wording import number_in_words
from masivo.web.builder.draft import ComparisonDraft, EventsDraft, LineDraft, typed_lines
from masivo.web.builder.names import Names
from masivo.web.forms.inputs import read_number

_PARTED = re.compile(r"[+-]?[1-9]\d{0,2}\.\d{3}", re.ASCII)


def parted_thousands(part: EventsDraft, names: Names) -> list[str]:
    """Of the numbers that a line or a step compares with, how those are read that look like thousands."""
    return [
        f"“{text}” is read as {number_in_words(read_number(text))}, for the point begins the decimals."
        f" If {number_in_words(read_number(text.replace('.', '')))} is meant, leave the point out."
        for text in map(str.strip, _numbers(part, names))
        if _PARTED.fullmatch(text)
    ]


def _numbers(part: EventsDraft, names: Names) -> Iterator[str]:
    asked = [(names.comparable_property(clause.property), clause.comparison) for clause in part.clauses]
    if isinstance(part, LineDraft):
        asked.append((names.comparable(part), part.comparison))
    for fit, comparison in asked:
        if fit and fit[0] is FieldType.NUMBER and comparison.operator in fit[1]:
            yield from _typed(comparison)


def _typed(comparison: ComparisonDraft) -> tuple[str, ...]:
    match OPERATORS[Operator(comparison.operator)].takes:
        case Takes.ONE:
            return (comparison.value,)
        case Takes.RANGE:
            return comparison.low, comparison.high
        case Takes.MANY:
            return (*comparison.values, *typed_lines(comparison.lines))
    return ()
