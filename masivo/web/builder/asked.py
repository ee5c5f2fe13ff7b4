"""A line with its forms and what they came to: a condition, or the sentences that say what is missing and where."""

from collections.abc import Iterator
from dataclasses import dataclass

from masivo.conditions.tree import Condition
from masivo.web.builder.draft import ClauseDraft, LineDraft, StepDraft
from masivo.web.forms.comparisons import ComparisonForm
from masivo.web.forms.lines import ClauseForm, LineForm, StepForm
from masivo.web.forms.windows import AnyTimeForm


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a line takes no part, in words, and the input beside which that is said."""

    field: str
    sentence: str


@dataclass(frozen=True, slots=True)
class AskedClause:
    """A line of a `where`. `comparison` is None while its property is unknown, `document` where a problem stands."""

    draft: ClauseDraft
    form: ClauseForm
    comparison: ComparisonForm | None
    document: dict[str, object] | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class AskedStep:
    """A step of a sequence. `document` is None where the step or one of its clauses has a problem."""

    draft: StepDraft
    form: StepForm
    clauses: tuple[AskedClause, ...]
    document: dict[str, object] | None
    problem: Problem | None


@dataclass(frozen=True, slots=True)
class AskedLine:
    """A line with its forms. `condition` is None where the line, a step or a clause has a problem."""

    draft: LineDraft
    form: LineForm
    comparison: ComparisonForm | None
    window: AnyTimeForm | None
    clauses: tuple[AskedClause, ...]
    steps: tuple[AskedStep, ...]
    condition: Condition | None
    problem: Problem | None

    def problems(self) -> Iterator[tuple[str, Problem]]:
        """Every problem by the id of the line, step or clause that has it."""
        clauses = (*self.clauses, *(clause for step in self.steps for clause in step.clauses))
        parts: tuple[AskedLine | AskedStep | AskedClause, ...] = (self, *self.steps, *clauses)
        for part in parts:
            if part.problem:
                yield part.draft.id, part.problem
