"""How a group's children go together, as one choice of four instead of a logic and a negation."""

from masivo.conditions.tree import Logic

LOGICS = {
    "all": ("all of these", Logic.ALL, False, "and"),
    "any": ("any of these", Logic.ANY, False, "or"),
    "none": ("none of these", Logic.ANY, True, "or"),
    "not-all": ("not all of these", Logic.ALL, True, "and"),
}
"""Each choice with its words, its logic, whether it is negated, and what stands between its children."""


def logic_of(op: Logic, negated: bool) -> str:
    """The choice that stands for a logic and a negation."""
    return next(name for name, (_, logic, is_negated, _) in LOGICS.items() if (logic, is_negated) == (op, negated))
