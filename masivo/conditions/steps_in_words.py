"""Sequences in words: "had at least 1 “Add to cart” event …, then made no purchases within 24 hours …"."""

from masivo.conditions.events_in_words import in_parentheses, noun, only, verb, when
from masivo.conditions.sentences import Clause, Telling, who
from masivo.conditions.tree import SequenceCondition, Step
from masivo.conditions.wording import span_in_words


def tell_sequence(condition: SequenceCondition, telling: Telling) -> Clause:
    """The clause of a sequence condition, its `not` left aside."""
    first, *later = condition.steps
    told = [f"{_happened(first, telling)} {when(condition.window, telling)}"]
    return who(", then ".join(told + [_then(step, telling) for step in later]))


def _then(step: Step, telling: Telling) -> str:
    if not step.absent:
        return f"{f'within {span_in_words(step.within)}' if step.within else 'later'} {_happened(step, telling)}"
    missed = f"{verb(step)} no {noun(step)}{in_parentheses(only(step, None, telling))}"
    return f"{missed} within {span_in_words(step.within)} (now over)" if step.within else f"{missed} ever since"


def _happened(step: Step, telling: Telling) -> str:
    return f"{verb(step)} at least 1 {noun(step, 1)}{in_parentheses(only(step, None, telling))}"
