"""How a group's children go together, as one choice of four instead of a logic and a negation."""

from masivo.conditions.tree import Logic

LOGICS = {
    "all": ("all of these", Logic.ALL, False),
    "any": ("any of these", Logic.ANY, False),
    "none": ("none of these", Logic.ANY, True),
    "not-all": ("not all of these", Logic.ALL, True),
}
"""Each choice with its words, its logic and whether it is negated."""


def logic_of(op: Logic, negated: bool) -> str:
    """The choice that stands for a logic and a negation."""
    return next(name for name, (_, logic, is_negated) in LOGICS.items() if (logic, is_negated) == (op, negated))
