"""Why a run's members are not those of the run in force before it, from what that one wrote down."""

from collections.abc import Callable

from pyroaring import BitMap

from masivo.services.calculate_rule import Asked, InForce, asked_by
from masivo.services.explain_change import Before, Change, explain_change


def explain_run(
    before: InForce, asked: Asked, data_version: int, members: BitMap, ask: Callable[[Asked], BitMap]
) -> tuple[Change, ...]:
    """The change from what is in force to the members that `asked` found, by reasons (`explain_change`).

    Nothing for a first run, where nobody entered or left, and where the run before did not write down what it asked.
    """
    if before.run_id is None or members == before.members:
        return ()
    written = asked_by(before.run_id)
    if written is None:
        return ()
    return explain_change(Before(*written, before.members), asked, data_version, members, ask)
