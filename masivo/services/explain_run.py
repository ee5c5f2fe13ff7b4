"""Why a run's members are not those of the run in force before it, from what that one wrote down."""

from collections.abc import Callable

from pyroaring import BitMap

from masivo.extensions import db
from masivo.models import Run
from masivo.services.calculate_rule import Asked, asked_by, stored_members
from masivo.services.explain_change import Before, Change, explain_change


def explain_run(
    before: str | None, asked: Asked, data_version: int, members: BitMap, ask: Callable[[Asked], BitMap]
) -> tuple[Change, ...]:
    """The change from the run `before` to the members that `asked` found, by reasons (`explain_change`).

    Nothing for a first run, and where the one before did not write down what it asked.
    """
    run = db.session.get(Run, before, populate_existing=True) if before is not None else None
    old = asked_by(run) if run is not None else None
    if run is None or old is None or run.data_version is None:
        return ()
    known = Before(old, run.data_version, stored_members(run.id))
    return explain_change(known, asked, data_version, members, ask)
