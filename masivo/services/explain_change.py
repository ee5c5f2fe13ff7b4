"""Why members entered and left between two runs: each of them is put down to one reason, so that the reasons add up.

The way from the old members to the new is gone in steps, each of which changes one thing more: the old question of the
new data, as of the new instant, by the new rule (with its scope and zone), with the new members of the audiences it
names. Who entered, entered by the last step that let them in; who left, by the last that put them out.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from pyroaring import BitMap

from masivo.errors import DocumentRefused, RecalculationFailed
from masivo.models import ChangeReason
from masivo.services.calculate_rule import Asked


@dataclass(frozen=True, slots=True)
class Before:
    """The run in force before: what it asked, of which data, and whom it found."""

    asked: Asked
    data_version: int
    members: BitMap


@dataclass(frozen=True, slots=True)
class Change:
    """How many entered and left for one reason."""

    reason: ChangeReason
    entered: int
    departed: int


def explain_change(
    before: Before, asked: Asked, data_version: int, members: BitMap, ask: Callable[[Asked], BitMap]
) -> tuple[Change, ...]:
    """The change from `before` to the members that `asked` found, by reasons that moved somebody.

    `ask` gives the members of a question asked of the present data; it is asked only where more than one reason is
    possible. An old question that can be asked no more (a field is gone) moves nobody: all is put down to the rule.
    The same question of the same data has no reason to change; a release that counts otherwise tells none.
    """
    steps = list(_steps(before, asked, data_version))
    if members == before.members or not steps:
        return ()
    sets = [before.members]
    for _, question in steps[:-1]:
        try:
            sets.append(ask(question))
        except (DocumentRefused, RecalculationFailed):
            sets.append(sets[-1])
    return _split([reason for reason, _ in steps], [*sets, members])


def _steps(before: Before, asked: Asked, data_version: int) -> Iterator[tuple[ChangeReason, Asked]]:
    """What is different, in order, and the question after each step; the last one is the new question."""
    old = before.asked
    if data_version != before.data_version:
        yield ChangeReason.DATA, old
    if asked.as_of != old.as_of:
        old = replace(old, as_of=asked.as_of)
        yield ChangeReason.TIME, old
    kept = {id_: old.references.get(id_, run_id) for id_, run_id in asked.references.items()}
    if (asked.version_id, asked.brand_id, asked.zone.key) != (old.version_id, old.brand_id, old.zone.key):
        yield ChangeReason.RULE, replace(asked, references=kept)
    if kept != asked.references:
        yield ChangeReason.REFERENCE, asked


def _split(reasons: Sequence[ChangeReason], sets: Sequence[BitMap]) -> tuple[Change, ...]:
    entered, departed = sets[-1] - sets[0], sets[0] - sets[-1]
    changes = []
    for reason, before in zip(reversed(reasons), reversed(sets[:-1]), strict=True):
        changes.append(Change(reason, len(entered - before), len(departed & before)))
        entered, departed = entered & before, departed - before
    return tuple(change for change in reversed(changes) if change.entered or change.departed)
